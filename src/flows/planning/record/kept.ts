import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { diff, predictability, type Difference, type FrozenItem, type Predictability } from '#engines/portfolio/record/baselines.ts'
import { thrash, type BaselineItem, type Thrash, type ThrashLine } from '#engines/portfolio/record/thrash.ts'
import { everyRow, Problem, recordsIn, type AnyRow, type Context } from '#kernel'
import { initiative } from '#objects'
import { number, teamOf, text, weeksOf } from '../reading.ts'
import { planChanges, sayTime, type Line } from './changed.ts'

export interface KeptLine extends Pick<ThrashLine, 'kind' | 'at' | 'moved' | 'weight' | 'cause' | 'sponsor' | 'left'> {
  readonly key: string
  readonly title: string
  readonly by: string
}

export interface Kept {
  readonly baseline: {
    readonly key: string
    readonly title: string
    readonly period: string
    readonly state: string
    readonly committedAt: string
    readonly items: number
    readonly weeks: number
    /** The commitment that it amends, with the cause; null for the first of its quarter. */
    readonly amends: { readonly key: string; readonly cause: string | null; readonly reason: string | null } | null
  }
  readonly predictability: Predictability
  readonly thrash: Omit<Thrash, 'lines'> & { readonly lines: readonly KeptLine[] }
  /** What differs between the baseline and today, by bet. */
  readonly differences: readonly { readonly key: string; readonly title: string; readonly says: string }[]
  /** Frozen bets that nobody had sized, or that had no owner. */
  readonly unready: { readonly unsized: number; readonly unowned: number }
}

/** The lines of the record about bets since a moment; the runtime hands them in. */
export type Lines = (since: string) => Promise<readonly Line[]>

/**
 * How a quarter’s commitment held: delivered of promised, the thrash index with its rows, and what differs today, or at the moment `asOf`. The
 * newest open baseline when none is named.
 */
export async function kept(
  ctx: Context,
  linesSince: Lines,
  { baseline: key, asOf }: { readonly baseline?: string; readonly asOf?: string } = {},
): Promise<Kept> {
  const all = (noun: string): Promise<readonly AnyRow[]> => everyRow(ctx, noun, { archived: true, ...(asOf ? { asOf } : {}) })
  const [baselines = [], bets = [], decisions = [], products = [], members = []] = await Promise.all(
    ['baseline', 'initiative', 'decision', 'product', 'member'].map(all),
  )
  const row = pick(baselines, key)
  const period = text(row['period'])
  const [start, end, at] = [periodStart(period), periodEnd(period), text(row['committedAt'])]
  const byId = new Map(bets.map((bet) => [bet.id, bet]))
  const items = itemsOf(row)
  const now = asOf ?? ctx.now()
  const lines = (await linesSince(at)).filter(({ recordedAt }) => recordedAt > at && recordedAt <= now)
  const changes = planChanges(lines, { end, now, timeZone: ctx.workspace.timeZone, bets: byId, decisions: new Map(decisions.map((one) => [one.id, one])) })
  const index = thrash({ start, end, baselineAt: at }, items.map(toCommitted), changes)
  const names = new Map([...products.map((one) => [one.id, nameAmong(one, products)] as const), ...members.map((one) => [one.id, text(one['name'])] as const)])
  return {
    baseline: {
      key: row.key,
      title: text(row['title']),
      period,
      state: text(row['state']),
      committedAt: at,
      items: items.length,
      weeks: items.reduce((sum, { effort }) => sum + (effort ?? 0), 0),
      amends: amendsOf(row, baselines),
    },
    predictability: predictability(
      items.filter(({ timeframe }) => isDue(timeframe, end)).map((item) => deliveryOf(item, byId.get(item.initiative), index)),
      end,
    ),
    thrash: {
      ...index,
      byProduct: Object.fromEntries(Object.entries(index.byProduct).map(([id, share]) => [names.get(id) ?? id, share])),
      lines: index.lines.map((line) => toLine(line, byId, lines)),
    },
    differences: differencesOf(items, byId, names, row['state'] === 'committed'),
    unready: { unsized: items.filter(({ effort }) => effort === null).length, unowned: items.filter(({ owner }) => owner === null).length },
  }
}

/** The name of a product; two of one name are told apart by their keys, so that neither takes the place of the other. */
function nameAmong(one: AnyRow, all: readonly AnyRow[]): string {
  const name = text(one['name']) || one.key
  return all.filter((other) => text(other['name']) === name).length > 1 ? `${name}, ${one.key}` : name
}

function amendsOf(row: AnyRow, baselines: readonly AnyRow[]): Kept['baseline']['amends'] {
  const before = baselines.find(({ id }) => id === row['amends'])
  return before ? { key: before.key, cause: text(row['cause']) || null, reason: text(row['reason']) || null } : null
}

function pick(baselines: readonly AnyRow[], key: string | undefined): AnyRow {
  const taken = baselines
    .filter((row) => row['state'] !== 'draft' && text(row['committedAt']) !== '')
    .toSorted((a, b) => text(b['committedAt']).localeCompare(text(a['committedAt'])))
  const row = key === undefined ? (taken.find((one) => one['state'] === 'committed') ?? taken[0]) : taken.find((one) => one.key === key)
  if (!row)
    throw new Problem(
      'missing',
      key === undefined ? 'No quarter has been committed yet.' : `There is no committed baseline “${key}”.`,
      'Commit the quarter: that freezes the bets as they stand.',
    )
  return row
}

