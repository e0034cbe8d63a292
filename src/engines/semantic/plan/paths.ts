import { nearest } from '../../numbers/nearest.ts'
import type { Reference } from '../expression/expression.ts'
import type { Dimension, Entity, EntityType, SemanticManifest, SemanticModel } from '../model.ts'
import { Refusal } from '../refusal.ts'

/** What a reference means from a model: a column there, or one that joins reach. */
export interface Found {
  /** The joins, in order: through which entity, to which model. Empty for the model's own columns. */
  readonly hops: readonly Hop[]
  readonly model: SemanticModel
  readonly dimension?: Dimension
  readonly entity?: Entity
}
export interface Hop {
  readonly through: string
  readonly from: Entity
  readonly to: SemanticModel
  readonly at: Entity
}

const farthest = 4

/** Many-to-one only: every pair that may join, and never to a foreign key, which would multiply rows. */
const joinable: Readonly<Record<EntityType, readonly EntityType[]>> = {
  primary: ['primary', 'unique', 'natural'],
  unique: ['primary', 'unique', 'natural'],
  foreign: ['primary', 'unique', 'natural'],
  natural: ['primary', 'unique'],
}

/**
 * Finds a reference from a model. `booking__is_instant` is local when booking is the model's own entity; `listing__country` joins to the model
 * whose primary, unique or natural entity is listing; `listing__user__home_state` joins twice. Throws a Refusal when there is no way, when the
 * only way would multiply rows, and when there are two ways.
 */
export function findReference(manifest: SemanticManifest, model: SemanticModel, reference: Reference, asked: string): Found {
  const own = local(model, reference)
  if (own) return own
  if (reference.path.length > farthest)
    throw new Refusal('unsupported', `“${reference.text}” joins ${reference.path.length} times.`, `At most ${farthest} joins are followed.`)
  const ways = chains(manifest, model, reference.path).flatMap((hops) => {
    const end = hops.at(-1)?.to
    const found = end ? elementOf(end, reference) : undefined
    return end && found ? [{ hops, model: end, ...found }] : []
  })
  const [way, other] = ways
  if (!way) throw noWay(manifest, model, reference, asked)
  if (other)
    throw new Refusal(
      'dimension_not_allowed',
      `“${reference.text}” can mean two things for ${asked}: by ${routeOf(way)} or by ${routeOf(other)}.`,
      'Name the entities of the way.',
    )
  return way
}

const routeOf = ({ hops }: Found): string => hops.map(({ to }) => to.name).join(' and ')

/** The model's own column: by its name alone, or behind an entity that one row of the model stands for. */
function local(model: SemanticModel, reference: Reference): Found | undefined {
  const [first, ...rest] = reference.path
  if (first !== undefined && (rest.length > 0 || !isOwnEntity(model, first))) return undefined
  const element = elementOf(model, reference)
  return element ? { hops: [], model, ...element } : undefined
}

export const isOwnEntity = (model: SemanticModel, name: string): boolean =>
  model.primaryEntity === name || model.entities.some((entity) => entity.name === name && entity.type !== 'foreign')

function elementOf(model: SemanticModel, { type, name }: Reference): Pick<Found, 'dimension'> | Pick<Found, 'entity'> | undefined {
  const dimension = type === 'dimension' ? model.dimensions.find((one) => one.name === name) : undefined
  if (dimension) return { dimension }
  const entity = model.entities.find((one) => one.name === name)
  return entity ? { entity } : undefined
}

/** Every way from the model through these entities. */
function chains(manifest: SemanticManifest, model: SemanticModel, path: readonly string[]): Hop[][] {
  const [through, ...rest] = path
  if (through === undefined) return [[]]
  const inner = isOwnEntity(model, through) && rest.length > 0 ? chains(manifest, model, rest) : []
  const outer = hopsFrom(manifest, model, through).flatMap((hop) => chains(manifest, hop.to, rest).map((more) => [hop, ...more]))
  return outer.length > 0 ? outer : inner
}

export function hopsFrom(manifest: SemanticManifest, model: SemanticModel, through: string): Hop[] {
  const from = model.entities.find(({ name }) => name === through)
  if (!from) return []
  return manifest.models.flatMap((to) => {
    const at = to === model ? undefined : to.entities.find((entity) => entity.name === through && joinable[from.type].includes(entity.type))
    return at ? [{ through, from, to, at }] : []
  })
}

function noWay(manifest: SemanticManifest, model: SemanticModel, reference: Reference, asked: string): Refusal {
  if (reference.name.startsWith('extract_')) return new Refusal('unsupported', `“${reference.text}”: date parts are not answered.`, 'Ask for a grain instead.')
  const [through] = reference.path
  const holders = manifest.models.filter((one) => one !== model && elementOf(one, reference))
  const fansOut = holders.find(
    (one) =>
      one.entities.some((theirs) => theirs.type === 'foreign' && isOwnEntity(model, theirs.name)) ||
      one.entities.some(({ name, type }) => name === through && type === 'foreign'),
  )
  if (fansOut)
    return new Refusal(
      'dimension_not_allowed',
      `“${reference.text}” is a fan-out for ${asked}: joining ${model.name} to ${fansOut.name} would count rows more than once.`,
      'Only many-to-one joins are made.',
    )
  const hint =
    holders.length > 0
      ? `It stands in ${holders.map(({ name }) => name).join(', ')}, which no entity of ${model.name} reaches that way.`
      : offered(manifest, model, reference.text)
  return new Refusal('dimension_not_allowed', `“${reference.text}” is not a dimension of ${asked}.`, hint)
}

/** The nearest of the names that one join reaches at most, or the first of them. */
function offered(manifest: SemanticManifest, model: SemanticModel, text: string): string {
  const own = model.primaryEntity ?? model.entities.find(({ type }) => type !== 'foreign')?.name
  const joined = model.entities.flatMap(({ name }) => hopsFrom(manifest, model, name).map(({ to }) => ({ entity: name, to })))
  const names = [{ entity: own, to: model }, ...joined].flatMap(({ entity, to }) =>
    to.dimensions.map(({ name }) => (entity === undefined ? name : `${entity}__${name}`)),
  )
  return names.length === 0 ? 'It is told as a whole alone.' : nearest(text, names)
}
