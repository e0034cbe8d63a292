import { sized, type Sized, type Voice } from '#engines/portfolio/evidence/evidence.ts'
import { account, opportunity } from '#objects'
import { everyRow, isRecord, type AnyRow, type Context } from '#kernel'
import { paidByAccount, type PaidOrWhy } from '#flows/paidByAccount.ts'
import { number, text, textsIn } from '../reading.ts'

/** Whom a voice may speak for, and what these pay. */
export interface Payers {
  readonly accounts: ReadonlyMap<string, AnyRow>
  /** Names of accounts by the id that the ledger knows them by. */
  readonly names: ReadonlyMap<string, string>
  readonly pays: PaidOrWhy
}

/** All that opportunities are told from: the rows, what customers said, and who pays. */
export interface Heard extends Payers {
  readonly rows: readonly AnyRow[]
  /** By the opportunity that they are parts of. */
  readonly parts: ReadonlyMap<string, readonly AnyRow[]>
  /** Feedback that counts as a need, by its theme; and all of it by its id. */
  readonly byTheme: ReadonlyMap<string, readonly AnyRow[]>
  readonly byId: ReadonlyMap<string, AnyRow>
}

/** Reads the accounts, and who of them pays; as of the end of a day. */
export async function payersFor(ctx: Context, asOf?: string): Promise<Payers> {
  const [accounts, pays] = await Promise.all([everyRow(ctx, 'account', asOf ? { asOf } : {}), paidByAccount(ctx, asOf)])
  const names = new Map(accounts.map((row) => [account.factIdOf(row), text(row['name'])]))
  return { accounts: new Map(accounts.map((row) => [row.id, row])), names, pays }
}

/** Reads what was said for these opportunities: feedback of their themes that counts as a need, and the single voices that they name. */
export async function heardFor(ctx: Context, asOf?: string): Promise<Heard> {
  const past = asOf ? { asOf } : {}
  const rows = await everyRow(ctx, 'opportunity', past)
  const [themes, ids] = [unique(rows.flatMap((row) => textsIn(row['themes']))), unique(rows.flatMap((row) => textsIn(row['evidence'])))]
  const [byTheme, byId, payers] = await Promise.all([
    themes.length === 0 ? [] : everyRow(ctx, 'feedback', { filter: { theme: themes, signal: 'signal' }, ...past }),
    ids.length === 0 ? [] : everyRow(ctx, 'feedback', { filter: { id: ids }, ...past }),
    payersFor(ctx, asOf),
  ])
  const byIds = new Map([...byTheme, ...byId].map((row) => [row.id, row]))
  return {
    ...payers,
    rows,
    parts: Map.groupBy(rows, (row) => text(row['parent'])),
    byTheme: Map.groupBy(
      byIds.values().filter((row) => row['signal'] === 'signal'),
      (row) => text(row['theme']),
    ),
    byId: byIds,
  }
}

/** The feedback behind one opportunity, without that of its parts. */
export const feedbackOf = ({ byTheme, byId }: Heard, row: AnyRow): readonly AnyRow[] => [
  ...new Set([...textsIn(row['themes']).flatMap((theme) => byTheme.get(theme) ?? []), ...textsIn(row['evidence']).flatMap((id) => byId.get(id) ?? [])]),
]

/** An opportunity with all of its parts, however deep; a circle is walked once. */
export function familyOf({ parts }: Heard, root: AnyRow): AnyRow[] {
  const known = new Map<string, AnyRow>()
  const walk = (row: AnyRow): void => {
    if (known.has(row.id)) return
    known.set(row.id, row)
    parts.get(row.id)?.forEach(walk)
  }
  walk(root)
  return [...known.values()]
}

export interface Evidence extends Omit<Sized, 'loudest' | 'heaviest'> {
  readonly loudest: { readonly name: string; readonly share: number } | null
  readonly heaviest: { readonly name: string; readonly share: number } | null
}

/** What stands behind some opportunities together. */
export const evidenceOf = (heard: Heard, of: readonly AnyRow[]): Evidence =>
  sizedBy(
    heard,
    of.flatMap((row) => feedbackOf(heard, row)),
  )

/** How much some feedback weighs, with the names of the accounts that weigh most. */
export function sizedBy(payers: Payers, feedback: readonly AnyRow[]): Evidence {
  const voices = feedback.map((one): Voice => ({ id: one.id, account: accountIdIn(payers, one) }))
  const told = sized(voices, payers.pays.paid?.by ?? null)
  const named = (part: Sized['loudest']) => (part ? { name: nameOf(payers, part.account), share: part.share } : null)
  return { ...told, loudest: named(told.loudest), heaviest: named(told.heaviest) }
}

export interface Quote {
  readonly id: string
  readonly key: string
  /** Null for who may not read what people said. */
  readonly body: string | null
  readonly saidBy: string | null
  readonly saidAt: string
  readonly account: string | null
  readonly importance: number | null
}

/** What was said, word for word: the most important first, then the newest. */
export const quotesOf = ({ accounts }: Payers, feedback: readonly AnyRow[]): Quote[] =>
  feedback
    .map((one) => ({
      id: one.id,
      key: one.key,
      body: text(one['body']) || null,
      saidBy: text(one['saidBy']) || null,
      saidAt: text(one['saidAt']),
      account: text(accounts.get(text(one['account']))?.['name']) || null,
      importance: number(one['importance']),
    }))
    .toSorted((a, b) => (b.importance ?? -1) - (a.importance ?? -1) || (a.saidAt < b.saidAt ? 1 : -1))

/** The account of a voice, as the ledger knows it. */
export function accountIdIn({ accounts }: Payers, one: AnyRow): string | null {
  const row = accounts.get(text(one['account']))
  return row ? account.factIdOf(row) : null
}

export const nameOf = ({ names }: Payers, id: string): string => names.get(id) || 'An account'

export interface Survey {
  readonly importance: number
  readonly satisfaction: number
  readonly n: number
  readonly basis: string | null
  readonly on: string | null
}

export function surveyIn(row: AnyRow): Survey | null {
  const held = isRecord(row['survey']) ? row['survey'] : {}
  const [importance, satisfaction, n] = [number(held['importance']), number(held['satisfaction']), number(held['n'])]
  return importance === null || satisfaction === null || n === null
    ? null
    : { importance, satisfaction, n, basis: text(held['basis']) || null, on: text(held['on']) || null }
}

const unique = (all: readonly string[]): string[] => [...new Set(all)]

/** Calls an opportunity real, by the accounts that stand behind it and its parts. */
export async function validateOpportunity(ctx: Context, id: string, exception?: string): Promise<AnyRow> {
  const row = await ctx.find('opportunity', id)
  const heard = await heardFor(ctx)
  const { accounts } = evidenceOf(heard, familyOf(heard, row))
  return await ctx.perform('opportunity', opportunity.validate.verb, { id: row.id }, { accounts, exception: exception || null })
}
