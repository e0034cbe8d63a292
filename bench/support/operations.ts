import { appRegistry } from '../../src/house/app.ts'
import { companyOn } from '#house/companyOn.ts'

type Values = Readonly<Record<string, unknown>>

/** What the company of the benchmark has besides customers and their use: how it runs, plans, experiments, hires and spends, as the sample company does. */
const apart = new Set([
  'account',
  'app_user',
  'feature',
  'subscription',
  'ticket',
  'survey_response',
  'survey_invite',
  'event',
  'churn_event',
  'fx_rate',
  'control_total',
])
const words = appRegistry()
/** The civil day of a row; null where its fact has no time of its own. */
const dayOf = (fact: string, values: Values): string | null => /^\d{4}-\d{2}-\d{2}/.exec(String(values[words.fact(fact).at]))?.[0] ?? null

type Dated = { readonly fact: string; readonly day: string | null; readonly values: Values }
let made: readonly Dated[] | undefined
/** Made when a day is asked for: what is measured first has the memory to itself. */
function all(): readonly Dated[] {
  if (made) return made
  const facts = Object.entries(companyOn('2025-03-01').facts).filter(([fact]) => !apart.has(fact))
  const named = (values: Values): Values => ({ ...values, ...('account_id' in values ? { account_id: null } : {}) })
  made = facts.flatMap(([fact, some]) => [...some].map((values) => ({ fact, day: dayOf(fact, values), values: named(values) })))
  return made
}

/** Rows by fact up to a day, the day excluded, or of that day alone (`YYYY-MM-DD`). */
export const operationsBefore = (day: string): Record<string, Values[]> => byFact((one) => one === null || one < day)
export const operationsOn = (day: string): Record<string, Values[]> => byFact((one) => one === day)

function byFact(isTaken: (day: string | null) => boolean): Record<string, Values[]> {
  const taken = Map.groupBy(
    all().filter(({ day }) => isTaken(day)),
    ({ fact }) => fact,
  )
  return Object.fromEntries([...taken].map(([fact, some]) => [fact, some.map(({ values }) => values)]))
}
