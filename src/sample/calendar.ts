import { addPeriods, periodStart } from '#engines/numbers/dates.ts'
import type { SampleObject } from './sampleObject.ts'
import { committedOn } from './quarters.ts'
import { stepsOf, type SampleStep } from './steps.ts'
import { addDays, max, weekday, type Timeline } from './timeline.ts'

/** What the company wrote down on one day: objects, then what was done to them and to those before. */
export interface Day {
  readonly day: string
  readonly objects: readonly SampleObject[]
  readonly steps: readonly SampleStep[]
}

/** The first day of the company's record: two quarters before this one. What was there before was written down on that day. */
export const recordBegins = ({ quarter }: Timeline): string => periodStart(addPeriods(quarter, -2))

/**
 * The record of the company day by day, so that a past day, the changes since and the history of a plan have something to show. Each thing
 * comes on its own day, and never before what it names or what was done to it last.
 */
export function recordOf(objects: readonly SampleObject[], time: Timeline): readonly Day[] {
  const [begin, own] = [recordBegins(time), days(time, objects)]
  const within = (day: string): string => (day < begin ? begin : day > time.today ? time.today : day)
  const written = new Map<string, string>()
  const latest = (day: string, names: Iterable<string>): string => {
    let last = within(day)
    for (const name of names) last = max(last, written.get(name) ?? last)
    return last
  }
  const entries = new Map<string, { objects: SampleObject[]; steps: SampleStep[] }>()
  const of = (day: string) => entries.getOrInsertComputed(day, () => ({ objects: [], steps: [] }))
  for (const object of objects) {
    const day = latest(own.written(object), textsIn(object.values))
    written.set(object.externalId, day)
    of(day).objects.push(object)
  }
  for (const step of stepsOf(objects)) {
    const day = latest(own.done(step), [step.externalId, ...textsIn(step.input)])
    written.set(step.externalId, day)
    of(day).steps.push(step)
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, entry]) => ({ day, ...entry }))
}

/** Steps of what was shipped before this quarter have their own days alone. */
const before: ReadonlySet<string> = new Set([
  'initiative:home',
  'release:home',
  'feature:shared-home',
  'feature:sign-on',
  'release:sign-on',
  'feature:alert-rules',
  'release:alerts-beta',
])

/** Is a thing older than the record? Some are by name, and so is what was released. */
function knownBefore(objects: readonly SampleObject[]): (name: string) => boolean {
  const released = new Set(
    objects.filter(({ noun, verbs = [] }) => noun === 'feature' && verbs.some(({ verb }) => verb === 'release')).map(({ externalId }) => externalId),
  )
  return (name) => before.has(name) || released.has(name)
}

/** The first day of the quarter that a thing is for, by its name. */
const startsOf = (objects: readonly SampleObject[], { quarter, quarterStart }: Timeline) =>
  new Map(
    objects.map(({ externalId, values: { period } }) => [externalId, typeof period === 'string' && period < quarter ? periodStart(period) : quarterStart]),
  )

/** When each thing was written down and done, where it was not on the first day of the record, or with what came before it. */
function days(time: Timeline, objects: readonly SampleObject[]) {
  const { closedOn, quarterStart, today } = time
  const isBefore = knownBefore(objects)
  const starts = startsOf(objects, time)
  /** Days after the beginning of the quarter that a thing is for, this one at the latest. */
  const from = (days: number) => (name: string) => addDays(starts.get(name) ?? quarterStart, days)
  const ago = (days: number) => () => addDays(today, -days)
  /** What is said of the last closed month is said once it is closed. */
  const since = (days: number) => () => max(addDays(today, -days), closedOn)
  const written: Readonly<Record<string, (name: string) => string>> = {
    allocation: from(-20),
    baseline: () => committedOn(time),
    capacityPlan: from(-21),
    dependency: from(-9),
    'decision:pricing': ago(4),
    opportunity: from(-40),
    persona: from(-60),
    release: from(8),
    risk: from(10),
    scenario: ago(9),
    scoreFormula: ago(80),
    scoringRound: ago(12),
    seat: from(-15),
    signalVerdict: since(6),
    view: ago(30),
  }
  const done: Readonly<Record<string, (name: string) => string>> = {
    'allocation.approve': from(-9),
    'businessCase.submit': from(-16),
    'capacityPlan.confirm': from(-10),
    'competitor.reassess': ago(24),
    'cycle.close': from(100),
    'cycle.start': from(4),
    'decision.reopen': since(3),
    'dependency.agree': from(2),
    'dependency.refuse': from(3),
    'dependency.repromise': ago(12),
    'feature.build': from(9),
    'feature.publishName': from(30),
    'initiative.commit': from(5),
    'initiative.decline': from(-5),
    'initiative.publishStory': from(30),
    'initiative.qualify': from(-12),
    'initiative.start': from(7),
    'keyResult.checkIn': since(3),
    'objective.close': from(98),
    'objective.commit': from(4),
    'opportunity.target': ago(18),
    'opportunity.validate': ago(20),
    'release.announce': from(20),
    'risk.accept': ago(20),
    'risk.mitigate': ago(10),
    'scenario.keep': ago(8),
    'scoringRound.agree': ago(3),
    'scoringRound.close': ago(4),
    'scoringRound.open': ago(10),
    'scoringRound.score': ago(6),
    'seat.fill': ago(14),
    'seat.offer': ago(12),
    'seat.open': from(-8),
  }
  return {
    written: ({ noun, externalId, values, day }: SampleObject): string => {
      if (day) return day
      if (noun === 'feedback') return mondayAfter(dayIn(values, 'saidAt'))
      if (noun === 'account') return mondayAfter(dayIn(values, 'startedOn'))
      if (isBefore(externalId)) return ''
      return (
        dayIn({ ...values, ...surveyIn(values) }, 'on', 'asOf', 'baselineAt', 'closedOn', 'answeredOn') ||
        ((written[externalId] ?? written[noun])?.(externalId) ?? '')
      )
    },
    done: ({ noun, verb, externalId, input, day }: SampleStep): string => {
      if (day) return day
      const on = dayIn(input, 'on')
      if (on && on <= today) return on
      return isBefore(externalId) ? '' : (done[`${noun}.${verb}`]?.(externalId) ?? '')
    },
  }
}

/** A survey is known once it was made. */
const surveyIn = ({ survey }: SampleObject['values']): object => (typeof survey === 'object' && survey !== null ? survey : {})

/** A day among the values, the empty text when they name none. */
function dayIn(values: Readonly<Record<string, unknown>>, ...fields: readonly string[]): string {
  for (const field of fields) if (typeof values[field] === 'string') return values[field].slice(0, 10)
  return ''
}

/** What comes in during a week is taken over on the Monday after it. */
const mondayAfter = (day: string): string => (day ? addDays(day, 8 - weekday(day)) : '')

/** Every text within a value: the names of other objects are among them. */
function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* textsIn(one)
}
