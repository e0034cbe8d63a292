import { backtest, type PastMoment } from '#engines/portfolio/forecast/backtest.ts'
import { calibration } from '#engines/portfolio/forecast/calibration.ts'
import { hit } from '#engines/portfolio/forecast/hit.ts'
import { played } from '#engines/portfolio/forecast/simulate.ts'
import { slip, type Edge } from '#engines/portfolio/graph/schedule.ts'
import { random } from '#engines/numbers/random.ts'
import { breachesOf } from '#engines/portfolio/optimise/check.ts'
import { instance } from '#engines/portfolio/optimise/testing/instances.ts'
import { thrash, type PlanChange } from '#engines/portfolio/record/thrash.ts'
import { optimise } from '#flows/planning/optimise.ts'
import { solvingGround } from '#platform/solver/solving.ts'
import { table, type Figure } from './support/figures.ts'
import { rankingFigures } from './support/ranking.ts'

/** The plan of 200 items, 8 squads and 4 quarters in 10 s beside the plain ranking; forecasts, thrash, slips and rankings at the size of a large company. */
const draw = random(20_261_128, 'bench portfolio')
const timed = <T>(work: () => T): { time: number; answer: T } => {
  const began = performance.now()
  const answer = work()
  return { time: performance.now() - began, answer }
}

table([...(await plans([1, 3, 5])), ...forecasts(), ...records(), ...(await rankingFigures())])

async function plans(seeds: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const seed of seeds) {
    const problem = instance(seed, { items: 200, squads: 8, periods: 4 })
    const ground = solvingGround()
    const began = performance.now()
    const answer = await optimise(problem, ground, { seconds: 9.5, seed })
    const time = performance.now() - began
    await ground.stop()
    const broken = answer.plan ? breachesOf(problem, answer.plan).length : 0
    const name = `plan ${seed} (200 items, 8 squads, 4 quarters)`
    figures.push(
      { what: `${name}: time`, value: time / 1000, unit: 's', budget: 10 },
      { what: `${name}: by rank alone`, value: answer.greedy ?? 0, unit: '' },
      { what: `${name}: ours, found by the ${answer.found ?? 'none'}`, value: answer.value ?? 0, unit: '' },
      { what: `${name}: bound`, value: answer.bound ?? 0, unit: '' },
      { what: `${name}: gap`, value: (answer.gap ?? 1) * 100, unit: '%', budget: 6 },
      { what: `${name}: rules broken`, value: broken, unit: '', budget: 0 },
    )
  }
  return figures
}

function forecasts(): Figure[] {
  const items = Array.from({ length: 500 }, (_, i) => ({
    id: `i${i}`,
    work: { weeks: { low: 1 + draw.int(0, 2), likely: 4 + draw.int(0, 3), high: 8 + draw.int(0, 12) } },
  }))
  const edges = items
    .slice(1)
    .flatMap((_, i): Edge[] => (draw.chance(0.8) ? [{ before: `i${draw.int(Math.max(0, i - 30), i)}`, after: `i${i + 1}`, type: 'finishStart' }] : []))
  const run = timed(() => played({ start: '2027-01-04', items, edges, throughput: {}, runs: 10_000, seed: 1 }))
  const effects = items.slice(0, 10).map(({ id }) => ({ of: id, amount: 1, confidence: 0.6, lagWeeks: 6, lands: run.answer?.finishes.get(id) ?? Infinity }))
  const chance = timed(() => hit({ base: { mean: 100, error: 5 }, aim: { low: 105, high: Infinity }, due: 26, effects, runs: 10_000, seed: 1 }))
  const believed = calibration(backtest(Array.from({ length: 1000 }, past), { runs: 500, seed: 1 }))
  return [
    { what: `forecast: 10,000 runs over 500 items with ${edges.length} dependencies`, value: run.time, unit: 'ms', budget: 2000 },
    { what: 'chance of a key result that 10 of them move', value: chance.time, unit: 'ms' },
    { what: 'forecast: share of 1,000 replayed moments inside the 80 % interval', value: (believed.coverage ?? 0) * 100, unit: '%' },
    { what: 'forecast: pinball loss in days, ours', value: believed.pinball ?? 0, unit: '' },
    { what: 'forecast: pinball loss in days, promised days', value: believed.pinballPromised ?? 0, unit: '' },
  ]
}

/** A squad whose weekly throughput is a made-up process of its own: what was known, what remained, and what it then took. */
function past(): PastMoment {
  const rate = 3 + draw.next() * 6
  const week = (): number => Math.max(0, Math.round(rate + Math.sqrt(rate) * draw.normal()))
  const weekly = Array.from({ length: 26 }, week)
  const remaining = draw.int(15, 60)
  for (let left = remaining, weeks = 0; ; weeks += 1) {
    const done = week()
    if (done >= left) return { weekly, remaining, actualWeeks: weeks + left / done, promisedWeeks: (remaining / rate) * 0.75 }
    left -= done
  }
}

function records(): Figure[] {
  const horizons = ['now', 'next', 'later'] as const
  const baseline = Array.from({ length: 10_000 }, (_, i) => ({ id: `i${i}`, horizon: draw.pick(horizons), effort: draw.int(1, 30), product: `p${i % 40}` }))
  const kinds = ['removed', 'returned', 'rescoped', 'retargeted', 'resequenced'] as const
  const changes = Array.from({ length: 200_000 }, (_, c): PlanChange => {
    const day = `${2025 + (c % 2)}-${String(draw.int(1, 12)).padStart(2, '0')}-${String(draw.int(1, 28)).padStart(2, '0')}`
    return {
      id: `c${c}`,
      at: day,
      item: `i${draw.int(0, 9999)}`,
      kind: draw.pick(kinds),
      effort: draw.int(1, 40),
      days: draw.int(0, 40),
      cause: 'capacity',
      sponsor: `s${c % 9}`,
    }
  })
  const weighed = timed(() => thrash({ start: '2025-01-01', end: '2026-12-31' }, baseline, changes))
  const tasks = baseline.map(({ id, effort }) => ({ id, duration: effort }))
  const edges = Array.from({ length: 5000 }, (): Edge => {
    const after = draw.int(1, 9999)
    return { before: `i${draw.int(Math.max(0, after - 200), after - 1)}`, after: `i${after}`, type: 'finishStart' }
  })
  const first = edges[0]?.before ?? 'i0'
  slip(tasks, edges, { id: first, by: 1 })
  const slipped = timed(() => slip(tasks, edges, { id: first, by: 30 }))
  return [
    { what: 'thrash: two years, 10,000 items, 200,000 changes', value: weighed.time, unit: 'ms', budget: 500 },
    { what: 'slip through 10,000 items and 5,000 dependencies', value: slipped.time, unit: 'ms', budget: 50 },
    { what: 'items that slip', value: slipped.answer.length, unit: '' },
  ]
}
