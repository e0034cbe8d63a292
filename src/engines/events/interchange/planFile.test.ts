import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toJsonSchema, toTypeScript, type Written } from './jsonSchema.ts'
import { readPlan } from './planFile.ts'

const opened: Written = {
  name: 'Report opened',
  description: 'Somebody looked at a report.',
  status: 'live',
  mode: 'warn',
  properties: [
    { name: 'size', kind: 'integer', required: true, choices: [], class: 'internal' },
    { name: 'kind', kind: 'text', required: false, choices: ['funnel', 'trend'], class: null },
  ],
}

describe('plans of other tools', () => {
  test('a JSON Schema by its title, with null as optional and format as a date', () => {
    const read = readPlan({
      title: 'Report opened',
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time' },
        size: { type: ['integer', 'null'] },
        who: { type: 'string', format: 'email', description: 'Who looked.' },
      },
      required: ['at', 'size'],
      anyOf: [],
    })
    expect(read).toMatchObject({ format: 'json-schema', left: ['anyOf'], events: [{ name: 'Report opened' }] })
    expect(read?.events[0]?.properties.map(({ name, kind, required, class: level }) => [name, kind, required, level])).toEqual([
      ['at', 'date', true, null],
      ['size', 'integer', false, null],
      ['who', 'text', false, 'personal'],
    ])
  })

  test('Iglu’s self-describing schemas, several in one list', () => {
    const schema = (name: string) => ({
      $schema: 'http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#',
      self: { vendor: 'com.harbour', name, format: 'jsonschema', version: '1-0-0' },
      type: 'object',
      properties: { target: { type: 'string', enum: ['a', 'b'] } },
      required: ['target'],
    })
    const read = readPlan([schema('link_click'), schema('form_sent')])
    expect(read?.format).toBe('iglu')
    expect(read?.events.map(({ name, properties }) => [name, properties[0]?.choices, properties[0]?.required])).toEqual([
      ['link_click', ['a', 'b'], true],
      ['form_sent', ['a', 'b'], true],
    ])
  })

  test('a Segment tracking plan, of the older API and of the Public API', () => {
    const rules = { type: 'object', properties: { properties: { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] } } }
    const older = readPlan({ display_name: 'Plan', rules: { events: [{ name: 'Order Completed', description: 'Paid.', rules }] } })
    const newer = readPlan({
      data: {
        rules: [
          { type: 'TRACK', key: 'Order Completed', jsonSchema: { ...rules, description: 'Paid.' } },
          { type: 'IDENTIFY', jsonSchema: {} },
        ],
      },
    })
    for (const read of [older, newer])
      expect(read).toMatchObject({
        format: 'segment',
        events: [{ name: 'Order Completed', description: 'Paid.', properties: [{ name: 'total', kind: 'number', required: true }] }],
      })
  })

  test('a Segment event that carries nothing carries nothing, and calls of other kinds are named as left out', () => {
    const call = (properties: object) => ({ type: 'object', properties: { context: {}, traits: {}, ...properties } })
    const read = readPlan({
      rules: [
        { type: 'TRACK', key: 'Signed Out', jsonSchema: call({ properties: {} }) },
        { type: 'TRACK', key: 'Signed In', jsonSchema: call({}) },
        { type: 'IDENTIFY', jsonSchema: call({}) },
        { type: 'GROUP', jsonSchema: call({}) },
      ],
    })
    expect(read?.events.map(({ name, properties }) => [name, properties])).toEqual([
      ['Signed Out', []],
      ['Signed In', []],
    ])
    expect(read?.left).toEqual(['IDENTIFY', 'GROUP'])
  })

  test('a reference within the file is followed, one in a circle is not, and a list of texts is of texts', () => {
    const read = readPlan({
      $defs: {
        shared: {
          type: 'object',
          properties: { with: { $ref: '#/$defs/audience', description: 'Who.' }, round: { $ref: '#/$defs/loop' }, plan: { enum: ['a', null] } },
        },
        audience: { type: 'string', enum: ['team', 'all'] },
        loop: { $ref: '#/$defs/loop' },
      },
    })
    expect(read?.events[0]?.properties.map(({ name, kind, choices, says }) => [name, kind, choices, says])).toEqual([
      ['with', 'text', ['team', 'all'], 'Who.'],
      ['round', 'any', [], null],
      ['plan', 'text', ['a'], null],
    ])
  })

  test('an ODCS contract, and what of it has no place here', () => {
    const read = readPlan({
      apiVersion: 'v3.0.2',
      kind: 'DataContract',
      schema: [{ name: 'report_opened', properties: [{ name: 'size', logicalType: 'integer', required: true, classification: 'restricted' }] }],
      slaProperties: [],
    })
    expect(read).toMatchObject({
      format: 'odcs',
      left: ['slaProperties'],
      events: [{ name: 'report_opened', properties: [{ name: 'size', kind: 'integer', class: 'confidential' }] }],
    })
  })

  test('what is no plan is none', () => {
    for (const other of [null, 3, 'x', [], {}, { rules: 'none' }]) expect(readPlan(other)).toBeNull()
  })
})

