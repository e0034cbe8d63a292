import { describe, expect, test } from 'vitest'
import { bucketsOf } from '../calendar/buckets.ts'
import { collector, type GivenEvent } from '../columns/collect.ts'
import { frameOf, type Frame } from '../frame.ts'
import type { Kind, Query } from '../query/kinds.ts'
import { readQuery } from '../query/resolve.ts'
import { chance } from '../testing/chance.ts'
import { referencePaths } from '../testing/pathsReference.ts'
import { referenceActive, referenceTrend } from '../testing/trendReference.ts'
import { linkActors, paths, pathsIn } from './paths.ts'
import { trends, type TrendLine } from './trend.ts'

/** Trends in every arithmetic and paths in every shape, against evaluators that filter all events once for each number. */
const hour = 3_600_000
const minute = 60_000
const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Beirut', 'Australia/Lord_Howe']

function asked<K extends Kind>(
  kind: K,
  more: Readonly<Record<string, unknown>>,
  given: readonly GivenEvent[],
): { query: Extract<Query, { kind: K }>; frame: Frame } {
  const query = readQuery({ kind, ...more })
  if (!isOf(query, kind)) throw new Error(`not a ${kind}`)
  const own = collector()
  for (const event of given) own.add(event)
  return { query, frame: frameOf(own.events(), query, Date.UTC(2027, 0, 1)) }
}
const isOf = <K extends Kind>(query: Query, kind: K): query is Extract<Query, { kind: K }> => query.kind === kind

/** Around the night on which Europe changes its clocks, some events without an actor, a number or a plan. */
function randomEvents(seed: number, spread: number): GivenEvent[] {
  const { below, pick } = chance(seed)
  return Array.from({ length: 10 + below(50) }, () => ({
    name: pick(['open', 'edit', 'edit', 'share', 'open:1', 'open:2']),
    ts: Date.UTC(2026, 2, 20) + below(24) * hour * spread + below(60) * minute,
    person: below(9) === 0 ? null : `p${below(4)}`,
    account: below(7) === 0 ? null : `a${below(3)}`,
    properties: {
      ...(below(5) === 0 ? {} : { plan: pick(['free', 'pro', 'team']) }),
      ...(below(5) === 0 ? {} : { size: pick([1, 2, 'big']) }),
      ...(below(4) === 0 ? {} : { amount: below(50) }),
    },
  }))
}

const linesOf = (lines: readonly TrendLine[], perSeries: number): Record<string, (number | null)[]> =>
  Object.fromEntries(
    lines.map(({ breakdown, points }, at) => [
      `${Math.floor(at / perSeries)}, ${breakdown.map((part) => String(part ?? '(none)')).join(' / ')}`,
      points.map(({ value }) => value),
    ]),
  )

const rounded = (lines: Readonly<Record<string, readonly (number | null)[]>>): Record<string, (number | null)[]> =>
  Object.fromEntries(Object.entries(lines).map(([line, values]) => [line, values.map((value) => (value === null ? null : Math.round(value * 1e9) / 1e9))]))

const nineDigits = (value: number): number => Number(value.toPrecision(9))

