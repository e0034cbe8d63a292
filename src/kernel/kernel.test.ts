import { describe, expect, test } from 'vitest'
import {
  action,
  change,
  email,
  fact,
  formula,
  integer,
  isAction,
  isFact,
  isId,
  isMetric,
  isNoun,
  isProblem,
  json,
  list,
  number,
  object,
  oneOf,
  parseField,
  parseValues,
  Problem,
  rank,
  record,
  ref,
  refuse,
  roles,
  text,
} from './index.ts'
import { asJson, isBroken, received } from './field.ts'

const fields = {
  name: text({ required: true, max: 20, says: 'As people call it.' }),
  kind: oneOf(['a', 'b'], { required: true, initial: 'a' }),
  size: integer({ min: 0 }),
  where: record({ city: text({ required: true }), floor: integer() }),
  notes: list({ says: text({ required: true }) }),
}

describe('parseValues', () => {
  test('gives every field a value: what was given, what it starts with, or null', () => {
    expect(parseValues(fields, { name: ' Vera ' })).toEqual({ name: 'Vera', kind: 'a', size: null, where: null, notes: null })
    expect(parseValues(fields, { name: 'Vera', kind: 'b', size: '3' })).toMatchObject({ kind: 'b', size: 3 })
    expect(parseValues(fields, { name: 'Vera', kind: null })).toMatchObject({ kind: 'a' })
  })

  test('in part: leaves out what was not given, and takes null as “no value”', () => {
    expect(parseValues(fields, {}, { partial: true })).toEqual({})
    expect(parseValues(fields, { size: null }, { partial: true })).toEqual({ size: null })
    expect(() => parseValues(fields, { kind: null }, { partial: true })).toThrow('“kind” is required.')
  })

  test.each<[unknown, string, object]>([
    [null, 'Expected an object with named values.', {}],
    [[], 'Expected an object with named values.', {}],
    ['name', 'Expected an object with named values.', {}],
    [{}, '“name” is required.', { code: 'required', at: { field: 'name' } }],
    [{ name: 'Vera', colour: 1 }, 'There is no field “colour”.', { code: 'unknown-field', at: { field: 'colour' } }],
    [{ name: 'Vera', constructor: 1 }, 'There is no field “constructor”.', { code: 'unknown-field' }],
    [JSON.parse('{"name": "Vera", "__proto__": {"size": 1}}'), 'There is no field “__proto__”.', { code: 'unknown-field' }],
    [{ name: 'Vera', size: -1 }, '“size”: -1 is below 0.', { at: { field: 'size' } }],
    [{ name: 'Vera', where: { floor: 2 } }, '“where”: “city” is required.', { at: { field: 'where' } }],
    [{ name: 'Vera', notes: [{ says: 'x' }, {}] }, '“notes”: “2”: “says” is required.', { at: { field: 'notes' } }],
  ])('%j is refused: %s', (input, message, details) => {
    expect(() => parseValues(fields, input)).toThrow(expect.objectContaining({ kind: 'invalid', message, details: expect.objectContaining(details) }))
  })

  test('a hint lists the fields, and what the field says of itself', () => {
    expect(() => parseValues(fields, { colour: 1 })).toThrow(expect.objectContaining({ hint: 'The fields are name, kind, size, where, notes.' }))
    expect(() => parseValues(fields, {})).toThrow(expect.objectContaining({ hint: 'As people call it.' }))
  })
})

test('parseField passes on what is no problem of the input', () => {
  const broken = { ...text(), parse: () => expect.unreachable('a bug') }
  expect(() => parseField('name', broken, 'x')).toThrow('a bug')
  expect(() => parseField('name', broken, 'x')).not.toThrow(expect.objectContaining({ name: 'Problem' }))
})

test('received never repeats a long value', () => {
  expect([received(null), received([1]), received({}), received(7), received(true)]).toEqual(['nothing', 'a list', 'an object', '7', 'true'])
  expect(received('x'.repeat(500))).toBe(`“${'x'.repeat(40)}…”`)
})

