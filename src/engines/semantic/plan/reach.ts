import { dateParts, partOf } from '../dateParts.ts'
import { rewrite, type Expression, type Reference } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse.ts'
import { assertCoarse, isFiner, isGrain } from '../grains.ts'
import type { DeclaredGrain, Dimension, Relation as Stored, SemanticModel } from '../model.ts'
import { Refusal } from '../refusal.ts'
import type { Lexicon } from './lexicon.ts'
import type { Equality, Guard, Relation, Rows, Validity } from './nodes.ts'
import { findReference, type Hop } from './paths.ts'

/** The rows of one model, growing by a join whenever a reference needs one. */
export interface Reach {
  readonly model: SemanticModel
  /** An expression of the model, over its own columns. */
  own(text: string): Expression
  /** What a reference means here, with its grain when it is a moment. */
  resolve(reference: Reference): Expression
  /** Every reference of a condition resolved. */
  condition(expression: Expression): Expression
  /** The measure's moment. */
  readonly at: Expression | undefined
  readonly atGrain: DeclaredGrain | undefined
  rows(where: readonly Expression[]): Rows
}

export interface ReachOptions {
  readonly lexicon: Lexicon
  readonly model: SemanticModel
  readonly timeDimension: string | undefined
  /** Who asks, for messages. */
  readonly asked: string
  readonly guards: Guard[]
  readonly notes: Set<string>
  /** Aliases are s0, s1 …; another letter keeps two models in one query apart. */
  readonly letter?: string
  /** metric_time moved by an offset, before it is cut into buckets. */
  readonly shifted?: (at: Expression) => Expression
  /** A metric, grouped by entities, as a relation: for {{ Metric(...) }} in a filter. */
  readonly metricBy: (name: string, groupBy: readonly string[]) => { readonly relation: Relation; readonly keys: readonly Reference[] }
}

export function reachFrom(options: ReachOptions): Reach {
  const { lexicon, model, asked } = options
  const letter = options.letter ?? 's'
  const home = `${letter}0`
  const growing = growingRows(model.relation, letter)
  const timeDimension = model.dimensions.find(({ name }) => name === options.timeDimension)
  const own = (text: string): Expression => columnsOf(text, home)
  const at = timeDimension ? (options.shifted ?? same)(momentIn(timeDimension, home)) : undefined
  const unshifted = (hop: Hop): Expression => own(timeDimension?.expr ?? timeDimension?.name ?? missingMoment(asked, hop))
  const metricTime = (reference: Reference): Expression => {
    if (!at || !timeDimension) throw new Refusal('dimension_not_allowed', `${asked} has no time dimension.`, 'Leave metric_time out.')
    return bucketOf(at, { name: 'metric_time', declared: timeDimension.grain, grain: reference.grain ?? timeDimension.grain ?? 'day' }, options, growing)
  }
  const resolve = (reference: Reference): Expression => {
    if (reference.type === 'metric') return attach(reference)
    if (reference.path.length === 0 && reference.name === 'metric_time') return metricTime(reference)
    const found = findReference(lexicon.manifest, model, reference, asked)
    const here = follow(found.hops, { options, growing, home, at: unshifted })
    if (found.entity) return columnsOf(found.entity.expr ?? found.entity.name, here)
    if (reference.path.length === 0) options.notes.add(`“${reference.text}” is read as ${model.primaryEntity ?? model.name}’s own dimension.`)
    return dimensionIn(found.dimension, reference, here, options, growing)
  }
  const attach = ({ name, groupBy = [], text }: Reference): Expression => {
    if (groupBy.length === 0) throw new Refusal('unsupported', `“${text}” groups its metric by nothing.`, "Write group_by=['listing'].")
    const { relation, keys } = options.metricBy(name, groupBy)
    const on = keys.map((key) => resolve(key))
    const alias = growing.once(`metric:${name}:${groupBy.join()}`, (own) => (input) => ({ node: 'attach', input, relation, alias: own, on }))
    return { is: 'column', of: alias, name: 'v' }
  }
  return {
    model,
    own,
    resolve,
    condition: (expression) => rewrite(expression, (part) => (part.is === 'reference' ? resolve(part.reference) : part)),
    at,
    atGrain: timeDimension?.grain,
    rows: (where) => where.reduce<Rows>((input, one) => ({ node: 'filter', input, where: one }), growing.rows()),
  }
}

/** Rows that grow by joins, each made once: `once` gives the alias under which the join of this key stands. */
interface Growing {
  rows(): Rows
  once(key: string, join: (alias: string) => (input: Rows) => Rows): string
}

function growingRows(table: Stored, letter: string): Growing {
  let rows: Rows = { node: 'source', table, alias: `${letter}0` }
  const aliases = new Map<string, string>()
  return {
    rows: () => rows,
    once(key, join) {
      const known = aliases.get(key)
      if (known !== undefined) return known
      const alias = `${letter}${aliases.size + 1}`
      aliases.set(key, alias)
      rows = join(alias)(rows)
      return alias
    },
  }
}

interface Following {
  readonly options: ReachOptions
  readonly growing: Growing
  readonly home: string
  readonly at: (hop: Hop) => Expression
}

