import { Problem, type Context, type OpenedFiles, type SourceTable } from '#kernel'
import { allFacts, factOf } from './allFacts.ts'
import { planAvailability } from './availability.ts'
import { buildReadings } from './buildReadings.ts'
import { describeColumns } from './describeColumns.ts'
import { asTheyCame, formerReading, isHeldTable, mendedFiles, type HeldTable } from './heldFile.ts'
import { planTrees } from './planTrees.ts'
import { mappingFor, parseMapping, type FileMapping, type Mapping } from './mapping.ts'
import { titleOf, type CellForms, type ColumnPlan, type FilePlan, type ImportPlan, type Reading, type Trouble } from './plan.ts'
import { decideForms, hasBothOrders, kindOfEvidence, profileCells } from './profileCells.ts'
import { normalise } from './headings.ts'
import { planningColumns, planningTool } from './planning/planning.ts'
import type { Tool } from './planning/tool.ts'
import { assess, keyRepeats, recognise, type Candidate, type Recognition } from './recognise.ts'

export interface PlanOptions {
  /** The content of a mapping file (docs/guide/import.md). */
  readonly mapping?: unknown
  /** Judge by the first rows only: quicker, and dates may stay open that the whole file would settle. */
  readonly onlySample?: boolean
}

/** Says what every file holds, how each column is read, and what a person has to decide. Reads all rows once; writes nothing. Throws `invalid` when the mapping is wrong. */
export async function planImport(ctx: Context, opened: OpenedFiles, options: PlanOptions = {}): Promise<ImportPlan> {
  const mapping = parseMapping(options.mapping, allFacts)
  refuseStrangers(mapping, opened)
  const files: FilePlan[] = []
  for (const table of asTheyCame(opened).tables) {
    const own = mappingFor(mapping, table.file)
    const [isSample, source] = [options.onlySample === true, mapping.source]
    files.push(isHeldTable(table) ? await planHeld(ctx, table, { own, source, isSample }) : await planTable(ctx, table, own, isSample))
  }
  files.push(...planTrees(opened.trees, (file) => mappingFor(mapping, file)?.fact !== null))
  for (const { file, reason, hint } of opened.unreadable)
    files.push({ ...blank(ctx, { file, bytes: 0, form: { kind: 'json', notes: [] } }), trouble: { reason, hint } })
  return { files: files.toSorted((a, b) => titleOf(a).localeCompare(titleOf(b), 'en')), source: mapping.source ?? 'files' }
}

interface HowHeld {
  readonly own: FileMapping | null
  readonly source: string | undefined
  readonly isSample: boolean
}

/** Held rows that come back are read as their whole file was, unless the mapping says otherwise: a few of them cannot show the order of its days or its currency. */
async function planHeld(ctx: Context, table: HeldTable, { own, source, isSample }: HowHeld): Promise<FilePlan> {
  const former = await formerReading(ctx, table)
  if (!former || own?.fact === null) return await planTable(ctx, table, own, isSample)
  const then = parseMapping(former.mapping, allFacts)
  const fact = allFacts.some((one) => one.fact === former.recognisedAs) && former.recognisedAs !== null ? { fact: former.recognisedAs } : {}
  const was = mappingFor(then, former.file)
  const plan = await planTable(ctx, table, { ...was, ...former.forms, ...fact, ...own, columns: { ...was?.columns, ...own?.columns } }, isSample)
  const others = await mendedFiles(table)
  const note = `Held rows of ${former.file} (${former.key}), read as that file was; its columns that begin with “held” only say why.`
  return {
    ...plan,
    notes: [note, ...plan.notes],
    ...(source === undefined && then.source !== undefined ? { source: then.source } : {}),
    ...(others.length > 1 ? { trouble: severalFiles(others.map(({ file }) => file)) } : {}),
  }
}

const severalFiles = (files: readonly string[]): Trouble => ({
  reason: `It has held rows of several files (${files.slice(0, 3).join(', ')}), each of which is read in its own way.`,
  hint: 'Import the held rows of each file by themselves.',
})

