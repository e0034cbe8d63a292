/** A figure as a cell holds it: known, with its ends, or computed from inputs. */
export interface Figure {
  readonly low: number | null
  readonly likely: number
  readonly high: number | null
  readonly formula: string | null
}
export type Read<T> = { readonly value: T | null; readonly fault: null } | { readonly value: null; readonly fault: string }

const found = <T>(value: T | null): Read<T> => ({ value, fault: null })
const wrong = (fault: string): Read<never> => ({ value: null, fault })

const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, bn: 1e9 }

/** A number as people and spreadsheets write it: 600,000, $1.2M, (150k), −3 or 12 %. Empty is none. */
export function readNumber(text: string): Read<number> {
  const bare = text
    .trim()
    .replace(/[\s_\u00a0$€£]/g, '')
    .replace(/[−–]/g, '-')
  if (bare === '') return found<number>(null)
  const match = /^(\()?([-+]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+|\d+\.)(k|m|bn|b|)(%?)(\))?$/i.exec(bare)
  if (!match || (match[1] === undefined) !== (match[6] === undefined)) return wrong(`“${text.trim()}” is no number. Write 600000, 600k or 1.2M.`)
  const [, opened, sign, digits = '', scale = '', percent] = match
  const size = Number(digits.replaceAll(',', '')) * (scales[scale.toLowerCase()] ?? 1) * (percent ? 0.01 : 1)
  return found(opened || sign === '-' ? 0 - size : size)
}

/** A figure: a number, three of them from low to high with strokes between (“250k / 600k / 850k”), or a formula after “=”. */
export function readFigure(text: string): Read<Figure> {
  const bare = text.trim()
  if (bare.startsWith('=')) {
    const formula = bare.slice(1).trim()
    return formula === '' ? wrong('The formula is empty.') : found({ low: null, likely: 0, high: null, formula })
  }
  const parts = bare.split('/').map(readNumber)
  const fault = parts.find((part) => part.fault !== null)
  if (fault?.fault) return wrong(fault.fault)
  const [first = null, second = null, third = null] = parts.map(({ value }) => value)
  if (parts.length === 1) return found(first === null ? null : { low: null, likely: first, high: null, formula: null })
  if (parts.length !== 3 || first === null || second === null || third === null) return wrong('A range is three figures: low / likely / high.')
  if (first > second || second > third) return wrong('Low, likely and high are not in order.')
  return found({ low: first, likely: second, high: third, formula: null })
}

/** A share of what it is: 85 %, 0.85 or 85, which nobody means as 8,500 %. */
function readShare(text: string, what: string, isPercentage: (bare: number) => boolean): Read<number> {
  const read = readNumber(text)
  if (read.value === null) return read
  const share = isPercentage(read.value) && !text.includes('%') ? read.value / 100 : read.value
  return share < 0 || share > 1 ? wrong(`${what} lies between 0 and 100%.`) : found(share)
}

/** A chance; 1 is certain. */
export const readChance = (text: string): Read<number> => readShare(text, 'A chance', (bare) => bare > 1)

/** A yearly rate; 1 is 1 %, as 2 is 2 %. */
export const readRate = (text: string): Read<number> => readShare(text, 'A rate', (bare) => bare >= 1)

export function readYears(text: string): Read<number> {
  const read = readNumber(text)
  return read.value !== null && (read.value < 0 || read.value > 50) ? wrong('Years from today: 0 to 50.') : read
}

/** A name that formulas can use. */
export function readName(text: string): Read<string> {
  const bare = text.trim()
  if (bare === '') return found<string>(null)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(bare) ? found(bare) : wrong('One word, as formulas write it: seats, price_per_seat.')
}

const kinds = ['revenue', 'cost', 'cash'] as const
export type Kind = (typeof kinds)[number]

/** What kind of line it is; its first letters will do. */
export function readKind(text: string): Read<Kind> {
  const bare = text.trim().toLowerCase()
  if (bare === '') return found<Kind>('cash')
  const kind = kinds.find((one) => one.startsWith(bare)) ?? null
  return kind ? found(kind) : wrong('Revenue, cost or cash.')
}

/** A number as a cell shows it where it is read: thousands apart, to the hundredth or to four digits, whichever tells more. */
export const exact = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 2, maximumSignificantDigits: 4, roundingPriority: 'morePrecision' }).replace('-', '−')

/** A number as a cell shows it where it is typed: whole, without a unit. */
export const writeNumber = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value))

export function writeFigure({ low, likely, high, formula }: Figure): string {
  if (formula) return `= ${formula}`
  return low === null && high === null ? String(likely) : `${low ?? likely} / ${likely} / ${high ?? likely}`
}
