import { accountDifferences, type AccountDifference, type Side } from '#engines/metrics/policies/accounts.ts'
import { attribute, type Attribution, type Measured } from '#engines/metrics/policies/attribute.ts'
import { plain, walk, type Turn } from '#engines/metrics/policies/walk.ts'
import { defaultPolicy, OutOfRange, resolvePolicy, type ResolvedPolicy } from '#engines/metrics/revenue/revenue.ts'
import { isMovementPoint, Problem, type Context, type Contribution, type Measurement, type Movement, type Point } from '#kernel'
import { meaningOf } from '#metrics/policyWords.ts'
import { isAnswer, nothingIfRefused } from '../refusedFigure.ts'

/** The figures that a policy decides; amounts of a movement are named after the metric. */
export const comparedFigures = [
  'net-revenue-retention',
  'gross-revenue-retention',
  'logo-churn-rate',
  'mrr-movements:closing',
  'mrr-movements:new',
  'mrr-movements:expansion',
  'mrr-movements:contraction',
  'mrr-movements:churn',
  'mrr-movements:reactivation',
] as const
type FigureName = (typeof comparedFigures)[number]

export interface CompareRequest {
  /** Presets by name, and at most one set of switches. */
  readonly policies?: readonly unknown[]
  /** The figure whose differences are explained. */
  readonly figure?: string
  readonly asOf?: string
  readonly period?: string
  /** What another tool shows for it. */
  readonly theirs?: number
}

export interface PolicyColumn {
  readonly id: string
  readonly name: string
  readonly preset: string
  /** Switches that nobody stated. */
  readonly assumed: readonly string[]
  readonly switches: Readonly<Record<string, unknown>>
  readonly figures: Readonly<Record<string, { readonly value: number | null; readonly because: string | null }>>
  /** Why the chosen figure differs from that of the first column, switch by switch in the stated order. */
  readonly why: readonly WhyPart[]
  readonly total: number | null
  readonly accounts: { readonly items: readonly AccountDifference[]; readonly count: number; readonly rest: number } | null
}
export interface WhyPart {
  readonly switch: string
  readonly from: string
  readonly to: string
  readonly meaning: string
  readonly part: number | null
  readonly alone: number | null
  readonly because: string | null
}

export interface Comparison {
  readonly figure: string
  readonly asOf: string
  readonly period: string
  readonly unit: Measurement['unit']
  readonly currency: string
  /** Of the rows below all policies: no way of counting makes faulty rows right. */
  readonly trust: Measurement['trust']
  readonly order: readonly string[]
  readonly columns: readonly PolicyColumn[]
  /** Another tool’s number beside the policy chosen for it: what the switches explain, and what nothing here does. */
  readonly migration: { readonly theirs: number; readonly ours: number | null; readonly explained: number | null; readonly unexplained: number | null } | null
}

/** One ledger under several policies, side by side: first the workspace’s own, then those asked for. */
export async function comparePolicies(ctx: Context, request: CompareRequest): Promise<Comparison> {
  const figure = figureNamed(request.figure ?? 'net-revenue-retention')
  const own = await ctx.measure({ metric: metricOf(figure), ...(request.asOf ? { asOf: request.asOf } : {}) })
  const period = request.period ?? newestClosed(own)
  const start = resolvePolicy(pick(own.policy.switches))
  const others = (request.policies ?? ['stripe', 'chartmogul', 'profitwell', 'board']).map(resolved)
  const at = { asOf: own.asOf, period, figure }
  const columns: PolicyColumn[] = []
  columns.push(await column(ctx, at, start, start, 'This workspace'))
  for (const policy of others)
    columns.push(await column(ctx, at, policy, start, policy.provenance.set.length > 0 && !isPreset(policy) ? 'Custom' : policy.provenance.extends))
  return {
    figure,
    asOf: own.asOf,
    period,
    unit: own.unit,
    currency: own.currency,
    trust: own.trust,
    order: walk(start, others.at(-1) ?? start).turns.map((turn) => turn.switch),
    columns,
    migration: request.theirs === undefined ? null : migrationOf(request.theirs, columns, figure),
  }
}

interface At {
  readonly asOf: string
  readonly period: string
  readonly figure: FigureName
}

async function column(ctx: Context, at: At, policy: ResolvedPolicy, start: ResolvedPolicy, name: string): Promise<PolicyColumn> {
  const figures = await Promise.all(comparedFigures.map(async (figure) => [figure, await measured(ctx, { ...at, figure }, policy)] as const))
  const { turns } = walk(plain(start), plain(policy))
  const split = await attribution(ctx, at, start, turns)
  return {
    id: policy.provenance.id,
    name,
    preset: policy.provenance.extends,
    assumed: policy.provenance.assumed,
    switches: plain(policy),
    figures: Object.fromEntries(figures.map(([figure, { value, because }]) => [figure, { value, because: because ?? null }])),
    why: turns.map((turn, index) => whyOf(turn, split.parts[index])),
    total: split.total,
    accounts: turns.length === 0 || split.total === null ? null : await accountsOf(ctx, at, start, policy),
  }
}

const whyOf = (turn: Turn, part: Attribution['parts'][number] | undefined): WhyPart => ({
  switch: turn.switch,
  from: turn.from,
  to: turn.to,
  meaning: meaningOf(turn.switch, turn.to),
  part: part?.part ?? null,
  alone: part?.alone ?? null,
  because: part?.because ?? null,
})