async function planTable(ctx: Context, table: SourceTable, mapping: FileMapping | null, onlySample: boolean): Promise<FilePlan> {
  if (mapping?.fact === null) return { ...blank(ctx, table), notes: ['Left out by the mapping.'], columns: leftColumns(table) }
  const tool = mapping?.fact ? null : planningTool(table)
  if (tool) return await planPlanning(ctx, table, tool, mapping, onlySample)
  const known = mapping?.fact ? { best: assess(table, factOf(mapping.fact)), nearest: [] } : recognise(table, allFacts)
  if (!known.best)
    return (
      planAvailability(table, { ...blank(ctx, table), columns: leftColumns(table) }, mapping) ?? {
        ...blank(ctx, table),
        columns: leftColumns(table),
        ...(table.sample.length === 0 ? { trouble: noRows } : unsure(known)),
      }
    )
  return planFact(ctx, table, known.best, mapping, onlySample)
}

/** A table of a planning tool: its columns are known by the tool, and only the order of day and month may be open. */
async function planPlanning(ctx: Context, table: SourceTable, tool: Tool, mapping: FileMapping | null, onlySample: boolean): Promise<FilePlan> {
  const dated = table.headings.flatMap((heading, at): [number, 'dates'][] => (/timeframe/.test(tool.uses[normalise(heading)] ?? '') ? [[at, 'dates']] : []))
  const profile = await profileCells(table, new Map(dated), onlySample)
  const { dates } = decideForms(profile, table.form.delimiter)
  const plan = blank(ctx, table)
  return {
    ...plan,
    recognisedAs: tool.name,
    sure: 0.95,
    reasons: [`its headings are those of ${tool.name}`],
    rows: onlySample ? null : profile.rows,
    columns: planningColumns(table, tool),
    forms: { ...plan.forms, dates: mapping?.dates ?? dates },
    ...(dates === 'undecided' && !mapping?.dates ? { trouble: openDates(dated.map(([at]) => table.headings[at] ?? '')) } : {}),
  }
}

const openDates = (headings: readonly string[]): Trouble => ({
  reason: `Day and month cannot be told apart in ${headings.join(', ')}.`,
  hint: 'Say "dates": "dayFirst" or "monthFirst" for this file in a mapping, or export dates as 2026-11-16.',
})

async function planFact(ctx: Context, table: SourceTable, best: Candidate, mapping: FileMapping | null, onlySample: boolean): Promise<FilePlan> {
  const fact = factOf(best.fact)
  const currency = mapping?.currency ?? ctx.workspace.currency
  const readings = buildReadings(table, fact, best.columns, mapping, currency)
  const profile = await profileCells(table, evidenceWanted(readings), onlySample)
  const decided = decideForms(profile, table.form.delimiter)
  const forms: CellForms = {
    dates: mapping?.dates ?? decided.dates,
    numbers: mapping?.numbers ?? decided.numbers,
    zone: mapping?.zone ?? ctx.workspace.timeZone,
    currency,
  }
  const columns = describeColumns(table, readings, forms, profile)
  const trouble = missingTrouble(readings) ?? openTrouble(columns, hasBothOrders(profile))
  return {
    ...blank(ctx, table),
    recognisedAs: fact.fact,
    sure: mapping?.fact ? 1 : best.sure,
    reasons: mapping?.fact ? ['the mapping says so'] : best.reasons,
    rows: onlySample ? null : profile.rows,
    columns,
    readings,
    forms,
    notes: [...table.form.notes, ...notesOn(readings, currency, ctx)],
    ...(trouble ? { trouble } : {}),
  }
}

/** A file about which nothing is known yet. */
function blank(ctx: Context, table: Pick<FilePlan, 'file' | 'bytes' | 'form'> & { readonly part?: string }): FilePlan {
  const { timeZone: zone, currency } = ctx.workspace
  const part = table.part === undefined ? {} : { part: table.part }
  return {
    file: table.file,
    ...part,
    bytes: table.bytes,
    form: table.form,
    recognisedAs: null,
    sure: 0,
    reasons: [],
    rows: null,
    columns: [],
    readings: [],
    forms: { dates: 'dayFirst', numbers: 'decimalPoint', zone, currency },
    notes: table.form.notes,
  }
}

const leftColumns = (table: SourceTable): ColumnPlan[] =>
  table.headings.map((theirs, at) => ({
    theirs,
    sample: String(table.sample[0]?.cells[at] ?? '').slice(0, 80) || null,
    ours: null,
    readAs: 'Left out: the file is not recognised.',
    state: 'leftOut',
  }))

