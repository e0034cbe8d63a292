import { readTargetSheet, type HeldLine, type SheetLine, type SheetTarget } from '#engines/metrics/targets/sheet.ts'
import { isTargetSheet, sheetColumns, type SheetColumn, type SheetField } from '#engines/metrics/targets/sheetColumns.ts'
import { everyRow, Problem, type AnyMetric, type AnyRow, type Context, type SourceTable } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import type { TargetCheck, Wanted } from './check.ts'
import type { Offered } from '../offered.ts'
import { aimedBy } from './aimedBy.ts'
import { assertShare, termsOfShares } from './assertShare.ts'
import { applyStep } from './applyTarget.ts'
import { faultOf, lackOf, withBaseline } from './baselineFirst.ts'
import { fieldsOf, type Aimed, type Fields } from './sheetFields.ts'
import { changesOf, matching, stepFor, type FieldChange, type Step } from './sheetPlan.ts'

/** What one line did, or would do. */
export interface TargetChange {
  readonly rows: readonly number[]
  /** The key of the target; null while it is not there yet. */
  readonly key: string | null
  readonly metric: string
  readonly metricName: string
  readonly segment: string | null
  readonly by: string | null
  readonly unit: AnyMetric['unit'] | null
  readonly action: Step['action']
  readonly state: 'draft' | 'agreed'
  readonly changes: readonly FieldChange[]
  /** What a person should know before saying yes: the baseline that was measured, that chance may reach it. */
  readonly says: readonly string[]
}

export interface TargetImport {
  readonly file: string
  readonly dryRun: boolean
  readonly columns: readonly { readonly theirs: string; readonly ours: SheetField | null }[]
  readonly lines: readonly TargetChange[]
  readonly held: readonly HeldLine[]
  readonly totals: { readonly created: number; readonly changed: number; readonly unchanged: number; readonly held: number }
  readonly notes: readonly string[]
}

export interface TargetImportOptions {
  readonly dryRun: boolean
  /** Agree what can be agreed; without it new targets are drafts, except where a column “state” says agreed. */
  readonly agree?: boolean
  /** Why agreed targets move; kept with each of them. */
  readonly why?: string
}

/** Everything that the lines are held against. */
interface Ground {
  readonly metrics: ReadonlyMap<string, Offered>
  readonly entries: readonly AnyRow[]
  readonly targets: readonly AnyRow[]
  readonly people: ReadonlyMap<string, string>
  readonly check: (key: string, wanted: Wanted) => Promise<TargetCheck>
}

const most = 5000

/**
 * Brings in targets from a sheet: a line each, a series by month, or periods across. Held against what is there, so that a second import is an update: an agreed target
 * is revised and keeps its first value. With `dryRun` nothing is written, and the answer is the difference that would be made. A line that cannot stand is held alone.
 */
export async function importTargets(
  ctx: Context,
  table: SourceTable,
  given: Pick<Ground, 'metrics' | 'check'>,
  options: TargetImportOptions,
): Promise<TargetImport> {
  const { columns, body } = headed(table, await linesOf(table))
  const { targets: sheets, held: unread } = readTargetSheet(columns, body)
  const ground: Ground = { ...given, ...(await recordOf(ctx)) }
  const held: HeldLine[] = [...unread]
  const lines: TargetChange[] = []
  for (const sheet of sheets) {
    const told = await lineOf(ctx, sheet, ground, options)
    if ('reason' in told) held.push(told)
    else lines.push(told)
  }
  const count = (...actions: readonly Step['action'][]) => lines.filter(({ action }) => actions.includes(action)).length
  return {
    file: table.file,
    dryRun: options.dryRun,
    columns: columns.map(({ theirs, field }) => ({ theirs, ours: field })),
    lines,
    held: held.toSorted((a, b) => a.row - b.row),
    totals: { created: count('create'), changed: count('change', 'revise'), unchanged: count('unchanged'), held: held.length },
    notes: notesOn(columns, sheets, ground),
  }
}

/** The columns of a sheet, and the lines below them. A heading of periods looks like content to whoever opens files, so that the first line is tried as a heading too. */
function headed(table: SourceTable, lines: readonly SheetLine[]): { readonly columns: readonly SheetColumn[]; readonly body: readonly SheetLine[] } {
  const columns = sheetColumns(table.headings)
  if (isTargetSheet(columns)) return { columns, body: lines }
  const [first, ...body] = lines
  const above = sheetColumns((first?.cells ?? []).map(String))
  if (!isTargetSheet(above)) throw notTargets(table)
  return { columns: above, body }
}

const notTargets = ({ file, headings }: SourceTable): Problem =>
  new Problem(
    'invalid',
    `${file} is no sheet of targets.`,
    `It needs a column “metric”, and either “target” with “by” or “month”, or a column for each period. It has ${headings.slice(0, 12).join(', ') || 'no headings'}.`,
    { code: 'not-targets' },
  )

