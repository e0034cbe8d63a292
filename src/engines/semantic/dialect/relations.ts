import type { Aggregate, Combine, Convert, Cumulate, Offset, Range, Relation, Spine } from '../plan/nodes.ts'
import { isBelowDay } from '../grains.ts'
import type { Grain } from '../model.ts'
import { fromWhere, rowsText, type RowsText } from './rows.ts'
import { bucket, column, dayText, earlier, grainOf, interval, scalar, series, word } from './scalars.ts'
import { joins, summed } from './summaries.ts'

/** The named parts of a query (WITH ...), each once. */
export interface Parts {
  readonly zone: string
  /** The name of a relation’s part, which is written when it is first asked for. */
  named(relation: Relation): string
  /** A further part by its text. */
  part(text: string): string
}

/** Every relation has the columns k0, k1 … and v. */
export function relationText(relation: Relation, parts: Parts): string {
  switch (relation.node) {
    case 'aggregate':
      return aggregateText(relation, parts)
    case 'cumulate':
      return cumulateText(relation, parts)
    case 'convert':
      return convertText(relation, parts)
    case 'spine':
      return spineText(relation, parts)
    case 'offset':
      return relation.axis.custom ? customOffsetText(relation, relation.axis.custom, parts) : offsetText(relation, parts)
    case 'combine':
      return combineText(relation, parts)
  }
}

const keyNames = (count: number): string[] => Array.from({ length: count }, (_, place) => `k${place}`)
export const grouped = (count: number): string => (count === 0 ? '' : `\nGROUP BY ${Array.from({ length: count }, (_, place) => place + 1).join(', ')}`)
const listed = (items: readonly string[]): string => items.join(', ')
const rowsOf = (rows: Parameters<typeof rowsText>[0], parts: Parts): RowsText => rowsText(rows, parts.zone, (relation) => parts.named(relation))

function aggregateText({ rows, keys, value, nonAdditive }: Aggregate, parts: Parts): string {
  const text = keys.map((key, place) => `${scalar(key, parts.zone)} AS k${place}`)
  const of = scalar(value.of, parts.zone)
  if (!nonAdditive) return `SELECT ${listed([...text, `${summed(value, of)} AS v`])}\n${fromWhere(rowsOf(rows, parts))}${grouped(keys.length)}`
  const by = nonAdditive.by.map((one) => scalar(one, parts.zone))
  const at = scalar(nonAdditive.at, parts.zone)
  const edge = `${nonAdditive.choice}(${at}) OVER (${by.length > 0 ? `PARTITION BY ${listed(by)}` : ''}) AS edge`
  const inner = `SELECT ${listed([...text, `${of} AS x`, `${at} AS t`, edge])}\n${fromWhere(rowsOf(rows, parts))}`
  return `SELECT ${listed([...keyNames(keys.length), `${summed(value, 'x')} AS v`])}\nFROM (${inner})\nWHERE t = edge${grouped(keys.length)}`
}

/** The first and last bucket: of the range, else of what is there. */
function bounds({ from, to }: Range, grain: Grain, low: string, high: string): { readonly low: string; readonly high: string } {
  const last =
    to === undefined
      ? undefined
      : isBelowDay(grain)
        ? `(${dayText(to)} + INTERVAL '1 day' - ${interval({ count: 1, unit: grain })})`
        : bucket(dayText(to), grain)
  return { low: from === undefined ? low : bucket(dayText(from), grain), high: last ?? high }
}

