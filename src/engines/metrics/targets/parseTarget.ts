import { formOf, reasons, type Reason } from './forms.ts'
import { takeQuantity, type Quantity } from './quantity.ts'

/** A comparison that text states in full. `isStrict` leaves the value itself out; `per` holds its denominators in order ('person', 'month'). */
export type ParsedTarget = {
  readonly state: 'parsed'
  readonly direction: 'up' | 'down' | 'within'
  /** The bound for up and down; both ends, included, for within. */
  readonly value: number | { readonly low: number; readonly high: number }
  readonly unit: Quantity['unit']
  readonly currency?: string
  /** Best possible score, for '79 out of 100'. */
  readonly scale?: number
  readonly isStrict: boolean
  /** What is counted, as written: 'open issues'. */
  readonly counted?: string
  readonly per: readonly string[]
  /** Words that narrow the measure without changing the comparison: 'of all tickets', 'to priority SLAs'. */
  readonly qualifiers: readonly string[]
}

export type TargetForReview = {
  readonly state: 'needsReview'
  readonly reason: Reason
  readonly says: string
  /** What was read with certainty, as a start for the person. */
  readonly recognised: Quantity | null
}

/**
 * Reads a target that was written in words. Either every word has a known role, or the text goes to review with its reason: a target is never guessed.
 * Numbers, percentages and money without a comparison have no direction and go to review too.
 */
export function parseTarget(input: string | number | null | undefined): ParsedTarget | TargetForReview {
  const text = plain(input)
  const form = formOf(text)
  if (form) return review(form)
  const range = parseRange(text)
  if (range) return range
  if (!/\d/.test(text)) return review(/<a\s/i.test(String(input)) ? 'elsewhere' : 'unclear')
  const front = takeComparison(text)
  const read = takeQuantity(front.rest.replace(/^(?:at|of|=)\s/, ''))
  if (read === 'ambiguous') return review('ambiguous number')
  if (!read) return review('unclear')
  const found = front.comparison ? { ...front.comparison, rest: read.rest } : takeSuffix(read.rest)
  if (!found) return takeTail(read.rest, read.quantity) ? review('direction unknown', read.quantity) : review('unclear')
  // a count cannot fall below zero: such a text may mean 'none', so a person decides
  if (found.direction === 'down' && found.isStrict && read.quantity.value === 0) return review('unclear', read.quantity)
  const tail = takeTail(found.rest, read.quantity)
  if (!tail) return review('unclear')
  return { state: 'parsed', direction: found.direction, ...read.quantity, isStrict: found.isStrict, ...tail }
}

type Comparison = { direction: 'up' | 'down'; isStrict: boolean }

const up = { direction: 'up', isStrict: false } as const
const down = { direction: 'down', isStrict: false } as const
const comparisons: readonly (readonly [RegExp, Comparison])[] = [
  [
    /^(?:at or (?:above|over|greater than|higher than|more than)|at least|(?:greater|more|higher) than or equal(?: to)?|equal(?: to)? or (?:greater|more|higher) than|(?:no|not) (?:less|fewer|lower) than|(?:not|never) (?:below|under)|(?:a )?min(?:imum)?(?: of)?|>=|≥|=>)(?![a-z])\s?/,
    up,
  ],
  [
    /^(?:at or (?:below|under|less than|lower than|fewer than)|at most|(?:less|fewer|lower) than or equal(?: to)?|equal(?: to)? or (?:less|fewer|lower) than|(?:no|not) (?:more|greater|higher) than|(?:not|never) (?:above|over|exceed(?:ing)?)|(?:does|do|must|should|will|may) not exceed|(?:a )?max(?:imum)?(?: of)?|<=|≤|=<)(?![a-z])\s?/,
    down,
  ],
  [/^(?:above|over|more than|greater than|higher than|exceeds?|exceeding|>)(?![a-z=])\s?/, { ...up, isStrict: true }],
  [/^(?:below|under|less than|fewer than|lower than|<)(?![a-z=])\s?/, { ...down, isStrict: true }],
]
const suffixes: readonly (readonly [RegExp, Comparison])[] = [
  [/^(?:\s?\+(?!\s?\d)|\s?or (?:more|higher|above|greater|over))(?![a-z])/, up],
  [/^\s?or (?:less|fewer|lower|below|under)(?![a-z])/, down],
]
const preamble =
  /^(?:the |our )?(?:target|goal)(?: (?:for|of) (?:this|the) (?:metric|kpi|measure|indicator))?(?: is|:)(?: to be)?\s?|^(?:to be|is|be|keep|stay|remain|remains)\s/

