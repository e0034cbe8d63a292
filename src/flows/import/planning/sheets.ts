import { readNumber } from '../readNumber.ts'
import { firstDay, horizonOf, lastDay, timeframeOf } from './say.ts'
import { filled, titled, type Given, type Told, type Tool } from './tool.ts'

/** A spreadsheet of objectives and key results, one key result a row. */
export const goals: Tool = {
  name: 'objectives and key results',
  signs: [
    ['objective', 'objective_title', 'goal'],
    ['key_result', 'key_result_title', 'kr'],
  ],
  uses: {
    objective: 'title of the objective',
    key_result: 'title of the key result',
    period: 'period, start and due',
    quarter: 'period, start and due',
    cycle: 'period, start and due',
    level: 'level',
    baseline: 'baseline',
    start_value: 'baseline',
    target: 'target',
    target_value: 'target',
    type: 'type',
    owner: 'owner',
  },
  read(row, { dates }): Given {
    const [objective, result] = [row.one('objective', 'objective_title', 'goal'), row.one('key_result', 'key_result_title', 'kr')]
    if (objective === null) return { fault: 'The row names no objective.', column: 'Objective' }
    const period = timeframeOf(row.one('period', 'quarter', 'cycle', 'timeframe'), dates)
    if (period === null) return { fault: `The objective “${objective}” has no period that can be read.`, column: 'Period' }
    const id = row.one('objective_id') ?? `objective/${period}/${objective}`
    const level = levels.find((one) => row.one('level')?.toLowerCase().startsWith(one.toLowerCase().slice(0, 4)))
    const type = /stretch|aspir/i.test(row.one('type', 'kind') ?? '') ? 'stretch' : 'committed'
    const owner = row.one('owner', 'objective_owner')
    const told: Told[] = [{ noun: 'objective', id, owner, values: filled({ title: titled(objective, null).title, period, level: level ?? null }) }]
    if (result === null) return { told }
    const [baseline, target] = [numberOf(row.one('baseline', 'start_value', 'from')), numberOf(row.one('target', 'target_value', 'to'))]
    const kind = baseline !== null && target !== null && target < baseline ? 'decrease' : target === null ? 'milestone' : 'increase'
    const values = { title: titled(result, null).title, kind, type, baseline, target, start: firstDay(period), due: lastDay(period) }
    return { told: [...told, { noun: 'keyResult', id: row.one('key_result_id', 'kr_id') ?? `${id}/${result}`, values: filled(values), owner, above: id }] }
  },
}

const levels = ['company', 'org', 'productLine', 'team'] as const

/** A share that is written 95% is 0.95. */
const numberOf = (cell: string | null): number | null => readNumber(cell, 'decimalPoint')?.value ?? null

/** A roadmap in a spreadsheet: a title and a lane. */
export const roadmap: Tool = {
  name: 'roadmap',
  signs: [
    ['initiative', 'bet', 'title', 'name'],
    ['horizon', 'now_next_later', 'lane'],
  ],
  uses: {
    id: 'id at the source',
    key: 'id at the source',
    initiative: 'title',
    title: 'title',
    name: 'title',
    hypothesis: 'hypothesis',
    description: 'hypothesis',
    horizon: 'horizon',
    now_next_later: 'horizon',
    lane: 'horizon',
    timeframe: 'timeframe',
    quarter: 'timeframe',
    teams: 'teams',
    team: 'teams',
    squad: 'teams',
    effort: 'effort',
    owner: 'owner',
  },
  read(row, { dates }): Given {
    const name = row.one('initiative', 'bet', 'title', 'name')
    if (name === null) return { fault: 'The row has no title.', column: 'Title' }
    const { title, body } = titled(name, row.one('hypothesis', 'description'))
    const weeks = numberOf(row.one('effort', 'effort_weeks', 'person_weeks'))
    const values = {
      title,
      hypothesis: body,
      horizon: horizonOf(row.one('horizon', 'now_next_later', 'lane'), null),
      timeframe: timeframeOf(row.one('timeframe', 'quarter'), dates),
      teams: row.all('teams', 'team', 'squad'),
      effort: weeks === null ? null : { low: null, likely: weeks, high: null },
      beside: row.others(new Set(Object.keys(roadmap.uses))),
    }
    return { told: [{ noun: 'initiative', id: row.one('id', 'key') ?? `roadmap/${name}`, values: filled(values), owner: row.one('owner') }] }
  },
}
