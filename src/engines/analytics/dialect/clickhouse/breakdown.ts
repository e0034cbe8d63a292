import { binsOf, limited, type Label } from '../../columns/cut.ts'
import type { Breakdown, Scalar } from '../../query/parts.ts'
import { inCohort } from './cohorts.ts'
import { bearersIn, refOf } from './filter.ts'
import { eventValue, idValue, lookedIn, type ValueSql } from './property.ts'
import { mostNamed, unsupported, type Rows, type SqlFrame } from './rows.ts'
import { numerals, quoted, wholes } from './words.ts'

/** Lines of a breakdown that are told apart before all but the heaviest are gathered under “Other”. */
export const mostLines = mostNamed
/** Rows that an answer with a breakdown is made of. */
const mostRows = 200_000

/** How a row’s place in a breakdown is written: a text for each axis, its type first, empty where there is no value. */
interface Axis {
  readonly sql: string
  /** What bins, cohorts and values of accounts are called, where the text is their place. */
  readonly names: readonly Scalar[]
}

/** The column `line`: a row’s place on every axis; nothing where nothing is broken down. */
export interface LineSql {
  readonly column: string
  /** Behind other columns: this one, or what is made of it; nothing where nothing is broken down. */
  readonly and: (column?: string) => string
  readonly labelOf: (line: unknown) => Label
}

export function lineSql(own: SqlFrame): LineSql {
  const axes = own.frame.query.breakdown.map((each, place) => axisOf(own, each, `breakdown[${place}]`))
  const labelOf = (line: unknown): Label => {
    const parts = Array.isArray(line) ? line : []
    return axes.map(({ names }, place) => valueOf(String(parts[place] ?? ''), names))
  }
  const column = axes.length === 0 ? "''" : `[${axes.map(({ sql }) => sql).join(', ')}]`
  return { column, and: (made = column) => (axes.length === 0 ? '' : `, ${made} AS line`), labelOf }
}

function valueOf(text: string, names: readonly Scalar[]): Scalar | null {
  const rest = text.slice(1)
  switch (text[0]) {
    case 's':
      return rest
    case 'n':
      return Number(rest)
    case 'b':
      return rest === 'true'
    case 'i':
      return names[Number(rest)] ?? null
    default:
      return null
  }
}

function axisOf(own: SqlFrame, { by, bins }: Breakdown, at: string): Axis {
  if (typeof by === 'object') return { sql: firstOf(by.cohorts.map((name) => inCohort(own, name))), names: by.cohorts }
  const { scope, name } = refOf(own, by, at)
  if (scope === 'event') return eventAxis(own, { name, bins, ref: by }, at)
  const bearers = bearersIn(own, { scope, name }, by, at)
  if (bearers === 'id') return bins === null ? { sql: written(idValue(scope)), names: [] } : { sql: "''", names: [] }
  if ([...bearers.values()].reduce((sum, ids) => sum + ids.length, 0) > mostNamed)
    throw unsupported(at, `a breakdown by what more than ${mostNamed} bear as ${by}`)
  if (bins === null) return { sql: placeOf(scope, [...bearers.values()]), names: [...bearers.keys()] }
  const numbers = [...bearers.keys()].filter((value) => typeof value === 'number')
  if (scope === 'person' && typeof bins === 'number') throw unsupported(at, 'a breakdown into even bins of what was said of persons') // of whatever was ever said
  const { edges, names } = binsOf(numbers, bins)
  const binOf = (value: number): number => edges.filter((edge) => edge <= value).length
  const members = names.map((_, bin) => [...bearers].flatMap(([value, ids]) => (typeof value === 'number' && binOf(value) === bin ? ids : [])))
  return { sql: placeOf(scope, members), names }
}

function eventAxis(own: SqlFrame, { name, bins, ref }: { readonly name: string; readonly bins: Breakdown['bins']; readonly ref: string }, at: string): Axis {
  const value = eventValue(name, at)
  const { isKnown, samples } = lookedIn(own.place, name)
  if (!isKnown) own.frame.around.unknowns.add(ref)
  if (bins === null) return { sql: isKnown ? written(value) : "''", names: [] }
  const { edges, names } = binsOf(
    samples.filter((each) => typeof each === 'number'),
    bins,
  )
  return { sql: `if(${value.isNumber}, concat('i', toString(arrayCount(edge -> edge <= ${value.number}, ${numerals(edges)}))), '')`, names }
}

const firstOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "''" : `multiIf(${conditions.map((condition, place) => `${condition}, 'i${place}'`).join(', ')}, '')`

/** The list in which somebody is; nobody is in two. One look into a table for each row, however many lists there are. */
function placeOf(column: string, lists: readonly (readonly string[])[]): string {
  const all = lists.flatMap((ids, place) => ids.map((id) => [id, `i${place}`] as const))
  if (all.length === 0) return "''"
  return `transform(${column}, [${all.map(([id]) => quoted(id)).join(', ')}], [${all.map(([, place]) => quoted(place)).join(', ')}], '')`
}

/** A value as a text that no other value has. */
const written = ({ isText, text, isNumber, number, is }: ValueSql): string =>
  `multiIf(${isText}, concat('s', ${text}), ${isNumber}, concat('n', toString(${number})), ${is(true)}, 'btrue', ${is(false)}, 'bfalse', '')`

/** What a statement of rows by line ends in: more than are folded here are not sent. */
export const bounded = ({ frame }: SqlFrame): string => (frame.query.breakdown.length === 0 ? '' : ` LIMIT ${mostRows + 1}`)

/** The lines that are told, and the number among them of a line as ClickHouse writes it. `weights`: rows of a line and how much it weighs. */
export function toldLines(own: SqlFrame, { labelOf }: LineSql, weights: Rows): { readonly labels: readonly Label[]; readonly rowsIn: (rows: Rows) => Rows } {
  if (own.frame.query.breakdown.length === 0) return { labels: [[]], rowsIn: (rows) => rows.map(([, ...rest]) => [0, ...rest]) }
  const known = codesOf(labelOf, weights)
  const { codes, labels } = limited(own.frame, known.labels, known.weights)
  const rowsIn = (rows: Rows): Rows => {
    if (rows.length > mostRows) throw unsupported('breakdown', `a breakdown that gives more than ${mostRows} rows`)
    return rows.flatMap(([line, ...rest]) => {
      const code = known.codeOf(line)
      return code === undefined ? [] : [[codes[code] ?? 0, ...rest]]
    })
  }
  return { labels, rowsIn }
}

function codesOf(labelOf: LineSql['labelOf'], rows: Rows) {
  if (rows.length > mostRows) throw unsupported('breakdown', `a breakdown that gives more than ${mostRows} rows`)
  const codes = new Map<string, number>()
  const labels: Label[] = []
  const weights: number[] = []
  for (const [line, weight] of rows) {
    const label = labelOf(line)
    const key = JSON.stringify(label)
    const code = codes.get(key) ?? labels.push(label) - 1
    codes.set(key, code)
    weights[code] = (weights[code] ?? 0) + Number(weight)
  }
  if (labels.length > mostLines) throw unsupported('breakdown', `a breakdown into more than ${mostLines} lines`)
  return { labels, weights, codeOf: (line: unknown): number | undefined => codes.get(JSON.stringify(labelOf(line))) }
}

/** Lines that are known before a question is asked of each of them, and the number of a row’s line among them; null where there is but one. */
export interface Numbered {
  readonly labels: readonly Label[]
  readonly sql: string | null
}

/** The heaviest lines of the stretch that is asked about; those that only the one before has come behind them, where there is room. */
export function numbered(own: SqlFrame): Numbered {
  const { breakdown } = own.frame.query
  if (breakdown.length === 0) return { labels: [[]], sql: null }
  const { column, labelOf } = lineSql(own)
  const rows = own.place.lines ?? [{ key: '', line: [], weights: [1, 0] }]
  const all = rows.reduce((sum, { weights }) => sum + weights[1], 1)
  const { codes, labels } = limited(
    own.frame,
    rows.map(({ line }) => labelOf(line)),
    rows.map(({ weights: [now, before] }) => now || before / all),
  )
  const limit = breakdown.reduce((product, each) => product * each.limit, 1)
  const told = rows.flatMap(({ key }, at) => ((codes[at] ?? 0) < limit ? [{ key, code: codes[at] ?? 0 }] : []))
  const keys = told.map(({ key }) => quoted(key)).join(', ')
  return { labels, sql: `transform(toString(${column}), [${keys}], ${wholes(told.map(({ code }) => code))}, toInt64(${limit}))` }
}
