import { drawChart } from '#engines/metrics/signal/drawChart.ts'
import { measuredLine } from '#engines/metrics/signal/measuredLine.ts'
import { versionSplit, type VersionSplit } from '#engines/metrics/explain/versions.ts'
import { followsPolicy } from '#engines/metrics/ways/ways.ts'
import { grainOf, addDays, periodEnd, periodOf } from '#engines/numbers/dates.ts'
import { showVariance } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { everyRow, isRecord, showDate, type AnyMetric, type AnyRow, type Context, type Measurement, type MeasureRequest, type Point } from '#kernel'
import { apartWindow } from './apartWindow.ts'
import { policyIn } from './policyText.ts'
import { nothingIfRefused } from './refusedFigure.ts'

/** A change that people declared between two periods: of the process that makes the number, of its definition, or of the policy by which revenue is counted. */
export interface Declared {
  readonly kind: 'process' | 'definition' | 'policy'
  readonly name: string
  readonly on: string
  /** What was declared, and what part of the change goes with it. */
  readonly says: string
  /** Where it stands, below the workspace. */
  readonly to: string | null
  /** Of a process: how the level moved with it. The three sum to the change. Null while one of the two processes has no limits. */
  readonly level: LevelShift | null
  /** Of a definition or a policy: what readers of the reports of both times saw. Null where the older one cannot be measured any more. */
  readonly reports: VersionSplit | null
}

export interface LevelShift {
  /** How far the old level lay from the figure before. */
  readonly before: number
  /** From the level of the old process to that of the new. */
  readonly shift: number
  /** How far the figure after lies from the new level. */
  readonly after: number
}

export interface Step {
  readonly before: Point
  readonly after: Point
}

export interface Between {
  readonly metric: AnyMetric
  readonly request: MeasureRequest
  readonly step: Step
  readonly shown: Shown
  /** Of a part of the metric alone, changes are named and not measured. */
  readonly isWhole: boolean
}

type Shown = Pick<Measurement, 'unit' | 'currency'>