/** Every word after the value must be a count noun, a 'per' or a plain narrowing phrase; otherwise null. */
function takeTail(text: string, { unit }: Quantity): Pick<ParsedTarget, 'counted' | 'per' | 'qualifiers'> | null {
  const per: string[] = []
  let rest = text
    .replace(
      /\s?(?:\/\s?|\bper )((?:\d[\d,]* )?(?:(?!per\b)[a-z-]+)(?: (?!per\b|of\b|to\b|for\b|in\b|on\b|across\b)[a-z-]+){0,2})/g,
      (_, denominator: string) => {
        per.push(denominator)
        return ' '
      },
    )
    .trim()
    .replace(/\s+/g, ' ')
  const qualifiers: string[] = []
  const narrowing = /(?:^|\s)((?:of|to|for|in|on|across) [a-z"' -]+)$/.exec(rest)
  if (narrowing) {
    qualifiers.push((narrowing[1] ?? '').trim())
    rest = rest.slice(0, narrowing.index).trim()
  }
  if ([rest, ...per.map((words) => words.replace(/^\d[\d,]* /, '')), ...qualifiers].some((words) => !isPlainPhrase(words))) return null
  if (rest === '') return { per, qualifiers }
  return unit === 'number' && rest.split(' ').length <= 5 && !timeWord.test(rest) ? { counted: rest, per, qualifiers } : null
}

const timeWord = /\b(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|quarters?|years?|percent|points?)\b/
const loaded =
  /\b(?:and|or|not|no|never|than|at|from|with|within|over|under|above|below|between|each|every|all time|x|up|down|minimum|maximum|min|max|least|most|equal|exceed\w*|average of|above|less|more|fewer|greater|lower|higher|zero|one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b/

function isPlainPhrase(words: string): boolean {
  return /^[a-z"' -]*$/.test(words) && !loaded.test(words)
}

function takeComparison(text: string): { comparison: Comparison | null; rest: string } {
  const found = comparisons.find(([pattern]) => pattern.test(text))
  return found ? { comparison: found[1], rest: text.replace(found[0], '') } : { comparison: null, rest: text }
}

function takeSuffix(text: string): (Comparison & { rest: string }) | null {
  const found = suffixes.find(([pattern]) => pattern.test(text))
  return found ? { ...found[1], rest: text.replace(found[0], '') } : null
}

function parseRange(text: string): ParsedTarget | TargetForReview | null {
  const isWithin = /^(?:between|within|from)\s/.test(text)
  const low = takeQuantity(text.replace(/^(?:between|within|from)\s/, ''))
  if (low === null || low === 'ambiguous') return null
  const joint = /^\s?(?:and|to|-|–|—)\s?(?=[$€£.\d])/.exec(low.rest)
  const high = joint ? takeQuantity(low.rest.slice(joint[0].length)) : null
  if (high === 'ambiguous') return review('ambiguous number')
  if (!joint || !high) return isWithin ? review('unclear') : null
  const ends = sameUnit(low.quantity, high.quantity)
  const tail = takeTail(high.rest, high.quantity)
  if (!ends || !tail || ends.low > ends.high) return review('unclear')
  if (!isWithin) return review('direction unknown')
  return { state: 'parsed', direction: 'within', ...high.quantity, value: ends, isStrict: false, ...tail }
}

/** '85 to 95%' gives its unit to both ends; two different units are no range. */
function sameUnit(low: Quantity, high: Quantity): { low: number; high: number } | null {
  if (low.unit === high.unit && low.scale === high.scale && low.currency === high.currency) return { low: low.value, high: high.value }
  if (low.unit !== 'number' || low.scale !== undefined || high.unit === 'money') return null
  return { low: high.unit === 'percent' ? low.value / 100 : low.value, high: high.value }
}

function review(reason: Reason, recognised: Quantity | null = null): TargetForReview {
  return { state: 'needsReview', reason, says: reasons[reason], recognised }
}

function plain(input: string | number | null | undefined): string {
  return String(input ?? '')
    .replace(/<[/a-z][^>]*>/gi, ' ')
    .replace(/&(?:lt|gt);/g, (entity) => (entity === '&lt;' ? '<' : '>'))
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .toLowerCase()
    .replace(/\((out of \d+)\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]$/, '')
    .replace(preamble, '')
}
