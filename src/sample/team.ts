import { addPeriods, periodStart } from '#engines/numbers/dates.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, addMonths, at, daysBetween, type Timeline } from './timeline.ts'

const peers = { Engineering: 13, Sales: 9, 'Customer success': 7, Finance: 5, Legal: 2 } as const
const questions = ['trust', 'clarity', 'say'] as const
const managers = ['pm-1', 'pm-2', 'pm-3', 'pm-4', 'pm-5', 'pm-6', 'pm-7'] as const
const competencies = ['discovery', 'strategy', 'delivery', 'influence'] as const
/** Where four people left within ten weeks whom nobody wanted to lose. */
export const cluster = 'Platform engineer'

interface Pulses {
  readonly answers: readonly Values[]
  readonly invites: readonly Values[]
}

/** Six quarters of a pulse among peers; three in four answer, and Sales trusts a little more each time. */
export function pulses(time: Timeline, draw: Random): Pulses {
  const [answers, invites]: [Values[], Values[]] = [[], []]
  for (let back = -6; back < 0; back++) {
    const quarter = addPeriods(time.quarter, back)
    const sent = addDays(periodStart(quarter), 60)
    const people = Object.entries(peers).flatMap(([group, n]) =>
      Array.from({ length: n }, (_, index) => [group, `${group.slice(0, 3).toLowerCase()}-${index + 1}`] as const),
    )
    for (const [group, rater] of people) {
      invites.push({ wave_id: quarter, rater_id: rater, rater_group: group, sent_at: at(sent, 540) })
      if (!draw.chance(0.78)) continue
      const mood = 3.5 + (group === 'Sales' ? 0.12 * (back + 6) : 0) + 0.6 * draw.normal()
      for (const question of questions) {
        const score = Math.max(1, Math.min(5, Math.round(mood + 0.5 * draw.normal())))
        answers.push({
          wave_id: quarter,
          at: at(addDays(sent, draw.int(0, 12)), draw.int(480, 1020)),
          rater_id: rater,
          rater_group: group,
          question_id: question,
          score,
        })
      }
    }
  }
  return { answers, invites }
}

/** Three closed halves: lead and peer say a level, and the round settles on one. */
export function* assessmentRows(time: Timeline, draw: Random): Iterable<Values> {
  const year = Number(time.today.slice(0, 4))
  const halves = [year - 2, year - 1, year]
    .flatMap((one) => [`${one}-H1`, `${one}-H2`])
    .filter((half) => endOf(half) < time.today)
    .slice(-3)
  for (const person of managers) for (const competency of competencies) yield* rounds(person, competency, halves, draw)
}

function* rounds(person: string, competency: string, halves: readonly string[], draw: Random): Iterable<Values> {
  let level = draw.int(1, 3)
  const terms = { person_id: person, competency_id: competency, expected_level: draw.int(2, 4), role_critical: draw.chance(0.6) }
  for (const half of halves) {
    const row = { ...terms, half, at: at(addDays(endOf(half), -12), 600) }
    for (const rater_id of ['lead', 'peer']) {
      const said = Math.max(1, Math.min(5, level + (draw.chance(0.25) ? draw.int(-1, 1) : 0)))
      yield { ...row, rater_id, level: said, calibrated_level: rater_id === 'lead' ? level : null }
    }
    if (draw.chance(0.4)) level = Math.min(5, level + 1)
  }
}

const endOf = (half: string): string => (half.endsWith('H1') ? `${half.slice(0, 4)}-06-30` : `${half.slice(0, 4)}-12-31`)

const roles = ['Product manager', 'Designer', cluster, 'Application engineer'] as const
const sources = ['referral', 'agency', 'own search'] as const

/** Three years of hiring, some sixteen requisitions a year; the exits of the cluster come last. */
export function* hiringRows(time: Timeline, draw: Random): Iterable<Values> {
  let person = 0
  const days = daysBetween(time.day(time.first, 1), time.today)
  for (let n = 0; n * 22 < days; n++) {
    const [role, source, opened] = [draw.pick(roles), draw.pick(sources), addDays(time.day(time.first, 1), n * 22 + draw.int(0, 14))]
    if (opened >= time.today) continue
    const told = (kind: string, day: string, more: Values = {}): Values[] =>
      day < time.today
        ? [{ requisition_id: `REQ-${n + 1}`, person_id: kind === 'opened' ? null : `E-${person}`, kind, at: at(day, 600), role, source, ...more }]
        : []
    yield* told('opened', opened)
    person += 1
    const offered = addDays(opened, draw.int(24, 70))
    yield* told('offer_extended', offered)
    if (draw.chance(0.22)) {
      yield* told('offer_declined', addDays(offered, draw.int(2, 9)))
      person += 1
      yield* told('offer_extended', addDays(offered, 20))
    }
    yield* told('offer_accepted', addDays(offered, 26))
    yield* stay(addDays(offered, draw.int(50, 80)), told, draw)
  }
  for (let n = 0; n < 4; n++) {
    person += 1
    const leaver = { requisition_id: `REQ-OLD-${n + 1}`, person_id: `E-${person}`, role: cluster, source: 'referral' }
    yield { ...leaver, kind: 'started', at: at(time.day(-60, 4 + n), 600) }
    yield { ...leaver, kind: 'exit', at: at(time.day(-2 + Math.floor(n / 2), 6 + 9 * (n % 2)), 600), regretted: true, tenure_days: 1800 }
  }
}

function* stay(start: string, told: (kind: string, day: string, more?: Values) => Values[], draw: Random): Iterable<Values> {
  const [leaves, ramp, good] = [draw.chance(0.12) ? draw.int(60, 700) : null, draw.int(45, 150), draw.chance(0.82)]
  const isThere = (days: number): boolean => leaves === null || leaves > days
  yield* told('started', start)
  if (isThere(ramp)) yield* told('ramped', addDays(start, ramp))
  if (isThere(190)) yield* told('review_6m', addDays(addMonths(start, 6), 4), { meets_standard: good || draw.chance(0.3) })
  if (isThere(372)) yield* told('review_12m', addDays(addMonths(start, 12), 4), { meets_standard: good })
  if (leaves !== null) yield* told('exit', addDays(start, leaves), { regretted: draw.chance(0.25), tenure_days: leaves })
}

export function* headcountRows(time: Timeline): Iterable<Values> {
  const teams = { 'Core apps': 14, Insights: 11, Connect: 9, Platform: 13, Identity: 6 }
  for (let month = -35; month <= time.over; month++)
    for (const [team, count] of Object.entries(teams))
      yield {
        month: time.day(month, 1),
        team_id: team,
        count: count + Math.floor((month + 35) / 12) - (team === 'Platform' && month >= -1 ? (month >= 0 ? 4 : 2) : 0),
      }
}