/** The alias of the last table of a way. */
function follow(hops: readonly Hop[], { options, growing, home, at }: Following): string {
  let [here, key, from] = [home, '', options.model]
  for (const hop of hops) {
    key = `${key}/${hop.through}:${hop.to.name}`
    const [left, model] = [here, from]
    here = growing.once(key, (alias) => {
      const edge = joinEdge(hop, model, left, alias, () => at(hop))
      options.guards.push(guardOf(hop, edge, alias))
      return (input) => ({ node: 'join', input, table: hop.to.relation, alias, ...edge })
    })
    from = hop.to
  }
  return here
}

function dimensionIn(dimension: Dimension | undefined, reference: Reference, here: string, options: ReachOptions, growing: Growing): Expression {
  if (!dimension) throw new Refusal('dimension_not_allowed', `“${reference.text}” is not a dimension of ${options.asked}.`)
  const of = momentIn(dimension, here)
  if (reference.grain === undefined) return of
  if (dimension.type === 'categorical')
    throw new Refusal(
      'dimension_not_allowed',
      `“${reference.text}” asks ${dimension.name} by ${reference.grain}, but it is no time dimension.`,
      'Leave the grain out.',
    )
  return bucketOf(of, { name: dimension.name, declared: dimension.grain, grain: reference.grain }, options, growing)
}

interface Moment {
  readonly name: string
  readonly declared: DeclaredGrain | undefined
  readonly grain: string
}

/** A moment cut to a grain; a calendar of its own looks its bucket up by day. */
function bucketOf(of: Expression, { name, declared, grain }: Moment, { lexicon, asked, guards }: ReachOptions, growing: Growing): Expression {
  const part = partOf(grain)
  const needed = part === null ? grain : dateParts[part]
  if (declared !== undefined && isGrain(needed) && isGrain(declared) && isFiner(needed, declared))
    throw new Refusal('dimension_not_allowed', `${name} is kept by ${declared}; it cannot be cut by ${grain} for ${asked}.`, `Ask by ${declared} or coarser.`)
  if (part !== null) return { is: 'part', of, part }
  const custom = lexicon.custom(grain)
  if (!custom) {
    assertCoarse(grain)
    return { is: 'bucket', of, grain }
  }
  const says = `the time spine ${custom.table} has a day more than once`
  const alias = growing.once(`${JSON.stringify(of)}@${grain}`, (own) => {
    const theirs: Expression = { is: 'bucket', of: { is: 'column', of: own, name: custom.day }, grain: 'day' }
    guards.push({ says, table: { table: custom.table }, alias: own, keys: [theirs] })
    return (input) => ({ node: 'join', input, table: { table: custom.table }, alias: own, on: [{ ours: { is: 'bucket', of, grain: 'day' }, theirs }], says })
  })
  return { is: 'column', of: alias, name: custom.bucket }
}

const same = (at: Expression): Expression => at

function momentIn({ expr, name, isInstant }: Dimension, alias: string): Expression {
  const of = columnsOf(expr ?? name, alias)
  return isInstant ? { is: 'local', of } : of
}

/** Names become columns of the alias; references have no place in a model's own expressions. */
function columnsOf(text: string, alias: string): Expression {
  return rewrite(parseExpression(text), (part) => {
    if (part.is === 'reference') throw new Refusal('unsupported', `“${text}” names a dimension inside a model’s expression.`, 'Use it in a filter.')
    return part.is === 'name' ? { is: 'column', of: alias, name: part.name } : part
  })
}

function joinEdge(hop: Hop, from: SemanticModel, here: string, there: string, at: () => Expression): { on: Equality[]; validity?: Validity; says: string } {
  const { to, through } = hop
  const on = [
    { ours: columnsOf(hop.from.expr ?? hop.from.name, here), theirs: columnsOf(hop.at.expr ?? hop.at.name, there) },
    ...partitions(from, to).map(([ours, theirs]) => ({ ours: columnsOf(ours.expr ?? ours.name, here), theirs: columnsOf(theirs.expr ?? theirs.name, there) })),
  ]
  const [start, end] = (['start', 'end'] as const).map((edge) => to.dimensions.find(({ validity }) => validity === edge))
  const says = `${to.name} has more than one row for one ${through}${start ? ' at the same time' : ''}`
  if (!start || !end) {
    if (hop.at.type === 'natural')
      throw new Refusal('invalid_model', `${to.name} has the natural entity ${through}, but no validity window.`, 'Give two time dimensions validity_params.')
    return { on, says }
  }
  return { on, says, validity: { at: at(), start: columnsOf(start.expr ?? start.name, there), end: columnsOf(end.expr ?? end.name, there) } }
}

const partitions = (from: SemanticModel, to: SemanticModel): [Dimension, Dimension][] =>
  from.dimensions.flatMap((ours) => {
    const theirs = ours.isPartition ? to.dimensions.find(({ name, isPartition }) => name === ours.name && isPartition) : undefined
    return theirs ? [[ours, theirs] satisfies [Dimension, Dimension]] : []
  })

function guardOf({ to }: Hop, edge: { readonly on: readonly Equality[]; readonly validity?: Validity; readonly says: string }, alias: string): Guard {
  const keys = edge.on.map(({ theirs }) => theirs)
  return {
    says: edge.says,
    table: to.relation,
    alias,
    keys,
    ...(edge.validity ? { validity: { start: edge.validity.start, end: edge.validity.end } } : {}),
  }
}

function missingMoment(asked: string, { to }: Hop): never {
  throw new Refusal('dimension_not_allowed', `${to.name} changes over time, and ${asked} has no time dimension to say which row was valid.`)
}
