import { sayWaiting, type Waiting } from './rhythm.ts'
import { isFew } from '#engines/numbers/isFew.ts'
import { addMonths, daysBetween } from '#engines/numbers/dates.ts'

/** good, warn and bad are judged; unknown is not measured and counts against nothing. */
export type PartState = 'good' | 'warn' | 'bad' | 'unknown'
export type PartName = 'freshness' | 'completeness' | 'checks' | 'definition' | 'coverage' | 'precision' | 'use'
export type HealthPart = { readonly part: PartName; readonly state: PartState; readonly says: string }

/** What is recorded about a metric, as of a day. Dates are civil; null is not known, never zero. */
export type MetricRecord = {
  readonly asOf: string
  readonly newest: string | null
  /** The inputs whose silence says something, each with what its own rhythm allows. */
  readonly waiting: readonly Waiting[]
  /** Rows of the latest closed period: expected, seen, and seen after the late window. */
  readonly rows: { readonly expected: number | null; readonly seen: number; readonly late: number } | null
  readonly findings: readonly { readonly severity: 'error' | 'warn'; readonly isReconciliation: boolean }[] | null
  readonly definedOn: string | null
  /** Days on which definition or policy changed, and on which a value was restated. */
  readonly changedOn: readonly string[]
  readonly restatedOn: readonly string[]
  readonly has: { readonly owner: boolean; readonly target: boolean; readonly guardrail: boolean; readonly segments: boolean }
  readonly precision: {
    readonly value: number | null
    readonly n: number | null
    readonly least: number
    readonly interval: { readonly low: number; readonly high: number } | null
  } | null
  readonly use: { readonly lastViewedOn: string | null; readonly reviews: number; readonly keyResults: number }
}

export type Health = {
  readonly parts: readonly HealthPart[]
  /** Good parts over known parts; null when nothing is known. Shown beside the parts, never instead of them. */
  readonly score: number | null
  /** A reconciliation break fails the metric whatever the score. */
  readonly isBroken: boolean
}

/** The health of a metric by its parts (kpis.md, section 7). */
export function healthOf(record: MetricRecord): Health {
  const parts = [freshness(record), completeness(record), checks(record), definition(record), coverage(record), precision(record), usage(record)]
  const known = parts.filter(({ state }) => state !== 'unknown')
  const good = known.filter(({ state }) => state === 'good').length
  const isBroken = (record.findings ?? []).some(({ isReconciliation, severity }) => isReconciliation && severity === 'error')
  return { parts, score: known.length === 0 ? null : good / known.length, isBroken }
}

const is = (part: PartName, state: PartState, says: string): HealthPart => ({ part, state, says })
const plural = (count: number, word: string): string => `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`

/** By the input that is most overdue: a young row of one hides no silence of another. */
function freshness({ newest, waiting }: MetricRecord): HealthPart {
  if (newest === null) return is('freshness', 'unknown', 'No row has arrived yet.')
  const [worst] = waiting.toSorted((a, b) => b.age / b.allowed - a.age / a.allowed)
  if (!worst) return is('freshness', 'unknown', 'What it reads may be silent for good reasons.')
  const state = worst.age <= worst.allowed ? 'good' : worst.age <= 2 * worst.allowed ? 'warn' : 'bad'
  return is('freshness', state, sayWaiting(worst))
}

function completeness({ rows }: MetricRecord): HealthPart {
  if (rows === null) return is('completeness', 'unknown', 'Nobody counts the rows.')
  const { expected, seen, late } = rows
  const lateShare = seen === 0 ? 0 : late / seen
  const lateWords = `${Math.round(100 * lateShare)}% came late`
  if (expected === null || expected === 0)
    return is('completeness', lateShare > 0.05 ? 'warn' : 'unknown', `${plural(seen, 'row')}; how many to expect is not known; ${lateWords}.`)
  const share = seen / expected
  const state = share < 0.9 ? 'bad' : share < 0.98 || lateShare > 0.05 ? 'warn' : 'good'
  return is('completeness', state, `${seen.toLocaleString('en-US')} of ${plural(expected, 'row')} expected; ${lateWords}.`)
}

function checks({ findings }: MetricRecord): HealthPart {
  if (findings === null) return is('checks', 'unknown', 'No check has run.')
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  if (findings.length === 0) return is('checks', 'good', 'All upstream checks hold.')
  return is('checks', errors > 0 ? 'bad' : 'warn', `${plural(errors, 'error')} and ${plural(warnings, 'warning')} upstream.`)
}

/** Two changes of words in a quarter, or three restatements in a year, make a number hard to compare with itself. */
function definition({ definedOn, changedOn, restatedOn, asOf }: MetricRecord): HealthPart {
  if (definedOn === null) return is('definition', 'bad', 'It has no definition.')
  const since = (dates: readonly string[], months: number) => dates.filter((date) => date > addMonths(asOf, -months) && date <= asOf).length
  const [changes, restated] = [since(changedOn, 3), since(restatedOn, 12)]
  const last =
    changedOn
      .filter((date) => date <= asOf)
      .toSorted()
      .at(-1) ?? definedOn
  const words = `Unchanged for ${plural(daysBetween(last, asOf), 'day')}; ${plural(changes, 'change')} in three months, ${plural(restated, 'restatement')} in a year.`
  return is('definition', changes >= 2 || restated >= 3 ? 'bad' : changes === 1 || restated > 0 ? 'warn' : 'good', words)
}

function coverage({ has }: MetricRecord): HealthPart {
  const missing = (['owner', 'target', 'guardrail', 'segments'] as const).filter((each) => !has[each])
  if (missing.length === 0) return is('coverage', 'good', 'Owner, target, guardrail and segments are there.')
  return is('coverage', missing.includes('owner') || missing.length > 2 ? 'bad' : 'warn', `Missing: ${missing.join(', ')}.`)
}

/** An interval wider than a fifth of the value, or fewer than `least` behind it, tells little. */
function precision({ precision: read }: MetricRecord): HealthPart {
  if (!read || read.n === null || read.value === null) return is('precision', 'unknown', 'How many stand behind the value is not known.')
  const { n, least, interval, value } = read
  if (isFew(n, least)) return is('precision', 'bad', `Made from ${n.toLocaleString('en-US')}; at least ${least} are needed.`)
  if (interval === null) return is('precision', 'good', `Made from ${n.toLocaleString('en-US')}.`)
  const width = value === 0 ? null : (interval.high - interval.low) / Math.abs(value)
  const words = width === null ? '' : `; the interval is ${Math.round(100 * width)}% of the value`
  return is('precision', width !== null && width > 0.2 ? 'warn' : 'good', `Made from ${n.toLocaleString('en-US')}${words}.`)
}

function usage({ use: read, asOf }: MetricRecord): HealthPart {
  const idle = read.lastViewedOn === null ? null : daysBetween(read.lastViewedOn, asOf)
  const isInUse = read.reviews > 0 || read.keyResults > 0
  const words = `${idle === null ? 'Never viewed' : `Viewed ${plural(idle, 'day')} ago`}; in ${plural(read.reviews, 'review')} and ${plural(read.keyResults, 'key result')}.`
  return is('use', isInUse ? 'good' : idle !== null && idle <= 90 ? 'warn' : 'bad', words)
}
