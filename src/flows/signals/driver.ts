import { capital } from '#engines/numbers/capital.ts'
import { likelyDriver } from '#engines/metrics/signal/likelyDriver.ts'
import { showVariance } from '#engines/numbers/showNumber.ts'
import { type Context, type AnyMetric } from '#kernel'
import type { Line } from './watched.ts'
import { nothingIfRefused } from '../refusedFigure.ts'

const tried = ['segment', 'plan', 'priority', 'area', 'service', 'region']

/** The part of a metric that moved most with it, and how far in words, as of a day; null when no breakdown tells. */
export async function driverOf(
  ctx: Context,
  { key, unit, currency, control }: Pick<Line, 'key' | 'unit' | 'currency' | 'control'>,
  metric: AnyMetric | undefined,
  { period, says }: { readonly period: string; readonly says: string },
  asOf: string,
): Promise<{ readonly part: string; readonly says: string } | null> {
  const by = tried.find((one) => metric?.dimensions.includes(one)) ?? metric?.dimensions[0]
  if (by === undefined) return null
  const measured = await ctx.measure({ metric: key, by, asOf, ...(control ? { window: '1m' } : {}) }).catch(nothingIfRefused)
  if (!measured?.groups) return null
  const side = /above|upper/i.test(says) ? 'above' : 'below'
  const driver = likelyDriver(measured.groups, period, side)
  if (!driver || driver.share < 0.3) return null
  const gap = showVariance(Math.abs(driver.change), 0, unit, { currency }).absolute.replace('+', '')
  return { part: driver.key, says: `${capital(driver.key)} is ${gap} ${side === 'above' ? 'over' : 'under'} its last six ${measured.grain}s` }
}
