import { isRecord, type Context, type Measurement } from '#kernel'
import { nothingIfRefused } from '../refusedFigure.ts'

/** What a key result reads now: the metric, or one part of it. */
export interface Reading {
  readonly of: Measurement
  readonly value: number | null
  /** The line of that part, or of the whole. */
  readonly points: Measurement['points']
  /** Why there is no value of that part, in words; null when there is one. */
  readonly lacks: string | null
}

/** The part that a key result means; null for the whole. */
export function partOf(row: Readonly<Record<string, unknown>>): { readonly by: string; readonly key: string } | null {
  const key = text(row['segment'])
  return key === '' ? null : { by: text(row['dimension']) || 'segment', key }
}

/** Reads key results; each metric and dimension is measured once, however many are bound to it. One that cannot be measured has no reading. */
export function reader(ctx: Context, asOf?: string): (metric: string, part: ReturnType<typeof partOf>) => Promise<Reading | null> {
  const asked = new Map<string, Promise<Measurement | null>>()
  const measured = (metric: string, by: string | null): Promise<Measurement | null> => {
    const key = `${metric} ${by ?? ''}`
    const found = asked.get(key) ?? ctx.measure({ metric, ...(by ? { by } : {}), ...(asOf ? { asOf } : {}) }).catch(nothingIfRefused)
    asked.set(key, found)
    return found
  }
  return async (metric, part) => {
    const of = await measured(metric, part?.by ?? null)
    if (!of) return null
    if (!part) return { of, value: of.value, points: of.points, lacks: null }
    const group = of.groups?.find(({ key }) => key.toLowerCase() === part.key.toLowerCase())
    return group
      ? { of, value: group.value, points: group.points, lacks: null }
      : { of, value: null, points: [], lacks: `Its metric has no part “${part.key}” by ${part.by}.` }
  }
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
/** An amount of money in a record. */
export const amountIn = (value: unknown, name: string): number | null => (isRecord(value) && isRecord(value[name]) ? number(value[name]['amount']) : null)
/** The texts of a list, such as the ids of what a row points at. */
export const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
/** The squad that a bet is sized for: the first that it names. */
export const teamOf = (bet: Readonly<Record<string, unknown>>): string | null => textsIn(bet['teams'])[0] || null
/** The likely size of a bet in person-weeks; null when nobody has sized it. */
export const weeksOf = (bet: Readonly<Record<string, unknown>>): number | null => (isRecord(bet['effort']) ? number(bet['effort']['likely']) : null)

const inOrder = new Intl.Collator('en', { numeric: true }).compare
/** Keys as people count: INI-2 before INI-10. */
export const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => inOrder(a.key, b.key)
