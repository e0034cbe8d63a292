import { describe, expect, test } from 'vitest'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { frameOf } from '../frame.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { foldedSteps, judged } from './funnel.ts'
import { foldFunnel, foldingOf, type Folding } from './fold.ts'
import { folding } from './tally.ts'

const start = Date.UTC(2026, 0, 5)
const range = { from: '2026-01-05', to: '2026-01-06' }

function randomEvents(seed: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 60 }, () => ({
    name: pick(['a', 'b', 'c', 'd']),
    ts: start - 3_600_000 + below(260) * 360_000,
    person: below(10) === 0 ? null : `p${below(5)}`,
    account: `acc${below(2)}`,
    properties: below(2) === 0 ? {} : { plan: pick(['pro', 'free', 'team']) },
  }))
}

describe('the flat fold and the walk per actor agree in every number', () => {
  test.each(['window', 'range'])('with the tail of the %s, lines of a breakdown and times included', (tail) => {
    for (let seed = 0; seed < 250; seed++) {
      const { pick } = chance(seed)
      const more = {
        range: { from: '2026-01-05', to: pick(['2026-01-06', '2026-01-05T02:30:00Z']) },
        actor: pick<unknown>(['person', { group: 'account' }]),
        windowEndInclusive: pick([true, false]),
        breakdown: [{ by: 'event.plan', limit: pick([1, 25]) }],
      }
      const query = readQuery({
        kind: 'funnel',
        tail,
        view: 'time_to_convert',
        steps: [{ event: 'a' }, { event: 'b' }, { event: ['c', 'd'], label: 'c or d' }],
        window: { n: 2, unit: 'hour' },
        ...more,
      })
      if (query.kind !== 'funnel') throw new Error('not a funnel')
      const own = collector()
      for (const event of randomEvents(seed)) own.add(event)
      const frame = frameOf(own.events(), query, start + 7 * 86_400_000)
      const [flat, walked] = [folding(frame, query), judged(frame, query)]
      if (!flat) throw new Error('it was not folded')
      expect({ seed, ...foldedSteps(query, flat) }).toEqual({ seed, ...foldedSteps(query, walked) })
      expect(flat.until(2)).toEqual(walked.times)
    }
  })

  test('an entry after the range puts nobody on its line', () => {
    const query = readQuery({
      kind: 'funnel',
      range,
      steps: [{ event: 'a' }, { event: 'b' }],
      window: { n: 2, unit: 'hour' },
      breakdown: [{ by: 'event.plan' }],
    })
    if (query.kind !== 'funnel') throw new Error('not a funnel')
    const own = collector()
    own.add({ name: 'a', ts: start, person: 'p', account: 'n' })
    own.add({ name: 'a', ts: Date.UTC(2026, 0, 6, 1), person: 'p', account: 'n', properties: { plan: 'pro' } })
    const frame = frameOf(own.events(), query, start + 7 * 86_400_000)
    const flat = folding(frame, query)
    if (!flat) throw new Error('it was not folded')
    expect(flat.lines.map(({ label }) => label)).toEqual([[null]])
    expect(judged(frame, query).lines.map(({ label }) => label)).toEqual([[null]])
  })

  test.each([
    { order: 'strict' },
    { reentry: 'first_entry' },
    { count: 'totals' },
    { holdConstant: ['event.plan'] },
    { tieMs: 1000 },
    { steps: [{ event: 'a' }, { event: 'a' }] },
  ])('%j is left to the walk', (more) => {
    const query = readQuery({ kind: 'funnel', range, steps: [{ event: 'a' }, { event: 'b' }], ...more })
    if (query.kind !== 'funnel') throw new Error('not a funnel')
    expect(folding(frameOf(collector().events(), query, start), query)).toBeNull()
  })
})

const numbersOf = ({ state, best, gaps, spans }: Folding) => ({ state, best, gaps, spans })

test('many actors are folded part by part, and rows in several calls, with the same numbers', () => {
  for (let seed = 0; seed < 100; seed++) {
    const { below } = chance(seed)
    const [actors, rows] = [3 + below(40), 200]
    const ts = Float64Array.from({ length: rows }, () => below(5000)).sort()
    const ids = Uint32Array.from({ length: rows }, () => below(actors + 1))
    const stepOf = Uint8Array.from({ length: rows }, () => below(3))
    const input = { ts, ids, actors, steps: 3, reach: 700, entry: { from: 500, to: 4000 } }
    const partsIn = (from: number, to: number) =>
      [0, 1, 2].map((step) => {
        const own = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => stepOf[row] === step && (ts[row] ?? 0) >= from && (ts[row] ?? 0) < to)
        return { rows: own, bits: own.map(() => 1 << step) }
      })
    const whole = numbersOf(foldFunnel({ ...input, parts: partsIn(0, 5000) }))
    expect(numbersOf(foldFunnel({ ...input, parts: partsIn(0, 5000) }, foldingOf(input), 64))).toEqual(whole)
    const cut = below(5000)
    const state = foldingOf(input)
    foldFunnel({ ...input, parts: partsIn(0, cut) }, state, 128)
    expect(numbersOf(foldFunnel({ ...input, parts: partsIn(cut, 5000), isPassing: true }, state))).toEqual(whole)
  }
})
