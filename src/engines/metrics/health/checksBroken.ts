import { screening, violations } from '../dialect/checks.ts'
import type { Places } from '../dialect/places.ts'
import { isAlone, isKeyed, namingColumn, type KeyedRule, type Rule, type UnkeyedRule } from '../dialect/rules.ts'
import type { SqlText } from '../dialect/sql.ts'
import { derivedChecks } from './derivedChecks.ts'
import { brokenIn, type Fault } from './faults.ts'
import { addedUp, violationsJoined } from './joined.ts'
import { columnsLookedUp, countKeyed, KeyedCounts, type KeyedReading } from './keyedCounts.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** What checks read: answers of a state, all rows of a fact, and answers that go on from where they stood when rows of their fact are added. */
export interface CheckedFacts extends KeyedReading {
  ask(query: SqlText): Promise<Rows>
  added(fact: string, ask: (places: Places) => SqlText, join: (before: Rows, more: Rows) => Rows): Promise<Rows>
  carried<T extends object>(
    of: { readonly name: string; readonly fact: string; readonly reads: readonly string[]; is(value: object): value is T },
    make: (before: T | null, more: Places, all: Places) => Promise<T>,
  ): Promise<T>
}

interface Named {
  readonly id: string
  readonly says: string
  readonly severity: 'error' | 'warn'
}

/** A fact as checks see it: its own rules, and the columns from whose definition others follow. */
interface Checked {
  readonly fact: string
  readonly checks: readonly (Named & Rule)[]
  readonly columns: Parameters<typeof derivedChecks>[0]['columns']
}

type Broken = Fault & Pick<Named, 'says' | 'severity'> & { readonly check: string }

/** So many rows show what breaks a check. */
const sample = 5

/** What breaks the checks of a fact, its own and those that follow from its definition; `today` is a civil day, `everyRule` are those of all facts. */
export async function checksBroken(facts: CheckedFacts, fact: Checked, today: string, everyRule: readonly Rule[]): Promise<Broken[]> {
  const all: (Named & Rule)[] = [...fact.checks, ...derivedChecks(fact)]
  const alone = all.filter(isAlone)
  const [screened] = alone.length === 0 ? [] : await facts.added(fact.fact, (places) => screening(fact.fact, alone, places), addedUp)
  const found = all.map(async (check) => {
    const place = alone.findIndex(({ id }) => id === check.id)
    const isKept = place >= 0 && Number(screened?.[`b${place}`] ?? 0) === 0
    const fault = isKept ? null : isKeyed(check) ? await keyedFaultOf(facts, fact, check, everyRule) : await faultOf(facts, fact, check, today)
    return fault ? [{ ...fault, check: check.id, says: check.says, severity: check.severity }] : []
  })
  return (await Promise.all(found)).flat()
}

/** Rows that break a rule by themselves go on from where they were; where lines of the account are counted, all are asked anew. */
async function faultOf(facts: CheckedFacts, { fact }: Checked, rule: UnkeyedRule, today: string): Promise<Fault | null> {
  const ask = (places: Places): SqlText => violations(fact, rule, today, sample, places)
  return brokenIn(isAlone(rule) ? await facts.added(fact, ask, (before, more) => violationsJoined(before, more, sample)) : await facts.ask(ask(null)))
}

/** All rules that name their rows in one column are counted together. */
async function keyedFaultOf(facts: CheckedFacts, { fact, checks }: Checked, rule: KeyedRule & Named, everyRule: readonly Rule[]): Promise<Fault | null> {
  const by = namingColumn(rule)
  const isBeside = (one: KeyedRule): boolean => namingColumn(one) === by && one.fact === rule.fact && one.key === rule.key
  const [first = rule, ...others] = checks.filter(isKeyed).filter(isBeside)
  const [rules, columns] = [[first, ...others] as const, columnsLookedUp(everyRule, rule.fact)]
  const counts = await facts.carried(
    { name: `by ${by} of ${rule.fact} by ${rule.key}`, fact, reads: [fact, rule.fact], is: KeyedCounts.is },
    async (before, more, all) => countKeyed({ fact, by, rules, columns }, { facts, sample, before, more, all }),
  )
  return counts.faults[rules.findIndex(({ id }) => id === rule.id)] ?? null
}
