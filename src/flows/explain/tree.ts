import { checkIdentity, drillDown, type IdentityCheck, type Values } from '#engines/metrics/tree/identities.ts'
import { movesOf, scoreboard, scoreHypothesis, type HypothesisScore } from '#engines/metrics/tree/hypotheses.ts'
import { cumulativeOnly, denominatorShrank, inputWithoutOutput, noGuardrail, changedNearTarget, type Question } from '#engines/metrics/tree/questions.ts'
import { faultsOf, leadOf, sayEdge, type Edge, type HypothesisEdge, type IdentityEdge, type Role } from '#engines/metrics/tree/tree.ts'
import { everyRow, isMovementPoint, type AnyRow, type Context, type Measurement, type AnyMetric, type Point, type Trust, type Unit } from '#kernel'
import { agreedTargets } from '../agreedTargets.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

export interface TreeNode {
  readonly id: string
  /** The metric that it is, or whose companion it is; null for a constant. */
  readonly metric: string | null
  readonly part: string | null
  readonly name: string
  readonly unit: Unit
  readonly better: AnyMetric['better'] | null
  readonly currency: string
  readonly value: number | null
  readonly reason: string | null
  readonly period: string | null
  readonly prior: number | null
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly trust: Trust | null
  readonly role: Role
  /** Periods that it runs ahead of the farthest outcome that it is believed to move. */
  readonly lead: number
}

export interface TreeEdge {
  readonly id: string | null
  readonly from: string
  readonly to: string
  readonly kind: 'identity' | 'hypothesis' | 'guardrail'
  readonly operation: 'sum' | 'product' | 'ratio' | null
  readonly sign: 1 | -1
  readonly lag: number | null
  readonly confidence: number | null
  readonly evidence: 'experiment' | 'regression' | 'opinion' | null
  readonly because: string | null
  readonly says: string
  readonly score: HypothesisScore | null
}

export interface IdentityTold {
  readonly whole: string
  readonly operation: IdentityEdge['operation']
  readonly says: string
  readonly checks: readonly IdentityCheck[]
  readonly holds: number
  readonly broken: number
  /** What each part made of the newest change of the whole. */
  readonly drill: readonly { readonly id: string; readonly part: number }[] | null
}

export interface TreeTold {
  readonly asOf: string
  readonly northStar: string | null
  readonly nodes: readonly TreeNode[]
  readonly edges: readonly TreeEdge[]
  readonly identities: readonly IdentityTold[]
  readonly hypotheses: readonly HypothesisScore[]
  readonly questions: readonly Question[]
  /** What is wrong with the tree itself. */
  readonly faults: readonly string[]
}

/** The metric tree with live values: identities checked in each period, beliefs scored, and the questions that the numbers themselves raise. */
export async function metricTree(ctx: Context, metrics: ReadonlyMap<string, AnyMetric>, asOf?: string): Promise<TreeTold> {
  const [rows, north, targets, policies] = await Promise.all([
    all(ctx, 'metricDriver', { state: 'held' }, asOf),
    northStarOf(ctx),
    agreedTargets(ctx, asOf),
    all(ctx, 'policyChange', { state: 'adopted' }, asOf),
  ])
  const read = await measureNodes(ctx, metrics, [...rows.flatMap((row) => [String(row['from']), String(row['to'])]), ...(north ? [north] : [])], asOf)
  const edges = edgesOf(rows, metrics, read)
  const names = (id: string): string => read.get(id)?.name ?? id
  const tree = { nodes: [...read.values()].map(({ id, name }) => ({ id, name })), edges }
  const faults = faultsOf(tree)
  const values: Values = new Map([...read].map(([id, node]) => [id, new Map(node.points.map(({ period, value }) => [period, value]))]))
  const scores = edges.filter((edge) => edge.kind === 'hypothesis').map((edge) => scoreOf(edge, read))
  const leads = leadOf(tree)
  return {
    asOf: asOf ?? ctx.now().slice(0, 10),
    northStar: north,
    nodes: [...read.values()].map(({ monthly: _, measured: __, ...node }) => ({ ...node, ...(leads.get(node.id) ?? { role: 'apart', lead: 0 }) })),
    edges: toldEdges(edges, rows, scores, names),
    identities: edges.filter((edge) => edge.kind === 'identity').map((edge) => identityTold(edge, values, read, names)),
    hypotheses: scoreboard(scores),
    questions: await questionsOf(ctx, { read, edges, scores, targets, policies, metrics }),
    faults,
  }
}

