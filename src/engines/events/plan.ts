/** One property as the tracking plan has it. */
export interface PlannedProperty {
  readonly name: string
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'date' | 'list' | 'object' | 'any'
  readonly required: boolean
  readonly choices: readonly string[]
  readonly class: string | null
}

export interface PlannedEvent {
  readonly name: string
  readonly status: 'planned' | 'live' | 'deprecated'
  readonly mode: 'observe' | 'warn' | 'block'
  readonly properties: readonly PlannedProperty[]
}

/** What is odd about an event, by class; `property` is null when it concerns the event itself. */
export interface Violation {
  readonly class: 'unknown_event' | 'unknown_property' | 'missing_property' | 'type_mismatch' | 'enum_violation' | 'deprecated_event' | 'pii_leak'
  readonly property: string | null
}

export interface Plan {
  /** Names of properties that hold personal values, by event. */
  personal(event: string): ReadonlySet<string>
  /** Null: the event is not in the plan. */
  modeOf(event: string): PlannedEvent['mode'] | null
  check(event: string, props: Readonly<Record<string, unknown>>): readonly Violation[]
  readonly isEmpty: boolean
}

const nobody: ReadonlySet<string> = new Set()
const none: readonly Violation[] = []

/** A plan ready to be asked for every event that arrives. Without any definition nothing is odd: there is no plan to break. */
export function planOf(events: readonly PlannedEvent[]): Plan {
  const known = new Map(events.map((one) => [one.name, compiled(one)]))
  return {
    isEmpty: known.size === 0,
    personal: (event) => known.get(event)?.personal ?? nobody,
    modeOf: (event) => known.get(event)?.event.mode ?? null,
    check(event, props) {
      if (known.size === 0) return none
      const own = known.get(event)
      if (!own) return [{ class: 'unknown_event', property: null }, ...leaks(props, nobody)]
      return own.event.mode === 'observe' ? none : judged(own, props)
    },
  }
}

interface Compiled {
  readonly event: PlannedEvent
  readonly properties: ReadonlyMap<string, PlannedProperty & { readonly allowed: ReadonlySet<string> }>
  readonly personal: ReadonlySet<string>
}

const compiled = (event: PlannedEvent): Compiled => ({
  event,
  properties: new Map(event.properties.map((one) => [one.name, { ...one, allowed: new Set(one.choices) }])),
  personal: new Set(event.properties.filter(({ class: kind }) => kind === 'personal' || kind === 'secret').map(({ name }) => name)),
})

function judged({ event, properties, personal }: Compiled, props: Readonly<Record<string, unknown>>): Violation[] {
  const found: Violation[] = event.status === 'deprecated' ? [{ class: 'deprecated_event', property: null }] : []
  for (const { name, required } of properties.values())
    if (required && (props[name] ?? null) === null) found.push({ class: 'missing_property', property: name })
  for (const [name, value] of Object.entries(props)) {
    const planned = properties.get(name)
    if (!planned) found.push({ class: 'unknown_property', property: name })
    else if (value !== null && !isKind[planned.kind](value)) found.push({ class: 'type_mismatch', property: name })
    else if (value !== null && planned.allowed.size > 0 && !planned.allowed.has(String(value))) found.push({ class: 'enum_violation', property: name })
  }
  return [...found, ...leaks(props, personal)]
}

const isKind: Readonly<Record<PlannedProperty['kind'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  list: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  any: () => true,
}

const address = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/

/** An e-mail address where the plan expects nothing personal. */
function leaks(props: Readonly<Record<string, unknown>>, personal: ReadonlySet<string>): Violation[] {
  const found: Violation[] = []
  for (const name of Object.keys(props)) {
    const value = props[name]
    if (typeof value === 'string' && value.length < 320 && value.includes('@') && !personal.has(name) && address.test(value))
      found.push({ class: 'pii_leak', property: name })
  }
  return found
}