function cumulateText(node: Cumulate, parts: Parts): string {
  const { base, value, stretch, keys, range } = node
  const [text, names] = [keys.map((key, place) => `${scalar(key, parts.zone)} AS k${place}`), keyNames(keys.length)]
  const outer = joins[value.agg]
  const of = scalar(value.of, parts.zone)
  const rows = parts.part(
    `SELECT ${listed([`${scalar(node.at, parts.zone)} AS t`, ...text, `${outer ? summed(value, of) : of} AS x`])}\n${fromWhere(rowsOf(node.rows, parts))}${outer ? grouped(keys.length + 1) : ''}`,
  )
  const { low, high } = bounds(range, base, `(SELECT min(t) FROM ${rows})`, `(SELECT max(t) FROM ${rows})`)
  const spine = parts.part(series(low, high, base, ''))
  const within = stretch === 'all' ? [] : 'window' in stretch ? [`r.t > ${earlier('s.b', stretch.window)}`] : [`r.t >= ${bucket('s.b', stretch.toDate)}`]
  const on = ['r.t <= s.b', ...within, ...node.where.map((one) => scalar(one, parts.zone))]
  const total = outer ? summed({ agg: outer }, 'r.x') : summed(value, 'r.x')
  const running = `SELECT ${listed(['s.b AS b', ...names.map((name) => `r.${name}`), `${total} AS v`])}\nFROM ${spine} AS s JOIN ${rows} AS r ON ${on.join(' AND ')}${grouped(keys.length + 1)}`
  return coarsened(node, parts.part(running), names)
}

/** One base bucket speaks for each bucket of the axis; the keys come back to their places. */
function coarsened({ axis, base, periodAgg }: Cumulate, running: string, names: readonly string[]): string {
  const { custom } = axis
  const key = custom ? `c.${word(custom.bucket)}` : axis.grain === base ? 'b' : bucket('b', grainOf(axis.grain))
  const keys = [...names.slice(0, axis.place), key, ...names.slice(axis.place)].map((name, place) => `${name} AS k${place}`)
  const calendar = custom ? ` JOIN ${word(custom.table)} AS c ON ${bucket(`c.${word(custom.day)}`, 'day')} = b` : ''
  if (axis.grain === base) return `SELECT ${listed([...keys, 'v'])} FROM ${running}`
  const speaks = { first: 'arg_min(v, b)', last: 'arg_max(v, b)', average: 'avg(v)' }[periodAgg]
  return `SELECT ${listed([...keys, `${speaks} AS v`])}\nFROM ${running}${calendar}${grouped(keys.length)}`
}

function convertText({ base, conversion, keys, baseAt, conversionAt, same, window, value }: Convert, parts: Parts): string {
  const [names, text] = [keyNames(keys.length), (side: 'base' | 'conversion') => same.map((pair, place) => `${scalar(pair[side], parts.zone)} AS e${place}`)]
  const keyText = keys.map((key, place) => `${scalar(key, parts.zone)} AS k${place}`)
  const bases = parts.part(`SELECT ${listed([...keyText, `${scalar(baseAt, parts.zone)} AS t`, ...text('base')])}\n${fromWhere(rowsOf(base, parts))}`)
  const taken = parts.part(
    `SELECT ${listed([`${scalar(conversionAt, parts.zone)} AS t`, ...text('conversion'), `${scalar(value.of, parts.zone)} AS x`, 'row_number() OVER () AS id'])}\n${fromWhere(rowsOf(conversion, parts))}`,
  )
  const on = [...same.map((_, place) => `c.e${place} = b.e${place}`), 'b.t <= c.t', ...(window ? [`b.t > ${earlier('c.t', window)}`] : [])]
  const latest = `row_number() OVER (PARTITION BY c.id ORDER BY ${listed(['b.t DESC', ...names.map((name) => `b.${name}`)])}) = 1`
  const matched = `SELECT ${listed([...names.map((name) => `b.${name}`), 'c.x'])}\nFROM ${taken} AS c JOIN ${bases} AS b ON ${on.join(' AND ')}\nQUALIFY ${latest}`
  return `SELECT ${listed([...names, `${summed(value, 'x')} AS v`])}\nFROM (${matched})${grouped(keys.length)}`
}

const withAxis = (count: number, place: number, axis: string): string[] =>
  keyNames(count).map((name, at) => (at === place ? `${axis} AS ${name}` : `r.${name}`))

function spineText({ input, keys, axis, range }: Spine, parts: Parts): string {
  const rows = parts.named(input)
  const { low, high } = bounds(range, axis.grain, `(SELECT min(k${axis.place}) FROM ${rows})`, `(SELECT max(k${axis.place}) FROM ${rows})`)
  const spine = parts.part(series(low, high, axis.grain, ''))
  return `SELECT ${listed([...withAxis(keys, axis.place, 's.b'), 'r.v'])}\nFROM ${spine} AS s LEFT JOIN ${rows} AS r ON r.k${axis.place} = s.b`
}

