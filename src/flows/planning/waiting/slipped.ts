import { addDays, addPeriods } from '#engines/numbers/dates.ts'
import { slip } from '#engines/portfolio/graph/schedule.ts'
import { everyRow, isRecord, Problem, type AnyRow, type Context } from '#kernel'
import { nothingIfRefused } from '../../refusedFigure.ts'
import { release } from '#objects'
import { byKey, text, textsIn } from '../reading.ts'
import type { WaitingGround } from './ground.ts'
import { endOfTime, landsOn, type Network } from './network.ts'

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
    /** Its promised day; `wasMissed` when it lands after that without the slip as well. */
    readonly hardDate: { readonly on: string; readonly reason: string; readonly isMissed: boolean; readonly wasMissed: boolean } | null
  }[]
  /** Bets that wait for it and do not move. */
  readonly absorbed: readonly { readonly key: string; readonly title: string }[]
  readonly accounts: readonly { readonly key: string; readonly name: string; readonly recurring: number | null; readonly because: readonly string[] }[]
  /** Yearly recurring revenue of those accounts, each once; null when it cannot be measured. */
  readonly recurring: number | null
  readonly currency: string
  /** Days promised to other bets that move along with what gives them; `isLate` when the new day is after the one on which it is needed, `wasLate` when the old one was. */
  readonly promises: readonly {
    readonly key: string
    readonly title: string
    readonly from: string
    readonly to: string
    readonly isLate: boolean
    readonly wasLate: boolean
  }[]
  /** Features that were to be out by a day that their bet now misses, and those without a day that are in a release; the releases of the plan, else the versions that its source names. */
  readonly releases: readonly { readonly key: string; readonly title: string; readonly due: string | null; readonly versions: readonly string[] }[]
  /** Key results that end before a bet which serves them lands, and would not without the slip; each once. */
  readonly keyResults: readonly { readonly key: string; readonly title: string; readonly due: string; readonly bets: readonly string[] }[]
}

interface Moved {
  readonly row: AnyRow
  readonly from: string
  readonly to: string
  readonly days: number
}

/**
 * What happens when a bet lands some days later than it is forecast: bets, promised days, releases, key results and accounts that it hits,
 * each once. Nothing is written. Bets that wait for each other have no order: a slip that reaches them is refused.
 */
export async function slipped(ctx: Context, ground: WaitingGround, key: string, days: number, asOf?: string): Promise<SlipAnswer> {
  const day = asOf ? { asOf } : {}
  const { bets, dependencies, results, features, releases: versions, whole } = ground
  const late = bets.find((row) => row.key === key || row.id === key)
  if (!late) throw new Problem('missing', `There is no bet “${key}”.`)
  if (landsOn(late) === null)
    throw new Problem('refused', `${late.key} has no date to slip from.`, 'Give it a forecast or a timeframe of half a year or finer.')
  const byId = new Map(bets.map((row) => [row.id, row]))
  const net = clearOf(ground.open, late, byId, whole)
  const moved: readonly Moved[] = slip(net.tasks, net.edges, { id: late.id, by: days }).flatMap(({ id, before, after }) => {
    const row = byId.get(id)
    return row ? [{ row, from: addDays(net.origin, Math.round(before)), to: addDays(net.origin, Math.round(after)), days: Math.round(after - before) }] : []
  })
  const hit = new Set(moved.map(({ row }) => row.id))
  const waiting = net.edges.filter(({ before, after }) => hit.has(before) && !hit.has(after)).flatMap(({ after }) => byId.get(after) ?? [])
  const movedBets = moved.map(({ row }) => row)
  const [because, worth] = await Promise.all([waitingFor(ctx, movedBets, day), recurringOf(ctx, asOf)])
  const named = await Promise.all([...because].map(async ([id, reasons]) => ({ account: await ctx.find('account', id, asOf), because: [...reasons] })))
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
    chain: moved.map(({ row, ...moves }) => ({ key: row.key, title: text(row['title']), ...moves, hardDate: hardOf(row, moves) })),
    absorbed: [...new Map(waiting.map((row) => [row.key, { key: row.key, title: text(row['title']) }])).values()],
    accounts: rows.toSorted((a, b) => (b.recurring ?? 0) - (a.recurring ?? 0) || byKey(a, b)),
    recurring: rows.some(({ recurring }) => recurring !== null) ? rows.reduce((sum, { recurring }) => sum + (recurring ?? 0), 0) : null,
    currency: worth.currency,
    promises: promisesOf(moved, dependencies),
    releases: releasesOf(moved, features, versions),
    keyResults: resultsOf(moved, results),
  }
}

