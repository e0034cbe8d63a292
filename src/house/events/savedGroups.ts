import type { Segment } from '#engines/analytics/answer.ts'
import { onlyMeant } from '#engines/analytics/query/meant.ts'
import { accountsOf } from '#flows/market/market.ts'
import { everyRow, isRecord, Problem, type AnyRow } from '#kernel'
import { account, segment as rules } from '#objects'
import type { Scope } from '#runtime/scope.ts'

/** Reads what saved groups are made of, each list once: hand one to all the questions of a request. */
export interface GroupReader {
  cohorts(): Promise<readonly AnyRow[]>
  /** As of now, or of a day. */
  record(asOf?: string): Promise<Recorded>
}

/** `inside` reads cohorts with the ids of whoever is in them. */
export function groupReader(scope: Pick<Scope, 'read'>, inside: Pick<Scope, 'read'>): GroupReader {
  const records = new Map<string | undefined, Promise<Recorded>>()
  let cohorts: Promise<readonly AnyRow[]> | undefined
  return {
    cohorts: () => (cohorts ??= everyRow(inside, 'analysis', { filter: { kind: 'cohort' } })),
    record(asOf) {
      const found = records.get(asOf) ?? recordOf(scope, asOf)
      records.set(asOf, found)
      return found
    },
  }
}

/** The saved cohorts that a question names by key or title, and those that they name in turn: their definitions, and what they are called. */
export async function savedCohorts(
  groups: GroupReader,
  given: unknown,
): Promise<{ readonly defs: Readonly<Record<string, unknown>>; readonly titles: ReadonlyMap<string, string> }> {
  const found = new Map<string, AnyRow>()
  if (namedIn(given, 'cohort').size === 0) return { defs: {}, titles: new Map() }
  const rows = await groups.cohorts()
  const ask = (value: unknown): void => {
    for (const name of namedIn(value, 'cohort')) {
      const row = found.has(name) ? undefined : cohortNamed(rows, name)
      if (!row) continue
      found.set(name, row)
      ask(row['spec'])
    }
  }
  ask(given)
  return {
    defs: Object.fromEntries([...found].map(([name, row]) => [name, onlyMeant(row['spec'])])),
    titles: new Map([...found].map(([name, row]) => [name, String(row['title'])])),
  }
}

function cohortNamed(rows: readonly AnyRow[], name: string): AnyRow | undefined {
  const byKey = rows.find(({ key, id }) => key === name || id === name)
  const [first, second] = byKey ? [byKey] : rows.filter((row) => row['title'] === name)
  if (first && second)
    throw new Problem('invalid', `${first.key} and ${second.key} are both called “${name}”.`, 'Name the cohort by its key.', { code: 'invalid_query' })
  return first
}

/** The segments or cohorts that a question names anywhere. */
export function namedIn(value: unknown, what: 'segment' | 'cohort'): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...namedIn(each, what)]))
  if (!isRecord(value)) return new Set()
  const listed = what === 'cohort' && Array.isArray(value['cohorts']) ? value['cohorts'] : []
  const own = [value[what], ...listed].filter((name) => typeof name === 'string')
  return new Set([...own, ...Object.values(value).flatMap((each) => [...namedIn(each, what)])])
}

/**
 * The named segments with the accounts that are in them now, or were on the day that is asked about, as their pages count them. One that the record of that
 * day does not hold yet is taken as it is now, and every answer says so.
 */
export async function savedSegments(groups: GroupReader, wanted: ReadonlySet<string>, asOf: string | undefined): Promise<Map<string, Segment>> {
  if (wanted.size === 0) return new Map()
  const [then, now] = [asOf === undefined ? null : await groups.record(asOf), await groups.record()]
  return new Map(
    [...wanted].flatMap((name): [string, Segment][] => {
      const past = then && named(then, name)
      const row = past ?? named(now, name)
      if (!row) return []
      const { wrong } = rules.compile(row['rule'])
      if (wrong) throw new Problem('refused', `The rule of the segment ${row.key} cannot be read: ${wrong.reason}`, wrong.hint)
      const { segments, accounts } = past && then ? then : now
      const title = String(row['title'])
      const notes = [
        row['state'] === 'active' ? '' : `The segment “${title}” is ${String(row['state'])}.`,
        then && !past ? `The segment “${title}” is younger than the day that is asked about: its rule and its accounts are those of today.` : '',
      ]
      const own = accountsOf(row, segments, accounts)
      const former = own.filter((one) => !rules.isCurrent(one)).map(account.factIdOf)
      return [[name, { title, accounts: own.map(account.factIdOf), former, note: notes.filter(Boolean).join(' ') || null }]]
    }),
  )
}

interface Recorded {
  readonly segments: readonly AnyRow[]
  readonly accounts: readonly AnyRow[]
}

async function recordOf(scope: Pick<Scope, 'read'>, asOf?: string): Promise<Recorded> {
  const day = asOf === undefined ? {} : { asOf }
  return { segments: await everyRow(scope, 'segment', day), accounts: await everyRow(scope, 'account', day) }
}

const named = ({ segments }: Recorded, name: string): AnyRow | undefined =>
  segments.find((one) => one.key === name || one.id === name) ?? segments.find((one) => one['title'] === name)
