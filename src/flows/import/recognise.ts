import type { Fact, Field, SourceTable } from '#kernel'
import { derivations, scales, secondFacts } from './derivations.ts'
import { normalise, strengthOf } from './headings.ts'
import { dateEvidence } from '#engines/numbers/readDate.ts'
import { numberEvidence } from './readNumber.ts'
import { isEmpty, readBoolean, toChoice } from './words.ts'

export interface Candidate {
  readonly fact: string
  /** 0 to 1. */
  readonly sure: number
  /** Our column, and the place of theirs. */
  readonly columns: Readonly<Record<string, number>>
  /** Required columns that the file cannot give. */
  readonly missing: readonly string[]
  readonly reasons: readonly string[]
}

export interface Recognition {
  readonly best: Candidate | null
  /** The nearest candidates, when nobody can be sure. */
  readonly nearest: readonly Candidate[]
}

/** Why a candidate is doubted: rows of one key say different things. */
export const keyRepeats = 'key repeats'

/** Certainty below which a file is not taken, and the lead that the best needs over the second. */
const enough = 0.6
const lead = 0.08

/**
 * Says which fact a table holds, by its headings (names and known aliases), by the shape of its values and by a key that is unique.
 * The file's name counts little. When two facts are close, or none fits, nobody is the best and the two nearest are named.
 */
export function recognise(table: SourceTable, facts: readonly Fact[]): Recognition {
  const all = facts.map((fact) => assess(table, fact)).toSorted((a, b) => b.sure - a.sure)
  const [first, second] = all
  const isSure = first && first.missing.length === 0 && first.sure >= enough && first.sure - (second?.sure ?? 0) >= lead
  return { best: isSure ? first : null, nearest: all.filter((one) => one.sure >= 0.1 && Object.keys(one.columns).length > 0).slice(0, 2) }
}

/** How well a table fits one fact. */
export function assess(table: SourceTable, fact: Fact): Candidate {
  const columns = assign(table, fact)
  const names = table.headings.map(normalise)
  const missing = Object.entries(fact.columns)
    .filter(([name, field]) => field.required && !isGiven(fact.fact, name, field, columns, names))
    .map(([name]) => name)
  const used = usefulness(fact, columns, names)
  const unique = isUnique(table, fact, columns)
  const own = ownness(table, fact, columns)
  const score = 0.5 * used + (unique ? 0.2 : 0) + 0.2 * own + (isNamedFor(table, fact.fact) ? 0.1 : 0)
  const sure = Math.min(missing.length > 0 ? score * 0.5 : score, unique ? 1 : 0.55, own > 0.5 || isNamedFor(table, fact.fact) ? 1 : 0.55)
  const count = Object.keys(columns).length
  const reasons = [
    `${count} of ${names.length} headings`,
    ...(unique ? ['unique key'] : [keyRepeats]),
    ...(isNamedFor(table, fact.fact) ? ['the file’s name says so'] : []),
    ...missing.map((name) => `no column for ${name}`),
  ]
  return { fact: fact.fact, sure: Math.round(sure * 100) / 100, columns, missing, reasons }
}

/** Pairs headings with columns: the strongest pair first, each heading and each column once, and only where the values can be read as the column's type. */
function assign(table: SourceTable, fact: Fact): Record<string, number> {
  const pairs = table.headings.flatMap((heading, at) =>
    Object.entries(fact.columns).map(([column, field]) => ({
      at,
      column,
      strength: strengthOf(heading, fact.fact, column, field.knownAs) * fitOf(table, at, fact.fact, column, field),
    })),
  )
  const columns: Record<string, number> = {}
  const taken = new Set<number>()
  for (const { at, column, strength } of pairs.toSorted((a, b) => b.strength - a.strength)) {
    if (strength < 0.35 || taken.has(at) || Object.hasOwn(columns, column)) continue
    columns[column] = at
    taken.add(at)
  }
  return columns
}

/** The share of a sample's cells that can be read as the column's type; 0 below a half. */
function fitOf(table: SourceTable, at: number, fact: string, column: string, field: Field<unknown>): number {
  const fits = fitting(fact, column, field)
  const cells = table.sample.map((row) => row.cells[at]).filter((cell) => !isEmpty(cell, false))
  if (cells.length === 0) return 1
  const share = cells.filter(fits).length / cells.length
  return share >= 0.5 ? share : 0
}

