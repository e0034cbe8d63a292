import { describe, expect, test } from 'vitest'
import { answer, drilled, type Place } from './answer.ts'
import { collector, type GivenEvent } from './columns/collect.ts'
import type { Label } from './columns/cut.ts'
import type { Lifecycle } from './kernels/activeIntervals.ts'
import { frameOf } from './frame.ts'
import { pathLines, type Paths } from './kernels/paths.ts'
import { readQuery } from './query/resolve.ts'
import { chance } from './testing/chance.ts'

/** Lifecycles and paths by the lines of a breakdown. */
const start = Date.UTC(2026, 0, 5)
const hour = 3_600_000
const range = { from: '2026-01-19', to: '2026-02-16' }
const plans = ['pro', 'free', 'team']

function place(seed: number): Place {
  const { below, pick } = chance(seed + 7)
  const own = collector()
  for (let at = 0; at < 200; at++)
    own.add({ name: pick(['open', 'edit', 'share']), ts: start + below(24 * 42 * 4) * (hour / 4), person: `p${below(12)}`, account: `a${below(6)}` })
  const accounts = Array.from({ length: 6 }, (_, at) => ({ id: `a${at}`, created: start, properties: { plan: plans[at % 3] ?? '' } }))
  return { events: own.events({ account: accounts }), now: start + 80 * 24 * hour }
}

type Lined = { readonly lines: readonly { readonly breakdown: Label }[] }
const told = <T>(question: object, own: Place): T => JSON.parse(`${JSON.stringify(answer(readQuery({ range, ...question }), own).data)} `)
const bare = (data: unknown): unknown => JSON.parse(JSON.stringify(data).replaceAll(/@\d+/g, ''))
const by = [{ by: 'account.plan' }]
const ofPlan = (plan: unknown) => ({ where: { prop: 'account.plan', op: 'eq', value: plan } })

describe('a line is what the question of its value alone answers', () => {
  const questions = [
    { kind: 'lifecycle', sel: { event: ['open', 'edit'] }, unit: 'week' },
    { kind: 'lifecycle', sel: { event: '*' }, unit: 'day', newOn: 'actor_created' },
    { kind: 'paths', gap: { n: 1, unit: 'day' } },
    { kind: 'paths', gap: { n: 1, unit: 'day' }, endAt: { event: 'share' }, maxSteps: 3, topPerLevel: 1 },
  ]
  test.each(questions)('%j', (question) => {
    for (let seed = 0; seed < 12; seed++) {
      const own = place(seed)
      const { lines, ...all } = told<Lined>({ ...question, breakdown: by }, own)
      expect(all).toEqual(told(question, own))
      expect(new Set(lines.map(({ breakdown }) => String(breakdown)))).toEqual(new Set(plans))
      for (const { breakdown, ...line } of lines)
        expect({ seed, line: bare(line) }).toEqual({ seed, line: told({ ...question, ...ofPlan(breakdown[0]) }, own) })
    }
  })

  test('and whoever is behind its numbers is behind those', () => {
    const own = place(1)
    const walk = { kind: 'paths', gap: { n: 1, unit: 'day' } }
    const lines = told<{ readonly lines: readonly (Paths & { readonly breakdown: Label })[] }>({ ...walk, breakdown: by }, own).lines
    const who = (question: object, drill: string): string[] => drilled(readQuery({ range, ...question }), own, drill).map(({ actor }) => actor)
    expect(lines.every(({ links }) => links.length > 0)).toBe(true)
    for (const { breakdown, links } of lines)
      for (const { drill } of links)
        expect(who({ ...walk, breakdown: by }, drill)).toEqual(who({ ...walk, ...ofPlan(breakdown[0]) }, drill.replace(/@\d+/, '')))
  })
})
test.each<[object, readonly string[]]>([
  [
    { kind: 'paths', gap: { n: 1, unit: 'day' } },
    ['link:0@0:open:edit', 'link:0:%:edit', 'link:0:open:%E0', 'link::open:edit', 'link:x:open:edit', 'link:0:open'],
  ],
  [{ kind: 'paths', gap: { n: 1, unit: 'day' }, breakdown: by }, ['link:0@3:open:edit', 'link:0@:open:edit', 'link:0@-1:open:edit', 'link:0@x:open:edit']],
  [{ kind: 'lifecycle', sel: { event: '*' } }, ['state:2026-01-19@0:returning', 'state:2026-01-20:returning', 'state:2026-01-19:gone']],
  [{ kind: 'lifecycle', sel: { event: '*' }, breakdown: by }, ['state:2026-01-19@3:returning', 'state:2026-01-19@:returning', 'state:2026-01-19@x:returning']],
  [{ kind: 'funnel', steps: [{ event: 'open' }, { event: 'share' }] }, ['step:1@0', 'step:0', 'step:3', 'step:', 'step:x']],
  [{ kind: 'funnel', steps: [{ event: 'open' }, { event: 'share' }], breakdown: by }, ['step:1@3', 'step:1@', 'step:1@x']],
])('%j has no such number: %j', (question, drills) => {
  const own = place(1)
  const query = readQuery({ range, ...question })
  for (const drill of drills) expect(() => drilled(query, own, drill)).toThrow(`“${drill}” names no number of this answer`)
})

