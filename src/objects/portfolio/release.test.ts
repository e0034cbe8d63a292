import { expect, test } from 'vitest'
import { answer, ines, nth, trial } from '../trial.ts'
import { announce, cancel, create, factIdOf, freeze, park, plan, putIn, release, rollBack, ship, takeOut, withdrawDate } from './release.ts'

const [core, owner, day] = [nth(4), ines.id, '2026-11-16']
const [a, b, c] = [nth(11), nth(12), nth(13)]
const bet = nth(20)
const feature = (id: string, more: object = {}) => ({ id, key: `FEA-${Number(id.slice(-2)) - 10}`, title: 'Roles', stage: 'inProgress', delivery: 'done', initiative: null, parent: null, effort: 4, releasedOn: null, ...more }) // prettier-ignore
const fields = { title: 'Core 8.2', product: core, owner, window: '2026-12', state: 'planned', features: [a, b] }
type Seen = Parameters<typeof trial>[5]
const asked = (verb: Parameters<typeof trial>[1], more: object, input: Readonly<Record<string, unknown>> = {}, seen: Seen = {}) =>
  trial(release, verb, { ...fields, ...more }, input, ines, seen)
const said = (...given: Parameters<typeof asked>): unknown => answer(asked(...given))

test('it leaves the parking lot with an owner and a window, and goes back without its dates', () => {
  const parked = { state: 'parkingLot' }
  expect(said(plan, { ...parked, owner: null })).toBe('It has no owner.')
  expect(said(plan, { ...parked, window: null })).toBe('It has no window.')
  expect(said(plan, { ...parked, window: null }, { window: '2027-Q1' })).toMatchObject({ state: 'planned', window: '2027-Q1' })
  expect(said(plan, {})).toBe('It is planned already.')
  expect(said(park, { externalDate: '2026-12-20' }, { reason: 'No team is free.' })).toMatchObject({ state: 'parkingLot', window: null, externalDate: null, internalDate: null }) // prettier-ignore
  expect(said(park, { state: 'released' }, { reason: 'Late.' })).toBe('It is released.')
})

test('a feature that is still to come comes in once, and into one open release of a product', () => {
  const seen = { feature: [feature(c), feature(a)], release: [{ id: nth(30), key: 'REL-7', title: 'Core 8.1', product: core, state: 'planned', features: [c] }] } // prettier-ignore
  expect(said(putIn, {}, { feature: c })).toEqual({ features: [a, b, c] })
  expect(said(putIn, {}, { feature: a })).toBe('It is in it already.')
  expect(said(putIn, {}, { feature: c }, seen)).toBe('FEA-3 is in REL-7 Core 8.1.')
  const [elsewhere, over] = [
    { ...seen.release[0], product: nth(5) },
    { ...seen.release[0], state: 'cancelled' },
  ]
  for (const other of [elsewhere, over]) expect(said(putIn, {}, { feature: c }, { ...seen, release: [other] })).toEqual({ features: [a, b, c] })
  for (const gone of [{ stage: 'declined' }, { stage: 'released' }])
    expect(said(putIn, {}, { feature: c }, { feature: [feature(c, gone)] })).toBe(`FEA-3 is ${gone.stage}.`)
  expect(said(putIn, {}, { feature: c }, { feature: [feature(c, { delivery: 'cancelled' })] })).toBe('FEA-3 is cancelled.')
  expect(said(putIn, { state: 'released' }, { feature: c })).toBe('It is released; nothing comes in any more.')
  expect(said(takeOut, {}, { feature: a })).toEqual({ features: [b] })
  expect(said(takeOut, {}, { feature: c })).toBe('It is not in it.')
})

test('one that is added with features takes only what could be put into it', () => {
  const given = { title: 'Core 8.3', product: core, features: [c, a] }
  const holder = { id: nth(30), key: 'REL-7', title: 'Core 8.1', product: core, state: 'planned', features: [c] }
  expect(said(create, {}, given, { feature: [feature(c), feature(a)], release: [{ ...holder, features: [b] }] })).toMatchObject({ title: 'Core 8.3', features: [c, a], environment: 'production' }) // prettier-ignore
  expect(said(create, {}, given, { feature: [feature(c)], release: [holder] })).toBe('FEA-3 is in REL-7 Core 8.1.')
  for (const gone of [{ stage: 'declined' }, { stage: 'released' }])
    expect(said(create, {}, given, { feature: [feature(c, gone)] })).toBe(`FEA-3 is ${gone.stage}.`)
  expect(said(create, {}, { title: 'Core 8.3', product: core })).toMatchObject({ title: 'Core 8.3' })
})

