import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  amount,
  attachment,
  boolean,
  date,
  dateTime,
  duration,
  email,
  formula,
  integer,
  isProblem,
  json,
  list,
  manyOf,
  money,
  number,
  oneOf,
  percent,
  predicate,
  record,
  ref,
  refs,
  richText,
  score,
  tags,
  text,
  timeframe,
  url,
  type Field,
} from '../index.ts'

interface Case {
  readonly field: Field<unknown>
  /** What comes in, what is kept, what a person reads. */
  readonly good: readonly (readonly [input: unknown, kept: unknown, shown: string])[]
  /** What comes in, and a piece of what the refusal says. */
  readonly bad: readonly (readonly [input: unknown, says: string])[]
  readonly column: string | null
}

const id = '01900000-0000-7000-8000-0000000000aa'
const other = '01900000-0000-7000-8000-0000000000bb'
const parts = { what: text({ required: true }), size: integer({ min: 0 }), at: date() }

const cases: Readonly<Record<string, Case>> = {
  amount: {
    field: amount(),
    column: 'bigint',
    good: [
      [19.99, 19_990_000, '19.99'],
      ['-0.5', -500_000, '-0.5'],
      [0.0000005, 0, '0'],
      [0.0000015, 2, '0'],
      [0.0000025, 2, '0'],
    ],
    bad: [
      [1e12, 'larger than an amount'],
      ['12 EUR', 'expected a number'],
    ],
  },
  attachment: {
    field: attachment(),
    column: 'jsonb',
    good: [
      [{ file: 'f1', name: 'deck.pdf', type: 'application/pdf', bytes: 12 }, { file: 'f1', name: 'deck.pdf', type: 'application/pdf', bytes: 12 }, 'deck.pdf'],
    ],
    bad: [
      ['deck.pdf', 'Expected an object'],
      [{ file: 'f1', name: 'x', type: 't' }, '“bytes” is required'],
      [{ file: 'f1', name: 'x', type: 't', bytes: -1 }, 'outside'],
    ],
  },
  boolean: {
    field: boolean(),
    column: 'boolean',
    good: [
      [true, true, 'Yes'],
      [' Yes ', true, 'Yes'],
      ['t', true, 'Yes'],
      [1, true, 'Yes'],
      ['0', false, 'No'],
      ['FALSE', false, 'No'],
    ],
    bad: [
      ['maybe', 'expected yes or no'],
      [2, 'expected yes or no'],
      [[true], 'got a list'],
      [{}, 'got an object'],
    ],
  },
  date: {
    field: date(),
    column: 'date',
    good: [
      ['2026-11-16', '2026-11-16', '16 Nov 2026'],
      [' 2024-02-29 ', '2024-02-29', '29 Feb 2024'],
    ],
    bad: [
      ['2026-02-29', 'not a day of the calendar'],
      ['16.11.2026', 'expected a date'],
      ['2026-13-01', 'not a day'],
      ['0000-01-01', 'not a day'],
      [20261116, 'expected a date'],
      ['2026-11-16T00:00', 'expected a date'],
    ],
  },
  dateTime: {
    field: dateTime(),
    column: 'timestamptz',
    good: [
      ['2026-11-16T07:30:00Z', '2026-11-16T07:30:00.000Z', '16 Nov 2026, 07:30 UTC'],
      ['2026-11-16 08:30+01:00', '2026-11-16T07:30:00.000Z', '16 Nov 2026, 07:30 UTC'],
      ['2026-11-16T07:30:00.123456-0500', '2026-11-16T12:30:00.123Z', '16 Nov 2026, 12:30 UTC'],
    ],
    bad: [
      ['2026-11-16T07:30:00', 'with its offset'],
      ['2026-11-31T07:30:00Z', 'not a day'],
      ['2026-02-30T07:30:00Z', 'not a day'],
      ['2026-11-16T27:30:00Z', 'not a time'],
      ['0000-05-05T00:00Z', 'not a time'],
      [0, 'with its offset'],
    ],
  },
  duration: {
    field: duration(),
    column: 'text',
    good: [
      ['90min', '90min', '90min'],
      [' 12mo ', '12mo', '12mo'],
      ['5d', '5d', '5d'],
    ],
    bad: [
      ['90m', 'expected a duration'],
      ['-5d', 'expected a duration'],
      [5, 'expected a duration'],
    ],
  },
  email: {
    field: email(),
    column: 'text',
    good: [[' Vera@Harborlight.Example ', 'vera@harborlight.example', 'vera@harborlight.example']],
    bad: [
      ['vera', 'expected an e-mail address'],
      ['vera@host', 'expected an e-mail'],
      ['a b@c.de', 'expected an e-mail'],
      ['a\u0000@c.de', 'expected an e-mail'],
      [`${'a'.repeat(250)}@c.de`, 'expected an e-mail'],
      [7, 'expected an e-mail'],
    ],
  },
  formula: {
    field: formula({ type: 'number' }),
    column: null,
    good: [],
    bad: [
      [1, 'is computed and cannot be set'],
      ['', 'is computed'],
    ],
  },
  integer: {
    field: integer({ min: 0, max: 10 }),
    column: 'bigint',
    good: [
      [7, 7, '7'],
      ['+7', 7, '7'],
      ['1e1', 10, '10'],
    ],
    bad: [
      [7.5, 'expected a whole number'],
      [11, 'outside 0 to 10'],
      ['-1', 'outside'],
      ['7,5', 'expected a number'],
    ],
  },
  json: {
    field: json(),
    column: 'jsonb',
    good: [
      [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
      ['{"a":1}', { a: 1 }, '{"a":1}'],
      [{ at: new Date(0), x: Number.NaN, no: undefined }, { at: '1970-01-01T00:00:00.000Z', x: null }, '{"at":"1970-01-01T00:00:00.000Z","x":null}'],
      [{ path: 'C:\\u0000\\ud800' }, { path: 'C:\\u0000\\ud800' }, '{"path":"C:\\\\u0000\\\\ud800"}'],
    ],
    bad: [
      ['{"a":', 'expected a JSON object'],
      ['[1]', 'expected a JSON object'],
      [[1], 'got a list'],
      [{ a: 'x\u0000' }, 'expected a JSON object'],
      [{ '\uDC00': 1 }, 'expected a JSON object'],
      [() => 1, 'expected a JSON object'],
    ],
  },
  list: {
    field: list(parts),
    column: 'jsonb',
    good: [
      [
        [{ what: 'a' }, { what: 'b', size: '3' }],
        [
          { what: 'a', size: null, at: null },
          { what: 'b', size: 3, at: null },
        ],
        'what a; what b, size 3',
      ],
      [[], [], ''],
    ],
    bad: [
      [{ what: 'a' }, 'expected a list'],
      [[{ what: 'a' }, { size: 1 }], '“2”: “what” is required'],
      [[{ what: 'a', more: 1 }], 'There is no field “more”'],
      [Array.from({ length: 1001 }, () => ({ what: 'x' })), '1,000 are allowed'],
    ],
  },
  manyOf: {
    field: manyOf(['portal', 'email', 'chat']),
    column: 'text[]',
    good: [
      [['chat', 'portal', 'chat'], ['portal', 'chat'], 'portal, chat'],
      [[], [], ''],
    ],
    bad: [
      [['fax'], 'is not one of the choices'],
      ['chat', 'expected a list'],
    ],
  },
  money: {
    field: money(),
    column: 'jsonb',
    good: [
      [{ amount: 1250, currency: 'eur' }, { amount: 1250, currency: 'EUR' }, '€1,250.00'],
      ['12.3456789 usd', { amount: 12.345679, currency: 'USD' }, '$12.35'],
      [{ amount: '-3', currency: 'JPY' }, { amount: -3, currency: 'JPY' }, '-¥3'],
    ],
    bad: [
      ['1250', 'an amount with a currency'],
      [{ amount: 12 }, 'is not a currency'],
      [{ amount: 12, currency: 'XXY' }, 'is not a currency'],
      [{ amount: null, currency: 'EUR' }, 'expected a number'],
      [{ amount: true, currency: 'EUR' }, 'expected a number'],
      [{ amount: '', currency: 'EUR' }, 'expected a number'],
      ['1.2.3 EUR', 'expected a number'],
      [{ amount: 1e300, currency: 'EUR' }, 'larger'],
      [{ amount: 1, currency: 'EUR', tax: 1 }, 'an amount with a currency'],
      [12, 'an amount with a currency'],
    ],
  },
  number: {
    field: number({ min: -10, max: 2000 }),
    column: 'double precision',
    good: [
      [1204.5, 1204.5, '1,204.5'],
      [' -0.25 ', -0.25, '-0.25'],
      ['.5e1', 5, '5'],
    ],
    bad: [
      ['1,204', 'expected a number'],
      [Number.NaN, 'expected a number'],
      ['Infinity', 'expected a number'],
      ['1e999', 'expected a number'],
      ['', 'expected a number'],
      [true, 'expected a number'],
      [2001, 'outside -10 to 2000'],
      [null, 'got nothing'],
    ],
  },
  oneOf: {
    field: oneOf(['now', 'next']),
    column: 'text',
    good: [[' now ', 'now', 'now']],
    bad: [
      ['Now', 'is not one of the choices'],
      [0, 'is not one'],
      [['now'], 'is not one'],
    ],
  },
  percent: {
    field: percent({ min: 0, max: 1 }),
    column: 'double precision',
    good: [
      [0.125, 0.125, '12.5 %'],
      ['12.5 %', 0.125, '12.5 %'],
      ['100%', 1, '100 %'],
      ['0.5', 0.5, '50 %'],
    ],
    bad: [
      ['50', 'outside 0 to 1'],
      ['150 %', 'outside 0 to 1'],
      ['-1 %', 'outside'],
      ['%', 'expected a number'],
      ['half', 'expected a number'],
    ],
  },
  predicate: {
    field: predicate(),
    column: 'jsonb',
    good: [[{ field: 'plan', is: 'pro' }, { field: 'plan', is: 'pro' }, '{"field":"plan","is":"pro"}']],
    bad: [
      ['plan = pro', 'expected a rule'],
      [{ long: 'x'.repeat(20_001) }, 'expected a rule'],
      [{ a: '\u0000' }, 'expected a rule'],
      [null, 'expected a rule'],
    ],
  },
  record: {
    field: record({ ...parts, kind: oneOf(['a', 'b'], { required: true, initial: 'a' }) }),
    column: 'jsonb',
    good: [[{ what: 'x', at: '2026-01-01' }, { what: 'x', size: null, at: '2026-01-01', kind: 'a' }, 'what x, at 1 Jan 2026, kind a']],
    bad: [
      [{}, '“what” is required'],
      [[], 'Expected an object'],
      [{ what: 'x', size: -1 }, '“size”: -1 is outside'],
      [{ what: 'x', extra: 1 }, 'There is no field “extra”'],
    ],
  },
  ref: {
    field: ref('team'),
    column: 'uuid',
    good: [[id, id, id]],
    bad: [
      ['TEA-1', 'expected the id of a team'],
      [id.toUpperCase(), 'expected the id'],
      [{ id }, 'expected the id'],
      [`${id}'`, 'expected the id'],
    ],
  },
  refs: {
    field: refs('team'),
    column: 'uuid[]',
    good: [
      [[other, id, other], [other, id], '2'],
      [[], [], '0'],
    ],
    bad: [
      [id, 'expected a list of ids'],
      [[id, 'x'], 'expected the id of a team, got “x”'],
      [Array.from({ length: 1001 }, () => id), '1,000 are allowed'],
    ],
  },
  richText: {
    field: richText(),
    column: 'text',
    good: [['# A\n\nline', '# A\n\nline', '# A\n\nline']],
    bad: [
      ['x'.repeat(100_001), '100000 are allowed'],
      ['  ', 'is empty'],
      [1, 'expected text'],
    ],
  },
  score: {
    field: score(5),
    column: 'double precision',
    good: [
      [4, 4, '4 of 5'],
      ['2.5', 2.5, '2.5 of 5'],
    ],
    bad: [
      [6, 'outside 0 to 5'],
      [-1, 'outside'],
    ],
  },
  tags: {
    field: tags(),
    column: 'text[]',
    good: [
      ['a, b ,,a', ['a', 'b'], 'a, b'],
      [[' x ', 'x', 'y'], ['x', 'y'], 'x, y'],
      ['', [], ''],
    ],
    bad: [
      [[1], 'expected a list of words'],
      [{ a: 1 }, 'expected a list of words'],
      [['x'.repeat(121)], 'cannot be a tag'],
      [['a\u0000'], 'cannot be a tag'],
      [Array.from({ length: 201 }, (_, index) => `${index}`), '200 are allowed'],
    ],
  },
  text: {
    field: text({ max: 5 }),
    column: 'text',
    good: [
      ['  Vera ', 'Vera', 'Vera'],
      ['zażół', 'zażół', 'zażół'],
      ['👍👍', '👍👍', '👍👍'],
    ],
    bad: [
      ['', 'is empty'],
      [' \n ', 'is empty'],
      ['abcdef', 'is 6 characters long; 5 are allowed'],
      ['a\u0000', 'cannot be stored'],
      ['\uD83D', 'cannot be stored'],
      [5, 'expected text, got 5'],
    ],
  },
  timeframe: {
    field: timeframe(),
    column: 'text',
    good: [
      ['2026', '2026', '2026'],
      [' 2026-q4 ', '2026-Q4', '2026-Q4'],
      ['2026-h1', '2026-H1', '2026-H1'],
      ['2026-W53', '2026-W53', '2026-W53'],
      ['2026-11', '2026-11', '2026-11'],
      ['2024-02-29', '2024-02-29', '2024-02-29'],
    ],
    bad: [
      ['2026-Q5', 'expected a timeframe'],
      ['2026-13', 'expected a timeframe'],
      ['2025-W53', '2025 has 52 weeks'],
      ['2026-02-30', 'not a day'],
      ['soon', 'expected a timeframe'],
      [2026, 'expected a timeframe'],
    ],
  },
  url: {
    field: url(),
    column: 'text',
    good: [[' https://harborlight.example/a b ', 'https://harborlight.example/a%20b', 'https://harborlight.example/a%20b']],
    bad: [
      ['javascript:alert(1)', 'expected a web address'],
      ['harborlight.example', 'expected a web address'],
      ['data:text/html,x', 'expected'],
      [`https://x.example/${'a'.repeat(2000)}`, 'expected'],
      [`https://x.example/${' '.repeat(1000)}y`, 'longer than 2,000'],
      [1, 'expected'],
    ],
  },
}

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
      expect(() => field.parse(input), String(JSON.stringify(input)).slice(0, 80)).toThrow(
        expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(says) }),
      )
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
        expect(JSON.parse(JSON.stringify(kept))).toEqual(kept)
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
  expect(list(parts).store?.([{ what: 'a', size: null, at: null }])).toBe('[{"what":"a","size":null,"at":null}]')
})
