import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, type Timeline } from './timeline.ts'

const teams = ['Core apps', 'Insights', 'Connect', 'Platform', 'Identity'] as const
const stages = ['idea', 'accepted', 'started', 'released', 'adopted', 'impact'] as const
/** Days that a stage takes in the middle, before it. */
const pace: Readonly<Record<(typeof stages)[number], number>> = { idea: 0, accepted: 22, started: 18, released: 48, adopted: 35, impact: 30 }

/** Three initiatives a month for two years, from idea to impact: some are parked on the way, some forgotten, and one spring clean-up was a bulk edit. */
export function* initiativeRows(time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (let month = -23; month <= time.open; month++) {
    for (let n = 0; n < 3; n++) {
      count += 1
      yield* journey(`BET-${count}`, draw.pick(teams), time.day(month, draw.int(1, 27)), time, draw)
    }
  }
}

function* journey(item: string, team: string, born: string, time: Timeline, draw: Random): Iterable<Values> {
  const [ends, parks] = [draw.chance(0.2) ? draw.int(1, 4) : stages.length, draw.chance(0.18) ? draw.int(2, 3) : -1]
  let [date, from]: [string, string | null] = [born, null]
  for (const [index, to] of stages.slice(0, ends).entries()) {
    const step = index === 0 ? 0 : Math.max(2, Math.round(pace[to] * Math.exp(0.5 * draw.normal())))
    const row = {
      item_id: item,
      title: `${item} of ${team}`,
      level: 'initiative',
      team_id: team,
      from_state: from,
      actor_id: `${team.toLowerCase().replaceAll(' ', '-')}-lead`,
      batch: false,
    }
    if (index === parks) {
      const [stop, resume] = [addDays(date, 5), addDays(date, 5 + draw.int(20, 60))]
      if (stop < time.today) yield { ...row, to_state: from, at: at(stop, 620), parked: true }
      if (resume < time.today) yield { ...row, to_state: from, at: at(resume, 640), parked: false }
      date = resume
    }
    date = addDays(date, step)
    if (date >= time.today) return
    yield { ...row, to_state: to, at: at(date, draw.int(660, 1050)), parked: false }
    from = to
  }
}
