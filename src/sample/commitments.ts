import { addPeriods, periodEnd, periodStart } from '#engines/numbers/dates.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, daysBetween, type Timeline } from './timeline.ts'

const teams = ['Core apps', 'Insights', 'Connect', 'Platform', 'Identity'] as const
/** The squad that promises twice what it can do since half a year. */
export const eager = 'Connect'
const sprint = 14

interface Promised {
  readonly snapshot: Values
  readonly result: Values | null
}

/** A year of sprints, two years of increments and of quarterly initiatives, with what became of them. */
export function commitments(time: Timeline, draw: Random): { readonly snapshots: readonly Values[]; readonly results: readonly Values[] } {
  const all = [...sprints(time, draw), ...quarters(time, draw)]
  return { snapshots: all.map(({ snapshot }) => snapshot), results: all.flatMap(({ result }) => (result ? [result] : [])) }
}

function* sprints(time: Timeline, draw: Random): Iterable<Promised> {
  const first = time.day(-12, 1)
  const monday = addDays(first, (8 - ((daysBetween('1970-01-05', first) % 7) + 1)) % 7)
  for (let start = monday; start < time.today; start = addDays(start, sprint)) {
    const [end, isLate] = [addDays(start, sprint - 1), start >= time.day(-5, 1)]
    for (const team of teams) {
      const [items, odds] = team === eager && isLate ? [draw.int(14, 17), 0.5] : [draw.int(6, 9), 0.85]
      for (let n = 0; n < items + draw.int(0, 2); n++) {
        const scope = { period_kind: 'sprint', period_start: start, period_end: end, team_id: team, item_id: `${team.slice(0, 3)}-${start}-${n}` }
        const isAdded = n >= items
        const done = addDays(start, draw.chance(odds) ? draw.int(2, sprint - 1) : draw.int(sprint, sprint + 12))
        yield {
          snapshot: { ...scope, frozen_at: at(addDays(start, isAdded ? draw.int(3, 8) : 0), 570), committed: !isAdded },
          result: done < time.today ? { period: start, item_id: scope.item_id, done_at: at(done, draw.int(540, 1020)) } : null,
        }
      }
    }
  }
}

function* quarters(time: Timeline, draw: Random): Iterable<Promised> {
  for (let back = -8; back <= 0; back++) {
    const name = addPeriods(time.quarter, back)
    const [start, end] = [periodStart(name), periodEnd(name)]
    for (const team of teams) {
      for (let n = 0; n < 4; n++) yield objective(team, n, start, end, time, draw)
      for (let n = 0; n < 2; n++) yield initiative(team, n, start, end, time, draw)
    }
  }
}

/** Objectives of an increment carry the value that its owners saw in them, from 1 to 10. */
function objective(team: string, n: number, start: string, end: string, time: Timeline, draw: Random): Promised {
  const planned = draw.int(3, 10)
  const item = `OBJ-${team.slice(0, 3)}-${start}-${n}`
  const actual = Math.max(0, Math.min(10, Math.round(planned * (team === eager ? 0.6 : 0.85) + draw.normal())))
  return {
    snapshot: {
      period_kind: 'increment',
      period_start: start,
      period_end: end,
      team_id: team,
      item_id: item,
      frozen_at: at(start, 600),
      committed: n < 3,
      planned_value: planned,
    },
    result: end < time.today ? { period: start, item_id: item, done_at: at(end, 900), actual_value: actual } : null,
  }
}

/** P50 and P85 dates of initiatives; they hold a little less often than they say. */
function initiative(team: string, n: number, start: string, end: string, time: Timeline, draw: Random): Promised {
  const [p50, spread] = [addDays(start, draw.int(25, 60)), draw.int(8, 24)]
  const done = addDays(p50, Math.round(spread * (1.15 * draw.normal() + (team === eager ? 0.9 : 0.1))))
  const item = `BET-${team.slice(0, 3)}-${start}-${n}`
  return {
    snapshot: {
      period_kind: 'quarter',
      period_start: start,
      period_end: end,
      team_id: team,
      item_id: item,
      frozen_at: at(start, 600),
      committed: true,
      p50_date: p50,
      p85_date: addDays(p50, spread),
    },
    result: done < time.today ? { period: start, item_id: item, done_at: at(done, 900) } : null,
  }
}
