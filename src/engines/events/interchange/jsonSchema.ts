import type { PlannedEvent, PlannedProperty } from '../plan.ts'

type Described = PlannedProperty & { readonly says: string | null; readonly example: string | null; readonly isGuessed?: true }
type Loose = Readonly<Record<string, unknown>>

/** The properties of an object’s schema; `x-class` (or `x-pii`) tells the class of privacy. A `$ref` is followed within `root`, the file. */
export function propertiesIn(schema: Loose, root: Loose = {}): Described[] {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'].map(String) : [])
  return Object.entries(recordOf(schema['properties'])).map(([name, value]) => {
    const one = followed(recordOf(value), root)
    const types = [one['type'] ?? []].flat().map(String)
    const values = (Array.isArray(one['enum']) ? one['enum'] : [one['const']]).filter((value) => value !== null && value !== undefined)
    const format = String(one['format'] ?? '')
    const isPersonal = typeof one['x-class'] !== 'string' && (one['x-pii'] === true || format === 'email')
    return {
      name,
      kind: format.startsWith('date') ? 'date' : kindOf(types.length > 0 ? types : values.map(typeOfValue)),
      required: required.has(name) && !types.includes('null'),
      choices: values.some((value) => typeof value === 'object') ? [] : [...new Set(values.map(String))],
      class: typeof one['x-class'] === 'string' ? one['x-class'] : isPersonal ? 'personal' : null,
      ...(isPersonal ? { isGuessed: true as const } : {}),
      says: typeof one['description'] === 'string' ? one['description'] : null,
      example: Array.isArray(one['examples']) && one['examples'].length > 0 ? String(one['examples'][0]) : null,
    }
  })
}

/** A schema with what its `$ref` points at (`#/$defs/Audience`) under its own words; one that points elsewhere, or in a circle, stays as it is. */
export function followed(schema: Loose, root: Loose, depth = 0): Loose {
  const path = schema['$ref']
  if (typeof path !== 'string' || !path.startsWith('#/') || depth > 8) return schema
  const parts = path
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return { ...followed(recordOf(parts.reduce<unknown>((at, part) => recordOf(at)[part], root)), root, depth + 1), ...schema }
}

/** What a schema says that lists values and names no type. */
const typeOfValue = (value: unknown): string => (Number.isInteger(value) ? 'integer' : Array.isArray(value) ? 'array' : typeof value)

const kinds: Readonly<Record<string, PlannedProperty['kind']>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  array: 'list',
  object: 'object',
}

/** The one kind that values of these types have; whole numbers among others are numbers. */
function kindOf(named: readonly string[]): PlannedProperty['kind'] {
  const found = new Set(named.filter((type) => type !== 'null').map((type) => kinds[type] ?? 'any'))
  if (found.has('number')) found.delete('integer')
  const [only = 'any'] = found
  return found.size > 1 ? 'any' : only
}

const types: Readonly<Record<PlannedProperty['kind'], Loose>> = {
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date-time' },
  list: { type: 'array' },
  object: { type: 'object' },
  any: {},
}

export interface Written extends PlannedEvent {
  readonly description: string | null
  readonly properties: readonly (PlannedProperty & Partial<Pick<Described, 'says' | 'example'>>)[]
}

/** The plan as JSON Schema 2020-12, one definition for each event; `readPlan` reads it back to the same plan. */
export function toJsonSchema(events: readonly Written[]): Loose {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: Object.fromEntries(
      events.map(({ name, description, status, properties }) => [
        name,
        {
          title: name,
          type: 'object',
          ...(description ? { description } : {}),
          ...(status === 'deprecated' ? { deprecated: true } : {}),
          properties: Object.fromEntries(properties.map((one) => [one.name, schemaOf(one)])),
          required: properties.filter((one) => one.required).map((one) => one.name),
          additionalProperties: false,
        },
      ]),
    ),
  }
}

const schemaOf = (one: Written['properties'][number]): Loose => ({
  ...(one.kind === 'any' && one.choices.length > 0 ? { type: ['string', 'number', 'boolean'] } : types[one.kind]),
  ...(one.says ? { description: one.says } : {}),
  ...(one.choices.length > 0 ? { enum: one.choices.flatMap((choice) => valuesOf(one.kind, choice)) } : {}),
  ...(one.example ? { examples: [valueOf(one.kind, one.example)] } : {}),
  ...(one.class ? { 'x-class': one.class } : {}),
})

/** Of a property of any kind a choice may be sent as its text, and as what the text says. */
const valuesOf = (kind: PlannedProperty['kind'], choice: string): (string | number | boolean)[] =>
  kind === 'any'
    ? [...new Set([choice, ...(['boolean', 'number'] as const).map((each) => valueOf(each, choice))])].filter((value) => String(value) === choice)
    : [valueOf(kind, choice)]

/** A choice is kept as its text; where its kind is written without quotes, so is it. */
function valueOf(kind: PlannedProperty['kind'], choice: string): string | number | boolean {
  if (kind === 'boolean') return choice === 'true' || (choice === 'false' ? false : choice)
  return (kind === 'number' || kind === 'integer') && choice.trim() !== '' && Number.isFinite(Number(choice)) ? Number(choice) : choice
}

const scripts: Readonly<Record<PlannedProperty['kind'], string>> = {
  text: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'string',
  list: 'readonly unknown[]',
  object: 'Readonly<Record<string, unknown>>',
  any: 'unknown',
}

/** The plan as a TypeScript module: a constant for each name, and the type of each event’s properties, so that the compiler checks what is sent. */
export function toTypeScript(events: readonly Written[]): string {
  const named = uniqueNames(events.map(({ name }) => name))
  const constants = events.map(({ name, description, status }, place) =>
    [...docOf(description, status), `  ${named[place]}: ${JSON.stringify(name)},`].join('\n'),
  )
  const shapes = events.map(({ name, properties }) => {
    const fields = properties.map((one) =>
      [...docOf(one.says ?? null, 'live', '    '), `    readonly ${JSON.stringify(one.name)}${one.required ? '' : '?'}: ${typeOf(one)}`].join('\n'),
    )
    return fields.length === 0
      ? `  readonly ${JSON.stringify(name)}: Record<string, never>`
      : `  readonly ${JSON.stringify(name)}: {\n${fields.join('\n')}\n  }`
  })
  return `/** Made from the tracking plan; change the plan, not this file. */
export const events = {
${constants.join('\n')}
} as const

/** What each event carries. */
export interface EventProperties {
${shapes.join('\n')}
}

export type EventName = keyof EventProperties
`
}

const typeOf = ({ kind, choices }: PlannedProperty): string =>
  choices.length > 0 && ['text', 'date', 'number', 'integer', 'boolean', 'any'].includes(kind)
    ? choices.flatMap((choice) => valuesOf(kind, choice).map((value) => JSON.stringify(value))).join(' | ')
    : scripts[kind]

const docOf = (description: string | null, status: Written['status'], indent = '  '): string[] => {
  const says = [description?.replaceAll('*/', '* /').replaceAll('\n', ' '), status === 'deprecated' ? '@deprecated' : null].filter((one) => one)
  return says.length > 0 ? [`${indent}/** ${says.join(' ')} */`] : []
}

/** Names of events as names of constants, each its own. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const [first = 'event', ...rest] = name.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')
    const plain = [first.charAt(0).toLowerCase() + first.slice(1), ...rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1))].join('')
    const safe = /^[a-z_]/i.test(plain) ? plain : `event${plain}`
    let own = safe
    for (let times = 2; taken.has(own); times++) own = `${safe}${times}`
    taken.add(own)
    return own
  })
}

const recordOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