test('a frozen scope is kept with its sizes; what changes afterwards has a reason', () => {
  const seen = { feature: [feature(a), feature(b, { effort: null })] }
  const frozen = said(freeze, {}, {}, seen)
  expect(frozen).toEqual({ state: 'frozen', frozenOn: day, frozenScope: [{ feature: a, effort: 4 }, { feature: b, effort: null }], lateChanges: [] }) // prettier-ignore
  expect(said(freeze, { features: [] })).toBe('Nothing is in it.')
  expect(said(freeze, { state: 'parkingLot' })).toBe('It is in the parking lot; only a planned release is frozen.')
  expect(said(freeze, {}, { on: '2026-11-17' })).toBe('It cannot have been frozen on a day to come.')
  const now = { ...Object(frozen) }
  expect(said(putIn, now, { feature: c })).toBe('Its scope is frozen.')
  expect(said(takeOut, now, { feature: a })).toBe('Its scope is frozen.')
  expect(said(putIn, now, { feature: c, reason: 'A contract.' })).toEqual({ features: [a, b, c], lateChanges: [{ on: day, feature: c, kind: 'added', reason: 'A contract.' }] }) // prettier-ignore
  expect(said(takeOut, now, { feature: a, reason: 'Not ready.' })).toMatchObject({ features: [b], lateChanges: [{ kind: 'removed', reason: 'Not ready.' }] })
})

test('customers are told a day to come, no earlier than the internal one', () => {
  expect(said(announce, { internalDate: '2026-12-10' }, { on: '2026-12-09' })).toBe('We work towards 2026-12-10.')
  expect(said(announce, { internalDate: '2026-12-10' }, { on: '2026-12-10' })).toEqual({ externalDate: '2026-12-10' })
  for (const on of [day, '2026-11-15']) expect(said(announce, {}, { on })).toBe('That day is not ahead.')
  expect(said(announce, { state: 'parkingLot' }, { on: '2026-12-10' })).toBe('It is in the parking lot; there is no day to promise.')
  expect(said(withdrawDate, {})).toBe('Customers were told no day.')
  expect(said(withdrawDate, { externalDate: '2026-12-10' })).toEqual({ externalDate: null })
})

test('it ships when every feature in it is done and waits for nothing; each that is not is named', () => {
  const need = { key: 'DEP-6', title: 'Runbook', from: bet, strength: 'hard', state: 'agreed', type: 'finishStart' }
  const seen = (more: object, others: object = {}) => ({ feature: [feature(a), feature(b, more)], dependency: [need], ...others })
  const whole = asked(ship, {}, {}, seen({}))
  expect(whole).toMatchObject({ decides: 'change', set: { state: 'released', releasedOn: day, override: null }, then: [a, b].map((id) => ({ noun: 'feature', verb: 'release', id, input: { on: day } })) }) // prettier-ignore
  expect(asked(ship, {}, {}, seen({ stage: 'released' }))).toMatchObject({ then: [{ id: a }] })
  expect(said(ship, {}, {}, seen({ delivery: 'doing' }))).toBe('FEA-2 Roles is not done.')
  expect(said(ship, {}, {}, seen({ delivery: null }))).toBe('FEA-2 Roles is not done.')
  expect(said(ship, {}, {}, seen({ initiative: bet }))).toBe('FEA-2 Roles waits for DEP-6 Runbook.')
  expect(said(ship, {}, {}, seen({ parent: a }, { feature: [feature(a, { initiative: bet }), feature(b, { parent: a })] }))).toBe('FEA-1 Roles waits for DEP-6 Runbook; FEA-2 Roles waits for DEP-6 Runbook.') // prettier-ignore
  for (const more of [{ state: 'delivered' }, { state: 'waived' }, { strength: 'soft' }, { type: 'startStart' }])
    expect(said(ship, {}, {}, seen({ initiative: bet }, { dependency: [{ ...need, ...more }] }))).toMatchObject({ state: 'released' })
  expect(said(ship, {}, { on: '2026-11-17' }, seen({}))).toBe('It cannot have shipped on a day to come.')
  expect(said(ship, { features: [] }, {}, seen({}))).toBe('Nothing is in it.')
  expect(said(ship, { state: 'parkingLot' }, {}, seen({}))).toBe('It is in the parking lot; only a planned or frozen release ships.')
})

