import { once } from '../../numbers/once.ts'
import type { Scalar } from '../query/parts.ts'
import { historyOf } from './history.ts'
import type { Column, Events, History } from './events.ts'

/** One value of a property, as a call said it of a person at an instant (milliseconds); null: that there is none any more. */
export interface Said {
  readonly id: string
  readonly since: number
  readonly value: Scalar | null
}

/** What identify calls said of a property of persons, in the order of time and arrival. */
export interface Trait {
  readonly name: string
  readonly said: readonly Said[]
}

/**
 * The events with what identify calls said of their persons beside what is known otherwise, which goes before a trait of its name. What was said last is what is
 * known now; each property has a history of its own, since a call says some of them and leaves the others as they were.
 */
export function withTraits(events: Events, traits: readonly Trait[]): Events {
  const { person } = events.profiles
  const own = traits.filter(({ name, said }) => said.length > 0 && !person.columns.has(name))
  if (own.length === 0) return events
  const made = own.map((trait) => ({ name: trait.name, ...builtOf(events.persons)(trait.said) }))
  const profiles = {
    ...events.profiles,
    person: {
      ...person,
      columns: new Map([...person.columns, ...made.map(({ name, column }) => [name, column] as const)]),
      histories: new Map([...(person.histories ?? []), ...made.flatMap(({ name, history }) => (history ? [[name, history] as const] : []))]),
    },
  }
  return events.filed ? events.filed.knowing(profiles) : { ...events, profiles }
}

/** Columns of what was said, kept with the persons whose numbers they bear. */
const builtOf = once((persons: readonly string[]) => {
  const places = once((_: readonly string[]) => new Map(persons.map((id, place) => [id, place])))
  return once((said: readonly Said[]) => built(persons.length, places(persons), said))
})

function built(size: number, places: ReadonlyMap<string, number>, said: readonly Said[]): { readonly column: Column; readonly history: History | undefined } {
  const [codes, values, known] = [new Int32Array(size).fill(-1), new Array<Scalar>(), new Map<Scalar, number>()]
  const codeOf = (value: Scalar | null): number => {
    if (value === null) return -1
    const code = known.get(value) ?? values.push(value) - 1
    known.set(value, code)
    return code
  }
  const ours = said.filter(({ id }) => (places.get(id) ?? 0) > 0)
  for (const { id, value } of ours) codes[places.get(id) ?? 0] = codeOf(value)
  const versions = ours.map(({ id, since, value }) => ({ id, since, properties: { value } }))
  const history = historyOf(
    versions,
    size,
    (id) => places.get(id) ?? 0,
    (_, value) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? codeOf(value) : -1),
  )
  return { column: { codes, values }, history }
}
