import type { ReadEvent } from '#engines/events/interchange/planFile.ts'
import type { PlannedEvent, PlannedProperty } from '#engines/events/plan.ts'
import { isRecord, type AnyRow } from '#kernel'

const kinds = ['text', 'number', 'integer', 'boolean', 'date', 'list', 'object', 'any'] as const

/** The rows of the noun eventDefinition as a plan that can be asked. */
export const plannedFrom = (rows: readonly AnyRow[]): PlannedEvent[] =>
  rows.map((row) => ({
    name: String(row['eventName']),
    status: row['state'] === 'live' || row['state'] === 'deprecated' ? row['state'] : 'planned',
    mode: row['mode'] === 'observe' || row['mode'] === 'block' ? row['mode'] : 'warn',
    properties: (Array.isArray(row['properties']) ? row['properties'] : []).filter(isRecord).map(propertyOf),
  }))

const propertyOf = (raw: Readonly<Record<string, unknown>>): PlannedProperty => ({
  name: String(raw['name']),
  kind: kinds.find((kind) => kind === raw['kind']) ?? 'any',
  required: raw['required'] === true,
  choices: Array.isArray(raw['choices']) ? raw['choices'].map(String) : [],
  class: typeof raw['class'] === 'string' ? raw['class'] : null,
})

/** The properties of a definition with what they mean. */
export function describedIn(row: AnyRow): ReadEvent['properties'] {
  const raw = (Array.isArray(row['properties']) ? row['properties'] : []).filter(isRecord)
  const texts = new Map(raw.map((one) => [String(one['name']), one]))
  return (plannedFrom([row])[0]?.properties ?? []).map((one) => ({
    ...one,
    says: wordsIn(texts.get(one.name)?.['says']),
    example: wordsIn(texts.get(one.name)?.['example']),
  }))
}

const wordsIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