/** Two mapped files of one name would share a mapping by accident; a name that fits no file is a slip of the pen. */
function refuseStrangers(mapping: Mapping, opened: OpenedFiles): void {
  const all = [...opened.tables, ...opened.trees, ...opened.unreadable].map((one) => one.file)
  const stranger = Object.keys(mapping.files).find((name) => !/[*?[{]/.test(name) && !all.some((file) => file === name || file.endsWith(`/${name}`)))
  if (stranger !== undefined)
    throw new Problem('invalid', `The mapping names “${stranger}”, which is not among the files.`, `The files are ${all.slice(0, 10).join(', ')}.`, {
      code: 'mapping',
    })
}

const noRows: Trouble = { reason: 'It has a heading and no rows.', hint: 'Export it again with its rows, or leave it out.' }

function unsure({ nearest }: Recognition): { trouble: Trouble; reasons: string[] } {
  const against = ({ missing, reasons }: Candidate): string =>
    missing.length > 0 ? ` (but nothing gives ${missing.join(', ')})` : reasons.includes(keyRepeats) ? ' (but its key repeats with other values)' : ''
  const closest = nearest.map((one) => `${one.fact.replaceAll('_', ' ')}${against(one)}`)
  return {
    trouble: {
      reason: closest.length > 0 ? `It is not clear what it holds. Nearest: ${closest.join('; or ')}.` : 'No heading of it is known.',
      hint: 'Name its fact and columns in a mapping, or leave it out.',
    },
    reasons: closest,
  }
}

function evidenceWanted(readings: readonly Reading[]): Map<number, 'dates' | 'numbers'> {
  const wanted = new Map<number, 'dates' | 'numbers'>()
  for (const reading of readings)
    for (const [key, at] of Object.entries(reading.columns)) {
      const kind = kindOfEvidence(factOf(reading.fact), key.split(':')[0] ?? key)
      if (kind) wanted.set(at, kind)
    }
  return wanted
}

function missingTrouble(readings: readonly Reading[]): Trouble | null {
  for (const reading of readings) {
    const fact = factOf(reading.fact)
    const given = new Set([...Object.keys(reading.columns), ...Object.keys(reading.constants), ...reading.derived.map((one) => one.column)])
    const missing = Object.entries(fact.columns)
      .filter(([column, field]) => field.required && field.initial === undefined && !given.has(column))
      .map(([column]) => column)
    if (missing.length > 0)
      return {
        reason: `No column gives ${missing.join(', ')} of ${fact.fact}.`,
        hint: `Name the heading in a mapping: {"columns": {"their heading": "${fact.fact}.${missing[0] ?? ''}"}}.`,
      }
  }
  return null
}

function openTrouble(columns: readonly ColumnPlan[], isMixed: boolean): Trouble | null {
  const open = columns.filter((column) => column.state === 'check')
  if (open.length === 0) return null
  const isDates = open.some((column) => column.choices?.includes('dayFirst'))
  const names = open.map((column) => `${column.theirs} (such as ${column.sample ?? ''})`).join(', ')
  return isDates
    ? {
        reason: isMixed ? `Some dates have the day first and others the month first: ${names}.` : `Day and month cannot be told apart in ${names}.`,
        hint: isMixed
          ? 'Export them in one order, best as 2026-11-16; or say "dates": "dayFirst" or "monthFirst" in a mapping, and rows of the other order are held back.'
          : 'Choose how to read them, say "dates": "dayFirst" or "monthFirst" for this file in a mapping, or export dates as 2026-11-16.',
      }
    : { reason: `The decimal mark cannot be told in ${names}.`, hint: 'Say "numbers": "decimalPoint" or "decimalComma" for this file in a mapping.' }
}

function notesOn(readings: readonly Reading[], currency: string, ctx: Context): string[] {
  return readings.flatMap((reading) => {
    const assumed = reading.constants['currency'] === currency && currency === ctx.workspace.currency
    const lookups = reading.derived.flatMap((one) => (one.rule === 'lookup' ? [`${one.column} is looked up by ${one.by} in ${one.in}.`] : []))
    const second =
      reading.onlyWith === null
        ? []
        : [
            `Rows with a score are ${reading.fact.replaceAll('_', ' ')} rows too (${Object.entries(reading.constants)
              .map(([key, value]) => `${key} ${String(value)}`)
              .join(', ')}).`,
          ]
    return [...(assumed ? [`No currency in the file; amounts are taken for ${currency}, the workspace’s.`] : []), ...lookups, ...second]
  })
}