test('each path is handed to its line alone, in its order, and what is beyond the limit to “Other”', () => {
  for (let seed = 0; seed < 12; seed++) {
    const { events, now } = place(seed)
    const query = readQuery({ kind: 'paths', range, actor: 'person', gap: { n: 1, unit: 'day' }, breakdown: [{ by: 'account.id', limit: 3 }] })
    if (query.kind !== 'paths') throw new TypeError(query.kind)
    const frame = frameOf(events, query, now)
    const { all, lines } = pathLines(frame, query)
    expect(lines.map(({ label }) => label).at(-1)).toEqual(['Other'])
    expect(lines).toHaveLength(4)
    expect(new Set(lines.flatMap(({ paths }) => paths))).toEqual(new Set(all))
    expect(lines.reduce((sum, { paths }) => sum + paths.length, 0)).toBe(all.length)
    for (const { paths } of lines) expect(paths).toEqual(all.filter((path) => paths.includes(path)))
  }
})

test('where events say it, an actor stays in the line of its first one, also when it goes quiet; the rest is “Other”', () => {
  const own = collector()
  const sent = (account: string, day: number, plan: string): GivenEvent => ({ name: 'open', ts: start + day * 24 * hour, account, properties: { plan } })
  for (const event of [sent('acme', 0, 'free'), sent('acme', 15, 'pro'), sent('beta', 15, 'pro'), sent('cara', 16, 'team'), sent('dana', 16, 'team')])
    own.add(event)
  const question = { kind: 'lifecycle', sel: { event: 'open' }, breakdown: [{ by: 'event.plan', limit: 1 }] }
  const { lines = [] } = told<Lifecycle>(question, { events: own.events(), now: start + 80 * 24 * hour })
  expect(lines.map(({ breakdown, buckets }) => [breakdown, ...buckets.slice(0, 2).map((each) => [each.new, each.resurrecting, each.dormant])])).toEqual([
    [['team'], [2, 0, 0], [0, 0, -2]],
    [['Other'], [1, 1, 0], [0, 0, -2]],
  ])
})

test('paths that only end somewhere stand with their ends in the last step', () => {
  const own = collector()
  const walk = (person: string, names: readonly string[]): void =>
    names.forEach((name, at) => own.add({ name, ts: start + 20 * 24 * hour + at * 60_000, person }))
  walk('ann', ['open', 'edit', 'share'])
  walk('bob', ['edit', 'share'])
  const { nodes, links } = told<Paths>(
    { kind: 'paths', actor: 'person', endAt: { event: 'share' }, maxSteps: 4 },
    { events: own.events(), now: start + 80 * 24 * hour },
  )
  expect(nodes.map(({ level, name, n }) => [level, name, n])).toEqual([
    [1, 'open', 1],
    [2, 'edit', 2],
    [3, 'share', 2],
  ])
  expect(links.map(({ level, from, to, n }) => [level, from, to, n])).toEqual([
    [1, 'open', 'edit', 1],
    [2, 'edit', 'share', 2],
  ])
})

test('behind the number of an hour stand those of that hour', () => {
  const own = place(2)
  const query = readQuery({ kind: 'lifecycle', sel: { event: '*' }, unit: 'hour', range: { from: '2026-01-20', to: '2026-01-22' } })
  const { buckets } = told<Lifecycle>(query, own)
  const met = buckets.filter((each) => each.resurrecting)
  expect(met.length).toBeGreaterThan(0)
  for (const { drill, resurrecting } of met) expect(drilled(query, own, `${drill}:resurrecting`)).toHaveLength(resurrecting ?? 0)
})
