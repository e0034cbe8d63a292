import type { Context } from '#kernel'
import { small } from '#engines/numbers/capital.ts'
import type { Choice } from '#engines/questions/question.ts'
import type { Metrics, Unasked } from './answer.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

const shapes: readonly ((name: string, dimension: string) => string)[] = [
  (name, dimension) => `Show ${name} by ${dimension} last 4 quarters`,
  (name) => `Why did ${name} change last month?`,
  (name) => `What is ${name} vs last year?`,
  (name, dimension) => `Rank ${name} by ${dimension}, best first`,
  (name) => `Trend of ${name} last 12 months`,
]
const first = [
  'net-revenue-retention',
  'annual-recurring-revenue',
  'logo-churn-rate',
  'feature-adoption',
  'csat',
  'ticket-rate',
  'active-accounts',
  'service-level',
]

/** Five questions that the facts of this workspace can answer today: each metric that it names has a value. */
export async function suggestions(ctx: Context, metrics: Metrics): Promise<Unasked> {
  const ordered = [...first.filter((key) => metrics.has(key)), ...[...metrics.keys()].filter((key) => !first.includes(key))]
  const questions: Choice[] = []
  for (const key of ordered) {
    const shape = shapes[questions.length]
    const metric = metrics.get(key)
    if (!shape || !metric) break
    const measured = await ctx.measure({ metric: key }).catch(nothingIfRefused)
    if (measured === null || measured.value === null || measured.trust.state === 'untrusted') continue
    const ask = shape(small(metric.name), metric.dimensions[0] ?? 'segment')
    questions.push({ label: ask, ask })
  }
  return { kind: 'unasked', questions }
}