test('a decision that was taken ships what is not done, and goes on to each feature; none ships what nobody built or nobody wants', () => {
  const override = nth(40)
  const seen = (more: object, state = 'decided') => ({ feature: [feature(a), feature(b, more)], decision: [{ id: override, key: 'DEC-3', state }] })
  expect(said(ship, {}, { override }, seen({ delivery: 'doing' }, 'framed'))).toBe('DEC-3 is framed.')
  expect(asked(ship, {}, { override }, seen({ delivery: 'doing' }))).toMatchObject({
    set: { override },
    then: [{ input: { override } }, { input: { override } }],
  })
  expect(said(ship, {}, { override }, seen({}))).toMatchObject({ override: null })
  expect(said(ship, {}, { override }, seen({ stage: 'planned' }))).toBe('FEA-2 Roles is not begun.')
  expect(said(ship, {}, { override }, seen({ stage: 'declined' }))).toBe('FEA-2 Roles is declined.')
  expect(said(ship, {}, { override }, seen({ delivery: 'cancelled' }))).toBe('FEA-2 Roles was cancelled where it is built.')
})

test('it is rolled back with a reason; what went out with it is taken back, what was out before stays', () => {
  const out = { state: 'released', releasedOn: '2026-11-10', externalDate: '2026-11-12' }
  const seen = { feature: [feature(a, { stage: 'released', releasedOn: '2026-11-10' }), feature(b, { stage: 'released', releasedOn: '2026-09-01' }), feature(c, { stage: 'released', releasedOn: '2026-11-10' })] } // prettier-ignore
  const reason = 'Imports lost rows.'
  const back = asked(rollBack, out, { reason, incident: true }, seen)
  expect(back).toMatchObject({ set: { state: 'rolledBack', rolledBackOn: day, reason, externalDate: null } })
  expect(back.decides === 'change' && back.then).toEqual([
    { noun: 'feature', verb: 'takeBack', id: a, input: { reason } },
    { noun: 'note', verb: 'create', input: { name: 'Core 8.2 rolled back', on: day, kind: 'incident', says: reason } },
  ])
  expect(said(rollBack, out, { reason, on: '2026-11-09' })).toBe('It shipped on 2026-11-10.')
  expect(said(rollBack, {}, { reason })).toBe('It is planned; only what has shipped is rolled back.')
})

test('what is called off is told to nobody any more, and what has shipped is not planned again', () => {
  expect(said(cancel, { externalDate: '2026-12-20' }, { reason: 'Folded into 8.3.' })).toEqual({
    state: 'cancelled',
    reason: 'Folded into 8.3.',
    externalDate: null,
  })
  expect(said(cancel, { state: 'rolledBack' }, { reason: 'Late.' })).toBe('It is rolled back.')
  const shipped = { ...Object(fields), state: 'released' }
  expect(release.settled(shipped, ['window'])).toBe('It is released: what was planned stays. Make another release.')
  expect(release.settled(shipped, ['title', 'record'])).toBeNull()
  expect(release.settled({ ...shipped, state: 'frozen' }, ['window'])).toBeNull()
})

test('the records of delivery know it by the id that was written down, that of its tool, its number, or its key', () => {
  const row = { id: nth(1), key: 'REL-4', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} }
  const from = { source: { connection: 'jira', externalId: '10042' } }
  expect([factIdOf({ ...row, ...from, record: 'core-8', versionName: '8.2' }), factIdOf({ ...row, ...from, versionName: '8.2' }), factIdOf({ ...row, versionName: '8.2' }), factIdOf(row)]).toEqual(['core-8', '10042', '8.2', 'REL-4']) // prettier-ignore
})
