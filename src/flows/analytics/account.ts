import { accountFeatures, accountHappenings, accountPeople, accountStanding, accountWeeks } from '#engines/analytics/dialect/happenings.ts'
import type { EventSql } from '#engines/analytics/dialect/events.ts'
import { healthOf, type Sign, type Colour } from '#engines/analytics/standing.ts'
import { everyRow, isProblem, type AnyRow, type Context } from '#kernel'

type Cells = Readonly<Record<string, unknown>>
/** Reads the facts of the workspace. */
export type Ask = (query: EventSql) => Promise<readonly Cells[]>

/** One thing in the line of an account’s time. */
export interface Happening {
  /** An instant. */
  readonly at: string
  readonly kind:
    | 'firstUse'
    | 'ticket'
    | 'subscriptionStart'
    | 'subscriptionEnd'
    | 'survey'
    | 'churnNote'
    | 'incident'
    | 'feedback'
    | 'decision'
    | 'risk'
    | 'changed'
  readonly says: string
  readonly more: string
  /** The record that tells it, where it is one. */
  readonly record: { readonly noun: string; readonly key: string } | null
}

export interface AccountOverview {
  /** The account’s id in events, tickets and the ledger; null when it came from no source and nothing else names it, and then only records are told. */
  readonly id: string | null
  readonly asOf: string
  readonly health: { readonly state: Colour; readonly signs: readonly Sign[] }
  /** Weeks from their Mondays, those without use left out. */
  readonly weeks: readonly { readonly week: string; readonly events: number; readonly persons: number }[]
  readonly features: readonly { readonly name: string; readonly n: number; readonly before: number; readonly persons: number; readonly last: string }[]
  /** Who acts for it; who they are is null for those who may not see it. */
  readonly people: readonly {
    readonly person: string | null
    readonly role: string | null
    readonly days: number
    readonly events: number
    readonly last: string
  }[]
  readonly timeline: readonly Happening[]
}

/** Events bear the own id of a record without a source where its domains or its other ids say whose they are. */
const idInFacts = (row: AnyRow): string | null => row.source?.externalId ?? ([row['domains'], row['otherIds']].flat().some(Boolean) ? row.id : null)

/** An account in its own time, until an instant: how it uses the product, how it stands, and what happened, from facts and from records. */
export async function accountOverview(ctx: Context, ask: Ask, account: AnyRow, maySeePersons: boolean, asOf: string): Promise<AccountOverview> {
  const id = idInFacts(account)
  const told = await recordsOf(ctx, account.id, asOf)
  if (id === null) return { id, asOf, health: { state: 'unknown', signs: [] }, weeks: [], features: [], people: [], timeline: told }
  const [weeks, features, people, standing, happened] = await Promise.all(
    [accountWeeks, accountFeatures, accountPeople, accountStanding, accountHappenings].map((question) =>
      ask(question(id, asOf.replace('Z', ''), ctx.workspace.timeZone)),
    ),
  )
  return {
    id,
    asOf,
    health: healthOf(standingOf(standing?.[0] ?? {}, Date.parse(asOf))),
    weeks: (weeks ?? []).map((row) => ({ week: String(row['week']), events: Number(row['events']), persons: Number(row['persons']) })),
    features: (features ?? []).map((row) => ({
      name: String(row['name']),
      n: Number(row['n']),
      before: Number(row['before']),
      persons: Number(row['persons']),
      last: instant(row['last']),
    })),
    people: (people ?? []).map((row) => ({
      person: maySeePersons ? String(row['person']) : null,
      role: row['role'] === null ? null : String(row['role']),
      days: Number(row['days']),
      events: Number(row['events']),
      last: instant(row['last']),
    })),
    timeline: [...(happened ?? []).map(happeningOf), ...told].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
  }
}

const instant = (millis: unknown): string => new Date(Number(millis)).toISOString()
const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberIn = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

const standingOf = (row: Cells, asOf: number): Parameters<typeof healthOf>[0] => ({
  people: Number(row['people'] ?? 0),
  peopleBefore: Number(row['people_before'] ?? 0),
  last: numberIn(row['last']),
  openTickets: Number(row['open_tickets'] ?? 0),
  urgentTickets: Number(row['urgent_tickets'] ?? 0),
  nps: numberIn(row['nps']),
  lines: Number(row['lines'] ?? 0),
  pastDue: Number(row['past_due'] ?? 0),
  renews: textIn(row['renews']),
  ends: textIn(row['ends']),
  asOf,
})

const factKinds = ['firstUse', 'ticket', 'subscriptionStart', 'subscriptionEnd', 'survey', 'churnNote', 'incident'] as const
const happeningOf = (row: Cells): Happening => ({
  at: instant(row['at']),
  kind: factKinds.find((kind) => kind === row['kind']) ?? 'firstUse',
  says: String(row['says'] ?? ''),
  more: String(row['more'] ?? ''),
  record: null,
})

/** What the records say of it: feedback, risks and the decisions about the bets that its feedback asks for, and changes of the account itself. */
async function recordsOf(ctx: Context, account: string, asOf: string): Promise<Happening[]> {
  const [feedback, risks] = await Promise.all([
    ctx.read('feedback', { filter: { account }, sort: '-saidAt', limit: 100 }),
    ctx.read('risk', { filter: { accounts: account }, limit: 50 }).catch(notForThem),
  ])
  const bets = new Set(feedback.items.flatMap((row) => (typeof row['initiative'] === 'string' ? [row['initiative']] : [])))
  const decisions = bets.size === 0 ? [] : await everyRow(ctx, 'decision', { filter: { initiatives: [...bets] } })
  const told = [
    ...feedback.items.map((row) =>
      recordOf(row, 'feedback', String(row['saidAt']), String(row['body'] ?? 'What they said is personal'), String(row['kind'] ?? '')),
    ),
    ...decisions.flatMap((row) =>
      typeof row['decidedOn'] === 'string'
        ? [recordOf(row, 'decision', `${row['decidedOn']}T12:00:00.000Z`, String(row['question']), String(row['chosen'] ?? ''))]
        : [],
    ),
    ...risks.items.map((row) => recordOf(row, 'risk', row.createdAt, String(row['title']), String(row['state'] ?? ''))),
  ]
  return told.filter(({ at }) => at <= asOf)
}

/** What a role may not read is not told; any other failure is one. */
function notForThem(error: unknown): { readonly items: readonly AnyRow[] } {
  if (isProblem(error) && error.kind === 'forbidden') return { items: [] }
  throw error
}

const recordOf = (row: AnyRow, noun: 'feedback' | 'decision' | 'risk', at: string, says: string, more: string): Happening => ({
  at,
  kind: noun,
  says: says.slice(0, 300),
  more: more.slice(0, 120),
  record: { noun, key: row.key },
})
