import { isProblem, isRecord, type Fact, type FactRow, type Held, type SourceRow } from '#kernel'
import { restColumn } from './recognise.ts'
import { cellReader, type CellReader } from './readCell.ts'
import { readNumber } from './readNumber.ts'
import type { CellForms, DerivedColumn, Reading } from './plan.ts'
import { ruleReasons, type RowRule } from './rowRules.ts'
import { isEmpty, readBoolean } from './words.ts'

/** What one row became: a row of the fact, held back with its reason, or none of this fact's business. */
export type Outcome = { readonly row: FactRow } | { readonly held: Held } | null

export interface RowWorld {
  readonly headings: readonly string[]
  readonly forms: CellForms
  /** Rules that a row must keep; see rowRules.ts. */
  readonly rules: readonly RowRule[]
  /** Values of another fact by its key: the account of a subscription. */
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Compiles a reading into a function from a row of the file to a row of the fact. The first thing wrong with a row holds it back. */
export function rowReader(fact: Fact, reading: Reading, world: RowWorld): (source: SourceRow) => Outcome {
  const cells = Object.entries(reading.columns).map(([key, at]) => ({ key, at, read: cellReader(fact, key.split(':')[0] ?? key, world.forms) }))
  const complete = completer(fact, reading, world)
  return (source) => {
    if (reading.onlyWith !== null && source.fault === undefined && isEmpty(source.cells[reading.onlyWith], false)) return null
    if (source.fault !== undefined) return hold(source, null, source.fault)
    const values: Record<string, unknown> = { ...reading.constants }
    for (const { key, at, read } of cells) {
      const reason = readInto(values, key, read, source.cells[at])
      if (reason !== null) return hold(source, world.headings[at] ?? key, reason)
    }
    return complete(source, values)
  }
}

function readInto(values: Record<string, unknown>, key: string, read: CellReader, cell: unknown): string | null {
  try {
    const value = read(cell)
    if (value !== null || !Object.hasOwn(values, key)) values[key] = value
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return `${error.message} ${error.hint}`.trim()
  }
}

function completer(fact: Fact, reading: Reading, world: RowWorld): (source: SourceRow, values: Record<string, unknown>) => Outcome {
  const initials = Object.entries(fact.columns).flatMap(([column, field]) => (field.initial === undefined ? [] : [{ column, value: field.initial }]))
  const required = Object.entries(fact.columns).flatMap(([column, field]) => (field.required ? [column] : []))
  const signed = Object.hasOwn(reading.constants, 'currency')
    ? Object.entries(reading.columns)
        .filter(([column]) => fact.columns[column]?.columnar === 'BIGINT')
        .map(([, at]) => at)
    : []
  const rest = restColumn(fact)
  const headingOf = (column: string): string => world.headings[reading.columns[column] ?? -1] ?? column
  return (source, values) => {
    for (const [column, other] of Object.entries(reading.instead)) {
      values[column] ??= values[other] ?? null
      delete values[other]
    }
    for (const at of signed) values['currency'] = currencyIn(source.cells[at]) ?? values['currency']
    const unknown = derive(values, reading.derived, source, world)
    if (unknown !== null) return hold(source, headingOf(unknown.by), unknown.reason)
    for (const { column, value } of initials) values[column] ??= value
    addRest(rest, reading, world, source, values)
    const missing = required.find((column) => values[column] === null || values[column] === undefined)
    if (missing !== undefined)
      return hold(
        source,
        headingOf(missing),
        `${headingOf(missing)} is empty, and every ${fact.fact.replaceAll('_', ' ')} needs it. Fill it in and import the row again.`,
      )
    const broken = ruleReasons(world.rules, values, headingOf)
    return broken ? hold(source, broken.column, broken.reason) : { row: { row: source.row, values } }
  }
}

function derive(values: Record<string, unknown>, derived: readonly DerivedColumn[], source: SourceRow, world: RowWorld): { by: string; reason: string } | null {
  for (const one of derived) {
    if (one.rule === 'whenTrue' && readBoolean(source.cells[one.at]) === true) values[one.column] = one.value
    else if (one.rule === 'after') values[one.column] ??= later(values[one.start], source.cells[one.at], one.unit, world.forms)
    else if (one.rule === 'lookup' && isEmpty(values[one.column], true)) {
      const key = values[one.by]
      const found = world.lookups.get(one.in)?.get(String(key))
      if (found === undefined)
        return {
          by: one.by,
          reason: `${one.in} ${String(key)} is in no ${one.in} file and not stored yet, so that its ${one.column.replace('_id', '')} is unknown. Import it first, or add ${one.column} to this file.`,
        }
      values[one.column] = found
    }
  }
  return null
}

const units = { seconds: 1000, minutes: 60_000, hours: 3_600_000 } as const

function later(start: unknown, cell: unknown, unit: keyof typeof units, forms: CellForms): string | null {
  const amount = isEmpty(cell, false) ? null : readNumber(cell, forms.numbers === 'decimalComma' ? 'decimalComma' : 'decimalPoint')
  if (typeof start !== 'string' || !amount || amount.value < 0 || amount.value > 1e7) return null
  return new Date(Date.parse(start) + amount.value * units[unit]).toISOString()
}

const currencyIn = (cell: unknown): string | null =>
  typeof cell === 'string' && /[^\d.,\s-]/.test(cell) ? ((readNumber(cell, 'decimalPoint') ?? readNumber(cell, 'decimalComma'))?.currency ?? null) : null

/** Columns without a place of their own travel in the fact's open object under their own headings. */
function addRest(column: string | null, reading: Reading, world: RowWorld, source: SourceRow, values: Record<string, unknown>): void {
  if (column === null || reading.rest.length === 0) return
  const kept: Record<string, unknown> = isRecord(values[column]) ? { ...values[column] } : {}
  for (const at of reading.rest) {
    const cell = source.cells[at]
    if (!isEmpty(cell, true)) kept[world.headings[at] ?? String(at)] = cell
  }
  values[column] = Object.keys(kept).length > 0 ? kept : null
}

const hold = (source: SourceRow, column: string | null, reason: string): Outcome => ({ held: { row: source.row, column, reason, raw: rawOf(source) } })

const rawOf = (source: SourceRow): string =>
  source.cells
    .map((cell) => (cell === null || cell === undefined ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)))
    .join(' | ')
    .slice(0, 400)
