import { addPeriods } from '#engines/numbers/dates.ts'
import type { Measured } from '#engines/metrics/signal/drawChart.ts'
import { feedOf } from '#engines/metrics/signal/feed.ts'
import { readAll } from '#engines/metrics/signal/readAll.ts'
import { quantile, table } from './support/figures.ts'

/** 500 series checked again for signals: half of 36 months, a quarter of 104 weeks, a quarter of 180 days with weekdays; charts, ranking and the feed. Budget: 1 s. */
const seeded = generator(20_261_128)
const all = Array.from({ length: 500 }, (_, index): Measured => {
  const [start, count] = index % 4 < 2 ? ['2023-12', 36] : index % 4 === 2 ? ['2024-W40', 104] : ['2026-05-01', 180]
  const periods = Array.from({ length: count }, (_each, place) => addPeriods(start, place))
  const isShare = index % 4 === 0
  if (!isShare)
    return {
      holds: 'value',
      isSeasonal: count === 180,
      points: periods.map((period, place) => ({ period, value: 100 + noise() + (place > count - 6 ? index % 3 : 0) })),
    }
  return {
    holds: 'share',
    points: periods.map((period) => {
      const size = 50 + Math.floor(seeded() * 400)
      return { period, size, count: Math.round(size * (0.6 + noise() / 50)) }
    }),
  }
})

const begun = process.cpuUsage()
const cold = timed()
const first = process.cpuUsage(begun)
const cpu = process.cpuUsage()
const warm = Array.from({ length: 10 }, timed)
const used = process.cpuUsage(cpu)
table([
  { what: '500 series checked for signals, first run', value: cold.time, unit: 'ms', budget: 1000 },
  {
    what: 'the same, median of 10',
    value: quantile(
      warm.map(({ time }) => time),
      0.5,
    ),
    unit: 'ms',
    budget: 1000,
  },
  { what: 'the same, slowest of 10', value: Math.max(...warm.map(({ time }) => time)), unit: 'ms', budget: 1000 },
  { what: 'entries in the feed', value: cold.entries, unit: '' },
  { what: 'processor time of the first run', value: (first.user + first.system) / 1000, unit: 'ms' },
  { what: 'processor time of a later run', value: (used.user + used.system) / 10000, unit: 'ms' },
])
console.info(cold.says)

function timed(): { time: number; entries: number; says: string } {
  const start = performance.now()
  const { charts, ranked, alarms } = readAll(all.map((series, index) => ({ metric: `m${index}`, series })))
  const latest = charts.map(({ metric, chart }) => ({ metric, chart, since: chart.points.at(-1)?.period ?? '' }))
  const feed = feedOf({ charts: latest, contracts: [], burns: [], forecasts: [], mutes: [], noise: [] })
  const time = performance.now() - start
  if (ranked.length !== all.length) throw new Error('A series has no place in the ranking.')
  return { time, entries: feed.entries.length, says: alarms.says }
}

function noise(): number {
  return Array.from({ length: 12 }, seeded).reduce((sum, value) => sum + value, -6)
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
