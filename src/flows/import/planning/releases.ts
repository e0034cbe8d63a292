import { everyRow, isProblem, type AnyRow, type Context } from '#kernel'
import { release } from '#objects'
import { external, type Told } from './tool.ts'

interface Settled {
  readonly told: ReadonlyMap<string, Told>
  readonly notes: readonly string[]
}

/**
 * Releases as they go in: one for each, whether a row of its own or only others name it; one that came by another id keeps that. What this
 * file tells of a feature decides where it is, and whatever it does not tell of stays; a table without a column of releases tells nothing.
 * Of what is frozen or has shipped here nothing is said any more, and a feature that is in another open release of the product by hand, or
 * in a frozen one, stays there.
 */
export async function settledReleases(ctx: Pick<Context, 'read'>, source: string, all: ReadonlyMap<string, Told>, isPlacing: boolean): Promise<Settled> {
  const isTold = [...all.values()].some(({ noun }) => noun === 'release')
  const rows = isTold || (isPlacing && [...all.values()].some(({ noun }) => noun === 'feature')) ? await everyRow(ctx, 'release') : []
  const own = rows.filter((row) => row.source?.connection === source)
  if (!isTold && own.length === 0) return { told: all, notes: [] }
  const [products, features] = await Promise.all([everyRow(ctx, 'product'), everyRow(ctx, 'feature')])
  const placed = isPlacing ? placedIn(all) : new Set<string>()
  const known: Known = { rows, own, products: idsOf(products, source), features: idsOf(features, source), placed }
  const named = folded(all, known)
  const settled = [...named.values()].map((one) => (one.noun === 'release' ? within(one, known) : one))
  const emptied = own.filter((row) => !named.has(idAt(row)) && isChangeable(row)).flatMap((row) => movedOut(row, known) ?? [])
  const closed = settled.filter(({ noun, id }) => noun === 'release' && own.some((row) => idAt(row) === id && !isChangeable(row))).length
  return {
    told: new Map([...settled, ...emptied].map((one) => [one.id, one])),
    notes:
      closed === 0
        ? []
        : [
            closed === 1
              ? 'A release is frozen, shipped or called off here: what is in it stays as it is.'
              : `${closed} releases are frozen, shipped or called off here: what is in them stays as it is.`,
          ],
  }
}

interface Known {
  readonly rows: readonly AnyRow[]
  /** Those that came from this source. */
  readonly own: readonly AnyRow[]
  /** Our ids by the ids of the source. */
  readonly products: ReadonlyMap<string, string>
  readonly features: ReadonlyMap<string, string>
  /** Features of which this file tells in which releases they are, by their ids at the source. */
  readonly placed: ReadonlySet<string>
}

/** A feature whose row names a release without saying of what product is told of in none. */
function placedIn(all: ReadonlyMap<string, Told>): Set<string> {
  const carried = new Set([...all.values()].filter(({ noun }) => noun === 'release').flatMap(featuresOf))
  return new Set([...all.values()].flatMap(({ noun, id, values }) => (noun === 'feature' && (carried.has(id) || !values['releases']) ? [id] : [])))
}

const idAt = (row: AnyRow): string => row.source?.externalId ?? ''
const isChangeable = (row: AnyRow): boolean => release.isOpen(String(row['state'])) && row['state'] !== 'frozen'
const idsOf = (rows: readonly AnyRow[], source: string): ReadonlyMap<string, string> =>
  new Map(rows.flatMap((row) => (row.source?.connection === source ? [[idAt(row), row.id]] : [])))

/** Each release once: under the id by which it came before, else under that of its own row. */
function folded(all: ReadonlyMap<string, Told>, { own, products }: Known): ReadonlyMap<string, Told> {
  const ours = new Set(own.map(idAt))
  const keptAs = ({ id, alias }: Told): string => (alias !== undefined && !ours.has(id) && ours.has(alias) ? alias : id)
  const aliases = new Map([...all.values()].flatMap((one) => (one.noun === 'release' && one.alias !== undefined ? [[one.alias, keptAs(one)] as const] : [])))
  const before = (one: Told): string | undefined =>
    own.find((row) => row['title'] === one.values['title'] && row['product'] === products.get(productOf(one)))?.source?.externalId
  const found = new Map<string, Told>()
  for (const one of all.values()) {
    if (one.noun !== 'release') found.set(one.id, one)
    else {
      const id = one.alias === undefined ? (aliases.get(one.id) ?? before(one) ?? one.id) : keptAs(one)
      found.set(id, joined(found.get(id), { ...one, id }))
    }
  }
  return found
}