async function attribution(ctx: Context, at: At, start: ResolvedPolicy, turns: readonly Turn[]): Promise<Attribution> {
  const first = await measured(ctx, at, start)
  const steps = []
  for (const turn of turns) steps.push({ switch: turn.switch, measured: await measured(ctx, at, turn.policy), alone: await measured(ctx, at, turn.alone) })
  return attribute(first, steps)
}

/** The figure under a policy, or the reason why these rows cannot give it. */
async function measured(ctx: Context, { asOf, period, figure }: At, policy: ResolvedPolicy): Promise<Measured> {
  try {
    const answer = await ctx.measure({ metric: metricOf(figure), asOf, policy: plain(policy), ...windowOf(figure, policy) })
    const point = answer.points.find((one) => one.period === period)
    return point ? valueOf(figure, point) : { value: null, because: `There is no ${period} in this series.` }
  } catch (error) {
    if (isAnswer(error)) return { value: null, because: error.message }
    throw error
  }
}

function valueOf(figure: FigureName, point: Point): Measured {
  const part = figure.split(':')[1]
  if (part === undefined) return point.value === null ? { value: null, because: point.reason ?? 'no_data' } : { value: point.value }
  return isMovementPoint(point) && isMovement(part) ? { value: point[part] } : { value: null, because: 'This month has no movement.' }
}

async function accountsOf(ctx: Context, at: At, start: ResolvedPolicy, policy: ResolvedPolicy): Promise<PolicyColumn['accounts']> {
  const [before, after] = [await sides(ctx, at, start), await sides(ctx, at, policy)]
  if (!before || !after) return null
  const all = accountDifferences(before, after, at.figure.includes(':') ? 'amount' : 'ratio')
  const turned = at.figure === 'logo-churn-rate' ? all.map((one) => ({ ...one, effect: -one.effect })) : all // its rows tell who stayed
  const items = turned.slice(0, 25)
  return { items, count: turned.length, rest: turned.slice(25).reduce((sum, { effect }) => sum + effect, 0) }
}

async function sides(ctx: Context, { asOf, period, figure }: At, policy: ResolvedPolicy): Promise<Side[] | null> {
  const part = figure.split(':')[1]
  const movement = part === undefined || part === 'closing' ? {} : { movement: part }
  const rows = await ctx
    .behind({ metric: metricOf(figure), asOf, period, policy: plain(policy), ...movement, ...windowOf(figure, policy) })
    .catch(nothingIfRefused)
  return rows && rows.map((row) => sideOf(row, part))
}

/** Losses are told as positive amounts, as the figures are. */
function sideOf({ account, name, opening, closing, change }: Contribution, part: string | undefined): Side {
  const isLoss = part === 'contraction' || part === 'churn'
  if (part === undefined) return { account, name, opening: opening ?? 0, closing: closing ?? 0 }
  return { account, name, opening: 0, closing: part === 'closing' ? (closing ?? 0) : isLoss ? -(change ?? 0) : (change ?? 0) }
}

function migrationOf(theirs: number, columns: readonly PolicyColumn[], figure: FigureName): Comparison['migration'] {
  const [ours, likeThem] = [columns[0]?.figures[figure]?.value ?? null, columns.at(-1)?.figures[figure]?.value ?? null]
  return {
    theirs,
    ours,
    explained: ours === null || likeThem === null ? null : likeThem - ours,
    unexplained: likeThem === null ? null : theirs - likeThem,
  }
}

const metricOf = (figure: FigureName): string => figure.split(':')[0] ?? figure
/** A policy’s own window; a month’s churn stays a month’s. */
const windowOf = (figure: FigureName, policy: ResolvedPolicy) =>
  figure === 'net-revenue-retention' || figure === 'gross-revenue-retention' ? { window: `${policy.window_months}m` } : {}

function figureNamed(word: string): FigureName {
  const found = comparedFigures.find((figure) => figure === word)
  if (!found) throw new Problem('invalid', `“${word}” is not decided by a revenue policy.`, `Use ${comparedFigures.join(', ')}.`, { at: { field: 'figure' } })
  return found
}

function newestClosed({ points }: Measurement): string {
  const point = points.findLast(({ mature, value }) => mature && value !== null)
  if (!point) throw new Problem('refused', 'There is no closed month with revenue yet.', 'Import subscriptions, then compare.', { code: 'no_data' })
  return point.period
}

/** A policy as asked for, or a Problem that names the unknown switch or value. */
export function resolved(asked: unknown): ResolvedPolicy {
  try {
    return resolvePolicy(asked)
  } catch (error) {
    if (error instanceof OutOfRange) throw new Problem('invalid', error.message, 'See docs/guide/policies.md for all switches.', { code: 'unknown-policy' })
    throw error
  }
}

const isMovement = (word: string): word is keyof Movement =>
  ['opening', 'new', 'expansion', 'contraction', 'churn', 'reactivation', 'fx', 'transfer', 'closing'].includes(word)
const isPreset = ({ provenance }: ResolvedPolicy): boolean => resolvePolicy(provenance.extends).provenance.id === provenance.id
const pick = (switches: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(switches).filter(([name]) => name in defaultPolicy))