test('text that cannot be stored is known, also deep inside JSON', () => {
  expect(['a', '👍', '\u0001', '\uFFFF'].map(isBroken)).toEqual([false, false, false, false])
  expect(['\u0000', '\uD83D', 'x\uDC4D', '\uDC4D\uD83D'].map(isBroken)).toEqual([true, true, true, true])
  expect(asJson({ a: ['\\u0000', '\\\\ud800', '👍'] })).toEqual({ a: ['\\u0000', '\\\\ud800', '👍'] })
  expect([{ a: ['\u0000'] }, { '\uD800': 1 }, { a: '\\\u0000' }, 1n].map(asJson)).toEqual([null, null, null, null])
})

describe('a noun', () => {
  const noun = object('team', { says: 'Some people.', key: 'TEA', chapter: 'toys', title: 'name', fields })

  test('has its defaults', () => {
    expect(noun).toMatchObject({ noun: 'team', plural: 'teams', unique: [], allow: 'editor', read: 'viewer', without: {} })
    expect(object('sheep', { says: '', key: 'SHP', chapter: 'toys', title: 'name', plural: 'sheep', allow: 'admin', read: 'guest', fields })).toMatchObject({
      plural: 'sheep',
      allow: 'admin',
      read: 'guest',
    })
  })

  test('and its verbs are told from everything else', () => {
    const verb = action(noun, 'grow', { says: 'More people.', run: () => change({ size: 2 }) })
    expect(verb).toMatchObject({ verb: 'grow', of: 'team', allow: 'editor', input: {}, creates: false, inner: false })
    expect(action(noun, 'shrink', { says: 'Fewer.', allow: 'owner', inner: true, run: () => refuse('No.', 'Wait.') })).toMatchObject({
      allow: 'owner',
      inner: true,
    })
    const columns = { id: text({ required: true }), at: text({ required: true }) }
    const things = [noun, verb, fact('event', { says: '', grain: 'one', key: ['id'], at: 'at', columns }), { compute: 1, question: '' }, null, 'x', {}]
    const told = [isNoun, isAction, isFact, isMetric].map((is) => things.map((thing) => is(thing)).indexOf(true))
    expect(told).toEqual([0, 1, 2, 3])
    for (const is of [isNoun, isAction, isFact, isMetric]) expect(things.filter((thing) => is(thing))).toHaveLength(1)
  })

  test('a decision is a change or a refusal, as data', () => {
    expect(change({ size: 1 })).toEqual({ decides: 'change', set: { size: 1 }, then: [] })
    expect(refuse('No.')).toEqual({ decides: 'refuse', reason: 'No.', hint: '' })
  })
})

test('a fact takes only kinds that the columnar store has a type for', () => {
  const options = { says: '', grain: 'one', key: ['id'] as const, at: 'id' as const }
  expect(fact('event', { ...options, columns: { id: text(), n: number(), props: json(), who: email({ class: 'personal' }) && text() } })).toMatchObject({
    fact: 'event',
    checks: [],
  })
  expect(() => fact('event', { ...options, columns: { id: text(), team: ref('team') } })).toThrow('event.team: a ref cannot be a column of a fact.')
  expect(() => fact('event', { ...options, columns: { id: text(), sum: formula({}) } })).toThrow('event.sum: a formula cannot be a column of a fact.')
})

test('roles are ranked from guest to owner', () => {
  expect(roles.map(rank)).toEqual([0, 1, 2, 3, 4, 5])
  expect(rank('owner')).toBeGreaterThan(rank('admin'))
})

test('an id is a UUID in small letters', () => {
  const id = '01900000-0000-7000-8000-0000000000ab'
  expect(isId(id)).toBe(true)
  expect([id.toUpperCase(), `${id} `, '-'.repeat(36), id.replaceAll('-', ''), 7, null].filter((value) => isId(value))).toEqual([])
})

test('a problem carries its kind, the next step and its details', () => {
  const problem = new Problem('refused', 'No.', 'Wait.', { code: 'later', at: { row: 2 } })
  expect(problem).toMatchObject({ name: 'Problem', kind: 'refused', message: 'No.', hint: 'Wait.', details: { code: 'later', at: { row: 2 } } })
  expect(new Problem('missing', 'Gone.')).toMatchObject({ hint: '', details: {} })
  expect([problem, new Error('x'), null, { name: 'Problem' }].map(isProblem)).toEqual([true, false, false, false])
})
