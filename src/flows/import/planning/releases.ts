import { everyRow, type AnyRow, type Context } from '#kernel'
import { release } from '#objects'
import { external, type Told } from './tool.ts'

interface Settled {
  readonly told: ReadonlyMap<string, Told>
  readonly notes: readonly string[]
}

/**
 * Releases as they go in: one for each, whether a row of its own or only others name it; one that came by another id keeps that. What this
 * file tells of a feature decides where it is, and whatever it does not tell of stays. Of what is frozen or has shipped here nothing is said
 * any more, and a feature that somebody put into another open release of the product stays there.
 */
export async function settledReleases(ctx: Pick<Context, 'read'>, source: string, all: ReadonlyMap<string, Told>): Promise<Settled> {
  const isTold = [...all.values()].some(({ noun }) => noun === 'release')
  const rows = isTold || [...all.values()].some(({ noun }) => noun === 'feature') ? await everyRow(ctx, 'release') : []
  const own = rows.filter((row) => row.source?.connection === source)
  if (!isTold && own.length === 0) return { told: all, notes: [] }
  const [products, features] = await Promise.all([everyRow(ctx, 'product'), everyRow(ctx, 'feature')])
  const known: Known = { rows, own, products: idsOf(products, source), features: idsOf(features, source) }
  const named = folded(all, known)
  const settled = [...named.values()].map((one) => (one.noun === 'release' ? within(one, named, known) : one))
  const emptied = own.filter((row) => !named.has(idAt(row)) && isChangeable(row)).flatMap((row) => movedOut(row, named, known) ?? [])
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
}

const idAt = (row: AnyRow): string => row.source?.externalId ?? ''
const isChangeable = (row: AnyRow): boolean => release.isOpen(String(row['state'])) && row['state'] !== 'frozen'
const idsOf = (rows: readonly AnyRow[], source: string): ReadonlyMap<string, string> =>
  new Map(rows.flatMap((row) => (row.source?.connection === source ? [[idAt(row), row.id]] : [])))

/** Each release once, under the id of its own row, else under that by which it came before. */
function folded(all: ReadonlyMap<string, Told>, { own, products }: Known): ReadonlyMap<string, Told> {
  const aliases = new Map([...all.values()].flatMap(({ noun, alias, id }) => (noun === 'release' && alias !== undefined ? [[alias, id] as const] : [])))
  const before = (one: Told): string | undefined =>
    own.find((row) => row['title'] === one.values['title'] && row['product'] === products.get(productOf(one)))?.source?.externalId
  const found = new Map<string, Told>()
  for (const one of all.values()) {
    if (one.noun !== 'release') found.set(one.id, one)
    else {
      const id = aliases.get(one.id) ?? (one.alias === undefined ? before(one) : undefined) ?? one.id
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

function within(one: Told, told: ReadonlyMap<string, Told>, known: Known): Told {
  const row = known.own.find((other) => idAt(other) === one.id)
  const { features: _, ...values } = one.values
  if (row && !isChangeable(row)) return { ...one, values: { title: values['title'] } }
  const elsewhere = known.rows.filter(
    (other) => !known.own.includes(other) && release.isOpen(String(other['state'])) && other['product'] === known.products.get(productOf(one)),
  )
  const held = new Set(elsewhere.flatMap((other) => [other['features']].flat()))
  const mine = featuresOf(one).filter((id) => told.get(id)?.noun === 'feature' && !held.has(known.features.get(id) ?? ''))
  return { ...one, values: { ...values, features: [...keptIn(row, told, known), ...mine.map(external)] } }
}

/** What was in it and of which this file tells nothing. */
function keptIn(row: AnyRow | undefined, told: ReadonlyMap<string, Told>, { features }: Known): string[] {
  const toldOf = new Set([...features].flatMap(([id, ours]) => (told.get(id)?.noun === 'feature' ? [ours] : [])))
  return [row?.['features'] ?? []].flat().flatMap((id) => (typeof id === 'string' && !toldOf.has(id) ? [id] : []))
}

/** A release that this file names no more, without the features that it tells of; null when none of them was in it. */
function movedOut(row: AnyRow, told: ReadonlyMap<string, Told>, known: Known): Told | null {
  const features = keptIn(row, told, known)
  return features.length === [row['features'] ?? []].flat().length ? null : { noun: 'release', id: idAt(row), values: { features } }
}
