import type { Aggregation, Percentile } from '../../model.ts'

/** One aggregate call of an expression. */
export interface Aggregate {
  readonly agg: Aggregation
  /** What is aggregated: a scalar expression over dataset.column, or *. */
  readonly of: string
  readonly percentile?: Percentile
  readonly text: string
}

const calls: Readonly<Record<string, Aggregation>> = {
  sum: 'sum',
  count: 'count',
  avg: 'average',
  min: 'min',
  max: 'max',
  median: 'median',
  percentile_cont: 'percentile',
  percentile_disc: 'percentile',
}

/** The aggregates of an ANSI expression, each replaced by a0, a1 … in `rest`; a text says why it cannot be taken apart. */
export function aggregatesIn(text: string): { readonly aggregates: readonly Aggregate[]; readonly rest: string } | string {
  const aggregates: Aggregate[] = []
  let rest = ''
  let at = 0
  const opening = /\b(sum|count|avg|min|max|median|percentile_cont|percentile_disc)\s*\(/gi
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const end = closing(text, found.index + found[0].length)
    if (end < 0) return 'A bracket is not closed.'
    const one = read(text, (found[1] ?? '').toLowerCase(), text.slice(found.index + found[0].length, end), end + 1)
    if (typeof one === 'string') return one
    rest += `${text.slice(at, found.index)}a${aggregates.length}`
    aggregates.push({ ...one.aggregate, text: text.slice(found.index, one.end) })
    at = one.end
    opening.lastIndex = at
  }
  const whole = rest + text.slice(at)
  if (/\bover\s*\(/i.test(whole)) return 'A window function is not read.'
  return { aggregates, rest: whole }
}

function read(text: string, call: string, inner: string, after: number): { readonly aggregate: Omit<Aggregate, 'text'>; readonly end: number } | string {
  const agg = calls[call] ?? 'sum'
  const distinct = /^\s*distinct\s+(.+)$/is.exec(inner)?.[1]
  if (/\b(sum|count|avg|min|max)\s*\(/i.test(inner)) return 'An aggregate inside an aggregate is not read.'
  if (distinct !== undefined)
    return agg === 'count' ? { aggregate: { agg: 'count_distinct', of: distinct.trim() }, end: after } : `${call.toUpperCase()}(DISTINCT …) is not read.`
  if (agg !== 'percentile') return { aggregate: { agg, of: inner.trim() }, end: after }
  const within = /^\s*within\s+group\s*\(\s*order\s+by\s+/i.exec(text.slice(after))
  const share = Number(inner)
  const start = after + (within?.[0].length ?? 0)
  const end = within ? closing(text, start) : -1
  if (!within || end < 0 || !(share >= 0 && share <= 1)) return `${call.toUpperCase()} needs a share and WITHIN GROUP (ORDER BY …).`
  return {
    aggregate: { agg, of: text.slice(start, end).trim(), percentile: { share, ...(call === 'percentile_disc' ? { isDiscrete: true } : {}) } },
    end: end + 1,
  }
}

/** Where the bracket that was opened before `from` closes; −1 when it does not. Quotes are passed over. */
function closing(text: string, from: number): number {
  let depth = 1
  let isQuoted = false
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at]
    if (letter === "'") isQuoted = !isQuoted
    if (isQuoted) continue
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0
    if (depth === 0) return at
  }
  return -1
}
