import { everyRow, isProblem, type AnyMetric, type AnyRow, type Context, type Unit } from '#kernel'
import { causes, compareFigure, figuresOf, isRestated, type Compared } from './review.ts'
import { isAnswer, refusesFigure } from '../refusedFigure.ts'

/** A figure of one frozen review beside what the same day looks like with today's knowledge. */
export interface Restatement extends Pick<Compared, 'frozen' | 'now' | 'difference' | 'because'> {
  readonly review: {
    readonly id: string
    readonly key: string
    readonly name: string
    readonly period: string
    readonly asOf: string
    readonly frozenAt: string
  }
  readonly isRestated: boolean
  /** The instant since which it reads otherwise, and the import that it came with; null where the records do not tell. */
  readonly since: string | null
  readonly by: string | null
}

/** How often, and by how much, figures that were signed read differently today: the newest review first. */
export interface Restatements {
  readonly metric: string
  readonly name: string
  readonly unit: Unit
  readonly currency: string
  /** Frozen reviews that hold the metric, and those of them whose figure was restated since; of older ones than `mostReviews` nothing is told. */
  readonly of: number
  readonly restated: number
  readonly leftOff: number
  /** The difference that is largest in size. */
  readonly largest: number | null
  readonly items: readonly Restatement[]
}

/** Two years of months. */
const mostReviews = 24

/** The log of restatements of a metric (kpis.md §1), made from the frozen reviews that hold it. */
export async function restatementsOf(ctx: Context, key: string, { name, unit }: Pick<AnyMetric, 'name' | 'unit'>): Promise<Restatements> {
  const reviews = await everyRow(ctx, 'review', { filter: { state: { in: ['frozen', 'sent'] } } })
  const held = reviews
    .flatMap((row) => {
      const figures = row['figures'] ? figuresOf(row) : null
      const frozen = figures?.rows.find((one) => one.key === key)
      return figures && frozen ? [{ row, asOf: figures.asOf, frozen }] : []
    })
    .toSorted((a, b) => (String(b.row['frozenAt']) < String(a.row['frozenAt']) ? -1 : 1))
  const told = held.slice(0, mostReviews)
  const items: Restatement[] = []
  const moments = once(() => momentsOf(ctx))
  let latest: Moment | null = null // what moved one review has often moved the next
  for (const { row, asOf, frozen } of told) {
    const compared = await compareFigure(ctx, frozen, asOf)
    const moved = isRestated(compared)
    const frozenAt = String(row['frozenAt'])
    const found: Found = moved ? await sinceWhen(ctx, { key, asOf, frozenAt, compared, suspect: latest }, moments) : nowhere
    if (found.since !== null && found.by !== null) latest = { at: found.since, by: found.by }
    items.push({
      review: { id: row.id, key: row.key, name: String(row['name']), period: String(row['period']), asOf, frozenAt },
      frozen: compared.frozen,
      now: compared.now,
      difference: compared.difference,
      because: compared.because,
      isRestated: moved,
      ...found,
    })
  }
  const moved = items.filter((one) => one.isRestated)
  const largest = moved.flatMap(({ difference }) => difference ?? []).toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? null
  return {
    metric: key,
    name,
    unit,
    currency: ctx.workspace.currency,
    of: held.length,
    restated: moved.length,
    leftOff: held.length - told.length,
    largest,
    items,
  }
}

/** An instant at which what is known may have changed: an import came in, or was taken back. */
interface Moment {
  readonly at: string
  readonly by: string
}
type Found = Pick<Restatement, 'since' | 'by'>
const nowhere = { since: null, by: null }

interface Moved {
  readonly key: string
  readonly asOf: string
  readonly frozenAt: string
  readonly compared: Compared
  /** Where to look first. */
  readonly suspect: Moment | null
}

/** Since when a figure reads otherwise: of a policy, when it was adopted; of rows, the import before which it still read as it was signed and after which it did not. */
async function sinceWhen(ctx: Context, moved: Moved, moments: () => Promise<readonly Moment[]>): Promise<Found> {
  const { compared, frozenAt, suspect } = moved
  if (compared.because === causes.policy) return { since: await adoptedAfter(ctx, frozenAt), by: null }
  if (compared.because === causes.definition) return nowhere
  const after = (await moments()).filter(({ at }) => at > frozenAt)
  const isOther = async (place: number): Promise<boolean> => await readsOtherwise(ctx, moved, after[place]?.at ?? frozenAt)
  const place = after.findIndex(({ at, by }) => at === suspect?.at && by === suspect.by)
  const hit = after[place]
  if (hit && (await isOther(place)) && !(await isOther(place - 1))) return { since: hit.at, by: hit.by }
  if (after.length === 0 || (await isOther(-1))) return nowhere // what came as a stream has no import
  let [same, other] = [-1, after.length] // before the first it read as it was signed; beyond the last stands today
  while (other - same > 1) {
    const middle = (same + other) >> 1
    if (await isOther(middle)) other = middle
    else same = middle
  }
  const found = after[other]
  return found ? { since: found.at, by: found.by } : nowhere
}

/** Did the figure differ from the signed one by what was known at an instant? */
async function readsOtherwise(ctx: Context, { key, asOf, compared: { frozen } }: Moved, knownAt: string): Promise<boolean> {
  const then = await ctx.measure({ metric: key, asOf, knownAt }).catch((error: unknown) => (refusesFigure(error) ? error : Promise.reject(error)))
  const value = isProblem(then) ? null : then.value
  const difference = value === null || frozen === null ? null : value - frozen
  return isRestated({ metric: key, name: '', frozen, now: value, difference, because: null })
}

/** Those who may not read imports learn what changed, and not when. */
async function momentsOf(ctx: Context): Promise<readonly Moment[]> {
  const rows = await everyRow(ctx, 'import', { filter: { state: { in: ['done', 'undone'] } } }).catch(nothingHidden)
  const moments = rows.flatMap((row): Moment[] => [
    ...(row['finishedAt'] ? [{ at: String(row['finishedAt']), by: row.key }] : []),
    ...(row['state'] === 'undone' ? [{ at: row.updatedAt, by: row.key }] : []),
  ])
  return moments.toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

async function adoptedAfter(ctx: Context, frozenAt: string): Promise<string | null> {
  const rows = await everyRow(ctx, 'policyChange', { filter: { state: 'adopted' } }).catch(nothingHidden)
  const after = rows.map((row) => String(row['decidedAt'])).filter((at) => at > frozenAt)
  return after.toSorted()[0] ?? null
}

function nothingHidden(error: unknown): readonly AnyRow[] {
  if (isAnswer(error)) return []
  throw error
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}
