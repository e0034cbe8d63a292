import { journeysOf, levels, stageOf, stages, type Journey, type Stage } from '../delivery/journeys.ts'
import { kaplanMeier, timeOf, type Watched } from '../survival/kaplanMeier.ts'
import { survived, watchedToTheEnd } from './survived.ts'
import { days, line, shareOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import { Refused, type Asked, type Given, type Way } from './way.ts'

/** No transition for so many days makes open work a zombie. */
const quiet = 180

/**
 * Days from idea to impact (kpis.md 4.17): the Kaplan–Meier median of what began in the window; work under way is censored, means are never taken.
 * Parts: p85, ended, open; median and p85 of each stage (acceptedMedian is idea to accepted, and so on); flowEfficiency = time worked on / elapsed and
 * parkedShare, both of what ended; zombies (open without a transition in 180 days), bulkEdited (a bulk edit took it to an end), unseenStart.
 */
export const flow: Way<object> = {
  counts: () => 'work_item_transition',
  switches: {
    from_stage: { says: 'Where the clock starts.', values: stages.slice(0, 3), initial: 'idea' },
    to_stage: {
      says: 'Where it stops; “furthest” is the last stage that anything has reached.',
      values: ['furthest', ...stages.slice(1)],
      initial: 'furthest',
    },
    level: { says: 'Whose way is told; “largest” is the largest kind of work there is.', values: ['largest', ...levels], initial: 'largest' },
  },
  reads: () => ({
    transitions: { fact: 'work_item_transition', columns: ['item_id', 'title', 'level', 'team_id', 'from_state', 'to_state', 'at', 'batch', 'parked'] },
  }),
  figures: (_, asked, given) => {
    const { journeys, from, to, level } = wayIn(given, asked)
    return {
      ...thingSeries(
        asked,
        journeys,
        ({ team, level: own }, column) => (column === 'team' ? team : own),
        (some, stretch) => figure(some, stretch, from, to),
      ),
      text: `Kaplan–Meier median of days from ${from} to ${to} of ${level} work that began in the window`,
      notes: [`From ${from} to ${to}, ${level} work.`, watchedToTheEnd, ...unknownStates(given)],
    }
  },
  behind: (_, asked, given, period) => {
    const { journeys, from, to } = wayIn(given, asked)
    const stretch = stretchOf(asked.time, period)
    return begun(journeys, stretch, from)
      .map((one) => {
        const { time, ended } = watchedOf(one, stretch, from, to)
        return line({ account: one.item, name: one.title, change: time, movement: ended ? to : 'open', reason: reasonOf(one, stretch, from, to) })
      })
      .toSorted((a, b) => (b.change ?? 0) - (a.change ?? 0))
  },
}

function wayIn(given: Given, { switches }: Asked): { readonly journeys: Journey[]; readonly from: Stage; readonly to: Stage; readonly level: string } {
  const all = journeysOf(given.rows('transitions'))
  const wanted = switches['level'] ?? 'largest'
  const level = wanted === 'largest' ? (levels.findLast((one) => all.some((journey) => journey.level === one)) ?? 'story') : wanted
  const journeys = all.filter((journey) => journey.level === level)
  const from = stages.find((stage) => stage === switches['from_stage']) ?? 'idea'
  const furthest = stages.findLast((stage) => journeys.some((journey) => journey.reached(stage) !== null)) ?? 'impact'
  const to = stages.find((stage) => stage === switches['to_stage']) ?? furthest
  if (stages.indexOf(to) <= stages.indexOf(from) && switches['to_stage'] !== 'furthest')
    throw new Refused(`The clock cannot run from ${from} to ${to}.`, 'Name a later stage to stop at.', 'invalid')
  return { journeys, from, to, level }
}

/** Work that was first seen in the stage where the clock starts, within the stretch. */
const begun = (journeys: readonly Journey[], { start, stop }: Stretch, from: Stage): Journey[] =>
  journeys.filter((one) => {
    const at = one.reached(from)
    return at !== null && at >= start && at < stop
  })

const endOf = (one: Journey, stage: Stage, { stop }: Stretch): number | null => {
  const at = one.reached(stage)
  return at !== null && at < stop ? at : null
}

function watchedOf(one: Journey, stretch: Stretch, from: Stage, to: Stage): Watched {
  const [start, end] = [one.reached(from) ?? stretch.stop, endOf(one, to, stretch)]
  return { time: Math.max(0, (end ?? stretch.stop) - start) / days, ended: end !== null }
}

const isZombie = (one: Journey, stretch: Stretch, to: Stage): boolean =>
  endOf(one, to, stretch) === null && stretch.stop - (one.lastBefore(stretch.stop) ?? stretch.stop) > quiet * days

function figure(journeys: readonly Journey[], stretch: Stretch, from: Stage, to: Stage): Told {
  const own = begun(journeys, stretch, from)
  const told = survived(kaplanMeier(own.map((one) => watchedOf(one, stretch, from, to))), { openAfter: [] })
  const ended = own.filter((one) => endOf(one, to, stretch) !== null)
  const over = (of: (one: Journey, from: number, to: number) => number): number =>
    ended.reduce((sum, one) => sum + of(one, one.reached(from) ?? 0, one.reached(to) ?? 0), 0)
  const elapsed = over((_, start, end) => end - start)
  const parts = {
    ...told.parts,
    ...stageParts(journeys, stretch, from, to),
    flowEfficiency: shareOf(
      over((one, start, end) => one.active(start, end)),
      elapsed,
    ),
    parkedShare: shareOf(
      over((one, start, end) => one.parked(start, end)),
      elapsed,
    ),
    zombies: own.filter((one) => isZombie(one, stretch, to)).length,
    bulkEdited: own.filter(({ bulk }) => bulk.has(from) || bulk.has(to)).length,
    unseenStart: journeys.filter((one) => one.reached(from) === null && (endOf(one, to, stretch) ?? 0) >= stretch.start).length,
  }
  return { ...told, parts }
}

/** Median and p85 of each step between neighbouring stages, of the work that entered it in the stretch. */
function stageParts(journeys: readonly Journey[], stretch: Stretch, from: Stage, to: Stage): Record<string, number | null> {
  const way = stages.slice(stages.indexOf(from), stages.indexOf(to) + 1)
  return Object.fromEntries(
    way.slice(1).flatMap((stage, index) => {
      const before = way[index] ?? from
      const curve = kaplanMeier(begun(journeys, stretch, before).map((one) => watchedOf(one, stretch, before, stage)))
      return [
        [`${stage}Median`, curve.n === 0 ? null : timeOf(curve, 0.5)],
        [`${stage}P85`, curve.n === 0 ? null : timeOf(curve, 0.85)],
      ]
    }),
  )
}

function reasonOf(one: Journey, stretch: Stretch, from: Stage, to: Stage): string | null {
  if (isZombie(one, stretch, to)) return `nothing moved for more than ${quiet} days`
  if (one.bulk.has(from) || one.bulk.has(to)) return 'moved by a bulk edit'
  const parked = one.parked(one.reached(from) ?? 0, endOf(one, to, stretch) ?? stretch.stop) / days
  return parked > 0 ? `parked for ${Math.round(parked)} days` : null
}

function unknownStates(given: Given): string[] {
  const unknown = new Set(given.rows('transitions').flatMap((row) => (stageOf(textOf(row, 'to_state') ?? '') === null ? [String(row['to_state'])] : [])))
  return unknown.size === 0 ? [] : [`States without a stage are passed over: ${[...unknown].toSorted().slice(0, 8).join(', ')}.`]
}
