import { explainChange, type AccountPair } from '#engines/metrics/explain/explainChange.ts'
import { quantile, table } from './support/figures.ts'

/** Why a ratio changed: 10,000 accounts by six dimensions (one of 200 values), rate, mix and ranking, with the accounts that moved it most. Budget: 200 ms. */
const dimensions = ['segment', 'region', 'plan', 'industry', 'channel', 'city']
const values = [3, 4, 3, 12, 6, 200]
const seeded = generator(20_261_128)
const rows = Array.from({ length: 10_000 }, (_, index): AccountPair => {
  const opening = Math.round(100 + seeded() * 10_000)
  return {
    account: `A-${index}`,
    before: { numerator: Math.round(opening * (0.9 + seeded() * 0.3)), denominator: opening },
    after: { numerator: Math.round(opening * (0.85 + seeded() * 0.3)), denominator: Math.round(opening * (0.8 + seeded() * 0.5)) },
    dimensions: Object.fromEntries(dimensions.map((dimension, place) => [dimension, `${dimension} ${Math.floor(seeded() * (values[place] ?? 1))}`])),
  }
})

const begun = process.cpuUsage()
const cold = timed()
const first = process.cpuUsage(begun)
const cpu = process.cpuUsage()
const warm = Array.from({ length: 20 }, timed)
const used = process.cpuUsage(cpu)
table([
  { what: '10,000 accounts x 6 dimensions, first run', value: cold, unit: 'ms', budget: 200 },
  { what: 'the same, median of 20', value: quantile(warm, 0.5), unit: 'ms', budget: 200 },
  { what: 'the same, slowest of 20', value: Math.max(...warm), unit: 'ms', budget: 200 },
  { what: 'processor time of the first run', value: (first.user + first.system) / 1000, unit: 'ms' },
  { what: 'processor time of a later run', value: (used.user + used.system) / 20000, unit: 'ms' },
])

function timed(): number {
  const start = performance.now()
  const answer = explainChange(rows, dimensions, { of: 'ratio' })
  const time = performance.now() - start
  if (!answer || answer.dimensions.some(({ groups }) => Math.abs(groups.reduce((sum, { part }) => sum + part, 0) - answer.change) > 1e-9))
    throw new Error('The parts do not sum to the change.')
  return time
}

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