interface Read extends Omit<TreeNode, 'role' | 'lead'> {
  /** Without overlapping windows, for signals. */
  readonly monthly: TreeNode['points']
  readonly measured: Measurement | null
}

async function all(ctx: Context, noun: string, filter: Readonly<Record<string, unknown>>, asOf?: string): Promise<readonly AnyRow[]> {
  return await everyRow(ctx, noun, { filter, ...(asOf ? { asOf } : {}) })
}

async function northStarOf(ctx: Context): Promise<string | null> {
  const row = await ctx.find('workspace', ctx.workspace.id)
  return typeof row['northStar'] === 'string' && row['northStar'] !== '' ? row['northStar'] : null
}

async function measureNodes(
  ctx: Context,
  metrics: ReadonlyMap<string, AnyMetric>,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<Map<string, Read>> {
  const nodes = await Promise.all([...new Set(ids)].map((id) => readNode(ctx, metrics, id, asOf)))
  const drawn = nodes.flatMap((node) => node ?? [])
  const periods = drawn.find(({ measured }) => measured !== null)?.points ?? []
  return new Map(
    drawn.map((node) => [node.id, node.metric === null ? { ...node, points: periods.map((point) => ({ ...point, value: node.value, mature: true })) } : node]),
  )
}

/** One node of the tree. A metric that is not measured here stands in the tree without a value. */
async function readNode(ctx: Context, metrics: ReadonlyMap<string, AnyMetric>, id: string, asOf: string | undefined): Promise<Read | null> {
  const [key = '', part = null] = id.split(':')
  if (key === 'constant') return constant(id, Number(part), ctx.workspace.currency)
  const metric = metrics.get(key)
  if (!metric) return { ...constant(id, null, ctx.workspace.currency), name: key.replaceAll('-', ' '), metric: key, part, reason: 'unsupported' }
  const request = { metric: key, ...(asOf ? { asOf } : {}) }
  const measured = await ctx.measure(request).catch(nothingIfRefused)
  const overlaps = metric.compute?.by === 'revenue' && metric.window !== null && metric.window !== '1m'
  const monthly = overlaps && measured ? await ctx.measure({ ...request, window: '1m' }) : measured
  const points = measured ? measured.points.map((point) => valueOf(point, part)) : []
  const closed = points.filter(({ mature, value }) => mature && value !== null)
  return {
    id,
    metric: key,
    part,
    name: nameOf(metric, part),
    unit: part === null || isMovementPart(part) ? metric.unit : unitOfPart(metric, part),
    better: part === null ? metric.better : (betterOf[part] ?? null),
    currency: measured?.currency ?? ctx.workspace.currency,
    value: closed.at(-1)?.value ?? null,
    reason: closed.length === 0 ? (measured?.reason ?? 'no_data') : null,
    period: closed.at(-1)?.period ?? null,
    prior: closed.at(-2)?.value ?? null,
    points,
    monthly: monthly ? monthly.points.map((point) => valueOf(point, part)) : [],
    trust: measured?.trust ?? null,
    measured,
  }
}

const constant = (id: string, value: number | null, currency: string): Read => ({
  id,
  metric: null,
  part: null,
  name: value === 12 ? 'Months of a year' : String(value ?? id),
  unit: 'count',
  better: null,
  currency,
  value,
  reason: null,
  period: null,
  prior: value,
  points: [],
  monthly: [],
  trust: null,
  measured: null,
})

const movementNames: Readonly<Record<string, string>> = {
  opening: 'Opening MRR',
  new: 'New MRR',
  expansion: 'Expansion',
  reactivation: 'Reactivation',
  contraction: 'Contraction',
  churn: 'Churned MRR',
  fx: 'Exchange rates',
  transfer: 'Transfers',
  closing: 'MRR',
}
const betterOf: Readonly<Record<string, AnyMetric['better']>> = {
  new: 'up',
  expansion: 'up',
  reactivation: 'up',
  closing: 'up',
  contraction: 'down',
  churn: 'down',
}

const isMovementPart = (part: string): boolean => part in movementNames
const unitOfPart = (metric: AnyMetric, part: string): Unit => (/share|rate/i.test(part) ? 'ratio' : metric.unit)
const nameOf = (metric: AnyMetric, part: string | null): string =>
  part === null ? metric.name : (movementNames[part] ?? `${metric.name}, ${part.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()}`)

function valueOf(point: Point, part: string | null): TreeNode['points'][number] {
  const { period, mature } = point
  if (part === null) return { period, mature, value: point.value }
  const moved: Readonly<Record<string, unknown>> = isMovementPoint(point) ? { ...point } : {}
  const amount = isMovementPart(part) ? moved[part] : point.parts?.[part]
  return { period, mature, value: typeof amount === 'number' ? amount : null }
}

const pairOf = (row: AnyRow): { readonly from: string; readonly to: string } => ({ from: String(row['from']), to: String(row['to']) })

/** The rows as edges: parts of one whole are one identity; guardrails that the definitions name stand beside those that people drew. */
function edgesOf(rows: readonly AnyRow[], metrics: ReadonlyMap<string, AnyMetric>, read: ReadonlyMap<string, Read>): Edge[] {
  const identities = Map.groupBy(
    rows.filter((row) => row['kind'] === 'identity'),
    (row) => String(row['to']),
  )
  const sums = [...identities].map(([whole, parts]): IdentityEdge => {
    const ordered = parts.toSorted((a, b) => Number(a['position'] ?? 99) - Number(b['position'] ?? 99) || (String(a['from']) < String(b['from']) ? -1 : 1))
    const operation = ordered[0]?.['operation']
    return {
      kind: 'identity',
      whole,
      operation: operation === 'product' || operation === 'ratio' ? operation : 'sum',
      parts: ordered.map((row) => ({ id: String(row['from']), sign: signOf(row) })),
    }
  })
  const hypotheses = rows
    .filter((row) => row['kind'] === 'hypothesis')
    .map((row): HypothesisEdge => {
      const evidence = row['evidence']
      return {
        kind: 'hypothesis',
        id: row.id,
        ...pairOf(row),
        lag: Number(row['lag'] ?? 0),
        sign: signOf(row),
        confidence: Number(row['confidence'] ?? 0.5),
        evidence: evidence === 'experiment' || evidence === 'regression' ? evidence : 'opinion',
      }
    })
  const drawn = rows.filter((row) => row['kind'] === 'guardrail').map((row) => ({ of: String(row['to']), guard: String(row['from']) }))
  const stated = [...metrics]
    .flatMap(([key, metric]) => metric.guardrails.map((guard) => ({ of: key, guard })))
    .filter(({ of, guard }) => read.has(of) && read.has(guard))
  const guards = [...new Map([...stated, ...drawn].map((one) => [`${one.of} ${one.guard}`, one])).values()]
  return [...sums, ...hypotheses, ...guards.map((one) => ({ kind: 'guardrail', ...one }) as const)]
}

const signOf = (row: AnyRow): 1 | -1 => (row['sign'] === 'minus' ? -1 : 1)

function scoreOf(edge: HypothesisEdge, read: ReadonlyMap<string, Read>): HypothesisScore {
  const moves = (id: string) =>
    movesOf((read.get(id)?.monthly ?? []).map(({ period, value, mature }) => ({ period, value, state: mature ? 'closed' : 'open' })))
  return scoreHypothesis(edge, moves(edge.from), moves(edge.to))
}

function toldEdges(edges: readonly Edge[], rows: readonly AnyRow[], scores: readonly HypothesisScore[], names: (id: string) => string): TreeEdge[] {
  const rowOf = (from: string, to: string, kind: string) => rows.find((row) => row['from'] === from && row['to'] === to && row['kind'] === kind)
  const blank = { operation: null, sign: 1, lag: null, confidence: null, evidence: null, score: null } as const
  return edges.flatMap((edge): TreeEdge[] => {
    if (edge.kind === 'guardrail') {
      const row = rowOf(edge.guard, edge.of, 'guardrail')
      return [{ ...blank, id: row?.id ?? null, from: edge.guard, to: edge.of, kind: 'guardrail', because: wordsOf(row), says: sayEdge(edge, names) }]
    }
    if (edge.kind === 'hypothesis') {
      const { kind, id, from, to, lag, sign, confidence, evidence } = edge
      const score = scores.find((one) => one.id === id) ?? null
      return [
        { id, from, to, kind, operation: null, sign, lag, confidence, evidence, score, because: wordsOf(rowOf(from, to, kind)), says: sayEdge(edge, names) },
      ]
    }
    return edge.parts.map(({ id, sign = 1 }) => {
      const row = rowOf(id, edge.whole, 'identity')
      return {
        ...blank,
        id: row?.id ?? null,
        from: id,
        to: edge.whole,
        kind: 'identity',
        operation: edge.operation,
        sign,
        because: wordsOf(row),
        says: sayEdge(edge, names),
      }
    })
  })
}

const wordsOf = (row: AnyRow | undefined): string | null => (typeof row?.['because'] === 'string' ? row['because'] : null)

function identityTold(edge: IdentityEdge, values: Values, read: ReadonlyMap<string, Read>, names: (id: string) => string): IdentityTold {
  const points = read.get(edge.whole)?.points.filter(({ value }) => value !== null) ?? []
  const checks = checkIdentity(
    edge,
    values,
    points.map(({ period }) => period),
  )
  const [before, after] = points.filter(({ mature }) => mature).slice(-2)
  return {
    whole: edge.whole,
    operation: edge.operation,
    says: sayEdge(edge, names),
    checks,
    holds: checks.filter(({ state }) => state === 'holds').length,
    broken: checks.filter(({ state }) => state === 'broken').length,
    drill: before && after ? drillDown(edge, values, before.period, after.period) : null,
  }
}

interface Seen {
  readonly read: ReadonlyMap<string, Read>
  readonly edges: readonly Edge[]
  readonly scores: readonly HypothesisScore[]
  readonly targets: readonly AnyRow[]
  readonly policies: readonly AnyRow[]
  readonly metrics: ReadonlyMap<string, AnyMetric>
}

/** Questions for the review, never a penalty (kpis.md §7). */
async function questionsOf(ctx: Context, { read, edges, scores, targets, policies, metrics }: Seen): Promise<Question[]> {
  const guards = edges.filter((edge) => edge.kind === 'guardrail')
  const entries = await everyRow(ctx, 'metric', { filter: { origin: 'computed' } })
  const targetsOf = (key: string) => targets.filter((row) => row['metric'] === entries.find((entry) => entry['metricKey'] === key)?.id)
  const own = [...read.values()]
    .filter(({ part, metric }) => part === null && metric !== null)
    .flatMap((node) => {
      const known = targetsOf(node.id)
      const guarded = [...guards, ...(metrics.get(node.id)?.guardrails ?? []).map((guard) => ({ kind: 'guardrail', of: node.id, guard }) as const)]
      const changes = policies.map((row) => ({ on: String(row['decidedAt']).slice(0, 10), what: 'policy' as const, says: String(row['name']) }))
      const isRevenue = metrics.get(node.id)?.compute?.by === 'revenue'
      return [
        noGuardrail(node.id, known.length, guarded),
        cumulativeOnly(node.id, { isCumulative: false, values: node.points.map(({ value }) => value) }),
        ...known.flatMap((target) => [shrank(node, target), ...(isRevenue ? changedNearTarget(node.id, String(target['by']), changes) : [])]),
      ]
    })
  const beliefs = edges
    .filter((edge) => edge.kind === 'hypothesis')
    .map((edge) => {
      const score = scores.find(({ id }) => id === edge.id)
      return score ? inputWithoutOutput(edge.from, edge.to, false, score) : null
    })
  const named = (question: Question): Question => ({
    ...question,
    asks: [...read.values()].reduce(
      (text, { id, name }) =>
        text
          .split(' ')
          .map((word) => (word === id ? name : word))
          .join(' '),
      question.asks,
    ),
  })
  return [...own, ...beliefs].filter((question) => question !== null).map(named)
}

function shrank(node: Read, target: AnyRow): Question | null {
  const point = (period: string) => node.measured?.points.find((one) => one.period === period)
  const [start, now] = [point(String(target['baselineSpan'] ?? '')), point(node.period ?? '')]
  const fraction = (one: Point | undefined) =>
    one?.numerator != null && one.denominator != null ? { numerator: one.numerator, denominator: one.denominator } : null
  const [from, to] = [fraction(start), fraction(now)]
  const goal = Number(target['target'])
  if (!from || !to || node.unit !== 'ratio' || !Number.isFinite(goal)) return null
  return denominatorShrank(node.id, { direction: target['direction'] === 'down' ? 'down' : 'up', value: goal }, from, to)
}
