import { readPeriod } from './when.ts'

/** What a column of a sheet of targets holds. `month` is the period that a row of a series is for; `across` a value for the period in its heading. */
export type SheetField =
  | 'key'
  | 'name'
  | 'metric'
  | 'segment'
  | 'direction'
  | 'target'
  | 'upper'
  | 'floor'
  | 'unit'
  | 'by'
  | 'month'
  | 'path'
  | 'steps'
  | 'kind'
  | 'baseline'
  | 'baselineSpan'
  | 'baselineN'
  | 'owner'
  | 'rationale'
  | 'state'
  | 'across'

export interface SheetColumn {
  readonly at: number
  readonly theirs: string
  /** Null when nothing is known of it; it is left out, and said so. */
  readonly field: SheetField | null
}

const known: readonly (readonly [SheetField, RegExp])[] = [
  ['key', /^(id|key|target id|target key|tgt)$/],
  ['baselineSpan', /^baseline (span|period|window|month|quarter)$/],
  ['baselineN', /^(baseline n|baseline cases|n)$/],
  ['baseline', /^(baseline|baseline value|current|current value|start|start value|from value)$/],
  ['upper', /^(upper|upper (bound|end|target|value)|max|maximum|high|target (max|high|upper)|to value)$/],
  ['floor', /^(floor|failed below|fail(ed|ure)? (level|value)|minimum acceptable|threshold)$/],
  ['unit', /^(unit|units|unit of measure)$/],
  ['by', /^(by|due|due (date|by|on)|deadline|target date|date|end( date)?|by when)$/],
  ['month', /^(month|period|quarter|week|for( period)?|as of period)$/],
  ['metric', /^(metric|kpi|measure|indicator|metric (key|name)|kpi (key|name))$/],
  ['segment', /^(segment|part|scope|slice|for whom)$/],
  ['direction', /^(direction|better|good|polarity|goal type)$/],
  ['path', /^(path|trajectory|course)$/],
  ['steps', /^steps$/],
  ['kind', /^(kind|commitment|committed|type|target (type|kind))$/],
  ['owner', /^(owner|responsible|accountable|lead|dri)( (name|e?mail))?$/],
  ['rationale', /^(rationale|reason|why|notes?|comments?|description)$/],
  ['state', /^(state|status)$/],
  ['name', /^(name|title|target name)$/],
  ['target', /^(target|goal|value|plan(ned)?|target value|aim|to reach)$/],
]

/** What each column of a sheet holds, by its heading. Of two headings for one thing the first counts. A heading that is a period makes its column one of a series. */
export function sheetColumns(headings: readonly string[]): SheetColumn[] {
  const taken = new Set<SheetField>()
  return headings.map((theirs, at) => {
    const field = isPeriod(theirs) ? 'across' : (known.find(([one, pattern]) => !taken.has(one) && pattern.test(plain(theirs)))?.[0] ?? null)
    if (field && field !== 'across') taken.add(field)
    return { at, theirs, field }
  })
}

/** Has a sheet what makes it one of targets: a metric, and a value with its time in one of the three forms? */
export function isTargetSheet(columns: readonly SheetColumn[]): boolean {
  const has = (field: SheetField): boolean => columns.some((one) => one.field === field)
  return (
    (has('metric') || (has('name') && has('target'))) &&
    (columns.filter(({ field }) => field === 'across').length > 1 || (has('target') && (has('by') || has('month'))))
  )
}

const plain = (heading: string): string =>
  heading
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\(.*\)/g, ' ')
    .replace(/[^a-z\d]+/g, ' ')
    .trim()

const isPeriod = (heading: string): boolean => readPeriod(heading) !== null
