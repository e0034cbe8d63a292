import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { composedKinds } from '#test/support/composedKinds.ts'
import { plainKinds } from '#test/support/plainKinds.ts'
import { date, dateTime, email, formula, integer, isProblem, list, text, type Field } from '../index.ts'

const cases = { ...plainKinds, ...composedKinds }

test('every kind has its cases here', () => {
  const kinds = readdirSync(import.meta.dirname).flatMap((name) => (name.includes('.test.') ? [] : [name.replace('.ts', '')]))
  expect(Object.keys(cases).toSorted()).toEqual(kinds.toSorted())
  for (const [kind, { field }] of Object.entries(cases)) expect(field.kind).toBe(kind)
})

describe.each(Object.entries(cases))('%s', (_, { field, good, bad, column }) => {
  const { format, ...pattern } = field.schema
  const validates = z.fromJSONSchema(format === 'email' ? pattern : field.schema) // zod's own idea of an address is narrower

  test('keeps what it was given in one form, says it in words, and agrees with its schema', () => {
    expect(field.column).toBe(column)
    for (const [input, kept, shown] of good) {
      expect(field.parse(input)).toEqual(kept)
      expect(field.show(kept)).toBe(shown)
      expect(validates.safeParse(kept).error).toBeUndefined()
    }
  })

  test('refuses what it cannot read, in words', () => {
    for (const [input, says] of bad)
      expect(() => field.parse(input)).toThrow(expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(says) }))
  })

  test('whatever comes in is refused by a problem, or kept in a form that the schema allows, JSON carries and parsing leaves alone', () => {
    const near = fc.constantFrom(...[...good, ...bad].map(([input]) => input))
    const bent = near.chain((input) =>
      typeof input === 'string' ? fc.tuple(fc.string(), fc.constant(input), fc.string()).map((all) => all.join('')) : fc.constant(input),
    )
    const inside = fc.array(fc.oneof(near, fc.string(), fc.integer()), { maxLength: 4 })
    const anything = fc.oneof(near, bent, inside, fc.string({ unit: 'binary' }), fc.double(), fc.anything({ withNullPrototype: true, withBigInt: true }))
    fc.assert(
      fc.property(anything, (input) => {
        const kept = parsed(field, input)
        if (kept === refused) return
        expect(validates.safeParse(kept).error).toBeUndefined()
        const sent = JSON.stringify(kept)
        expect(JSON.parse(sent)).toEqual(kept)
        expect(typeof field.show(kept)).toBe('string')
        if (field.search) expect(typeof field.search(kept)).toBe('string')
        if (field.kind !== 'amount') expect(field.parse(kept)).toEqual(kept)
      }),
      { numRuns: 400 },
    )
  })
})

const refused = Symbol('refused')

function parsed(field: Field<unknown>, input: unknown): unknown {
  try {
    return field.parse(input)
  } catch (error) {
    expect(isProblem(error) && error.kind).toBe('invalid')
    return refused
  }
}

test('what a field is told about itself is kept, and what it is not told has its default', () => {
  expect(text()).toMatchObject({ required: false, says: '', class: 'internal', byVerb: false, knownAs: [] })
  expect(text()).not.toHaveProperty('initial')
  expect(text({ required: true, says: 'Why.', class: 'confidential', byVerb: true, knownAs: ['cause'], initial: 'none' })).toMatchObject({
    required: true,
    says: 'Why.',
    class: 'confidential',
    byVerb: true,
    knownAs: ['cause'],
    initial: 'none',
  })
  expect(email().class).toBe('personal')
  expect(email({ class: 'internal' }).class).toBe('internal')
  expect(formula({ type: 'string' })).toMatchObject({ byVerb: true, schema: { type: 'string', readOnly: true } })
})

test('what the database gives is loaded into our form', () => {
  expect(integer().load?.('9007199254740991')).toBe(9_007_199_254_740_991)
  expect(dateTime().load?.('2026-11-16T07:30:00.5Z')).toBe('2026-11-16T07:30:00.500Z')
  expect(dateTime().load?.(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
  expect(list({ what: text(), at: date() }).store?.([{ what: 'a', at: null }])).toBe('[{"what":"a","at":null}]')
})
