import { capital } from '#engines/numbers/capital.ts'
import { showDate } from '#kernel'
import type { Citation } from './answer.ts'
import type { Plan } from './plan.ts'
import { count } from './says.ts'
import type { Told } from './told.ts'

/** What an answer rests on, numbered: the definition, the policy, the facts with their age, the target. */
export function citationsOf({ metric, question }: Plan, { measurements, target }: Told): Citation[] {
  const [measured] = measurements
  const page = `metrics/${question.metric}`
  if (!measured) return []
  const cites: Omit<Citation, 'n'>[] = [{ title: `${metric.name}, definition v${metric.version}`, says: metric.formula, to: `${page}?how=1` }]
  if (metric.compute?.by === 'revenue')
    cites.push({
      title: `Revenue policy “${measured.policy.preset}”`,
      says: `${measured.policy.id}; the same ledger under other conventions`,
      to: `${page}?how=1`,
    })
  if (target) cites.push({ title: `Target ${target.key}`, says: `${target.name}, by ${showDate(target.by)}`, to: `n/metricTargets/${target.key}` })
  for (const { fact, rows, newest } of measured.freshness.inputs.filter((input) => input.rows > 0))
    cites.push({ title: wordsOf(fact), says: `${count(rows)} rows${newest ? `, newest ${showDate(newest.slice(0, 10))}` : ''}`, to: `${page}?how=1` })
  return cites.slice(0, 9).map((cite, at) => ({ n: at + 1, ...cite }))
}

const wordsOf = (fact: string): string => `${capital(fact).replaceAll('_', ' ')} facts`
