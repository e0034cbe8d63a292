import { small } from '#engines/numbers/capital.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod, showWhen } from '#engines/numbers/showPeriod.ts'
import type { Trust, Unit } from '#kernel'
import type { ScoreItem } from './scorecard.ts'

/** An entry of the feed of signals, as Today shows it. */
export interface Signalled {
  readonly key: string
  readonly kind: string
  readonly metric: string
  readonly period: string
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly currency: string
  readonly says: string
  readonly rule: string
  readonly value: number | null
  readonly centre: number | null
  readonly driver: string | null
}

/** A piece of the sentence: words, or a figure that opens. */
export type SentencePart = { readonly text: string } | { readonly figure: string; readonly metric: string; readonly trust?: Trust }

/** What the sentence asks of a line of the scorecard. */
type Measured = Pick<ScoreItem, 'key' | 'value' | 'prior' | 'period' | 'trust' | 'currency'> & { readonly signal: Pick<ScoreItem['signal'], 'gaps'> }

/** Revenue first, then the loudest signal and what drives it; two lines at most, and every figure can be opened. `untrusted` is how many metrics contradict their data; of the year of `day` nothing is said. */
export function stateOfBusiness(items: readonly Measured[], signals: readonly Signalled[], untrusted: number, day: string): SentencePart[] {
  const when = (period: string): string => showWhen(period, (one) => showPeriod(one, one.slice(0, 4) === day.slice(0, 4) ? 'bare' : 'short'))
  const arr = items.find(({ key }) => key === 'annual-recurring-revenue')
  const loud = loudest(signals)
  const parts: SentencePart[] = []
  if (arr && arr.value !== null && arr.value > 0) {
    const before = arr.prior?.value ?? null
    const moved = before === null ? 'stands at' : arr.value > before ? 'grew to' : arr.value < before ? 'slipped to' : 'stayed at'
    const then = arr.period ? ` ${when(arr.period)}` : ''
    const open = arr.trust.state === 'provisional' ? ', still open' : ''
    parts.push({ text: `ARR ${moved} ` }, { figure: showNumber(arr.value, 'money', { currency: arr.currency }), metric: arr.key, trust: arr.trust })
    parts.push({ text: `${then}${open}. ` })
  }
  if (loud) parts.push(...told(loud, items.find(({ key }) => key === loud.metric)?.signal.gaps ?? null, when))
  else if (parts.length > 0 && untrusted === 0) parts.push({ text: 'Everything else is routine variation.' })
  const subject = !arr || arr.value === null || arr.trust.state !== 'untrusted' ? null : loud || parts.length === 0 ? 'ARR' : 'It'
  if (untrusted > 0) parts.push({ text: ` ${doubtOf(untrusted, subject)}${loud ? '' : ' No other broke its limits.'}` })
  return parts
}

/** A signal by its period, and the part of the metric that moved most with it. */
function told(
  { metric, name, period, value, centre, unit, currency, rule, says, driver }: Signalled,
  gaps: { readonly name: string } | null,
  when: (period: string) => string,
): SentencePart[] {
  const edge = (value ?? 0) > (centre ?? 0) ? 'above' : 'below'
  const beyond = ` ${when(period)} ${gaps ? `are ${edge} their` : `is ${edge} its`} usual range${driver ? `: ${driver}` : ''}.`
  return [
    { text: `${gaps?.name ?? name} at ` },
    { figure: showNumber(value, unit, { currency }), metric },
    { text: rule === 'outside' ? beyond : `: ${small(says)}${driver ? `; ${driver}` : ''}.` },
  ]
}

/** `named` is what stands for ARR where it is among the untrusted. */
function doubtOf(untrusted: number, named: 'ARR' | 'It' | null): string {
  const others = named ? untrusted - 1 : untrusted
  const metrics = `${others} ${named ? 'other ' : ''}${others === 1 ? 'metric' : 'metrics'}`
  const subject = !named ? metrics : others === 0 ? named : `${named} and ${metrics}`
  return `${subject} cannot be trusted until contradictions in the data are settled.`
}

/** Net retention says most; then whatever concerns revenue; then the rest. */
const loudest = (signals: readonly Signalled[]): Signalled | undefined =>
  signals.find(({ metric }) => metric === 'net-revenue-retention') ?? signals.find(({ theme }) => theme === 'Customers and revenue') ?? signals[0]
