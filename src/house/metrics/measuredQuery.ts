import { periodStart } from '#engines/numbers/dates.ts'
import type { AnswerColumn, MetricEnvelope, QueryAnswer } from '#engines/semantic/ask.ts'
import { nameOf } from '#engines/semantic/plan/plan.ts'
import { readQuestion, type Question } from '#engines/semantic/question.ts'
import { isGrain } from '#engines/semantic/grains.ts'
import { emptyManifest } from '#engines/semantic/model.ts'
import { Refusal } from '#engines/semantic/refusal.ts'
import { isProblem, type Grain, type Measurement, type MeasureRequest, type AnyMetric, type Point } from '#kernel'
import type { Scope } from '#runtime/scope.ts'

type Row = Record<string, string | number | boolean | null>

/** Metrics of the scorecard as a query’s rows: one per period and group, each number as `measure` computes it. Throws a Refusal for what they do not allow. */
export async function measuredAnswer(
  scope: Scope,
  known: ReadonlyMap<string, AnyMetric>,
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Promise<QueryAnswer> {
  const { knownAt, policy, ...plain } = given
  const question = readQuestion(plain, emptyManifest, isGrain)
  const { time, by } = axesOf(question, names, known)
  const measurements: Measurement[] = []
  for (const metric of names) measurements.push(await measuredOne(scope, requestOf(metric, question, time, by, { knownAt, policy })))
  const keys: AnswerColumn[] = [
    ...(time ? [{ name: `metric_time__${time}`, role: 'key', type: 'date', grain: time } satisfies AnswerColumn] : []),
    ...(by ? [{ name: by, role: 'key', type: 'text' } satisfies AnswerColumn] : []),
  ]
  const [rows, nulls] = rowsOf(measurements, keys, question)
  return {
    query: { metrics: names, groupBy: keys.map(({ name }) => name), ...plainOf(question), timeZone: scope.workspace.timeZone },
    columns: [...keys, ...measurements.map((one): AnswerColumn => ({ name: one.metric, role: 'metric', type: 'number', unit: one.unit }))],
    rows,
    nulls,
    metrics: measurements.map(envelopeOf),
    sql: measurements.map(({ query }) => query.text).join(';\n\n'),
    notes: [...new Set(measurements.flatMap(({ notes }) => notes))],
  }
}

const plainOf = ({ from, to, asOf, limit }: Question): Record<string, unknown> => ({
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
  ...(asOf ? { asOf } : {}),
  ...(limit === undefined ? {} : { limit }),
})

const measuredGrains: readonly Grain[] = ['day', 'week', 'month', 'quarter']

/** At most one time axis and one dimension of the metric; conditions would change its cohort and are refused. */
function axesOf(question: Question, names: readonly string[], known: ReadonlyMap<string, AnyMetric>): { readonly time?: Grain; readonly by?: string } {
  if (question.where.length > 0)
    throw new Refusal('unsupported', `${names[0]} takes no filter: it would change who is counted.`, 'Group by the dimension instead.')
  const times = question.groupBy.filter(({ name }) => name === 'metric_time')
  const others = question.groupBy.filter(({ name }) => name !== 'metric_time')
  if (others.length > 1 || times.length > 1) throw new Refusal('unsupported', `${names[0]} can be cut by time and by one dimension.`, 'Leave the others out.')
  const [by] = others
  const closed = names.find((name) => by && !known.get(name)?.dimensions.includes(nameOf(by)))
  if (closed && by)
    throw new Refusal(
      'dimension_not_allowed',
      `${closed} may not be cut by “${by.text}”.`,
      `It may be cut by ${known.get(closed)?.dimensions.join(', ') || 'nothing'}.`,
    )
  const grain = times[0]?.grain ?? question.grain ?? (times.length > 0 ? known.get(names[0] ?? '')?.grain : undefined)
  const time = measuredGrains.find((one) => one === grain)
  if (grain !== undefined && !time) throw new Refusal('unsupported', `${names[0]} is not measured by ${grain}.`, `Use ${measuredGrains.join(', ')}.`)
  return { ...(time ? { time } : {}), ...(by ? { by: nameOf(by) } : {}) }
}

function requestOf(
  metric: string,
  { from, to, asOf }: Question,
  grain: Grain | undefined,
  by: string | undefined,
  more: { readonly knownAt: unknown; readonly policy: unknown },
): MeasureRequest {
  const end = asOf ?? to
  return {
    metric,
    ...(end ? { asOf: end } : {}),
    ...(from && grain ? { from } : {}),
    ...(to && grain ? { to } : {}),
    ...(grain ? { grain } : {}),
    ...(by ? { by } : {}),
    ...(typeof more.knownAt === 'string' ? { knownAt: more.knownAt } : {}),
    ...(more.policy === undefined ? {} : { policy: more.policy }),
  }
}

/** What `measure` refuses is refused here too, under the same words. */
async function measuredOne(scope: Scope, request: MeasureRequest): Promise<Measurement> {
  return await scope.measure(request).catch((error: unknown) => {
    if (isProblem(error) && error.kind !== 'unavailable') throw new Refusal('unsupported', error.message, error.hint)
    throw error
  })
}

interface Cell {
  readonly keys: readonly string[]
  readonly value: number | null
  readonly reason: string | undefined
}

function cellsOf(measurement: Measurement, keys: readonly AnswerColumn[]): Cell[] {
  const isOverTime = keys.some(({ grain }) => grain !== undefined)
  const isCut = keys.some(({ grain }) => grain === undefined)
  const of = (figure: { readonly value: number | null; readonly reason?: string }, names: readonly string[]): Cell => ({
    keys: names,
    value: figure.value,
    reason: figure.reason,
  })
  const overTime = (points: readonly Point[], names: readonly string[]): Cell[] => points.map((point) => of(point, [periodStart(point.period), ...names]))
  if (!isCut) return isOverTime ? overTime(measurement.points, []) : [of(measurement, [])]
  return (measurement.groups ?? []).flatMap((group) => (isOverTime ? overTime(group.points, [group.key]) : [of(group, [group.key])]))
}

function rowsOf(measurements: readonly Measurement[], keys: readonly AnswerColumn[], { limit, orderBy }: Question): [Row[], QueryAnswer['nulls'][number][]] {
  const table = new Map<string, { readonly row: Row; readonly reasons: Map<string, string> }>()
  for (const measurement of measurements)
    for (const cell of cellsOf(measurement, keys)) {
      const own = table.get(cell.keys.join('\u001f')) ?? {
        row: Object.fromEntries([...keys.map(({ name }, place) => [name, cell.keys[place] ?? null]), ...measurements.map(({ metric }) => [metric, null])]),
        reasons: new Map(),
      }
      own.row[measurement.metric] = cell.value
      if (cell.value === null) own.reasons.set(measurement.metric, cell.reason ?? 'no_data')
      table.set(cell.keys.join('\u001f'), own)
    }
  const order = [...orderBy.map(({ by, descending }) => ({ column: nameOf(by), descending })), ...keys.map(({ name }) => ({ column: name, descending: false }))]
  const sorted = [...table.values()].toSorted((a, b) => compared(a.row, b.row, order)).slice(0, limit)
  const nulls = sorted.flatMap(({ row, reasons }, place) =>
    measurements.flatMap(({ metric }) => (row[metric] === null ? [{ row: place, column: metric, reason: reasons.get(metric) ?? 'no_data' }] : [])),
  )
  return [sorted.map(({ row }) => row), nulls]
}

function compared(a: Row, b: Row, order: readonly { readonly column: string; readonly descending: boolean }[]): number {
  for (const { column, descending } of order) {
    const [mine, theirs] = [a[column] ?? null, b[column] ?? null]
    if (mine === theirs) continue
    if (mine === null || theirs === null) return mine === null ? 1 : -1
    return (mine < theirs ? -1 : 1) * (descending ? -1 : 1)
  }
  return 0
}

function envelopeOf(measurement: Measurement): MetricEnvelope {
  const { metric, version, policy, unit, n, freshness, trust, points, asOf, numerator, denominator } = measurement
  const open = points.find(({ mature }) => !mature)
  const counts = [
    ['denominator', denominator ?? n],
    ['numerator', numerator],
  ] as const
  return {
    metric,
    type: 'simple',
    unit,
    version: String(version),
    policy: policy.id,
    n: [
      { measure: metric, model: 'measure', role: 'n', rows: n ?? 0 },
      ...counts.flatMap(([role, rows]) => (rows === null ? [] : [{ measure: metric, model: 'measure', role, rows }])),
    ],
    freshness: { oldest: freshness.inputs.flatMap(({ oldest }) => oldest ?? []).toSorted()[0] ?? null, newest: freshness.newest },
    maturity: { knownThrough: asOf, openFrom: open ? periodStart(open.period) : null },
    trust: { state: trust.state, reasons: trust.reasons.map(({ says }) => says) },
  }
}
