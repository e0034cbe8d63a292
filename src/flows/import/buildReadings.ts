import type { Fact, SourceTable } from '#kernel'
import { factOf } from './allFacts.ts'
import { derivations, scales, secondFacts, type SecondFact } from './derivations.ts'
import { currencyOf, normalise } from './headings.ts'
import type { FileMapping } from './mapping.ts'
import type { DerivedColumn, Reading } from './plan.ts'
import { restColumn } from './recognise.ts'

/** The facts that the rows of a table give, the main one first: what was recognised, changed by what the mapping says. */
export function buildReadings(
  table: SourceTable,
  fact: Fact,
  recognised: Readonly<Record<string, number>>,
  mapping: FileMapping | null,
  currency: string,
): Reading[] {
  const names = table.headings.map(normalise)
  const chosen = chosenColumns(table, fact, recognised, mapping)
  const main = readingOf(table, fact, chosen.get(fact.fact) ?? {}, chosen.left, currency)
  const seconds = secondFacts.flatMap((second) => secondReading(second, main, names, chosen.left))
  const mapped = [...chosen]
    .filter(([name]) => name !== fact.fact && !seconds.some((one) => one.fact === name))
    .map(([name, columns]) => readingOf(table, factOf(name), columns, chosen.left, currency))
  return [main, ...seconds, ...mapped]
}

/** Columns by fact after the mapping's word, and the places that it leaves out. */
function chosenColumns(table: SourceTable, fact: Fact, recognised: Readonly<Record<string, number>>, mapping: FileMapping | null) {
  const byFact = new Map<string, Record<string, number>>([[fact.fact, { ...recognised }]])
  const left = new Set<number>()
  for (const [theirs, ours] of Object.entries(mapping?.columns ?? {})) {
    const at = table.headings.findIndex((heading) => heading === theirs || normalise(heading) === normalise(theirs))
    if (at < 0) continue
    for (const columns of byFact.values()) release(columns, at)
    if (ours === null) left.add(at)
    else place(byFact, ours.includes('.') ? ours : `${fact.fact}.${ours}`, at)
  }
  return Object.assign(byFact, { left })
}

/** A heading that the mapping names is no longer what it was taken for. */
function release(columns: Record<string, number>, at: number): void {
  for (const [column, place] of Object.entries(columns)) if (place === at) delete columns[column]
}

function place(byFact: Map<string, Record<string, number>>, ours: string, at: number): void {
  const [fact = '', column = ''] = ours.split('.')
  const columns = byFact.get(fact) ?? {}
  byFact.set(fact, columns)
  columns[column] = at
}

function readingOf(table: SourceTable, fact: Fact, columns: Readonly<Record<string, number>>, left: ReadonlySet<number>, currency: string): Reading {
  const names = table.headings.map(normalise)
  const placed = new Set(Object.values(columns))
  const rest = restColumn(fact) ? names.flatMap((_, at) => (placed.has(at) || left.has(at) ? [] : [at])) : []
  return {
    fact: fact.fact,
    columns,
    constants: constantsOf(table, fact, columns, currency),
    rest,
    derived: derivedColumns(fact, columns, names, left),
    onlyWith: null,
    instead: {},
  }
}

function constantsOf(table: SourceTable, fact: Fact, columns: Readonly<Record<string, number>>, currency: string): Record<string, unknown> {
  const amounts = Object.entries(columns).filter(([column]) => fact.columns[column]?.columnar === 'BIGINT')
  const named = amounts.map(([, at]) => currencyOf(table.headings[at] ?? '')).find((code) => code !== null)
  const needsCurrency = amounts.length > 0 && Object.hasOwn(fact.columns, 'currency') && !Object.hasOwn(columns, 'currency')
  const score = columns['score']
  const scale = score === undefined ? {} : (scales[normalise(table.headings[score] ?? '')] ?? {})
  const unmapped = Object.entries(scale).filter(([column]) => Object.hasOwn(fact.columns, column) && !Object.hasOwn(columns, column))
  return { ...Object.fromEntries(unmapped), ...(needsCurrency ? { currency: named ?? currency } : {}) }
}

function derivedColumns(fact: Fact, columns: Readonly<Record<string, number>>, names: readonly string[], left: ReadonlySet<number>): DerivedColumn[] {
  return derivations.flatMap((one): DerivedColumn[] => {
    if (one.fact !== fact.fact || Object.hasOwn(columns, one.column)) return []
    if (one.rule === 'lookup') return Object.hasOwn(columns, one.by) ? [{ column: one.column, rule: 'lookup', by: one.by, in: one.in, key: one.key }] : []
    const at = names.findIndex((name, index) => one.headings.includes(name) && !left.has(index))
    if (at < 0) return []
    return one.rule === 'whenTrue'
      ? [{ column: one.column, rule: 'whenTrue', at, value: one.value }]
      : [{ column: one.column, rule: 'after', at, start: one.start, unit: one.unit }]
  })
}

function secondReading(second: SecondFact, main: Reading, names: readonly string[], left: ReadonlySet<number>): Reading[] {
  const at = second.of === main.fact ? names.findIndex((name, index) => second.headings.includes(name) && !left.has(index)) : -1
  if (at < 0) return []
  const columns: Record<string, number> = { [second.fills]: at }
  const instead: Record<string, string> = {}
  for (const [column, sources] of Object.entries(second.columns)) {
    const [first, other] = sources.filter((source) => Object.hasOwn(main.columns, source))
    if (first !== undefined) columns[column] = main.columns[first] ?? -1
    if (first !== undefined && other !== undefined) {
      columns[`${column}:instead`] = main.columns[other] ?? -1
      instead[column] = `${column}:instead`
    }
  }
  return [{ fact: second.fact, columns, constants: second.constants, rest: [], derived: [], onlyWith: at, instead }]
}
