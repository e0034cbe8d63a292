import { burningAt } from '#engines/metrics/slo/burn.ts'
import { budgetSpent } from '#engines/metrics/slo/spent.ts'
import type { FeedInput } from '#engines/metrics/signal/feed.ts'
import type { Context, Measurement } from '#kernel'
import type { Watched } from './watched.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

/** Error budgets that burn fast, are spent, or go faster than the time of their own window does, each objective by itself: the open period when it has data, else the last closed one. */
export async function burnsOf(ctx: Context, { card, metrics }: Pick<Watched, 'card' | 'metrics'>): Promise<FeedInput['burns']> {
  const budgets = [...metrics].filter(([, { compute }]) => compute?.by === 'slo' && compute?.measure === 'errorBudget')
  const burns = await Promise.all(budgets.map(([key, { dimensions }]) => burnsOfMetric(ctx, key, dimensions[0], card.asOf)))
  return burns.flat()
}

async function burnsOfMetric(ctx: Context, metric: string, by: string | undefined, asOf: string): Promise<FeedInput['burns'][number][]> {
  const measured = await ctx.measure({ metric, asOf, ...(by ? { by } : {}) }).catch(nothingIfRefused)
  if (!measured || measured.trust.state === 'untrusted') return []
  return partsOf(measured).flatMap(({ objective, points }) => {
    const latest = points.findLast(({ value }) => value !== null)
    if (!latest || latest.value === null) return []
    const { burn, lookBackMinutes, burnWindowDays, windowPassed } = latest.parts ?? {}
    const alerts = [burningAt(burn ?? 0, lookBackMinutes ?? 0, burnWindowDays ?? 0), budgetSpent(latest.value, windowPassed ?? 1)].filter((one) => one !== null)
    const alert = alerts.find(({ urgency }) => urgency === 'page') ?? alerts[0]
    return alert ? [{ metric, objective, period: latest.period, alert }] : []
  })
}

const partsOf = ({ groups, points }: Measurement) => groups?.map(({ key, points: own }) => ({ objective: key, points: own })) ?? [{ objective: 'All', points }]
