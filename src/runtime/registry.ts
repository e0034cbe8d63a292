import {
  action,
  change,
  refuse,
  type Decision,
  type Row,
  type Values,
  isAction,
  isFact,
  isMetric,
  isNoun,
  Problem,
  type Action,
  type Fact,
  type Field,
  type Fields,
  type Metric,
  type Noun,
} from '#kernel'
import { nearest } from '#engines/numbers/nearest.ts'

/** A room's exports: `export * as review from './reviews/review.ts'` for each word. */
export type Words = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Every word that the system knows, by name. app.ts builds it once; the runtime never imports a noun. */
export interface Registry {
  readonly nouns: ReadonlyMap<string, Noun>
  readonly facts: ReadonlyMap<string, Fact>
  readonly metrics: ReadonlyMap<string, Metric>
  noun(name: string): Noun
  action(noun: string, verb: string): Action
  actions(noun: string): readonly Action[]
  metric(key: string): Metric
  fact(name: string): Fact
}

/** Reads the words of three rooms; a file's main word is the export that bears its name. */
export function registry(objects: Words, facts: Words, metrics: Words): Registry {
  const nouns = new Map(main(objects, isNoun).map(([, noun]) => [noun.noun, noun]))
  const actions = new Map(Object.entries(objects).map(([name, words]) => [name, verbsOf(demand(nouns, name, 'noun'), Object.values(words).filter(isAction))]))
  for (const noun of nouns.values()) assertSound(noun, nouns, actions.get(noun.noun) ?? [])
  const factMap = new Map(main(facts, isFact).map(([, fact]) => [fact.fact, fact]))
  const metricMap = new Map(main(metrics, isMetric).map(([name, metric]) => [kebab(name), metric]))
  return {
    nouns,
    facts: factMap,
    metrics: metricMap,
    noun: (name) => demand(nouns, name, 'noun'),
    fact: (name) => demand(factMap, name, 'fact'),
    metric: (key) => demand(metricMap, key, 'metric'),
    actions: (noun) => demand(actions, noun, 'noun'),
    action(noun, verb) {
      const found = demand(actions, noun, 'noun').find((candidate) => candidate.verb === verb)
      if (found) return found
      const why = Object.entries(demand(nouns, noun, 'noun').without).find(([name]) => name === verb)?.[1]
      throw new Problem(
        why ? 'refused' : 'missing',
        why ?? `A ${noun} has no verb “${verb}”.`,
        `It has ${demand(actions, noun, 'noun')
          .map((a) => a.verb)
          .join(', ')}.`,
      )
    },
  }
}

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The fields that create and edit accept. */
export const openFields = (noun: Noun): Fields => Object.fromEntries(Object.entries(noun.fields).filter(([, f]) => !f.byVerb && f.column !== null))

/** The four verbs that every noun has, unless it says why not or creates in its own way; and its own. */
function verbsOf(noun: Noun, own: readonly Action[]): Action[] {
  const fields = openFields(noun)
  const optional = Object.fromEntries(Object.entries(fields).map(([name, f]): [string, Field<unknown>] => [name, { ...f, required: false }]))
  const verbs: Action[] = [
    action(noun, 'create', { says: `Add a ${noun.noun}.`, input: fields, creates: true, run: ({ input }) => change(input) }),
    action(noun, 'edit', { says: `Change fields of a ${noun.noun}.`, input: optional, run: ({ row, input }) => edited(noun, row, input) }),
    action(noun, 'archive', { says: 'Put it away; it can be restored.', run: () => ({ decides: 'change', set: {}, archive: true, then: [] }) }),
    action(noun, 'restore', { says: 'Bring it back.', run: () => ({ decides: 'change', set: {}, archive: false, then: [] }) }),
  ]
  const without = [...Object.keys(noun.without), ...own.flatMap(({ verb, creates }) => (creates && verb === 'create' ? verb : []))]
  return [...verbs.filter(({ verb }) => !without.includes(verb === 'restore' ? 'archive' : verb)), ...own]
}

function edited(noun: Noun, row: Row, input: Values<Fields>): Decision {
  const why = noun.settled(row, Object.keys(input))
  return why === null ? change(input) : refuse(why)
}

/** Names that every row has already. */
const stamps = ['id', 'key', 'version', 'createdAt', 'updatedAt', 'archivedAt', 'source', 'custom', 'search', 'workspaceId']

/** Refuses a definition that would only fail later, in a query or in somebody's hands. */
function assertSound(noun: Noun, nouns: ReadonlyMap<string, Noun>, actions: readonly Action[]): void {
  const faults: string[] = []
  for (const other of nouns.values())
    if (other !== noun && (other.key === noun.key || other.plural === noun.plural)) faults.push(`shares its key or plural with ${other.noun}`)
  for (const [name, { target }] of Object.entries(noun.fields)) {
    if (stamps.includes(name)) faults.push(`has a field “${name}”, which every row has`)
    if (target !== undefined && !nouns.has(target)) faults.push(`points by “${name}” at “${target}”, which is no noun`)
  }
  for (const name of [noun.title, ...noun.unique.flat()]) if (!Object.hasOwn(noun.fields, name)) faults.push(`names “${name}”, which is no field of it`)
  for (const [index, { verb, of }] of actions.entries()) {
    if (of !== noun.noun) faults.push(`holds “${verb}” of ${of}`)
    if (actions.findIndex((other) => other.verb === verb) !== index) faults.push(`has two verbs “${verb}”`)
  }
  if (faults.length > 0) throw new TypeError(`The noun ${noun.noun} ${faults.join('; ')}.`)
}

function main<T>(words: Words, is: (value: unknown) => value is T): [string, T][] {
  return Object.entries(words).map(([name, exports]) => {
    const word = exports[name]
    if (!is(word)) throw new TypeError(`${name}.ts must export a ${is.name.slice(2).toLowerCase()} called “${name}”.`)
    return [name, word]
  })
}

function demand<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = map.get(name)
  if (found === undefined) throw new Problem('missing', `There is no ${what} “${name}”.`, nearest(name, [...map.keys()]))
  return found
}