async function linesOf(table: SourceTable): Promise<SheetLine[]> {
  const lines: SheetLine[] = []
  for await (const { row, cells } of table.rows()) {
    if (lines.length === most) throw new Problem('invalid', `${table.file} has more than ${most} lines.`, 'Bring it in by parts.')
    lines.push({ row, cells })
  }
  return lines
}

async function recordOf(ctx: Context): Promise<Pick<Ground, 'entries' | 'targets' | 'people'>> {
  const [entries, targets, members] = await Promise.all([
    everyRow(ctx, 'metric'),
    everyRow(ctx, 'metricTarget', { filter: { state: { in: ['draft', 'agreed'] } } }),
    everyRow(ctx, 'member'),
  ])
  const called = (field: string) => members.flatMap((row): [string, string][] => (typeof row[field] === 'string' ? [[row[field].toLowerCase(), row.id]] : []))
  return { entries, targets, people: new Map([...called('name'), ...called('email')]) }
}

async function lineOf(ctx: Context, sheet: SheetTarget, ground: Ground, options: TargetImportOptions): Promise<TargetChange | HeldLine> {
  const hold = (reason: string): HeldLine => ({ row: sheet.rows[0] ?? 0, column: null, reason })
  const aimed = aimedBy(sheet.metric, ground)
  if ('fault' in aimed) return hold(aimed.fault)
  const row = matching(sheet, aimed, ground.targets)
  if (row && 'fault' in row) return hold(String(row['fault']))
  const owner = sheet.owner === null ? null : (ground.people.get(sheet.owner.toLowerCase()) ?? null)
  const read = fieldsOf(sheet, aimed, ctx.workspace.currency, owner)
  if (isFault(read)) return hold(read.fault)
  try {
    const check = ground.metrics.has(aimed.key) ? (wanted: Wanted) => ground.check(aimed.key, wanted) : null
    const isAgreed = row?.['state'] === 'agreed'
    const wantsAgreed = isAgreed || sheet.state === 'agreed' || options.agree === true
    const isAsked = !row || (wantsAgreed && !isAgreed) || changesOf(row, read).some(({ field }) => termsOfShares.includes(field))
    if (isAsked) assertShare(ground.metrics.get(aimed.key) ?? aimed, { ...row, ...read })
    const { fields, says } = await withBaseline(sheet, aimed, row, read, check, wantsAgreed, ctx.now().slice(0, 10))
    const step = stepFor(row, fields)
    if ('fault' in step) return hold(step.fault)
    const fault = wantsAgreed && !(isAgreed && step.action === 'unchanged') ? faultOf(row, fields) : null
    if (fault !== null) return hold(fault)
    const lack = lackOf(row, fields)
    const agree = wantsAgreed && lack === null
    const why = options.why ?? `Imported: ${sheet.rows.length > 1 ? 'lines' : 'line'} ${sheet.rows.join(', ')}.`
    const done = options.dryRun ? row : await applyStep(ctx, step, aimed, { agree, why })
    return toldOf(sheet, aimed, ground, {
      step,
      row,
      done,
      fields,
      agree,
      says: wantsAgreed && lack !== null ? [...says, `It stays a draft: it has no ${lack}.`] : says,
    })
  } catch (error) {
    if (isAnswer(error)) return hold(`${error.message} ${error.hint}`.trim())
    throw error
  }
}

interface Done {
  readonly step: Step
  readonly row: AnyRow | null
  readonly done: AnyRow | null
  readonly fields: Fields
  readonly agree: boolean
  readonly says: readonly string[]
}

const toldOf = (sheet: SheetTarget, aimed: Aimed, ground: Ground, { step, row, done, fields, agree, says }: Done): TargetChange => ({
  rows: sheet.rows,
  key: done?.key ?? null,
  metric: aimed.key,
  metricName: aimed.name,
  segment: sheet.segment,
  by: sheet.by,
  unit: ground.metrics.get(aimed.key)?.unit ?? null,
  action: step.action === 'unchanged' && row?.['state'] === 'draft' && agree ? 'change' : step.action,
  state: agree ? 'agreed' : 'draft',
  changes: row ? changesOf(row, fields) : Object.entries(fields).map(([field, to]) => ({ field, from: null, to })),
  says,
})

const isFault = (read: Fields | { readonly fault: string }): read is { readonly fault: string } => typeof read['fault'] === 'string'

function notesOn(columns: readonly SheetColumn[], sheets: readonly SheetTarget[], { people }: Ground): string[] {
  const out = columns.filter(({ field, theirs }) => field === null && theirs.trim() !== '').map(({ theirs }) => theirs)
  const strangers = new Set(sheets.flatMap(({ owner }) => (owner !== null && !people.has(owner.toLowerCase()) ? [owner] : [])))
  return [
    ...(out.length > 0 ? [`Left out: ${out.join(', ')}.`] : []),
    ...(strangers.size > 0 ? [`Not known here by name or e-mail, so that their targets come without an owner: ${[...strangers].slice(0, 5).join(', ')}.`] : []),
  ]
}