describe('the plan for others', () => {
  test('as JSON Schema it is read back to the same events', () => {
    const kind = fc.constantFrom('text', 'number', 'integer', 'boolean', 'date', 'list', 'object', 'any')
    const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text !== '__proto__' && text.trim() === text && !/^\d+$/.test(text))
    const choice = fc.constantFrom('a', '1', '2.5', '-3', 'true', 'false', 'maybe', '')
    const choices = fc.uniqueArray(choice, { maxLength: 4 })
    const property = fc.record({ name, kind, required: fc.boolean(), choices, class: fc.constantFrom(null, 'internal', 'personal') })
    const one = fc.record({
      name,
      description: fc.constant('Says.'),
      status: fc.constant('live'),
      mode: fc.constant('warn'),
      properties: fc.uniqueArray(property, { selector: (each) => each.name, maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: (each) => each.name, minLength: 1, maxLength: 5 }), (events) => {
        const read = readPlan(JSON.parse(`${JSON.stringify(toJsonSchema(events))} `))
        const plain = (list: readonly Pick<Written, 'name' | 'properties'>[]) =>
          list.map((each) => [
            each.name,
            each.properties.map(({ name: own, kind: type, required, choices: only, class: level }) => [own, type, required, only, level]),
          ])
        expect(plain(read?.events ?? [])).toEqual(plain(events))
      }),
    )
  })

  test('choices without a type have the type of what they are, in a list or alone', () => {
    const read = (properties: object) => readPlan({ title: 'One', properties })?.events[0]?.properties.map(({ kind, choices }) => [kind, choices])
    const told = {
      level: { enum: [1, 2, null] },
      rate: { enum: [1, 2.5] },
      four: { const: 4 },
      half: { const: 0.5 },
      yes: { const: true },
      flag: { enum: [true, false] },
      text: { const: 'a' },
      mixed: { enum: [1, 'a'] },
      lists: { enum: [['a'], ['b']] },
      both: { type: ['string', 'integer'] },
      numbers: { type: ['integer', 'number', 'null'] },
    }
    const kinds = [
      ['integer', ['1', '2']],
      ['number', ['1', '2.5']],
      ['integer', ['4']],
      ['number', ['0.5']],
      ['boolean', ['true']],
      ['boolean', ['true', 'false']],
      ['text', ['a']],
      ['any', ['1', 'a']],
      ['list', []],
      ['any', []],
      ['number', []],
    ]
    expect(read(told)).toEqual(kinds)
    const [event] = readPlan({ title: 'One', properties: told })?.events ?? []
    const again = readPlan(toJsonSchema(event ? [{ ...event, status: 'live', mode: 'warn' }] : []))
    expect(again?.events[0]?.properties.map(({ kind, choices }) => [kind, choices])).toEqual(kinds)
  })

  test('choices of numbers are numbers, and what a property means goes along', () => {
    const level = { name: 'level', kind: 'integer', required: true, choices: ['1', '2'], class: null, says: 'How high.', example: '2' } as const
    const [written] = [toJsonSchema([{ ...opened, properties: [level] }])]
    expect(written['$defs']).toMatchObject({
      'Report opened': { properties: { level: { type: 'integer', enum: [1, 2], description: 'How high.', examples: [2] } } },
    })
    expect(readPlan(written)?.events[0]?.properties).toEqual([level])
    expect(toTypeScript([{ ...opened, properties: [level] }])).toContain('    /** How high. */\n    readonly "level": 1 | 2')
  })

  test('no two constants bear one name, however names of events meet', () => {
    const text = toTypeScript(['signed_out', 'signed out', 'signed_out_2', 'signed-out2'].map((name) => ({ ...opened, name })))
    const constants = [...text.matchAll(/^ {2}(\w+): /gm)].map(([, own]) => own)
    expect(new Set(constants).size).toBe(4)
  })

  test('as TypeScript it has a constant for each name and a type for each event', () => {
    const text = toTypeScript([opened, { ...opened, name: 'report-opened', status: 'deprecated', properties: [] }])
    expect(text).toContain('  reportOpened: "Report opened",')
    expect(text).toContain('  reportOpened2: "report-opened",')
    expect(text).toContain('/** Somebody looked at a report. @deprecated */')
    expect(text).toContain('    readonly "size": number\n    readonly "kind"?: "funnel" | "trend"')
    expect(text).toContain('readonly "report-opened": Record<string, never>')
  })
})
