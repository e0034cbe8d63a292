import type { ChartKind } from './controlChart.ts'

/** Windows that overlap; whole cycles seen, where the measure is seasonal; days follow the week; `isAdjusted` asks for factors instead of the difference to a year ago. */
type Shape = { readonly isOverlapping?: boolean; readonly fullCycles?: number; readonly isDaily?: boolean; readonly isAdjusted?: boolean }

/** What a series holds. `sizes` are the n of a share or the exposures of a count, per period. */
export type SeriesNature = Shape &
  (
    | { readonly holds: 'value' }
    | { readonly holds: 'share'; readonly sizes: readonly number[] }
    | { readonly holds: 'count'; readonly sizes: readonly number[]; readonly eventsPerPeriod: number; readonly between?: 'time' | 'units' }
  )

export type ChartChoice = {
  readonly chart: ChartKind
  /** What to do to the series first. */
  readonly first:
    | 'nothing'
    | 'use the non-overlapping figure'
    | 'take the year-over-year difference'
    | 'take the season out'
    | 'take the weekday out'
    | 'measure the gaps between events'
  readonly because: string
}

/** Which chart fits a kind of series (kpis.md, section 6). Moving means that some n differs from the mean by more than a quarter, large a mean n of 1,000 or more. */
export function chartFor(nature: SeriesNature): ChartChoice {
  if (nature.isOverlapping)
    return {
      chart: 'xmr',
      first: 'use the non-overlapping figure',
      because: 'Neighbouring windows share most of their rows, so their differences say nothing about noise.',
    }
  if (nature.holds === 'count' && nature.eventsPerPeriod < 1) {
    const chart = nature.between === 'units' ? 'g' : 't'
    return { chart, first: 'measure the gaps between events', because: 'Fewer than one event per period: a count is mostly zero, the gap carries the news.' }
  }
  if ((nature.fullCycles ?? 0) >= 2 && nature.isDaily)
    return { chart: 'xmr', first: 'take the weekday out', because: 'The week repeats, so each day is measured against its own weekday.' }
  if ((nature.fullCycles ?? 0) >= 2 && nature.isAdjusted)
    return { chart: 'xmr', first: 'take the season out', because: 'The season repeats: what is left without it keeps every period.' }
  if ((nature.fullCycles ?? 0) >= 2)
    return { chart: 'xmr', first: 'take the year-over-year difference', because: 'The season repeats, so a year ago is the fair comparison.' }
  if (nature.holds === 'value') return { chart: 'xmr', first: 'nothing', because: 'One value per period.' }
  const { isMoving, isLarge } = sizesOf(nature.sizes)
  if (nature.holds === 'share' && (isMoving || isLarge))
    return {
      chart: 'pPrime',
      first: 'nothing',
      because: isMoving ? 'A share whose n moves: limits widen where n is small.' : 'A share of many: plain binomial limits would be too narrow.',
    }
  if (nature.holds === 'count' && isMoving) return { chart: 'uPrime', first: 'nothing', because: 'A count over an exposure that moves.' }
  return { chart: 'xmr', first: 'nothing', because: 'The n is steady, so periods can be compared directly.' }
}

function sizesOf(sizes: readonly number[]): { isMoving: boolean; isLarge: boolean } {
  const mean = sizes.reduce((total, size) => total + size, 0) / Math.max(1, sizes.length)
  return { isMoving: sizes.some((size) => Math.abs(size - mean) > mean / 4), isLarge: mean >= 1000 }
}
