import { dayNumber } from '#engines/numbers/dates.ts'
import type { Point } from './controlChart.ts'

/** Gaps between rare events, for a t or g chart. `joined` counts events that share their day or period with another, which gaps cannot tell apart. */
export type Gaps = { readonly points: readonly Point[]; readonly joined: number }

/**
 * Days between rare events, from the civil dates on which they happened, in any order. The first event has no gap before it. The wait since the last event is
 * an open point on `asOf`. Events after `asOf` are not known yet; one that may still be judged otherwise (`unsettled`) ends an immature gap
 * and begins one.
 */
export function daysApart(dates: readonly string[], asOf: string, unsettled: readonly string[] = []): Gaps {
  const known = dates.filter((date) => dayNumber(date) <= dayNumber(asOf))
  const days = [...new Set(known)].toSorted()
  const points = days.slice(1).map((date, index): Point => {
    const before = days[index] ?? date
    const isSettled = ![before, date].some((end) => unsettled.includes(end))
    return { period: date, value: dayNumber(date) - dayNumber(before), ...(isSettled ? {} : { state: 'immature' }) }
  })
  const last = days.at(-1)
  const waiting: Point[] = last !== undefined && last < asOf ? [{ period: asOf, value: dayNumber(asOf) - dayNumber(last), state: 'open' }] : []
  return { points: [...points, ...waiting], joined: known.length - days.length }
}

/** Units (releases, tickets, accounts) of one period and how many of them were events (failed releases). Whole, events <= units. */
export type Units = { readonly period: string; readonly units: number; readonly events: number; readonly state?: Point['state'] }

/**
 * Units without the event between one event and the next, told in the period that ends the gap. A period with several events gives their mean gap.
 * A gap is as its ends are: a period that may still change ends one and begins one. Units since the last event are an open point when the last period has none.
 */
export function unitsApart(rows: readonly Units[]): Gaps {
  const points: Point[] = []
  let [since, joined] = [0, 0]
  let began: Units | null = null
  for (const row of rows) {
    const { period, units, events } = checked(row)
    since += units - events
    if (events === 0) continue
    const state = row.state ?? began?.state
    if (began) points.push({ period, value: since / events, ...(state ? { state } : {}) })
    joined += events - 1
    since = 0
    began = row
  }
  const last = rows.at(-1)
  return { points: began && last && last.events === 0 ? [...points, { period: last.period, value: since, state: 'open' }] : points, joined }
}

function checked(row: Units): Units {
  const isWhole = Number.isSafeInteger(row.units) && Number.isSafeInteger(row.events)
  if (!isWhole || row.events < 0 || row.events > row.units)
    throw new RangeError(`${row.period} has ${row.events} events of ${row.units} units; both are whole and events are at most the units.`)
  return row
}
