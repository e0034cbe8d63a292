import { parseTarget } from './parseTarget.ts'
import { takeQuantity, type Quantity } from './quantity.ts'

/** Units of metrics that a target can be set in. */
export type MetricUnit = 'ratio' | 'money' | 'count' | 'ratePerAccount' | 'score' | 'days' | 'hours'

/** A target as one cell states it: a value, or both ends of a range, with a direction where the cell names one. */
export interface Stated {
  readonly value: number
  readonly upper: number | null
  readonly direction: 'up' | 'down' | 'within' | null
}

export interface Unread {
  readonly fault: string
}

/**
 * A cell as a target in the metric's unit: 1.1, 110%, “at least 85 %”, “85 to 95%” (with a word that makes it a range), $4.2M, 36 hours. Shares become fractions,
 * durations the metric's unit. What can be read in two ways is a fault that says so; nothing is guessed.
 */
export function statedIn(cell: string | number, unit: MetricUnit, currency: string): Stated | Unread {
  if (typeof cell === 'number') return plain(cell, unit)
  const text = cell.trim()
  if (/^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text)) return plain(Number(text), unit)
  const parsed = parseTarget(text)
  if (parsed.state === 'parsed') {
    const { direction, value, ...rest } = parsed
    if (typeof value === 'number') return convert({ ...rest, value }, unit, currency, direction)
    const [low, high] = [convert({ ...rest, value: value.low }, unit, currency), convert({ ...rest, value: value.high }, unit, currency)]
    if ('fault' in low) return low
    return 'fault' in high ? high : { value: low.value, upper: high.value, direction: 'within' }
  }
  const bare = takeQuantity(text.toLowerCase())
  if (bare === 'ambiguous') return { fault: `“${text}” can be read in two ways; write 1500 or 1.5.` }
  if (bare && bare.rest.trim() === '') return convert(bare.quantity, unit, currency)
  return { fault: `“${text}” is no single value: ${parsed.says}` }
}

/** A bare number is in the unit itself. For a share 5 is nearly always 5%, and 2 may be 2% or 200%: from 2 on it is asked. */
function plain(value: number, unit: MetricUnit): Stated | Unread {
  if (!Number.isFinite(value)) return { fault: 'It is not a number.' }
  if (unit === 'ratio' && Math.abs(value) >= 2)
    return {
      fault: `${value} for a share: write ${value}% or ${Number((value / 100).toPrecision(12))}${value < 10 ? `, or ${Number((value * 100).toPrecision(12))}% if it is that many times the whole` : ''}.`,
    }
  return { value, upper: null, direction: null }
}

const inHours: Readonly<Record<string, number>> = { seconds: 1 / 3600, minutes: 1 / 60, hours: 1, days: 24, weeks: 168 }

function convert(
  { value, unit: written, currency: sign, scale, per = [] }: Quantity & { readonly per?: readonly string[] },
  unit: MetricUnit,
  currency: string,
  direction: Stated['direction'] = null,
): Stated | Unread {
  const told = (converted: number): Stated => ({ value: Number(converted.toPrecision(15)), upper: null, direction })
  const odd = per.find((one) => unit !== 'ratePerAccount' || !/^(accounts?|customers?)$/.test(one))
  if (odd !== undefined) return { fault: `A value per ${odd} for a metric that counts in ${sayUnit(unit)}; write the value of the metric itself.` }
  if (scale !== undefined && unit !== 'score')
    return {
      fault: `${value} out of ${scale} for a metric that counts in ${sayUnit(unit)}${unit === 'ratio' ? `; write ${Number(((value / scale) * 100).toPrecision(4))}% if that is meant` : ''}.`,
    }
  if (written === 'number') {
    const read = plain(value, unit)
    return 'fault' in read ? read : told(value)
  }
  if (written === 'percent') return unit === 'ratio' ? told(value) : { fault: `A percentage for a metric that counts in ${sayUnit(unit)}.` }
  if (written === 'money') {
    if (unit !== 'money') return { fault: `An amount of money for a metric that counts in ${sayUnit(unit)}.` }
    return sign === currency ? told(value) : { fault: `An amount in ${sign ?? 'another currency'}; the workspace reports in ${currency}.` }
  }
  const hours = inHours[written]
  if (hours !== undefined && (unit === 'hours' || unit === 'days')) return told((value * hours) / (unit === 'days' ? 24 : 1))
  if (written === 'points' && unit === 'score') return told(value)
  return { fault: `A value in ${written === 'perOne' ? 'odds' : written} for a metric that counts in ${sayUnit(unit)}.` }
}

const sayUnit = (unit: MetricUnit): string =>
  ({ ratio: 'shares', money: 'money', count: 'numbers', ratePerAccount: 'numbers for each account', score: 'points', days: 'days', hours: 'hours' })[unit]