/** What was declared between two periods of a metric, the oldest first. Figures of both are computed alike, so that a definition is no part of their change. */
export async function declaredBetween(ctx: Context, asked: Between): Promise<Declared[]> {
  const processes = await processesOf(ctx, asked)
  const definitions = [...(await versionsBetween(ctx, asked)), ...(await policiesBetween(ctx, asked))]
  const noted = await notesBetween(ctx, asked.request.metric, asked.step)
  const own = noted.filter((note) => ![...processes, ...definitions].some((one) => isNoteOf(note, one)))
  return [...processes, ...definitions, ...own].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** Does a note speak of a declared change? By its name; of a version, which has none, by its day. */
const isNoteOf = (note: Declared, one: Declared): boolean =>
  note.name === one.name || (note.kind === 'definition' && one.kind === 'definition' && note.on === one.on)

/** The declarations as one sentence, to stand before every part of the arithmetic; empty without any. */
export const sayDeclared = (declared: readonly Declared[]): string => declared.map(({ says }) => says).join(' ')

const textIn = (row: AnyRow, name: string): string => String(row[name] ?? '')

/** Limits start anew with the period that holds the day, so that it parts that period from the one before. */
const isBetween = (on: string, { before, after }: Step): boolean => {
  const period = periodOf(on, grainOf(after.period))
  return period > before.period && period <= after.period
}

async function processesOf(ctx: Context, asked: Between): Promise<Declared[]> {
  const { request, step, shown } = asked
  const all = await everyRow(ctx, 'processChange', { filter: { state: 'declared', metrics: request.metric }, sort: 'on' })
  const own = all.filter((row) => isBetween(textIn(row, 'on'), step))
  if (own.length === 0) return []
  const level = own.length === 1 ? await levelShift(ctx, asked, all) : null
  const last = own.at(-1)
  return own.map((row): Declared => ({
    kind: 'process',
    name: textIn(row, 'name'),
    on: textIn(row, 'on'),
    says: `A change of the process was declared for ${showDate(textIn(row, 'on'))}: ${textIn(row, 'name')}. ${row === last ? sayLevel(level, own.length, shown) : ''}`.trim(),
    to: `n/processChanges/${row.key}`,
    level: row === last ? level : null,
    reports: null,
  }))
}

/** The line of the metric with its declared changes: the levels of the two processes that the step joins. */
async function levelShift(ctx: Context, { metric, request, step: { before, after }, isWhole }: Between, changes: readonly AnyRow[]) {
  if (!isWhole || before.value === null || after.value === null || apartWindow(metric) !== null) return null
  const { from: _, to: __, by: ___, ...plain } = request
  const series = await ctx.measure(plain).catch(nothingIfRefused)
  if (!series) return null
  const begun = [...new Set(changes.map((row) => periodOf(textIn(row, 'on'), grainOf(after.period))))].map((period) => ({ period, cause: '' }))
  const { chart } = drawChart(measuredLine(series.points, metric.unit, 1), { changes: begun })
  const centre = (period: string): number | null => chart.points.find((point) => point.period === period)?.centre ?? null
  const [old, now] = [centre(before.period), centre(after.period)]
  if (old === null || now === null) return null
  return { before: old - before.value, shift: now - old, after: after.value - now }
}

function sayLevel(level: LevelShift | null, changes: number, shown: Shown): string {
  if (changes > 1) return 'Several changes lie between the two, so that none is held to account for a part.'
  if (!level) return 'The two figures come from different processes; there are too few periods on one side to tell its part from change in the world.'
  const apart = level.before + level.after
  return `The level went ${sized(level.shift, shown)} with it; the remaining ${difference(apart, shown)} is where the two periods lie around their levels.`
}

const difference = (value: number, { unit, currency }: Shown): string => showVariance(value, 0, unit, { currency }).absolute
const sized = (value: number, shown: Shown): string => `${value < 0 ? 'down' : 'up'} by ${difference(Math.abs(value), shown).replace(/^\+/, '')}`

/** Was a report of the first period printed under the older words, and one of the second under the newer? */
function isPrintedBetween(at: string, { before, after }: Step, maturityDays: number): boolean {
  const day = at.slice(0, 10)
  return day > addDays(periodEnd(before.period), maturityDays) && day <= addDays(periodEnd(after.period), maturityDays)
}

async function versionsBetween(ctx: Context, asked: Between): Promise<Declared[]> {
  const { metric, request, step, shown } = asked
  const [row] = (await ctx.read('metric', { filter: { metricKey: request.metric, origin: 'defined' }, limit: 1 })).items
  const all: readonly unknown[] = Array.isArray(row?.['versions']) ? row['versions'] : []
  const own = all.filter(isRecord).filter((one) => Number(one['version']) > 1 && isPrintedBetween(String(one['at']), step, metric.maturityDays))
  const [first, last] = [own[0], own.at(-1)]
  if (!row || !first || !last) return []
  const [older, newer] = [Number(first['version']) - 1, Number(last['version'])]
  const reports = await reportsOf(ctx, asked, { metric: `${request.metric}@${older}` }, { metric: `${request.metric}@${newer}` })
  const [on, why] = [String(last['at']).slice(0, 10), String(last['why'] ?? '').replace(/\.$/, '')]
  const says = `The definition became version ${newer} on ${showDate(on)}${why === '' ? '' : ` (${why})`}.`
  const current = `version ${String(row['definitionVersion'])}`
  return [
    {
      kind: 'definition',
      name: `Version ${newer}`,
      on,
      says: `${says} ${sayReports(reports, step, shown, { current, part: 'definition' })}`,
      to: `metrics/${request.metric}`,
      level: null,
      reports,
    },
  ]
}

async function policiesBetween(ctx: Context, asked: Between): Promise<Declared[]> {
  const { metric, request, step, shown } = asked
  if (!followsPolicy(metric.compute) || request.policy !== undefined) return []
  const adopted = await everyRow(ctx, 'policyChange', { filter: { state: 'adopted' }, sort: 'decidedAt' })
  const own = adopted.filter((row) => isPrintedBetween(textIn(row, 'decidedAt'), step, metric.maturityDays))
  const [first, last] = [own[0], own.at(-1)]
  if (!first || !last) return []
  const reports = await reportsOf(ctx, asked, { policy: policyIn(textIn(first, 'from')) }, { policy: policyIn(textIn(last, 'to')) })
  const on = textIn(last, 'decidedAt').slice(0, 10)
  return [
    {
      kind: 'policy',
      name: textIn(last, 'name'),
      on,
      says: `The revenue policy changed on ${showDate(on)}: ${textIn(last, 'name')}. ${sayReports(reports, step, shown, { current: 'the policy in force', part: 'policy' })}`,
      to: `n/policyChanges/${last.key}`,
      level: null,
      reports,
    },
  ]
}

type Way = Partial<Pick<MeasureRequest, 'metric' | 'policy'>>

/** Both periods under both wordings: what the reports of either time said, apart from what happened. */
async function reportsOf(ctx: Context, { request: { by: _, ...request }, step: { before, after }, isWhole }: Between, older: Way, newer: Way) {
  if (!isWhole) return null
  const told = await Promise.all([older, newer].map((way) => ctx.measure({ ...request, ...way }).catch(nothingIfRefused)))
  const [oldVersion, newVersion] = told.map((measured) => {
    const at = (period: string) => measured?.points.find((point) => point.period === period)?.value ?? null
    const [one, other] = [at(before.period), at(after.period)]
    return one === null || other === null ? null : { before: one, after: other }
  })
  return oldVersion && newVersion ? versionSplit({ oldVersion, newVersion }) : null
}

interface Words {
  readonly current: string
  readonly part: 'definition' | 'policy'
}

function sayReports(reports: VersionSplit | null, { before }: Step, shown: Shown, { current, part }: Words): string {
  const alike = `Both figures here are computed by ${current}, so that it is no part of their change`
  if (!reports) return `${alike}.`
  return `${alike}; a reader of the report of ${showPeriod(before.period)} and of the later one saw ${difference(reports.change, shown)}, of which ${difference(reports.definition, shown)} is the ${part} and ${difference(reports.world, shown)} the world.`
}

/** Kinds of notes that declare a change of how a number comes about; they are no hypotheses about the world. */
export const declaring: ReadonlySet<string> = new Set(['definition', 'processChange'])

/** Notes that say so of metrics whose words alone stand in the dictionary. */
async function notesBetween(ctx: Context, key: string, step: Step): Promise<Declared[]> {
  const on = { gt: periodEnd(step.before.period), lte: periodEnd(step.after.period) }
  const notes = await everyRow(ctx, 'note', { filter: { kind: [...declaring], metrics: key, on }, sort: 'on' })
  return notes.map((row) => ({
    kind: row['kind'] === 'definition' ? 'definition' : 'process',
    name: textIn(row, 'name'),
    on: textIn(row, 'on'),
    says: `A change of the ${row['kind'] === 'definition' ? 'definition' : 'process'} is noted for ${showDate(textIn(row, 'on'))}: ${textIn(row, 'name')}.`,
    to: `n/notes/${row.key}`,
    level: null,
    reports: null,
  }))
}
