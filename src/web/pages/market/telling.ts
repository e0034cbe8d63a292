import { sayValue } from '#web/say.ts'
import type { IdealFit, Market, Segmentation, Share } from './asked.ts'

/** What the market says, in one sentence: the largest segment, what it keeps beside all, and what is in none. */
export function headline({ segmentations, base, drafts }: Market): string {
  const [first] = segmentations
  const largest = first?.segments.toSorted((a, b) => (shareOf(b) ?? -1) - (shareOf(a) ?? -1))[0]
  if (!first || !largest)
    return drafts.length === 1 ? 'One segment is drafted and none counts yet' : `${drafts.length} segments are drafted and none counts yet`
  const of = base.arr === null ? 'accounts' : 'ARR'
  const keeps = largest.nrr === null || base.nrr === null ? '' : ` and keeps ${sayValue(largest.nrr, 'ratio')}, where all keep ${sayValue(base.nrr, 'ratio')}`
  const rest = shareOf(first.other)
  return `${largest.title} is ${sayValue(shareOf(largest), 'ratio')} of ${of}${keeps}; ${rest === 0 ? 'nothing is in no segment' : `${sayValue(rest, 'ratio')} is in no segment`}`
}

/** Of revenue where there is a ledger, of accounts where there is none. */
export const shareOf = (share: Share): number | null => share.arrShare ?? share.accountShare
export const shareWords = (share: Share): string => sayValue(shareOf(share), 'ratio')

/** The bar’s parts in order, with the rest last, so that it is always the whole. */
export const partsOf = ({ segments, other }: Segmentation) => [
  ...segments.map((line) => ({ title: line.title, share: shareOf(line), isOther: false })),
  { title: 'Other', share: shareOf(other), isOther: true },
]

/** Does the description of the ideal customer hold? */
export function verdictWords({ verdict, quartiles, segment }: IdealFit): string {
  const [top, bottom] = [quartiles[0], quartiles[3]]
  if (verdict === 'unknown') return `Whether fit with ${segment.title} goes with retention is not known: the best or the worst quartile is too small`
  const figures = `${sayValue(top?.retention ?? null, 'ratio')} against ${sayValue(bottom?.retention ?? null, 'ratio')}`
  return verdict === 'beats'
    ? `Who fits ${segment.title} best stays better than who fits least: ${figures}`
    : `Who fits ${segment.title} best stays no better than who fits least: ${figures}`
}

export const quartileNames = { 1: 'Best quarter', 2: 'Second', 3: 'Third', 4: 'Lowest quarter' } as const
