import { addDays, addPeriods } from '#engines/numbers/dates.ts'
import { slip } from '#engines/portfolio/graph/schedule.ts'
import { isRecord, Problem, type AnyRow, type Context } from '#kernel'
import { everyRow, number, text } from '../reading.ts'
import { landsOn, networkOf } from './network.ts'

export interface SlipAnswer {
  readonly key: string
  readonly title: string
  readonly days: number
  /** The bet itself first, then what moves with it, then what absorbs it. */
  readonly chain: readonly {
    readonly key: string
    readonly title: string
    readonly from: string
    readonly to: string
    readonly days: number
    readonly hardDate: { readonly on: string; readonly reason: string; readonly isMissed: boolean } | null
  }[]
  /** Bets that wait for it and do not move. */
  readonly absorbed: readonly { readonly key: string; readonly title: string }[]
  readonly accounts: readonly { readonly key: string; readonly name: string; readonly recurring: number | null; readonly because: readonly string[] }[]
  /** Yearly recurring revenue of those accounts, each once; null when it cannot be measured. */
  readonly recurring: number | null
  readonly currency: string
  readonly keyResults: readonly { readonly key: string; readonly title: string; readonly due: string; readonly bet: string }[]
}

/** What happens when a bet lands some days later than it is forecast: bets, hard dates, key results and accounts that it hits. Nothing is written. */
export async function slipped(ctx: Context, key: string, days: number): Promise<SlipAnswer> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun)
  const [bets = [], dependencies = [], results = []] = await Promise.all(['initiative', 'dependency', 'keyResult'].map(all))
  const late = bets.find((row) => row.key === key || row.id === key)
  if (!late) throw new Problem('missing', `There is no bet “${key}”.`)
  if (landsOn(late) === null)
    throw new Problem('refused', `${late.key} has no date to slip from.`, 'Give it a forecast or a timeframe of half a year or finer.')
  const net = networkOf(bets, dependencies)
  const byId = new Map(bets.map((row) => [row.id, row]))
  const moved = slip(net.tasks, net.edges, { id: late.id, by: days }).flatMap(({ id, before, after }) => {
    const row = byId.get(id)
    return row ? [{ row, from: addDays(net.origin, Math.round(before)), to: addDays(net.origin, Math.round(after)), days: Math.round(after - before) }] : []
  })
  const hit = new Set(moved.map(({ row }) => row.id))
  const waiting = net.edges.filter(({ before, after }) => hit.has(before) && !hit.has(after)).flatMap(({ after }) => byId.get(after) ?? [])
  const because = await waitingFor(
    ctx,
    moved.map(({ row }) => row),
  )
  const named = await Promise.all([...because].map(async ([id, reasons]) => ({ account: await ctx.find('account', id), because: [...reasons] })))
  const worth = await recurringOf(ctx)
  const rows = named.map(({ account, because }) => ({
    key: account.key,
    name: text(account['name']) || account.key,
    recurring: worth.of(account),
    because,
  }))
  return {
    key: late.key,
    title: text(late['title']),
    days,
    chain: moved.map(({ row, ...moves }) => ({ key: row.key, title: text(row['title']), ...moves, hardDate: hardOf(row, moves.to) })),
    absorbed: [...new Map(waiting.map((row) => [row.key, { key: row.key, title: text(row['title']) }])).values()],
    accounts: rows.toSorted((a, b) => (b.recurring ?? 0) - (a.recurring ?? 0) || a.key.localeCompare(b.key)),
    recurring: rows.some(({ recurring }) => recurring !== null) ? rows.reduce((sum, { recurring }) => sum + (recurring ?? 0), 0) : null,
    currency: worth.currency,
    keyResults: moved.flatMap(({ row, to }) => resultsOf(row, to, results)),
  }
}

function hardOf(row: AnyRow, to: string): SlipAnswer['chain'][number]['hardDate'] {
  const hard = isRecord(row['hardDate']) ? row['hardDate'] : null
  return hard ? { on: text(hard['on']), reason: text(hard['reason']), isMissed: to > text(hard['on']) } : null
}

/** Who waits: by account the reasons, from what was asked for with importance and from the open risks of the bets. */
async function waitingFor(ctx: Context, bets: readonly AnyRow[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = new Map(bets.map(({ id, key }) => [String(id), key]))
  const [feedback, risks] = await Promise.all([everyRow(ctx, 'feedback', { filter: { initiative: { in: [...keys.keys()] } } }), everyRow(ctx, 'risk')])
  const asked = feedback
    .filter((row) => Number(row['importance'] ?? 0) >= 2)
    .map((row) => ({ account: row['account'], reason: `asked for ${keys.get(text(row['initiative'])) ?? ''}` }))
  const named = risks
    .filter((row) => row['state'] !== 'closed' && listOf(row['initiatives']).some((id) => keys.has(String(id))))
    .flatMap((row) => listOf(row['accounts']).map((account) => ({ account, reason: row.key })))
  const because = new Map<string, Set<string>>()
  for (const { account, reason } of [...asked, ...named]) if (typeof account === 'string') because.set(account, (because.get(account) ?? new Set()).add(reason))
  return because
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Yearly recurring revenue by account, twelve times what recurs in the last closed month; nothing where it may not be seen, is not measured,
 * or the account has not paid for a year yet.
 */
async function recurringOf(ctx: Context): Promise<{ readonly of: (account: AnyRow) => number | null; readonly currency: string }> {
  const closed = addPeriods(ctx.now().slice(0, 7), -1)
  const rows = await ctx.behind({ metric: 'net-revenue-retention', period: closed }).catch(() => [])
  const yearly = (monthly: number | null): number | null => (monthly === null ? null : monthly * 12)
  const byId = new Map(rows.map((row) => [row.account, yearly(row.closing)]))
  const byName = new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.name, yearly(row.closing)] as const])))
  return {
    currency: ctx.workspace.currency,
    of: (account) => byId.get(account.source?.externalId ?? '') ?? byName.get(text(account['name'])) ?? null,
  }
}

function resultsOf(bet: AnyRow, to: string, results: readonly AnyRow[]): SlipAnswer['keyResults'] {
  const objectives: readonly unknown[] = Array.isArray(bet['objectives']) ? bet['objectives'] : []
  return results
    .filter((row) => row['state'] === 'active' && objectives.includes(row['objective']) && text(row['due']) < to && number(row['scored']) === null)
    .map((row) => ({ key: row.key, title: text(row['title']), due: text(row['due']), bet: bet.key }))
}
