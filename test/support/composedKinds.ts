import { attachment, date, formula, integer, json, list, manyOf, money, oneOf, predicate, record, ref, refs, tags, text } from '#kernel'
import type { KindCase } from './kindCase.ts'

const id = '01900000-0000-7000-8000-0000000000aa'
const other = '01900000-0000-7000-8000-0000000000bb'
const parts = { what: text({ required: true }), size: integer({ min: 0 }), at: date() }

/** Kinds of several values, of references, and the one that nobody sets. */
export const composedKinds: Readonly<Record<string, KindCase>> = {
  attachment: {
    field: attachment(),
    column: 'jsonb',
    good: [
      [{ file: 'f1', name: 'deck.pdf', type: 'application/pdf', bytes: 12 }, { file: 'f1', name: 'deck.pdf', type: 'application/pdf', bytes: 12 }, 'deck.pdf'],
    ],
    bad: [
      ['deck.pdf', 'Expected an object'],
      [{ file: 'f1', name: 'x', type: 't' }, '“bytes” is required'],
      [{ file: 'f1', name: 'x', type: 't', bytes: -1 }, 'below'],
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
      [{ what: 'x', size: -1 }, '“size”: -1 is below 0'],
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
  formula: {
    field: formula({ type: 'number' }),
    column: null,
    good: [],
    bad: [
      [1, 'is computed and cannot be set'],
      ['', 'is computed'],
    ],
  },
}