function offsetText({ input, keys, axis, by, range, where }: Offset, parts: Parts): string {
  const rows = parts.named(input)
  const grain = grainOf(axis.grain)
  const [least, most] = [`(SELECT min(k${axis.place}) FROM ${rows})`, `(SELECT max(k${axis.place}) FROM ${rows})`]
  const isWindow = 'window' in by
  const low = bucket(isWindow ? `CAST(${least} AS TIMESTAMP) + ${interval(by.window)}` : least, grain)
  const high = isWindow
    ? `CAST(${most} AS TIMESTAMP) + ${interval(by.window)} + INTERVAL '4 days'`
    : `CAST(${bucket(most, by.toGrain)} AS TIMESTAMP) + ${interval({ count: 1, unit: by.toGrain })} - INTERVAL '1 second'`
  const spine = parts.part(series(low, high, grain, ''))
  const shown = isWindow ? bucket(earlier('s.b', by.window), grain) : bucket('s.b', by.toGrain)
  const limits = [
    ...(range.from === undefined ? [] : [`s.b >= ${dayText(range.from)}`]),
    ...(range.to === undefined ? [] : [`${bucket('s.b', 'day')} <= ${dayText(range.to)}`]),
  ]
  const on = [`r.k${axis.place} = ${shown}`, ...limits, ...where.map((one) => scalar(one, parts.zone))]
  return `SELECT ${listed([...withAxis(keys, axis.place, 's.b'), 'r.v'])}\nFROM ${spine} AS s JOIN ${rows} AS r ON ${on.join(' AND ')}`
}

/** Periods of a calendar of its own are counted in the order of their first days. */
function customOffsetText({ input, keys, axis, by, range, where }: Offset, custom: NonNullable<Offset['axis']['custom']>, parts: Parts): string {
  const rows = parts.named(input)
  const day = bucket(column('c', custom.day), 'day')
  const periods = parts.part(
    `SELECT ${column('c', custom.bucket)} AS b, min(${day}) AS first, row_number() OVER (ORDER BY min(${day})) AS n\nFROM ${word(custom.table)} AS c WHERE ${column('c', custom.bucket)} IS NOT NULL GROUP BY 1`,
  )
  const count = 'window' in by ? by.window.count : 0
  const limits = [
    ...(range.from === undefined ? [] : [`s.first >= ${dayText(range.from)}`]),
    ...(range.to === undefined ? [] : [`s.first <= ${dayText(range.to)}`]),
    ...where.map((one) => scalar(one, parts.zone)),
  ]
  const limit = limits.length > 0 ? `\nWHERE ${limits.join(' AND ')}` : ''
  return `SELECT ${listed([...withAxis(keys, axis.place, 's.b'), 'r.v'])}\nFROM ${periods} AS s JOIN ${periods} AS p ON p.n = s.n - ${count} JOIN ${rows} AS r ON r.k${axis.place} = p.b${limit}`
}

/** Inputs one under another, then side by side by their keys: nulls among the keys match each other. */
export function sideBySide(inputs: Combine['inputs'], keys: number, parts: Parts): string {
  const names = keyNames(keys)
  const stacked = inputs.map(({ relation }, place) => `SELECT ${listed([...names, `${place} AS i`, 'v'])} FROM ${parts.named(relation)}`).join('\n  UNION ALL ')
  const values = inputs.map(({ fill }, place) => {
    const one = `any_value(v) FILTER (WHERE i = ${place})`
    return `${fill === undefined ? one : `coalesce(${one}, ${fill})`} AS v${place}`
  })
  return `SELECT ${listed([...names, ...values])}\nFROM (${stacked})${grouped(keys)}`
}

function combineText({ inputs, keys, value }: Combine, parts: Parts): string {
  return `SELECT ${listed([...keyNames(keys), `CAST(${scalar(value, parts.zone)} AS DOUBLE) AS v`])}\nFROM (${sideBySide(inputs, keys, parts)}) AS c`
}
