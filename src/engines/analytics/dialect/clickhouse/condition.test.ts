import { describe, expect, test } from 'vitest'
import { readQuery } from '../../query/resolve.ts'
import type { Condition } from '../../query/parts.ts'
import { conditionSql } from './condition.ts'
import { eventValue, isPlain } from './property.ts'
import type { Looked } from './rows.ts'
import { misfitsAmong } from '../../columns/misfits.ts'

const looked: Looked = { isKnown: true, samples: [], texts: ['free', 'pro', 'Pro'], numbers: [5, 50, 7] }
const sql = (condition: Omit<Condition, 'prop'>, known: Looked = looked): string =>
  conditionSql({ prop: 'event.plan', ...condition }, eventValue('plan', 'where'), known, 'where')

describe('a condition on a property, as ClickHouse reads it', () => {
  test('of all letters beyond ASCII, two become letters of ASCII when they are made small', () => {
    const found = Array.from({ length: 0x110000 - 0x80 }, (_, at) => String.fromCodePoint(at + 0x80)).filter((each) => /[\0-\x7f]/.test(each.toLowerCase()))
    expect(found.map((each) => each.codePointAt(0)?.toString(16))).toEqual(['130', '212a'])
  })

  test('texts stand in the order of their bytes as in that of their units, as long as what they are held against is below the surrogates', () => {
    const texts = ['', 'a', 'z', 'é', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '😀', 'a😀', 'a\ue000', '\u{10ffff}']
    for (const given of texts.filter(isPlain))
      for (const text of texts)
        expect([given, text, Math.sign(Buffer.compare(Buffer.from(text), Buffer.from(given)))]).toEqual([given, text, text < given ? -1 : text > given ? 1 : 0])
    expect(texts.filter((text) => !isPlain(text))).toEqual(['\ue000', '\uffff', '😀', 'a😀', 'a\ue000', '\u{10ffff}'])
  })

  test('what is judged value by value names those that pass, or those that fail where they are fewer', () => {
    const value = '^p'
    expect(sql({ op: 'regex', value })).toMatch(/^\(\(.* AND JSONExtractString\(JSONExtractRaw\(props, 'plan'\)\) IN \('pro'\)\)\)$/)
    expect(sql({ op: 'regex', value: '^[fp]' })).toContain("NOT IN ('Pro')")
    expect(sql({ op: 'contains', value: 5 })).toMatch(/position\(.*, '5'\) > 0.*|NOT IN \(7\)/)
    expect(() => sql({ op: 'regex', value }, { ...looked, texts: null })).toThrow(
      'where: “regex” among so many values of event.plan is not counted in ClickHouse.',
    )
  })

  test('a text with quotes, backslashes and NUL characters stays one text', () => {
    expect(sql({ op: 'eq', value: "it's \\ \0 {x:String}" })).toContain(String.raw`IN ('it\'s \\ \0 {x:String}')`)
  })

  test('numbers stand in a statement to the last bit', () => {
    expect(sql({ op: 'in', value: [1e21, 0.1, -5, 2 ** 53] })).toContain('IN (1e+21, 1e-1, -5, 9.007199254740992e+15)')
  })
})

test('the value that a warning names is the least, whatever order a store holds them in', () => {
  const query = readQuery({
    kind: 'trend',
    range: { from: '2026-01-01', to: '2026-02-01' },
    series: [{ sel: { event: 'a' }, math: 'sum', value: 'event.amount' }],
  })
  const values = [3, 'pear', true, 'fig', 'figs', '😀', '\ue000']
  const told = ['Some events bear event.amount as a text, such as “fig”; those are left out.']
  expect([misfitsAmong(() => values, query), misfitsAmong(() => values.toReversed(), query)]).toEqual([told, told])
})