function hardOf(row: AnyRow, { from, to }: Pick<Moved, 'from' | 'to'>): SlipAnswer['chain'][number]['hardDate'] {
  const hard = isRecord(row['hardDate']) ? row['hardDate'] : null
  const on = hard ? text(hard['on']) : ''
  return hard ? { on, reason: text(hard['reason']), isMissed: to > on, wasMissed: from > on } : null
}

/** Who waits: by account the reasons, from what was asked for with importance and from the open risks of the bets. */
async function waitingFor(ctx: Context, bets: readonly AnyRow[], day: { readonly asOf?: string }): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = new Map(bets.map(({ id, key }) => [String(id), key]))
  const [feedback, risks] = await Promise.all([
    everyRow(ctx, 'feedback', { ...day, filter: { initiative: { in: [...keys.keys()] } } }),
    everyRow(ctx, 'risk', day),
  ])
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
async function recurringOf(ctx: Context, asOf?: string): Promise<{ readonly of: (account: AnyRow) => number | null; readonly currency: string }> {
  const closed = addPeriods((asOf ?? ctx.now()).slice(0, 7), -1)
  const rows = await ctx.behind({ metric: 'net-revenue-retention', period: closed }).catch((error: unknown) => nothingIfRefused(error) ?? [])
  const yearly = (monthly: number | null): number | null => (monthly === null ? null : monthly * 12)
  const byId = new Map(rows.map((row) => [row.account, yearly(row.closing)]))
  const byName = new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.name, yearly(row.closing)] as const])))
  return {
    currency: ctx.workspace.currency,
    of: (account) => byId.get(account.source?.externalId ?? '') ?? byName.get(text(account['name'])) ?? null,
  }
}

/** The network that a slip runs through; refused when it would reach bets that wait for each other. */
function clearOf({ net, circles }: WaitingGround['open'], late: AnyRow, byId: ReadonlyMap<string, AnyRow>, all: Network): Network {
  const reached = new Set([String(late.id)])
  const after = Map.groupBy(all.edges, ({ before }) => before)
  for (const id of reached) for (const edge of after.get(id) ?? []) reached.add(edge.after)
  const [held] = circles.filter((circle) => circle.some((id) => reached.has(id)))
  if (!held) return net
  throw new Problem(
    'refused',
    `${held.map((id) => byId.get(id)?.key ?? id).join(', ')} wait for each other: what a slip of ${late.key} hits has no order.`,
    'Drop one of their dependencies, or make it soft.',
    { code: 'circle' },
  )
}

function promisesOf(moved: readonly Moved[], dependencies: readonly AnyRow[]): SlipAnswer['promises'] {
  const days = new Map(moved.map((one) => [String(one.row.id), one.days]))
  return dependencies
    .filter((row) => row['state'] === 'agreed' && text(row['promisedFor']) !== '' && days.has(text(row['to'])))
    .map((row) => {
      const [from, by] = [text(row['promisedFor']), days.get(text(row['to'])) ?? 0]
      const to = addDays(from, by)
      return { key: row.key, title: text(row['title']), from, to, isLate: to > text(row['neededBy']), wasLate: from > text(row['neededBy']) }
    })
    .toSorted((a, b) => a.from.localeCompare(b.from))
}

const open = ['candidate', 'planned', 'inProgress']

function releasesOf(moved: readonly Moved[], features: readonly AnyRow[], releases: readonly AnyRow[]): SlipAnswer['releases'] {
  const planned = releases.filter((row) => release.isOpen(text(row['state'])))
  const byBet = new Map(moved.map((one) => [String(one.row.id), one]))
  return features.flatMap((row) => {
    const bet = byBet.get(text(row['initiative']))
    const due = endOfTime(text(row['timeframe']))
    const own = planned.filter((one) => textsIn(one['features']).includes(row.id)).map(({ key, title }) => `${key} ${text(title)}`)
    const versions = own.length > 0 ? own : textsIn(row['releases'])
    const isHit = bet !== undefined && (due === null ? versions.length > 0 : due >= bet.from && due < bet.to)
    return isHit && open.includes(text(row['stage'])) ? [{ key: row.key, title: text(row['title']), due, versions }] : []
  })
}

function resultsOf(moved: readonly Moved[], results: readonly AnyRow[]): SlipAnswer['keyResults'] {
  return results
    .filter((row) => row['state'] === 'active')
    .flatMap((row) => {
      const due = text(row['due'])
      const bets = moved.filter(({ row: bet, from, to }) => listOf(bet['objectives']).includes(row['objective']) && due >= from && due < to)
      return bets.length === 0 ? [] : [{ key: row.key, title: text(row['title']), due, bets: bets.map((one) => one.row.key) }]
    })
}