interface Item {
  readonly initiative: string
  readonly title: string
  readonly horizon: 'now' | 'next' | 'later'
  readonly timeframe: string | null
  readonly effort: number | null
  readonly team: string | null
  readonly owner: string | null
  readonly product: string | null
  readonly outcome: string | null
}

function itemsOf(row: AnyRow): Item[] {
  const items = recordsIn(row['items'])
  const horizons = ['now', 'next', 'later'] as const
  return items.map((one) => ({
    initiative: text(one['initiative']),
    title: text(one['title']),
    horizon: horizons.find((horizon) => horizon === one['horizon']) ?? 'later',
    timeframe: text(one['timeframe']) || null,
    effort: number(one['effort']),
    team: text(one['team']) || null,
    owner: text(one['owner']) || null,
    product: text(one['product']) || null,
    outcome: text(one['outcome']) || null,
  }))
}

const toCommitted = ({ initiative, horizon, effort, product }: Item): BaselineItem => ({
  id: initiative,
  horizon,
  effort: effort ?? 0,
  ...(product === null ? {} : { product }),
})

/** It was promised within the period. */
function isDue(timeframe: string | null, end: string): boolean {
  if (timeframe === null) return false
  const half = /^(\d{4})-H([12])$/.exec(timeframe)
  return periodEnd(half ? `${half[1]}-Q${Number(half[2]) * 2}` : timeframe) <= end
}

function deliveryOf(item: Item, bet: AnyRow | undefined, index: Thrash) {
  const learned = index.lines.some(
    (line) => line.item === item.initiative && line.left === 'learning' && ['removed', 'stopped', 'deferred'].includes(line.kind),
  )
  return {
    id: item.initiative,
    effort: item.effort ?? 0,
    deliveredOn: text(bet?.['shippedOn']) || null,
    withdrawnByLearning: learned,
    reachedTarget: bet?.['stage'] === 'achieved',
  }
}

function toLine(line: ThrashLine, bets: ReadonlyMap<string, AnyRow>, lines: readonly Line[]): KeptLine {
  const { kind, at, moved, weight, cause, sponsor, left } = line
  const bet = bets.get(line.item)
  const own = lines.find(({ seq }) => String(seq) === line.change.split('.')[0])
  return { key: bet?.key ?? own?.key ?? line.item, title: text(bet?.['title']), by: own?.actorName ?? '', kind, at, moved, weight, cause, sponsor, left }
}

/** Bets that were committed since are named while the quarter is open; later ones belong to the next. */
function differencesOf(items: readonly Item[], bets: ReadonlyMap<string, AnyRow>, names: ReadonlyMap<string, string>, isOpen: boolean): Kept['differences'] {
  const frozen = new Set(items.map(({ initiative }) => initiative))
  const joined = isOpen ? [...bets.values()].filter((bet) => !frozen.has(bet.id) && !bet.archivedAt && initiative.isFlying(bet['stage'])) : []
  const before = items.map((item): FrozenItem => ({
    id: item.initiative,
    horizon: item.horizon,
    timeframe: item.timeframe,
    effort: item.effort,
    outcome: item.outcome,
    owner: item.owner,
    squad: item.team,
  }))
  const after = items.flatMap(({ initiative }) => {
    const bet = bets.get(initiative)
    return bet && !['stopped', 'declined'].includes(text(bet['stage'])) && !bet.archivedAt ? [frozenNow(bet)] : []
  })
  return diff(before, [...after, ...joined.map(frozenNow)]).map((one) => {
    const id = one.change === 'added' || one.change === 'removed' ? one.item.id : one.id
    const bet = bets.get(id)
    return { key: bet?.key ?? id, title: text(bet?.['title']), says: differenceSays(one, names) }
  })
}

function frozenNow(bet: AnyRow): FrozenItem {
  const [outcome] = recordsIn(bet['outcome'])
  return {
    id: bet.id,
    horizon: text(bet['horizon']) || null,
    timeframe: text(bet['timeframe']) || null,
    effort: weeksOf(bet),
    outcome: outcome ? `${String(outcome['metric'])} ${String(outcome['target'])} by ${String(outcome['by'])}` : null,
    owner: text(bet['owner']) || null,
    squad: teamOf(bet),
  }
}

function differenceSays(one: Difference, names: ReadonlyMap<string, string>): string {
  if (one.change === 'added') return 'joined since'
  if (one.change === 'removed') return 'out'
  const say = (value: string | number | null): string =>
    value === null
      ? 'none'
      : typeof value === 'number'
        ? `${value} weeks`
        : one.field === 'timeframe'
          ? sayTime(value)
          : (names.get(value) ?? value.replace(/\d{4}-\d\d-\d\d$/, (day) => showPeriod(day, 'short')))
  return `${one.change}: ${say(one.from)} → ${say(one.to)}`
}
