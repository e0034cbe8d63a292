import { addPeriods, periodStart } from '#engines/numbers/dates.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, type Timeline } from './timeline.ts'

const squads = [
  ['Core apps', 'Core'],
  ['Insights', 'Insights'],
  ['Connect', 'Connect'],
] as const
const beliefs = [
  'that a shorter first form brings more teams to their first approval',
  'that a reminder on the second day brings people back',
  'that prices shown by seat lead to larger first orders',
  'that a sample report makes more people build their own',
  'that fewer choices on the start page raise weekly use',
  'that a named colleague on an invitation gets it accepted',
] as const
/** The experiment that was written down after it had begun. */
export const late = 'EXP-LATE'

/** Two to four experiments for each squad and quarter in two years; some too weak, a few with a broken split, one registered too late. */
export function* experimentRows(time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (let back = -8; back <= 0; back++) {
    const opens = periodStart(addPeriods(time.quarter, back))
    for (const [squad, area] of squads) {
      for (let n = draw.int(2, 4); n > 0; n--) {
        count += 1
        yield* experiment(`EXP-${count}`, squad, area, addDays(opens, draw.int(1, 50)), time, draw)
      }
    }
  }
  const start = periodStart(addPeriods(time.quarter, -1))
  yield {
    ...head(late, 'Insights', 'Insights', 'We believe that weekly digests bring back readers who left.'),
    registered_at: at(addDays(start, 21), 600),
    start: at(addDays(start, 9), 600),
    end: at(addDays(start, 37), 600),
    power: 0.86,
    srm_p: 0.41,
    effect: 0.031,
    ci_low: 0.012,
    ci_high: 0.05,
    decision: 'ship',
    decision_at: at(addDays(start, 40), 840),
    learning_id: 'L-late',
  }
}

const head = (id: string, squad: string, area: string, hypothesis: string): Values => ({
  id,
  squad_id: squad,
  area,
  hypothesis,
  primary_metric_id: 'feature-adoption',
  guardrail_ids: ['csat'],
  min_days: 14,
  planned_n: 2400,
})

function* experiment(id: string, squad: string, area: string, start: string, time: Timeline, draw: Random): Iterable<Values> {
  const [days, weak, broken] = [draw.int(14, 28), draw.chance(0.18), draw.chance(0.06)]
  const effect = Math.round(20 * draw.normal() + 6) / 1000
  const [end, decided] = [addDays(start, draw.chance(0.08) ? 7 : days), addDays(start, days + draw.int(2, 9))]
  const chosen = broken ? 'inconclusive' : effect > 0.014 ? 'ship' : effect < -0.005 ? 'stop' : 'iterate'
  const learning = draw.chance(0.75) ? `L-${id.slice(4)}` : null
  if (start >= time.today) return
  const isDone = decided < time.today
  yield {
    ...head(id, squad, area, `We believe ${draw.pick(beliefs)}.`),
    registered_at: at(addDays(start, -draw.int(1, 9)), 600),
    start: at(start, 600),
    end: isDone ? at(end, 600) : null,
    power: weak ? 0.55 : 0.8 + 0.01 * draw.int(0, 15),
    srm_p: broken ? 0.0002 : Math.round((0.01 + 0.98 * draw.next()) * 1000) / 1000,
    effect: isDone ? effect : null,
    ci_low: isDone ? effect - 0.02 : null,
    ci_high: isDone ? effect + 0.02 : null,
    decision: isDone ? chosen : null,
    decision_at: isDone ? at(decided, 840) : null,
    learning_id: isDone ? learning : null,
  }
}