describe('trends find what filtering finds', () => {
  const maths = ['total', 'unique', 'per_actor_avg', 'sum', 'avg', 'median', 'p90', 'min', 'max']
  const sels = [{ event: 'edit' }, { event: ['open', 'share'] }, { event: '*' }, { event: 'edit', where: { prop: 'event.plan', op: 'eq', value: 'pro' } }]

  test('in every arithmetic, by lines of up to two properties, heaped up or not, in every unit and zone', () => {
    for (let seed = 0; seed < 500; seed++) {
      const { pick, below } = chance(seed + 900)
      const given = randomEvents(seed, 12)
      const series = (math: string) => ({ sel: pick<unknown>(sels), math, ...(maths.indexOf(math) > 2 ? { value: 'event.amount' } : {}) })
      const more = {
        range: { from: `2026-03-${21 + below(4)}`, to: `2026-04-0${1 + below(3)}` },
        tz: pick(zones),
        weekStart: pick(['monday', 'sunday']),
        unit: pick(['day', 'day', 'week', 'month', 'quarter', 'year']),
        actor: pick<unknown>(['person', { group: 'account' }]),
        series: [series(pick(maths)), series(pick(maths))],
        breakdown: pick<unknown>([
          [],
          [{ by: 'event.plan' }],
          [{ by: 'event.plan', limit: 1 }],
          [
            { by: 'event.plan', limit: 2 },
            { by: 'event.size', limit: 2 },
          ],
        ]),
        cumulative: pick([false, false, true]),
      }
      const { query, frame } = asked('trend', more, given)
      const lines = trends(frame, query)[0] ?? []
      const reference = referenceTrend(query, given, frame.span)
      const expected = rounded(reference)
      expect({ seed, more, lines: rounded(linesOf(lines, lines.length / 2)) }).toEqual({ seed, more, lines: expected })
      const joined = asked('trend', { ...more, formula: '(A + B) / (A - 2)' }, given)
      const formula = Object.keys(expected)
        .filter((key) => key.startsWith('0, '))
        .map((key) => {
          const [a, b] = [reference[key], reference[key.replace('0, ', '1, ')]]
          return a?.map((left, at) => (left === null || b?.[at] == null || left === 2 ? null : nineDigits((left + b[at]) / (left - 2))))
        })
      const found = (trends(joined.frame, joined.query)[0] ?? []).map(({ points }) => points.map(({ value }) => (value === null ? null : nineDigits(value))))
      expect({ seed, more, found: new Set(found.map(String)) }).toEqual({ seed, more, found: new Set(formula.map(String)) })
    }
  })

  test('of rolling actors by a property, which look before the range', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { pick } = chance(seed + 77)
      const given = randomEvents(seed, 12)
      const activeDays = pick([1, 7, 28])
      const more = {
        range: { from: '2026-03-24', to: '2026-03-31' },
        tz: pick(zones),
        actor: pick<unknown>(['person', { group: 'account' }]),
        series: [{ sel: pick<unknown>(sels), math: 'active', activeDays }],
        breakdown: pick<unknown>([[], [{ by: 'event.plan' }]]),
      }
      const { query, frame } = asked('trend', more, given)
      const [{ sel } = { sel: { event: '*', where: null, label: null } }] = query.series
      const days = bucketsOf(frame.span.from, frame.span.to, 'day', frame.calendar).names.length
      const expected = Object.entries(referenceActive(query, sel, given, frame.span, activeDays)).filter(([, values]) => values.some((value) => value !== 0))
      const found = Object.entries(linesOf(trends(frame, query)[0] ?? [], 99)).map(([line, values]): [string, (number | null)[]] => [line.slice(3), values])
      expect(found.every(([, values]) => values.length === days)).toBe(true)
      const shown = found.filter(([, values]) => values.some((value) => value !== 0))
      expect({ seed, more, found: Object.fromEntries(shown) }).toEqual({ seed, more, found: Object.fromEntries(expected) })
    }
  })
})

describe('paths find what cutting by hand finds', () => {
  test('from an event, up to one, between two or neither, with names made one and the rare gathered', () => {
    let links = 0
    for (let seed = 0; seed < 500; seed++) {
      const { pick } = chance(seed + 31)
      const given = randomEvents(seed, 1)
      const more = {
        range: { from: '2026-03-20T02:00:00Z', to: '2026-03-20T22:00:00Z' },
        actor: pick<unknown>(['person', { group: 'account' }]),
        include: pick<unknown>([{ event: '*' }, { event: ['open', 'edit', 'share'] }, { event: '*', where: { prop: 'event.plan', op: 'eq', value: 'pro' } }]),
        startAt: pick<unknown>([null, null, { event: 'open' }, { event: 'open', where: { prop: 'event.plan', op: 'eq', value: 'free' } }]),
        endAt: pick<unknown>([null, null, { event: 'share' }]),
        maxSteps: pick([2, 3, 5]),
        gap: { n: pick([30, 90, 300]), unit: 'minute' },
        collapseRepeats: pick([true, false]),
        clean: pick<unknown>([[], [{ regex: ':\\d+$', to: '' }]]),
        topPerLevel: pick([1, 2, 10]),
        minCount: pick([1, 1, 2]),
      }
      const { query, frame } = asked('paths', more, given)
      const all = pathsIn(frame, query)
      const { nodes, links: found, paths: n } = paths(query, all)
      const expected = referencePaths(query, given, frame.span)
      expect({ seed, more, n, nodes: Object.fromEntries(nodes.map((node) => [`${node.level} ${node.name}`, node.n])) }).toEqual({
        seed,
        more,
        n: expected.paths,
        nodes: expected.nodes,
      })
      const median = (times: readonly number[]): number =>
        ((times[Math.floor((times.length - 1) / 2)] ?? 0) + (times[Math.ceil((times.length - 1) / 2)] ?? 0)) / 2
      const told = found.map(({ level, from, to, n: size, medianSec }) => [`${level} ${from} → ${to}`, size, medianSec])
      expect({ seed, told: told.toSorted() }).toEqual({
        seed,
        told: Object.entries(expected.links)
          .map(([link, times]) => [link, times.length, median(times)])
          .toSorted(),
      })
      for (const { level, from, to } of found)
        expect({
          seed,
          level,
          from,
          to,
          who: linkActors(query, all, level, from, to)
            .map((actor) => frame.actors.idOf(actor))
            .toSorted(),
        }).toEqual({
          seed,
          level,
          from,
          to,
          who: expected.actors[`${level} ${from} → ${to}`],
        })
      links += found.length
    }
    expect(links).toBeGreaterThan(400)
  })
})
