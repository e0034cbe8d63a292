import type { PlannedProperty } from '../plan.ts'
import { followed, propertiesIn } from './jsonSchema.ts'

/** One event as a file of another tool describes it. */
export interface ReadEvent {
  readonly name: string
  readonly description: string | null
  readonly properties: readonly (PlannedProperty & {
    readonly says: string | null
    readonly example: string | null
    /** The class is read from the form of its values, or from no more than a flag: it may be stricter. */
    readonly isGuessed?: true
  })[]
}

export interface ReadPlan {
  readonly format: 'json-schema' | 'iglu' | 'segment' | 'odcs'
  readonly events: readonly ReadEvent[]
  /** What the file says and a tracking plan has no place for. */
  readonly left: readonly string[]
}

/** Reads a tracking plan in the form of another tool: JSON Schema, Iglu’s self-describing schemas, a Segment tracking plan, or an ODCS contract. Null for what is none. */
export function readPlan(document: unknown): ReadPlan | null {
  if (Array.isArray(document)) return joined(document.map(readPlan))
  const root = recordOf(document)
  const self = recordOf(root['self'])
  if (text(self['name'])) return { format: 'iglu', events: [schemaEvent(String(self['name']), root)], left: leftIn(root) }
  if (text(root['apiVersion']) && Array.isArray(root['schema'])) return odcs(root)
  const segment = segmentEvents(root)
  if (segment) return segment
  if (root['properties'] !== undefined || root['$defs'] !== undefined) return jsonSchema(root)
  return null
}

function joined(read: readonly (ReadPlan | null)[]): ReadPlan | null {
  const found = read.filter((one) => one !== null)
  const [first] = found
  return first ? { format: first.format, events: found.flatMap(({ events }) => events), left: found.flatMap(({ left }) => left) } : null
}

/** Segment: `{rules: {events: [...]}}` of the older API, or `{rules: [{type: 'TRACK', key, jsonSchema}]}` of the Public API. */
function segmentEvents(root: Loose): ReadPlan | null {
  const plan = recordOf(root['data'] ?? root)
  const rules = plan['rules'] ?? recordOf(plan['trackingPlan'])['rules']
  const old = recordOf(rules)['events']
  const list = Array.isArray(rules) ? rules.map(recordOf).filter(isTracked) : Array.isArray(old) ? old.map(recordOf) : null
  if (!list) return null
  const events = list.map((one) => {
    const schema = recordOf(one['jsonSchema'] ?? one['rules'])
    return {
      ...schemaEvent(text(one['key'] ?? one['name']) ?? '', ofTrack(schema), schema),
      description: text(one['description'] ?? schema['description']),
    }
  })
  const others = Array.isArray(rules) ? rules.map(recordOf).filter((one) => !isTracked(one)) : []
  return { format: 'segment', events: events.filter(({ name }) => name !== ''), left: [...new Set(others.map(({ type }) => String(type)))] }
}

const isTracked = ({ type }: Loose): boolean => type === undefined || type === 'TRACK'

/** What a track call carries: Segment describes the whole call, with its context, traits and properties. */
function ofTrack(schema: Loose): Loose {
  const parts = recordOf(schema['properties'])
  const isCall = Object.keys(parts).length > 0 && Object.keys(parts).every((name) => ['context', 'traits', 'properties'].includes(name))
  return isCall ? recordOf(parts['properties']) : schema
}

/** JSON Schema: one event by its title, or one for each definition. */
function jsonSchema(root: Loose): ReadPlan {
  const defs = Object.entries(recordOf(root['$defs'] ?? root['definitions'])).filter(([, one]) => recordOf(one)['type'] === 'object')
  const title = text(root['title'])
  const events =
    title && root['properties'] !== undefined
      ? [schemaEvent(title, root)]
      : defs.map(([name, one]) => schemaEvent(text(recordOf(one)['title']) ?? name, recordOf(one), root))
  return { format: 'json-schema', events, left: leftIn(root) }
}

/** Open Data Contract Standard 3: each object of `schema` is an event, its properties by logical type. https://bitol-io.github.io/open-data-contract-standard */
function odcs(root: Loose): ReadPlan {
  const objects = (Array.isArray(root['schema']) ? root['schema'] : []).map(recordOf)
  const events = objects.map((one) => ({
    name: text(one['businessName'] ?? one['name']) ?? '',
    description: text(one['description']),
    properties: (Array.isArray(one['properties']) ? one['properties'] : []).map(recordOf).map((property) => ({
      name: text(property['name']) ?? '',
      kind: odcsKinds[text(property['logicalType']) ?? ''] ?? ('any' as const),
      required: property['required'] === true,
      choices: [],
      class: classes[text(property['classification']) ?? ''] ?? null,
      says: text(property['description']),
      example: text((Array.isArray(property['examples']) ? property['examples'] : [])[0]),
    })),
  }))
  return {
    format: 'odcs',
    events: events.filter(({ name }) => name !== ''),
    left: ['quality', 'slaProperties', 'servers'].filter((name) => root[name] !== undefined),
  }
}

const odcsKinds: Readonly<Record<string, PlannedProperty['kind']>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'date',
  array: 'list',
  object: 'object',
}
const classes: Readonly<Record<string, string>> = {
  public: 'public',
  internal: 'internal',
  restricted: 'confidential',
  confidential: 'confidential',
  personal: 'personal',
  pii: 'personal',
}

const schemaEvent = (name: string, schema: Loose, root: Loose = schema): ReadEvent => ({
  name,
  description: text(schema['description']),
  properties: propertiesIn(followed(schema, root), root),
})

const leftIn = (root: Loose): string[] => ['allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'dependentRequired'].filter((name) => root[name] !== undefined)

type Loose = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null