/** Two rows that tell of one release put in the features of both. */
export function joined(earlier: Told | undefined, one: Told): Told {
  if (!earlier) return one
  const features = [...featuresOf(earlier), ...featuresOf(one)].map(external)
  return { ...earlier, ...one, values: { ...earlier.values, ...one.values, ...(features.length > 0 ? { features } : {}) } }
}

const isGiven = (value: unknown): value is { readonly externalId: string } => typeof value === 'object' && value !== null && 'externalId' in value
const featuresOf = ({ values }: Told): string[] => [
  ...new Set([values['features']].flat().flatMap((one) => (isGiven(one) && typeof one.externalId === 'string' ? [one.externalId] : []))),
]
const productOf = ({ values }: Told): string => (isGiven(values['product']) ? String(values['product'].externalId) : '')

function within(one: Told, known: Known): Told {
  const row = known.own.find((other) => idAt(other) === one.id)
  const { features: _, ...values } = one.values
  if (row && !isChangeable(row)) return { ...one, values: { title: values['title'] } }
  const elsewhere = known.rows.filter(
    (other) =>
      release.isOpen(String(other['state'])) && other['product'] === known.products.get(productOf(one)) && !(known.own.includes(other) && isChangeable(other)),
  )
  const held = new Set(elsewhere.flatMap(idsIn))
  const mine = featuresOf(one).filter((id) => known.placed.has(id) && !held.has(known.features.get(id) ?? ''))
  const kept = keptIn(row, known, new Set(mine))
  const added = mine.filter((id) => !kept.includes(known.features.get(id) ?? ''))
  return { ...one, ...seenAt(row), values: { ...values, features: [...kept, ...added.map(external)] } }
}

/** What was in it, in its order: that of which this file tells nothing, and that which the file puts in again. */
function keptIn(row: AnyRow | undefined, { features, placed }: Known, mine: ReadonlySet<string> = new Set()): string[] {
  const gone = new Set([...placed].flatMap((id) => (mine.has(id) ? [] : (features.get(id) ?? []))))
  return row ? idsIn(row).filter((id) => !gone.has(id)) : []
}

const seenAt = (row: AnyRow | undefined): { readonly version?: number } => (row ? { version: row.version } : {})
const idsIn = (row: AnyRow): string[] => [row['features'] ?? []].flat().filter((id) => typeof id === 'string')

/** A release that this file names no more, without the features that it tells of; null when none of them was in it. */
function movedOut(row: AnyRow, known: Known): Told | null {
  const features = keptIn(row, known)
  return features.length === idsIn(row).length ? null : { noun: 'release', id: idAt(row), ...seenAt(row), values: { features } }
}

const mostTries = 5

/** Brings in the releases, a portion at a time. When somebody has changed one meanwhile, what is in those that are left is settled anew, so that no change is written over. */
export async function bringReleases(
  first: ReadonlyMap<string, Told>,
  settle: () => Promise<Pick<Settled, 'told'>>,
  bring: (items: readonly Told[]) => Promise<void>,
  portion: number,
): Promise<void> {
  let left = releasesIn(first)
  for (let tries = 1; left.length > 0;) {
    try {
      await bring(left.slice(0, portion))
      left = left.slice(portion)
    } catch (error) {
      if (!isProblem(error) || error.details.code !== 'stale-version' || tries === mostTries) throw error
      tries += 1
      const waiting = new Set(left.map(({ id }) => id))
      left = releasesIn((await settle()).told).filter(({ id }) => waiting.has(id))
    }
  }
}

const releasesIn = (told: ReadonlyMap<string, Told>): Told[] => [...told.values()].filter(({ noun }) => noun === 'release')
