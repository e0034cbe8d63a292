import { timesOf } from '../../answer.ts'
import { isFoldable } from '../../funnel/fold.ts'
import { foldedSteps } from '../../funnel/funnel.ts'
import { planOf } from '../../funnel/plan.ts'
import type { FunnelQuery } from '../../query/kinds.ts'
import { isOf, rowsOf, unsupported, type Rows, type SqlFrame, type SqlPlan } from './rows.ts'

const never = '-4000000000000000000'

/** Which rule of a funnel the plain fold does not keep; null when it keeps all. */
function odd(query: FunnelQuery): string | null {
  if (query.view === 'over_time') return 'view'
  if (query.view === 'time_to_convert' && (query.fromStep > 1 || query.timeOf === 'all_completions')) return 'timeOf'
  if (isFoldable(query)) return null
  const plain = { order: 'ordered', reentry: 'any_chain', count: 'actors', tieOrder: 'step', dedupeSameTypeInTie: false } as const
  const rule = Object.entries(plain).find(([name, value]) => Reflect.get(query, name) !== value)?.[0]
  if (rule) return rule
  if (query.exclusions.length > 0) return 'exclusions'
  if (query.holdConstant.length > 0) return 'holdConstant'
  return query.window.unit === 'session' ? 'window' : query.tieMs > 1 ? 'tieMs' : 'steps'
}

/**
 * A funnel in one pass over each actor’s rows, on the shard that holds them: the fold of funnel/fold.ts written as arrayFold. The state is the start and
 * the time of the newest chain at each step, the furthest step, and for each step the gap and the span when it was first reached. windowFunnel gives counts
 * alone; this gives the times too. One row comes back for each step, with its count and its raw gaps, for quantiles are never made of quantiles.
 */
export function funnelPlan(own: SqlFrame, query: FunnelQuery): SqlPlan {
  const rule = odd(query)
  if (rule !== null) throw unsupported(rule, `this “${rule}” of a funnel`)
  const size = query.steps.length
  const last = (query.toStep ?? size) - 1
  const statements = [
    `SELECT step, countIf(fold.3 >= step), groupArrayIf(fold.4[step], fold.3 >= step)
FROM (${foldedActors(own, query)}) ARRAY JOIN range(1, ${size + 1}) AS step GROUP BY step ORDER BY step`,
    ...(query.view === 'time_to_convert' ? [`SELECT arraySort(groupArrayIf(fold.5[${last + 1}], fold.3 > ${last})) FROM (${foldedActors(own, query)})`] : []),
  ]
  return {
    counts: [stepRows(own, query, 'count()')],
    statements,
    data: ([steps = [], spans]) => {
      const whole = tallyOf(size, steps)
      const folding = { whole, lines: [], until: () => [] }
      const counted = foldedSteps(query, folding)
      return spans ? { ...counted, time_to_convert: timesOf(numbersIn(spans[0]?.[0]).map((ms) => ms / 1000)) } : counted
    },
  }
}

function tallyOf(size: number, rows: Rows) {
  const counts = new Float64Array(size)
  const gaps = Array.from({ length: size }, (): number[] => [])
  for (const [step, n, own] of rows) {
    counts[Number(step) - 1] = Number(n)
    if (Number(step) > 1) gaps[Number(step) - 1] = numbersIn(own).map((ms) => ms / 1000)
  }
  return { counts, gaps }
}

const numbersIn = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])

/** Rows of any step, from the range to as far as a window may reach. */
function stepRows(own: SqlFrame, query: FunnelQuery, columns: string): string {
  const { from, to } = own.frame.span
  const conditions = query.steps.map((sel, place) => isOf(own, sel, `steps[${place}]`))
  return rowsOf(own, columns, `(${conditions.join(' OR ')})`, { from, to: query.tail === 'range' ? to : to + planOf(query).reach + 1 })
}

function foldedActors(own: SqlFrame, query: FunnelQuery): string {
  const { span } = own.frame
  const { reach } = planOf(query)
  const size = query.steps.length
  const conditions = query.steps.map((sel, place) => isOf(own, sel, `steps[${place}]`))
  const step = `multiIf(${conditions.map((condition, place) => `${condition}, ${place + 1}`).join(', ')}, 0)`
  const rows = `${stepRows(own, query, `${own.actor} AS actor, ts, toInt64(${step}) AS step`)} AND ${own.actor} != ''`
  const start = `if(x.2 = 1, if(x.1 >= ${span.from} AND x.1 < ${span.to}, x.1, toInt64(${never})), acc.1[x.2 - 1])`
  const isIn = `(x.1 - ${start}) <= ${reach}`
  const isFirst = `(${isIn} AND acc.3 < x.2)`
  const places = `CAST(range(1, ${size + 1}), 'Array(Int64)')`
  const set = (part: number, when: string, value: string): string =>
    `arrayMap((was, place) -> if(place = x.2 AND ${when}, ${value}, was), acc.${part}, ${places})`
  const next = [
    set(1, isIn, start),
    set(2, isIn, 'x.1'),
    `if(${isFirst}, x.2, acc.3)`,
    set(4, isFirst, 'if(x.2 = 1, toInt64(0), x.1 - acc.2[x.2 - 1])'),
    set(5, isFirst, `x.1 - ${start}`),
  ]
  const none = (value: string): string => `arrayWithConstant(${size}, toInt64(${value}))`
  const empty = `tuple(${none(never)}, ${none('0')}, toInt64(0), ${none('0')}, ${none('0')})`
  return `SELECT arrayFold((acc, x) -> tuple(${next.join(', ')}), arraySort(groupArray((ts, step))), ${empty}) AS fold FROM (${rows}) GROUP BY actor`
}
