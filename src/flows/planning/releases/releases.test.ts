import { expect, test } from 'vitest'
import type { AnyRow, Context } from '#kernel'
import { endangered, releases } from './releases.ts'

const today = '2026-11-16'
const stamps = { version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
const row = (key: string, values: object): AnyRow => ({ ...stamps, id: key, key, ...values })
const part = (key: string, more: object = {}) => row(key, { title: 'Roles', stage: 'inProgress', delivery: 'doing', initiative: null, parent: null, ...more })
const due = (key: string, timeframe: string) => part(key, { timeframe })
const done = (key: string) => part(key, { delivery: 'done' })
const bet = (key: string, half: string, likely: string) => row(key, { title: 'Bet', stage: 'delivering', timeframe: '2027-Q1', forecast: { half, likely } })
const version = (key: string, features: readonly AnyRow[], more: object = {}) =>
  row(key, { title: 'Core 8.2', state: 'planned', features: features.map(({ id }) => id), ...more })

/** A record of these rows by noun, read as the flow reads any. */
const over = (known: Readonly<Record<string, readonly AnyRow[]>>): Pick<Context, 'read' | 'now' | 'behind'> => ({
  now: () => `${today}T08:00:00.000Z`,
  read: async (noun: string) => ({ items: known[noun] ?? [], next: null, total: known[noun]?.length ?? 0 }),
  behind: () => Promise.reject(new Error('Nothing has shipped: nothing is read of it.')),
})

/** How a release of these features stands, as the page tells it. */
async function told(promised: object, feature: readonly AnyRow[], more: Readonly<Record<string, readonly AnyRow[]>> = {}) {
  const { lines } = await releases(over({ release: [version('REL-1', feature, promised)], feature, ...more }))
  return lines[0]?.outlook ?? null
}
const said = async (...given: Parameters<typeof told>) => (await told(...given))?.says
const by = (externalDate: string) => ({ externalDate })

test('a broken promise names the feature, the days, the day and the reason', async () => {
  const need = row('DEP-1', { title: 'Engine', from: 'INI-1', to: null, neededBy: '2026-12-07', promisedFor: '2026-12-28', strength: 'hard', state: 'agreed', type: 'finishStart' }) // prettier-ignore
  const waits = { initiative: [bet('INI-1', '2027-01-03', '2027-01-08')], dependency: [need] }
  expect(await said(by('2027-01-20'), [due('FEA-1', '2026-12-01'), part('FEA-2', { initiative: 'INI-1' })], waits)).toBe(
    'FEA-2 Roles is expected by 29 Jan 2027, as its people say with a chance of 85%, 9 days after the day that customers were told, 20 Jan 2027: INI-1 waits for DEP-1 Engine, promised for 28 Dec 2026, 21 days after it is needed.',
  )
  expect(await said({ internalDate: '2026-12-19' }, [due('FEA-1', '2026-12-20')])).toBe(
    'FEA-1 Roles is expected by 20 Dec 2026, 1 day after the internal day, 19 Dec 2026: its own time says so.',
  )
  expect(await said(by('2026-11-15'), [due('FEA-1', '2026-11-10')])).toBe(
    'FEA-1 Roles is expected by 16 Nov 2026, 1 day after the day that customers were told, 15 Nov 2026: it should be done already and is not.',
  )
  expect(await said(by('2026-11-15'), [done('FEA-1'), part('FEA-2')])).toBe(
    'It should have shipped by the day that customers were told, 15 Nov 2026; 1 of 2 features are ready.',
  )
})

test('a kept promise says by how much, and that the internal day is missed where it is', async () => {
  const one = [due('FEA-1', '2026-12-10')]
  expect(await said(by('2026-12-14'), one)).toBe('FEA-1 Roles is expected by 10 Dec 2026, 4 days before the day that customers were told, 14 Dec 2026.')
  expect(await said({ window: '2026-12-10' }, one)).toBe('FEA-1 Roles is expected by 10 Dec 2026, on the end of its window, 10 Dec 2026.')
  expect(await said({ ...by('2026-12-14'), internalDate: '2026-12-08' }, one)).toMatch(/14 Dec 2026\. The internal day, 8 Dec 2026, is missed by 2 days\.$/)
  expect(await said(by('2026-12-14'), [done('FEA-1')])).toBe('All features are ready for the day that customers were told, 14 Dec 2026.')
})

test('what nobody knows is said to be unknown', async () => {
  expect(await said(by('2026-12-14'), [due('FEA-1', '2026-12-01'), part('FEA-2'), part('FEA-3')])).toBe('Nothing says when FEA-2 and FEA-3 are done.')
  expect(await said({}, [done('FEA-1'), part('FEA-2')])).toBe('No day is promised; 1 of 2 features are ready.')
  expect(await said({}, [done('FEA-1')])).toBe('All features are ready; no day is promised.')
  expect(await said(by('2026-12-14'), [])).toBe('Nothing is in it yet.')
})

test('what is declined, removed, deprecated or cancelled blocks a release whose rest is done, until it is taken out', async () => {
  const rest = done('FEA-1')
  for (const [more, why] of [
    [{ stage: 'declined' }, 'is declined'],
    [{ stage: 'removed' }, 'is removed'],
    [{ stage: 'deprecated' }, 'is deprecated'],
    [{ delivery: 'cancelled' }, 'was cancelled where it is built'],
  ] as const)
    for (const promised of [by('2026-12-14'), {}])
      expect(await told(promised, [rest, part('FEA-2', more)])).toMatchObject({
        level: 'blocked',
        gone: ['FEA-2'],
        days: 0,
        says: `FEA-2 Roles ${why}: take it out, or it cannot ship.`,
      })
  expect(await told(by('2026-12-14'), [rest])).toMatchObject({ level: 'done', gone: [] })
  const gone = [part('FEA-2', { stage: 'declined' }), part('FEA-3', { delivery: 'cancelled' })]
  expect(await said(by('2026-12-19'), [...gone, due('FEA-4', '2026-12-20')])).toBe(
    'FEA-2 Roles is declined, FEA-3 Roles was cancelled where it is built: take them out, or it cannot ship. FEA-4 Roles is expected by 20 Dec 2026, 1 day after the day that customers were told, 19 Dec 2026: its own time says so.',
  )
  expect(await said(by('2026-11-15'), [rest, ...gone.slice(0, 1)])).toBe(
    'FEA-2 Roles is declined: take it out, or it cannot ship. It should have shipped by the day that customers were told, 15 Nov 2026; 1 of 2 features are ready.',
  )
})

test('what is late, at risk or blocked is in danger, the soonest first, what has no day last', async () => {
  const [late, ready, gone] = [due('FEA-1', '2027-03-01'), done('FEA-2'), part('FEA-3', { stage: 'declined' })]
  const release = [
    version('REL-1', [gone]),
    version('REL-2', [late], by('2027-02-01')),
    version('REL-3', [ready], by('2026-12-01')),
    version('REL-4', [ready, gone], by('2027-01-01')),
    version('REL-5', [late], { ...by('2026-12-01'), state: 'frozen' }),
    version('REL-6', [gone], { state: 'parkingLot' }),
  ]
  const lines = await endangered(over({ release, feature: [late, ready, gone] }))
  expect(lines.map(({ key, outlook }) => [key, outlook?.level])).toEqual([
    ['REL-5', 'late'],
    ['REL-4', 'blocked'],
    ['REL-2', 'late'],
    ['REL-1', 'blocked'],
  ])
})

test('the name that customers read stands with a feature that they will get, and no longer with one that is gone', async () => {
  const feature = [part('FEA-1', { publicName: 'Roles by group' }), part('FEA-2', { publicName: 'Add people', delivery: 'cancelled' })]
  const { lines } = await releases(over({ release: [version('REL-1', feature)], feature }))
  expect(lines[0]?.features.map(({ publicName }) => publicName)).toEqual(['Roles by group', null])
})

test('each bet and feature is looked at a few times, however many others there are', async () => {
  const looks = async (size: number): Promise<number> => {
    let count = 0
    const counted = (made: AnyRow): AnyRow => Object.defineProperty(made, 'id', { get: () => (count++, made.key) })
    const all = (make: (n: number) => AnyRow) => Array.from({ length: size }, (_, n) => counted(make(n)))
    const [whole, parts] = [all((n) => part(`FEA-${n}`, { initiative: `INI-${n}` })), all((n) => part(`FEA-${n + size}`, { parent: `FEA-${n}` }))]
    const known = { feature: [...whole, ...parts], initiative: all((n) => bet(`INI-${n}`, '2027-01-03', '2027-01-08')) }
    const release = [version('REL-1', parts)]
    count = 0
    const { lines } = await releases(over({ ...known, release }))
    expect(lines[0]?.features.map(({ bet: of }) => of?.key)).toEqual(parts.map((_, n) => `INI-${n}`))
    return count
  }
  expect((await looks(200)) / (await looks(100))).toBeLessThan(2.2)
})
