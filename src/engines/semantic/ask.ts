import { duckdbText, reasonColumn, uniqueGuards, type PlanText } from './dialect/duckdb.ts'
import { periodEnd, periodOf, periodStart } from '#engines/numbers/dates.ts'
import { partOf } from './dateParts.ts'
import { isBelowDay, isGrain } from './grains.ts'
import { hashOf } from './hash.ts'
import type { Governance, Metric, MetricType, SemanticManifest } from './model.ts'
import { lexiconOf, type Lexicon } from './plan/lexicon.ts'
import type { OrderedKey, Plan } from './plan/nodes.ts'
import { planQuestion } from './plan/plan.ts'
import { readQuestion, type Question } from './question.ts'
import { Refusal } from './refusal.ts'

/** A question that is ready to run: three texts, of which `guards` comes first. */
export interface Asked {
  readonly question: Question
  readonly plan: Plan
  readonly text: PlanText
  readonly lexicon: Lexicon
}

/** Plans a question over a manifest and writes it for DuckDB. Throws a Refusal by name. */
export function ask(manifest: SemanticManifest, given: unknown): Asked {
  const lexicon = lexiconOf(manifest)
  const question = readQuestion(given, manifest, lexicon.isGrain)
  const plan = planQuestion(lexicon, question)
  return { question, plan, text: duckdbText(plan), lexicon }
}

export type Cell = string | number | boolean | null | readonly string[]
/** What a text of `Asked` gave when it ran. */
export interface Ran {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface AnswerColumn {
  readonly name: string
  readonly role: 'key' | 'metric'
  readonly type: 'date' | 'timestamp' | 'number' | 'text' | 'boolean'
  readonly grain?: string
  readonly unit?: string
}

/** What travels with a metric's numbers (kpis.md §1.4). */
export interface MetricEnvelope {
  readonly metric: string
  readonly type: MetricType
  readonly label?: string
  readonly unit: string | null
  /** Names the definition with everything that it rests on; another definition has another name. */
  readonly version: string
  readonly policy: string
  /** Rows behind the numbers, per input. */
  readonly n: readonly { readonly measure: string; readonly model: string; readonly role: string; readonly rows: number }[]
  readonly freshness: { readonly newest: string | null; readonly oldest: string | null }
  /** Buckets from this day on are open: later rows may still change them. */
  readonly maturity: { readonly knownThrough: string | null; readonly openFrom: string | null }
  readonly trust: { readonly state: 'trusted' | 'provisional' | 'stale' | 'untrusted'; readonly reasons: readonly string[] }
}

export interface QueryAnswer {
  readonly query: Readonly<Record<string, unknown>>
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly Readonly<Record<string, Cell>>[]
  /** Why a metric's cell is null. */
  readonly nulls: readonly { readonly row: number; readonly column: string; readonly reason: string }[]
  readonly metrics: readonly MetricEnvelope[]
  readonly sql: string | null
  readonly notes: readonly string[]
  readonly refused?: { readonly code: string; readonly message: string; readonly hint: string }
}

/** Throws when the tables break a claim of the model that the answer rests on: a key that should be unique and is not. */
export function assertGuards({ plan, text }: Asked, ran: Ran | null): void {
  const [broken] = text.guards === null || ran === null ? [] : ran.rows
  if (!broken) return
  const guard = uniqueGuards(plan.guards)[Number(broken[0])]
  throw new Refusal(
    'fan_out',
    `A fan-out would count rows more than once: ${guard?.says ?? 'a key is not unique'} (${String(broken[1])}).`,
    'Correct the table, or declare the entity as it is.',
  )
}

/** The answer from what the texts gave. */
export function answerOf(asked: Asked, ran: Ran, counted: Ran | null): QueryAnswer {
  const { plan, question, text, lexicon } = asked
  const { keys, metrics } = plan.root
  const names = [...keys.map(({ name }) => name), ...metrics.map(({ name }) => name)]
  const rows = ran.rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place] ?? null])))
  const nulls = ran.rows.flatMap((row, at) => metrics.flatMap(({ name }, place) => nullOf(row[ran.columns.indexOf(reasonColumn(place))], at, name)))
  const envelopes = metrics.map(({ name }) => envelope(asked, lexicon.metric(name), counted))
  return {
    query: echo(question, keys),
    columns: [
      ...keys.map((key): AnswerColumn => ({ name: key.name, role: 'key', type: keyType(key, rows), ...(key.grain ? { grain: key.grain } : {}) })),
      ...metrics.map(({ name }): AnswerColumn => ({ name, role: 'metric', type: 'number', ...unitOf(lexicon.metric(name).governance) })),
    ],
    rows,
    nulls,
    metrics: envelopes,
    sql: text.answer,
    notes: [...plan.notes, ...(metrics.length > 0 && rows.length === 0 ? ['No row lies in the range under these filters.'] : [])],
  }
}

