import { onlyMeant } from '#engines/analytics/query/meant.ts'
import { small } from '#engines/numbers/capital.ts'
import { drawChart } from '#engines/metrics/signal/drawChart.ts'
import type { ChartPoint, ControlChart } from '#engines/metrics/signal/controlChart.ts'
import type { Rule } from '#engines/metrics/signal/rules.ts'
import { liveSignals, plainest } from '#engines/metrics/signal/judge.ts'
import { signalSentence } from '#engines/metrics/signal/sentence.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { addPeriods, grainOf } from '#engines/numbers/dates.ts'
import { civilDay } from '#engines/numbers/zone.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { everyRow, isRecord, type AnyRow, type Context } from '#kernel'
import { isAnswer } from '../refusedFigure.ts'
import { followedLines, type Answering, type FollowedLine, type Pace, type TellingDay } from './followedLine.ts'
import type { Need } from './need.ts'

/** A saved question that the reader subscribed to, in its latest complete period. */
export interface Followed {
  readonly id: string
  readonly version: number
  /** The question. */
  readonly key: string
  readonly title: string
  readonly every: Pace
  /** 2026-W47 or 2026-11; null while no period is complete. */
  readonly period: string | null
  /** What it was, how far it moved, and whether that is usual, in words. */
  readonly says: string
  /** The rule of signals by which it is not as usual: a value outside, a run on one side of the centre, points near a limit; null when it is routine. */
  readonly rule: Rule | null
  readonly isRead: boolean
}

/** What the reader subscribed to, what moved first. A question that cannot be answered says why and takes nothing else with it. */
export async function following(ctx: Pick<Context, 'workspace' | 'me' | 'now' | 'read'>, ask: Answering, asOf?: string): Promise<readonly Followed[]> {
  const past = asOf ? { asOf } : {}
  const own = await everyRow(ctx, 'analysisSubscription', { filter: { member: ctx.me.id, state: 'active' }, ...past })
  if (own.length === 0) return []
  const questions = new Map((await everyRow(ctx, 'analysis', past)).map((row) => [row.id, row]))
  const when = tellingDay(ctx, asOf)
  const told: Followed[] = []
  for (const row of own) {
    const question = questions.get(String(row['analysis']))
    if (question) told.push(await followed(row, question, when, ask)) // one by one: each holds columns of events while it is answered
  }
  return told.toSorted((a, b) => Number(b.rule !== null) - Number(a.rule !== null) || a.title.localeCompare(b.title))
}

/** A day that is not over would be told as of its end: it is the present. */
function tellingDay(ctx: Pick<Context, 'workspace' | 'now'>, asOf?: string): TellingDay {
  const { timeZone } = ctx.workspace
  const here = civilDay(ctx.now(), timeZone)
  return asOf === undefined || (asOf.length === 10 && asOf >= here) ? { day: here } : { day: civilDay(asOf, timeZone), asOf }
}

async function followed(row: AnyRow, question: AnyRow, when: TellingDay, ask: Answering): Promise<Followed> {
  const every: Pace = row['every'] === 'month' ? 'month' : 'week'
  const head = { id: row.id, version: row.version, key: question.key, title: String(question['title']), every }
  try {
    const lines = await followedLines(specOf(question), every, when, ask)
    const news = newsOf(lines, every)
    return { ...head, ...news, isRead: news.period !== null && row['readPeriod'] === news.period }
  } catch (error) {
    if (!isAnswer(error)) throw error
    return { ...head, period: null, says: `It could not be answered. ${error.message}`, rule: null, isRead: false }
  }
}

/** A question that was saved before some words were refused is followed without them. */
function specOf({ spec }: AnyRow): Readonly<Record<string, unknown>> {
  const meant = onlyMeant(spec)
  return isRecord(meant) ? meant : {}
}

interface News {
  readonly period: string | null
  readonly says: string
  readonly rule: Rule | null
}

/** The line that speaks up tells it, else the first. */
export function newsOf(lines: readonly FollowedLine[], every: Pace): News {
  const drawn = lines.map((line) => ({ line, chart: drawChart(line.measured, line.natural ? { natural: line.natural } : {}).chart }))
  const chosen = drawn.find(({ chart }) => liveSignals(chart).length > 0) ?? drawn[0]
  if (!chosen) return { period: null, says: `No ${every} is complete yet.`, rule: null }
  const { line, chart } = chosen
  const closed = chart.points.filter(({ state, value }) => state === 'closed' && value !== null)
  const [latest, before] = [closed.at(-1), closed.at(-2)]
  if (!latest) return { period: null, says: `No ${every} is complete yet.`, rule: null }
  const subject = lines.length > 1 && line.name ? `${line.name}: ` : ''
  const says = [`${subject}${show(latest.value, line)} in ${showPeriod(latest.period)}`, moved(latest, before, line), usual(chart, latest, line)]
  return { period: latest.period, says: `${says.filter(Boolean).join(', ')}.`, rule: plainest(liveSignals(chart))?.rule ?? null }
}

const show = (value: number | null, { unit }: Pick<FollowedLine, 'unit'>): string => showNumber(value, unit)

/** How far it moved: a share in points, a count in itself and as a share. */
function moved(latest: ChartPoint, before: ChartPoint | undefined, line: FollowedLine): string {
  if (before?.value === null || before?.value === undefined || latest.value === null) return ''
  const by = latest.value - before.value
  const then = addPeriods(before.period, 1) === latest.period ? `the ${grainOf(latest.period)} before` : `in ${showPeriod(before.period)}`
  if (by === 0) return `as ${then}`
  const word = by > 0 ? 'more' : 'less'
  if (line.unit === 'percent') return `${(Math.abs(by) * 100).toFixed(1)} points ${word} than ${then}`
  const isFew = Math.min(before.value, latest.value) < 10 // a share of so few says nothing
  const part = isFew ? '' : ` (${showNumber(by / before.value, 'percent', { signed: true })})`
  return `${showNumber(Math.abs(by), 'count', Number.isInteger(by) ? {} : { decimals: 2 })} ${word} than ${then}${part}`
}

/** Inside or outside of its limits, and which pattern it completes. */
function usual(chart: ControlChart, latest: ChartPoint, line: FollowedLine): string {
  const { lower, upper } = latest.drawn ?? latest
  if (lower === null || upper === null) return small(signalSentence(chart, line.unit))
  const range = `${show(lower, line)} to ${show(upper, line)}`
  const signal = plainest(liveSignals(chart))
  if (signal?.rule === 'outside') return `outside the usual ${range}`
  return signal ? `inside the usual ${range}, but ${small(signalSentence(chart, line.unit))}` : `inside the usual ${range}`
}

/** What moved outside of the usual and was not read of yet asks for a look. */
export const followedNeeds = (followed: readonly Followed[]): Need[] =>
  followed
    .filter(({ rule, isRead }) => rule !== null && !isRead)
    .map(({ key, title, says, every, rule }) => ({
      kind: 'moved',
      title: rule === 'outside' ? `“${title}” moved outside the usual` : `“${title}” has shifted`,
      says,
      noun: 'analysis',
      id: key,
      cost: null,
      due: null,
      age: `every ${every}`,
    }))
