import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspect, limits } from './limits.ts'
import { planOf, type PlannedEvent } from './plan.ts'
import { day, happened, timeClass } from './time.ts'

describe('what one event may hold', () => {
  test('a plain record goes through as it is', () => {
    const record = { size: 3, tags: ['a'], inner: { b: null } }
    expect(inspect(record)).toEqual({ json: '{"size":3,"tags":["a"],"inner":{"b":null}}', record, changed: [], refused: null })
  })

  test('NUL and lone surrogates are replaced and said so, long texts are cut', () => {
    expect(inspect({ a: 'x\0y', b: '\uD800' })).toMatchObject({
      json: '{"a":"x\uFFFDy","b":"\uFFFD"}',
      record: { a: 'x\uFFFDy', b: '\uFFFD' },
      changed: ['characters'],
    })
    const { json, changed } = inspect({ a: 'é'.repeat(limits.textLength + 5) })
    expect(changed).toEqual(['length'])
    expect(JSON.parse(json).a).toHaveLength(limits.textLength)
  })

  test('too many properties, too deep, too large and not finite are refused by name', () => {
    expect(inspect(Object.fromEntries(Array.from({ length: 256 }, (_, index) => [`p${index}`, 1]))).refused?.field).toBe('properties')
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) })
    expect(inspect({ deep: nested(7) }).refused).toBeNull()
    expect(inspect({ deep: nested(8) }).refused?.message).toContain('deeper')
    expect(inspect({ amount: Number.POSITIVE_INFINITY }).refused?.field).toBe('amount')
    expect(inspect(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`p${index}`, 'x'.repeat(8_000)]))).refused?.message).toContain('bytes')
  })

  test('a name of the prototype is a name like any other', () => {
    const { json } = inspect(JSON.parse('{"__proto__":{"isAdmin":true},"constructor":1}'))
    expect(json).toBe('{"__proto__":{"isAdmin":true},"constructor":1}')
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })

  test('whatever JSON holds, what is kept is JSON and whole in its characters', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue(), { maxKeys: 10 }), (record) => {
        const { json, refused } = inspect(record)
        expect(refused !== null || JSON.stringify(JSON.parse(json)).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('when it happened', () => {
  test('a clock that runs an hour ahead is corrected by the moment of sending', () => {
    expect(happened(7_000_000, 7_200_000, 3_600_500)).toBe(3_400_500)
    expect(happened(5, null, 100)).toBe(5)
    expect(happened(null, 99, 100)).toBe(100)
  })

  test('what the clock is off by does not matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), fc.nat(1e6), (skew, age) => {
        const [received, delay] = [1.7e12, 40]
        expect(happened(received - age - delay + skew, received - delay + skew, received)).toBe(received - age)
      }),
    )
  })

  test('more than a day ahead cannot be, more than a day behind is late', () => {
    expect([timeClass(day, 0), timeClass(day + 1, 0), timeClass(0, day), timeClass(0, day + 1)]).toEqual([null, 'future_time', null, 'late_time'])
  })
})

const plan: PlannedEvent[] = [
  {
    name: 'Report opened',
    status: 'live',
    mode: 'warn',
    properties: [
      { name: 'size', kind: 'integer', required: true, choices: [], class: 'internal' },
      { name: 'kind', kind: 'text', required: false, choices: ['funnel', 'trend'], class: 'internal' },
      { name: 'email', kind: 'text', required: false, choices: [], class: 'personal' },
    ],
  },
  { name: 'Old thing', status: 'deprecated', mode: 'warn', properties: [] },
  { name: 'Quiet', status: 'live', mode: 'observe', properties: [] },
]
const classes = (event: string, props: Readonly<Record<string, unknown>>): string[] =>
  planOf(plan)
    .check(event, props)
    .map(({ class: kind, property }) => (property === null ? kind : `${kind}:${property}`))

describe('against the tracking plan', () => {
  test('an event that fits is not odd', () => expect(classes('Report opened', { size: 3, kind: 'funnel', email: 'vera@harborlight.example' })).toEqual([]))

  test('each class is named with its property', () => {
    expect(classes('Report opened', { kind: 'pie', colour: 'red' })).toEqual(['missing_property:size', 'enum_violation:kind', 'unknown_property:colour'])
    expect(classes('Report opened', { size: 3.5 })).toEqual(['type_mismatch:size'])
    expect(classes('Report closed', {})).toEqual(['unknown_event'])
    expect(classes('Old thing', {})).toEqual(['deprecated_event'])
    expect(classes('Report opened', { size: 1, note: 'ask vera@harborlight.example' })).toEqual(['unknown_property:note'])
    expect(classes('Report opened', { size: 1, note: 'vera@harborlight.example' })).toEqual(['unknown_property:note', 'pii_leak:note'])
  })

  test('an event that is only observed and a workspace without a plan have no violations', () => {
    expect(classes('Quiet', { anything: 1 })).toEqual([])
    expect(planOf([]).check('Anything', { at: 'a@b.example' })).toEqual([])
    expect(planOf([]).isEmpty).toBe(true)
  })
})
