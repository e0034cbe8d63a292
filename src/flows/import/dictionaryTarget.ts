import { parseTarget, type ParsedTarget } from '#engines/metrics/targets/parseTarget.ts'
import { shareFault } from '#engines/metrics/targets/shareBounds.ts'
import { isMetric, type AnyMetric } from '#kernel'
import * as metrics from '#metrics'
import { shares } from '#metrics/shares.ts'

export type DictionaryTarget = Readonly<Record<string, unknown>>

interface Told {
  /** For the fields of the metric: the target as written, and whether it could be read. */
  readonly told: Readonly<Record<string, unknown>>
  readonly target: DictionaryTarget | null
  /** Why a target that was read is not set. */
  readonly note: string | null
}

/**
 * A target of a dictionary, kept as written. What the parser reads without guessing gives direction, unit and a draft without a day, since such words name none;
 * the rest goes to review with the reason.
 */
export function targetOf(written: string, name: string, metricKey: string): Told {
  if (written === '') return { told: { targetText: null, targetState: 'absent', targetReason: null }, target: null, note: null }
  const targetText = written.slice(0, 1000)
  const parsed = parseTarget(written)
  if (parsed.state === 'needsReview') {
    const targetState = parsed.reason === 'absent' ? 'absent' : 'needsReview'
    return { told: { targetText, targetState, targetReason: parsed.says.slice(0, 300) }, target: null, note: null }
  }
  const told = { targetText, targetState: 'parsed', targetReason: null, direction: parsed.direction, unit: unitsOf[parsed.unit] }
  const doubt = doubtAbout(parsed, metricKey)
  return { told, target: doubt ? null : draftOf(parsed, `${name}: ${written}`), note: doubt }
}

function draftOf({ direction, value, unit, currency, scale, isStrict, per }: ParsedTarget, name: string): DictionaryTarget {
  const [low, high] = typeof value === 'number' ? [value, null] : [value.low, value.high]
  const own = currency ?? (scale === undefined ? (ownUnits[unit] ?? unit) : `of ${scale}`)
  const whole = [own, ...per.map((one) => `per ${one}`)].filter((word) => word !== '').join(' ')
  return {
    name: name.slice(0, 200),
    direction,
    target: low,
    upper: high,
    unit: whole === '' || whole.length > 20 ? null : whole,
    kind: 'aspirational',
    path: 'none',
    rationale: isStrict ? 'As its dictionary writes it; the value itself does not count as reached.' : 'As its dictionary writes it.',
  }
}

/** A metric that is computed here says its own unit; a target in another one would be compared wrongly, so a person sets it. */
function doubtAbout({ value, unit, per, scale, direction }: ParsedTarget, metricKey: string): string | null {
  const computed = computedHere.get(metricKey)
  if (!computed) return null
  const isAlike = (alike[unit] ?? [unit]).includes(computed.unit) && per.length === 0 && scale === undefined
  if (!isAlike) return `${computed.name} is computed here in another unit (${computed.unit}). Set the target by hand.`
  if (direction !== computed.better && direction !== 'within')
    return `Its target points ${direction}, and ${computed.name} is better ${computed.better}. Set it by hand.`
  const [target, upper] = typeof value === 'number' ? [value, null] : [value.low, value.high]
  const fault = shares.has(computed) ? shareFault(computed.name, { target, upper }) : null
  return fault && `${fault.says} Set the target by hand.`
}

const alike: Readonly<Record<string, readonly string[]>> = {
  percent: ['ratio', 'percent'],
  number: ['count', 'number', 'score'],
  points: ['score', 'points'],
  money: [],
}

const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const computedHere: ReadonlyMap<string, AnyMetric> = new Map(
  Object.entries(metrics).flatMap(([name, module]) => Object.values(module).flatMap((one) => (isMetric(one) ? [[toKebab(name), one] as const] : []))),
)

const ownUnits: Readonly<Record<string, string>> = { number: '', percent: '', perOne: 'to 1' }

const unitsOf: Readonly<Record<ParsedTarget['unit'], string>> = {
  number: 'count',
  percent: 'percent',
  points: 'points',
  money: 'money',
  perOne: 'ratio',
  milliseconds: 'duration',
  seconds: 'duration',
  minutes: 'duration',
  hours: 'duration',
  days: 'duration',
  weeks: 'duration',
  months: 'duration',
  years: 'duration',
}
