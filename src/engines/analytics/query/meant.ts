import { QueryRefusal } from '../refusal.ts'
import type { Query } from './kinds.ts'

/** Refuses a word that would change nothing, or of which nothing could ever be true: left standing, it would seem to have been obeyed. */
export function assertMeant(query: Query): void {
  if ((query.kind === 'paths' || query.kind === 'lifecycle') && query.breakdown.length > 0)
    throw new QueryRefusal('breakdown', `${query.kind} has no lines of a breakdown.`, 'Ask of one value in “where”, or of groups in “beside”.', 'unsupported')
  if (query.kind === 'funnel' && query.order !== 'strict' && query.strictIgnores.length > 0)
    throw new QueryRefusal('strictIgnores', `nothing breaks a funnel whose order is ${query.order}.`, 'Write "order": "strict", or leave it out.')
  if (query.kind === 'retention' && query.cumulativeValue && query.value === null)
    throw new QueryRefusal('cumulativeValue', 'there is no value to add up.', 'Write "value": {"prop": "event.amount", "math": "sum"}.')
  assertPersons(query)
}

/** Several persons act in an account or another group, never in a person or a session. */
function assertPersons(query: Query): void {
  if (typeof query.actor === 'object' && query.actor.group !== 'person') return
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
