import type { Fact, SourceTable } from '#kernel'
import { factOf } from './allFacts.ts'
import { leftOut } from './derivations.ts'
import { normalise } from './headings.ts'
import type { CellForms, ColumnPlan, Reading } from './plan.ts'
import { kindOfEvidence, type ColumnProfile, type TableProfile } from './profileCells.ts'
import { restColumn } from './recognise.ts'
import { toChoice } from './words.ts'

/** What becomes of every column of a file, in words: none disappears unnamed. */
export function describeColumns(table: SourceTable, readings: readonly Reading[], forms: CellForms, profile: TableProfile): ColumnPlan[] {
  return table.headings.map((theirs, at) => {
    const sample = sampleOf(table, at)
    const use = useOf(readings, at)
    if (!use) return { theirs, sample, ours: null, readAs: leftOut[normalise(theirs)] ?? 'Left out: no column of ours takes it.', state: 'leftOut' }
    const choices = use.column === restColumn(use.fact) ? undefined : openChoices(use.fact, use.column, forms, profile.byColumn.get(at))
    return {
      theirs,
      sample,
      ours: { fact: use.fact.fact, column: use.column },
      readAs: choices ? 'Cannot be decided from the file: choose.' : (use.says ?? readAs(table, at, use.fact, use.column, forms, profile.byColumn.get(at))),
      state: choices ? 'check' : 'matched',
      ...(choices ? { choices } : {}),
    }
  })
}

interface Use {
  readonly fact: Fact
  readonly column: string
  readonly says?: string
}

function useOf(readings: readonly Reading[], at: number): Use | null {
  for (const reading of readings) {
    const fact = factOf(reading.fact)
    const column = Object.entries(reading.columns).find(([key, place]) => place === at && !key.includes(':'))?.[0]
    if (column !== undefined) return { fact, column }
    const derived = reading.derived.find((one) => one.rule !== 'lookup' && one.at === at)
    if (derived)
      return {
        fact,
        column: derived.column,
        says: derived.rule === 'whenTrue' ? `Yes makes it “${derived.value}”.` : derived.rule === 'after' ? `${derived.unit} after ${derived.start}.` : '',
      }
    const rest = restColumn(fact)
    if (rest !== null && reading.rest.includes(at)) return { fact, column: rest, says: `Kept in ${rest} under its own name.` }
  }
  return null
}

/** The readings that the cells allow, when a person has to choose. */
function openChoices(fact: Fact, column: string, forms: CellForms, profile: ColumnProfile | undefined): readonly string[] | undefined {
  const kind = kindOfEvidence(fact, column)
  if (!kind || !profile) return undefined
  const { dates, numbers } = profile
  if (kind === 'dates' && forms.dates === 'undecided' && dates.either + dates.dayFirst + dates.monthFirst > 0) return ['dayFirst', 'monthFirst']
  if (kind === 'numbers' && forms.numbers === 'undecided' && numbers.groups + numbers.dots + numbers.decimalComma + numbers.decimalPoint > 0)
    return ['decimalPoint', 'decimalComma']
  return undefined
}

function readAs(table: SourceTable, at: number, fact: Fact, column: string, forms: CellForms, profile: ColumnProfile | undefined): string {
  if (fact.key.includes(column)) return fact.key.length > 1 ? 'Part of the key.' : 'Key.'
  const { choices, columnar } = fact.columns[column] ?? {}
  if (choices) return choicesInWords(table, at, fact.fact, column, choices)
  if (columnar === 'DATE' || columnar === 'TIMESTAMP') return datesInWords(forms, profile, columnar === 'TIMESTAMP')
  if (columnar === 'BIGINT' || columnar === 'DOUBLE') return numbersInWords(forms, profile)
  return columnar === 'BOOLEAN' ? 'Yes or no.' : 'Text as it stands.'
}

function datesInWords(forms: CellForms, profile: ColumnProfile | undefined, isInstant: boolean): string {
  const dates = profile?.dates
  const order = forms.dates === 'monthFirst' ? 'Month first' : 'Day first'
  const settled = dates ? dates.dayFirst + dates.monthFirst : 0
  const style = dates && dates.either + settled > 0 ? `${order}: ${dates.either} rows allow both, ${settled} settle it` : 'Date'
  return isInstant && (profile?.zoneless ?? 0) > 0 ? `${style}; times without a zone are read as ${forms.zone}.` : `${style}.`
}

function numbersInWords(forms: CellForms, profile: ColumnProfile | undefined): string {
  const marked = profile ? profile.numbers.groups + profile.numbers.dots + profile.numbers.decimalComma + profile.numbers.decimalPoint : 0
  if (marked === 0) return 'Number.'
  return forms.numbers === 'decimalComma' ? 'Number with a decimal comma.' : 'Number with a decimal point.'
}

function choicesInWords(table: SourceTable, at: number, fact: string, column: string, choices: readonly string[]): string {
  const seen = new Map<string, string>()
  for (const row of table.sample) {
    const cell = row.cells[at]
    const ours = cell === null || cell === '' ? undefined : toChoice(fact, column, cell, choices)
    if (ours !== undefined && seen.size < 8) seen.set(String(cell), ours)
  }
  const pairs = [...seen].map(([theirs, ours]) => (theirs === ours ? theirs : `${theirs} = ${ours}`))
  return pairs.length > 0 ? `${pairs.join(', ')}.` : 'One of our words.'
}

function sampleOf(table: SourceTable, at: number): string | null {
  const cell = table.sample.map((row) => row.cells[at]).find((one) => one !== null && one !== undefined && one !== '')
  return cell === undefined ? null : (typeof cell === 'object' ? JSON.stringify(cell) : String(cell)).slice(0, 80)
}