function fitting(fact: string, column: string, field: Field<unknown>): (cell: unknown) => boolean {
  const { choices } = field
  if (choices) return (cell) => toChoice(fact, column, cell, choices) !== undefined
  return probes[field.columnar ?? ''] ?? ((cell) => typeof cell !== 'object')
}

const isDate = (cell: unknown): boolean => dateEvidence(cell) !== 'none' || (typeof cell === 'string' && /^\d{4}-\d{2}$/.test(cell.trim()))
const isNumber = (cell: unknown): boolean => numberEvidence(cell) !== 'none'
const probes: Readonly<Record<string, (cell: unknown) => boolean>> = {
  DATE: isDate,
  TIMESTAMP: isDate,
  BIGINT: isNumber,
  DOUBLE: isNumber,
  BOOLEAN: (cell) => readBoolean(cell) !== null,
  JSON: (cell) => typeof cell === 'object' || (typeof cell === 'string' && cell.trim().startsWith('{')),
  'VARCHAR[]': () => true,
}

/** A required column is given by a heading, by its initial value, by a rule, or by what a score's heading says. */
function isGiven(fact: string, column: string, field: Field<unknown>, columns: Readonly<Record<string, number>>, names: readonly string[]): boolean {
  if (Object.hasOwn(columns, column) || field.initial !== undefined) return true
  const score = columns['score']
  if (fact === 'survey_response' && score !== undefined && column in (scales[names[score] ?? ''] ?? {})) return true
  return derivations.some(
    (one) =>
      one.fact === fact &&
      one.column === column &&
      (one.rule === 'lookup' ? Object.hasOwn(columns, one.by) : one.headings.some((name) => names.includes(name))),
  )
}

/** The share of headings that find a use; a fact with an open object keeps the rest, which counts half. */
function usefulness(fact: Fact, columns: Readonly<Record<string, number>>, names: readonly string[]): number {
  const placed = new Set(Object.values(columns))
  const extra = [
    ...derivations.flatMap((one) => (one.fact === fact.fact && one.rule !== 'lookup' ? one.headings : [])),
    ...secondFacts.flatMap((one) => (one.of === fact.fact ? one.headings : [])),
  ]
  const open = restColumn(fact) ? 0.5 : 0
  const used = names.reduce((sum, name, at) => sum + (placed.has(at) || extra.includes(name) ? 1 : open), 0)
  return placed.size === 0 ? 0 : used / Math.max(1, names.length)
}

/** The column of a fact that takes an open object, such as props. */
export const restColumn = (fact: Fact): string | null => Object.entries(fact.columns).find(([, field]) => field.columnar === 'JSON')?.[0] ?? null

/** Does the key name each row? A row repeated word for word counts once; a tenth of the ids may be faulty, and one in a short file. */
function isUnique(table: SourceTable, fact: Fact, columns: Readonly<Record<string, number>>): boolean {
  const places = fact.key.map((key) => columns[key]).filter((at) => at !== undefined)
  if (places.length === 0) return false
  const rows = table.sample.filter((row) => row.fault === undefined)
  const keys = new Set(rows.map((row) => JSON.stringify(places.map((at) => row.cells[at]))))
  const distinct = new Set(rows.map((row) => JSON.stringify(row.cells)))
  const repeats = distinct.size - keys.size
  return keys.size > 0 && repeats <= Math.max(distinct.size * 0.1, distinct.size >= 5 ? 1 : 0)
}

/** Is the key's heading the fact's own, such as ticket_id? A plain “id” says nothing; then several required columns must speak. */
function ownness(table: SourceTable, fact: Fact, columns: Readonly<Record<string, number>>): number {
  const required = Object.entries(fact.columns).filter(([name, field]) => field.required && Object.hasOwn(columns, name)).length
  const at = columns[fact.key[0] ?? '']
  const name = at === undefined ? '' : normalise(table.headings[at] ?? '')
  const field = fact.columns[fact.key[0] ?? '']
  if (name !== 'id' && (name === `${fact.fact}_id` || field?.knownAs.includes(name))) return 1
  return required >= 3 ? 1 : required / 6
}

/** Does the file's name hold the fact's words, in the singular or the plural? */
function isNamedFor(table: SourceTable, fact: string): boolean {
  const name = normalise(
    `${
      table.file
        .split('/')
        .at(-1)
        ?.replace(/\.[^.]+$/, '') ?? ''
    } ${table.part ?? ''}`,
  )
  return new RegExp(`(^|_)${fact}s?(_|$)`).test(name)
}