const nullOf = (reason: Cell | undefined, row: number, column: string): QueryAnswer['nulls'] => (typeof reason === 'string' ? [{ row, column, reason }] : [])
const unitOf = (governance: Governance | undefined): { unit?: string } => (governance?.unit === undefined ? {} : { unit: governance.unit })

/** A refused question, in the shape of an answer without numbers. */
export function refusedAnswer(given: unknown, { code, message, hint }: Refusal): QueryAnswer {
  const query = typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {}
  return { query, columns: [], rows: [], nulls: [], metrics: [], sql: null, notes: [], refused: { code, message, hint } }
}

function echo(question: Question, keys: readonly OrderedKey[]): Readonly<Record<string, unknown>> {
  const { metrics, whereText, orderBy, from, to, limit, asOf, timeZone } = question
  return {
    metrics,
    groupBy: keys.map(({ name }) => name),
    where: whereText,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    orderBy: orderBy.map(({ by, descending }) => `${descending ? '-' : ''}${[...by.path, by.name, ...(by.grain ? [by.grain] : [])].join('__')}`),
    ...(limit === undefined ? {} : { limit }),
    ...(asOf ? { asOf } : {}),
    timeZone,
  }
}

function keyType({ name, grain }: OrderedKey, rows: QueryAnswer['rows']): AnswerColumn['type'] {
  if (grain !== undefined && isGrain(grain)) return isBelowDay(grain) ? 'timestamp' : 'date'
  const sample = rows.find((row) => row[name] !== null)?.[name]
  return typeof sample === 'number'
    ? 'number'
    : typeof sample === 'boolean'
      ? 'boolean'
      : typeof sample === 'string' && /^\d{4}-\d\d-\d\d$/.test(sample)
        ? 'date'
        : 'text'
}

function envelope({ plan, lexicon, question }: Asked, metric: Metric, counted: Ran | null): MetricEnvelope {
  const inputs = plan.inputs.flatMap((input, place) => {
    const row = counted?.rows.find(([i]) => i === place)
    return input.metric === metric.name ? [{ input, rows: Number(row?.[1] ?? 0), oldest: dayOf(row?.[2]), newest: dayOf(row?.[3]) }] : []
  })
  const days = (which: 'oldest' | 'newest'): string[] => inputs.flatMap((one) => one[which] ?? []).toSorted()
  const knownThrough = question.asOf ?? days('newest').at(0) ?? null
  const axis = plan.root.keys.find(({ name, grain }) => name.startsWith('metric_time__') && partOf(grain) === null)?.grain
  const openFrom = openBucket(knownThrough, axis)
  return {
    metric: metric.name,
    type: metric.type,
    ...(metric.label === undefined ? {} : { label: metric.label }),
    unit: metric.governance?.unit ?? null,
    version: hashOf(definitionOf(lexicon, metric, [])),
    policy: metric.governance?.policy ?? 'default',
    n: inputs.map(({ input, rows }) => ({ measure: input.measure, model: input.model, role: input.role, rows })),
    freshness: { oldest: days('oldest').at(0) ?? null, newest: days('newest').at(-1) ?? null },
    maturity: { knownThrough, openFrom },
    trust:
      openFrom === null
        ? { state: 'trusted', reasons: [] }
        : { state: 'provisional', reasons: [`The bucket that begins on ${openFrom} is open: its inputs are known through ${String(knownThrough)}.`] },
  }
}

const dayOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell.slice(0, 10) : null)

function openBucket(day: string | null, grain: string | undefined): string | null {
  if (day === null || grain === undefined || !isGrain(grain) || isBelowDay(grain) || grain === 'day') return null
  const cut = grain === 'week' || grain === 'month' || grain === 'quarter' ? grain : 'year'
  const period = periodOf(day, cut)
  return periodEnd(period) === day ? null : periodStart(period)
}

/** A metric with everything that it rests on. */
function definitionOf(lexicon: Lexicon, metric: Metric, seen: readonly string[]): unknown {
  const meaning = meaningOf(metric)
  const inputs = metric.type === 'ratio' ? [metric.numerator, metric.denominator] : metric.type === 'derived' ? metric.metrics : []
  const measures =
    metric.type === 'simple' || metric.type === 'cumulative' ? [metric.measure] : metric.type === 'conversion' ? [metric.base, metric.conversion] : []
  const deeper = inputs
    .filter(({ name }) => !seen.includes(name) && lexicon.metrics.has(name))
    .map(({ name }) => definitionOf(lexicon, lexicon.metric(name), [...seen, metric.name]))
  return [meaning, deeper, measures.map(({ name }) => measureWithTable(lexicon, name))]
}

function measureWithTable(lexicon: Lexicon, name: string): unknown {
  const { measure, model } = lexicon.measure(name)
  const meaning = meaningOf(measure)
  return [meaning, model.relation, model.dimensions.find((one) => one.name === (measure.timeDimension ?? model.timeDimension))]
}

/** Words for people do not change what a definition means. */
const meaningOf = (definition: object): unknown => Object.entries(definition).filter(([key]) => !['description', 'label', 'meta'].includes(key))
