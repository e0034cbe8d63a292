import { QueryRefusal } from '../refusal.ts'
import type { Query } from './kinds.ts'
import { withPreset } from './presets.ts'
import { isRecord } from './read.ts'

/** Refuses a word that would change nothing, or of which nothing could ever be true: left standing, it would seem to have been obeyed. */
export function assertMeant(query: Query): void {
  if (query.kind === 'funnel' && query.order !== 'strict' && query.strictIgnores.length > 0)
    throw new QueryRefusal('strictIgnores', `nothing breaks a funnel whose order is ${query.order}.`, 'Write "order": "strict", or leave it out.')
  if (query.kind === 'retention' && query.cumulativeValue && query.value === null)
    throw new QueryRefusal('cumulativeValue', 'there is no value to add up.', 'Write "value": {"prop": "event.amount", "math": "sum"}.')
  assertPersons(query)
}

/** Several persons act in an account or another group, never in a person or a session. */
function assertPersons(query: Query): void {
  if (isOfSeveral(query.actor)) return
  const found = query.kind === 'adoption' ? [query.minPersons] : query.kind === 'activation' ? query.milestone.map(({ minPersons }) => minPersons) : []
  const place = found.findIndex((least) => least > 1)
  if (place < 0) return
  const at = query.kind === 'adoption' ? 'minPersons' : `milestone[${place}].minPersons`
  throw new QueryRefusal(
    at,
    `a ${typeof query.actor === 'object' ? 'person' : query.actor} is never several persons.`,
    'Count accounts: "actor": {"group": "account"}.',
  )
}

type Given = Readonly<Record<string, unknown>>

/**
 * A stored question or cohort without what would be refused of a new one: it was kept while such words were still taken, and changed nothing. Cells of cohorts
 * are questions too.
 */
export function onlyMeant(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(onlyMeant)
  if (!isRecord(given)) return given
  const kept = Object.entries(given).filter(([key]) => !isIdle(given, key))
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'milestone' ? milestonesIn(given) : placesOfQuestions.has(key) ? onlyMeant(value) : value]),
  )
}

/** Under which words a cohort holds questions. */
const placesOfQuestions = new Set(['def', 'all', 'any', 'not', 'cell', 'query'])

function isIdle(given: Given, key: string): boolean {
  const { kind, order, value } = given
  if (key === 'strictIgnores') return kind === 'funnel' && order !== 'strict'
  if (key === 'cumulativeValue') return kind === 'retention' && !isRecord(value)
  return key === 'minPersons' && kind === 'adoption' && !isOfSeveral(withPreset(given, kind)['actor'])
}

function milestonesIn(given: Given): unknown {
  const { kind, milestone } = given
  if (kind !== 'activation' || !Array.isArray(milestone) || isOfSeveral(withPreset(given, kind)['actor'])) return milestone
  return milestone.map((each) => (isRecord(each) ? Object.fromEntries(Object.entries(each).filter(([key]) => key !== 'minPersons')) : each))
}

/** Who is counted, as it is written: accounts where nothing is. */
const isOfSeveral = (actor: unknown): boolean => actor === undefined || actor === 'account' || (isRecord(actor) && actor['group'] !== 'person')
