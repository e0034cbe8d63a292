import { matchesGlob } from 'node:path'
import { parse } from 'yaml'
import { isRecord, parseCurrency, Problem, type Fact } from '#kernel'
import { leavesBudget } from '#engines/metrics/slo/slo.ts'
import type { DateOrder } from '#engines/numbers/readDate.ts'
import type { NumberStyle } from './readNumber.ts'

/** What a person decides about one file (docs/guide/import.md). */
export interface FileMapping {
  /** The fact that the file holds; null leaves the file out. */
  readonly fact?: string | null
  /** Their heading to “fact.column” or “column”; null leaves the column out. */
  readonly columns: Readonly<Record<string, string | null>>
  readonly dates?: DateOrder
  readonly numbers?: NumberStyle
  /** ISO 4217 code of amounts that name none. */
  readonly currency?: string
  /** IANA zone of times that name none. */
  readonly zone?: string
  /** Target of an availability series, as a fraction. */
  readonly target?: number
}

export interface Mapping {
  /** The name of the system that the files come from; rows of one source are matched with its earlier ones. */
  readonly source?: string
  readonly files: Readonly<Record<string, FileMapping>>
}

export const noMapping: Mapping = { files: {} }

/** Reads a mapping: the text of a file (YAML or JSON) or its content. Throws `invalid` and names what it does not know. */
export function parseMapping(given: unknown, facts: readonly Fact[]): Mapping {
  const input = typeof given === 'string' ? parseText(given) : given
  if (input === null || input === undefined) return noMapping
  if (!isRecord(input)) throw invalid('The mapping is not an object.', 'Write {"files": {"accounts.csv": {"fact": "account"}}}.')
  refuseUnknown(input, ['source', 'files'], 'The mapping')
  const files = input['files'] ?? {}
  if (!isRecord(files)) throw invalid('“files” of the mapping is not an object.', 'Name each file, or a pattern such as "*.csv".')
  const source = input['source']
  if (source !== undefined && (typeof source !== 'string' || source.trim() === ''))
    throw invalid('“source” of the mapping is not a name.', 'Write the name of the system, such as "Old billing".')
  return {
    ...(source === undefined ? {} : { source: source.trim() }),
    files: Object.fromEntries(Object.entries(files).map(([name, one]) => [name, parseFile(name, one, facts)])),
  }
}

function parseText(given: string): unknown {
  try {
    return parse(given, { maxAliasCount: 100 })
  } catch (error) {
    throw invalid(
      `The mapping is neither YAML nor JSON: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
      'Correct that line and try again.',
    )
  }
}

/** What the mapping says about a file: the exact name first, then the first pattern that fits. */
export function mappingFor(mapping: Mapping, file: string): FileMapping | null {
  const name = file.split('/').at(-1) ?? file
  const exact = mapping.files[file] ?? mapping.files[name]
  return exact ?? Object.entries(mapping.files).find(([pattern]) => matchesGlob(file, pattern) || matchesGlob(name, pattern))?.[1] ?? null
}

function parseFile(name: string, input: unknown, facts: readonly Fact[]): FileMapping {
  const at = `The mapping of “${name}”`
  if (!isRecord(input)) throw invalid(`${at} is not an object.`, 'Write {"fact": "subscription"}.')
  refuseUnknown(input, ['fact', 'columns', 'dates', 'numbers', 'currency', 'zone', 'target'], at)
  const fact = input['fact']
  if (fact !== undefined && fact !== null && !facts.some((one) => one.fact === fact))
    throw invalid(`${at} names the fact “${String(fact)}”, which does not exist.`, `The facts are ${facts.map((one) => one.fact).join(', ')}.`)
  return {
    ...(fact === undefined ? {} : { fact: fact === null ? null : String(fact) }),
    columns: parseColumns(at, input['columns'], facts),
    ...optional('dates', input['dates'], (value) => oneOf(at, 'dates', value, ['dayFirst', 'monthFirst'])),
    ...optional('numbers', input['numbers'], (value) => oneOf(at, 'numbers', value, ['decimalPoint', 'decimalComma'])),
    ...optional('currency', input['currency'], parseCurrency),
    ...optional('zone', input['zone'], (value) => parseZone(at, value)),
    ...optional('target', input['target'], (value) => parseTargetShare(at, value)),
  }
}

function parseColumns(at: string, input: unknown, facts: readonly Fact[]): Record<string, string | null> {
  if (input === undefined) return {}
  if (!isRecord(input)) throw invalid(`${at}: “columns” is not an object.`, 'Write {"Their heading": "subscription.start"}.')
  return Object.fromEntries(
    Object.entries(input).map(([theirs, ours]) => {
      if (ours === null) return [theirs, null]
      const [fact, column] = String(ours).includes('.') ? String(ours).split('.') : [null, String(ours)]
      const isKnown = facts.some((one) => (fact === null || one.fact === fact) && Object.hasOwn(one.columns, column ?? ''))
      if (!isKnown) throw invalid(`${at}: “${String(ours)}” is not a column of a fact.`, 'Write fact.column, such as subscription.start.')
      return [theirs, String(ours)]
    }),
  )
}

function oneOf<const C extends string>(at: string, name: string, value: unknown, choices: readonly C[]): C {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw invalid(`${at}: “${name}” is “${String(value)}”.`, `Write ${choices.join(' or ')}.`)
  return found
}

function parseZone(at: string, value: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(value) }).resolvedOptions().timeZone
  } catch {
    throw invalid(`${at}: “${String(value)}” is not a time zone.`, 'Write a name such as Europe/Berlin or UTC.')
  }
}

function parseTargetShare(at: string, value: unknown): number {
  if (typeof value !== 'number' || !leavesBudget(value)) throw invalid(`${at}: “target” is not a fraction above 0 and below 1.`, 'Write 0.9995 for 99.95 %.')
  return value
}

function optional<K extends string, T>(key: K, value: unknown, parse: (value: unknown) => T): { readonly [P in K]?: T } | Record<never, never> {
  return value === undefined || value === null ? {} : { [key]: parse(value) }
}

function refuseUnknown(input: Readonly<Record<string, unknown>>, known: readonly string[], at: string): void {
  const strange = Object.keys(input).find((key) => !known.includes(key))
  if (strange !== undefined) throw invalid(`${at} has “${strange}”, which means nothing here.`, `It may have ${known.join(', ')}.`)
}

const invalid = (message: string, hint: string): Problem => new Problem('invalid', message, hint, { code: 'mapping' })
