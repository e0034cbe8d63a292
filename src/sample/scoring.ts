import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** Reach a quarter, impact, ICE (impact, confidence, ease), WSJF (value, time, risk, size), importance and satisfaction of each open bet. */
const figures: Readonly<
  Record<
    string,
    readonly [reach: number, impact: number, ...ice: [number, number, number], ...wsjf: [number, number, number, number], ...need: [number, number]]
  >
> = {
  sso: [559, 2, 9, 7, 6, 13, 20, 8, 5, 9.1, 3.2],
  engine: [410, 2, 8, 5, 2, 13, 8, 13, 20, 8.4, 5.1],
  audit: [96, 2, 7, 8, 6, 8, 13, 8, 5, 7.8, 4.4],
  alerts: [380, 1, 6, 8, 7, 8, 5, 2, 3, 7.2, 4.9],
  export: [41, 1, 5, 9, 6, 3, 13, 3, 3, 6.9, 3.8],
  rostering: [28, 1, 4, 8, 6, 3, 13, 2, 5, 6.1, 4.0],
  pricing: [310, 2, 8, 5, 4, 13, 5, 3, 8, 5.4, 5.2],
  seats: [260, 2, 8, 6, 4, 13, 8, 5, 8, 8.0, 3.6],
  templates: [620, 0.5, 5, 5, 6, 5, 2, 1, 5, 6.6, 5.0],
  analysts: [740, 1, 8, 4, 3, 8, 3, 3, 13, 8.6, 4.7],
  partners: [64, 1, 4, 4, 5, 3, 2, 2, 8, 4.9, 4.1],
}
/** How good each open bet is for growth, retention, less risk and less cost, from -1 to 1; why stands first. */
const tradeOffs: Readonly<Record<string, readonly [why: string, growth: number, retention: number, risk: number, cost: number]>> = {
  sso: ['Accounts leave over failed set-ups; two thirds of the tickets go away.', 0.3, 0.9, 0.5, -0.2],
  engine: ['Quick answers keep large accounts; a change of storage is risky and long.', 0.2, 0.6, -0.4, -0.9],
  audit: ['Banks cannot sign without it, and audits become cheap.', 0.5, 0.5, 0.8, -0.2],
  alerts: ['Half is built; it brings people back each week.', 0.3, 0.6, 0, 0.4],
  export: ['The law asks for it; nobody buys because of it.', 0.1, 0.3, 0.9, -0.1],
  rostering: ['Schools renew with it; others do not notice.', 0.4, 0.3, 0.1, 0],
  pricing: ['Heavy users would pay, and some would leave.', 0.9, -0.6, -0.5, 0.2],
  seats: ['We would see a cut before the renewal, and act.', 0, 0.9, 0.2, 0.1],
  templates: ['New accounts begin sooner; old ones gain little.', 0.6, 0.2, 0.1, 0.3],
  analysts: ['Large and uncertain; nobody has shown that answers hold.', 0.5, 0.5, -0.3, -0.6],
  partners: ['More connectors, but partners have to be found.', 0.7, 0.1, -0.2, -0.4],
}
const axes = ['growth', 'retention', 'risk', 'cost'] as const

const names = [
  'reach',
  'impact',
  'iceImpact',
  'iceConfidence',
  'ease',
  'businessValue',
  'timeCriticality',
  'riskReduction',
  'jobSize',
  'importance',
  'satisfaction',
] as const

/** Days since each bet’s judgements were made, where they were not made in the planning of the quarter: two of them are stale. */
const ages: Readonly<Record<string, number>> = { templates: 97, partners: 47, analysts: 33, export: 12 }
const [usual, counted] = [68, 12]

/** What the scores of the bets rest on. Reach of two bets is read from usage; how important two others are and how content people are, from a survey of their opportunities. */
export function scoring(time: Timeline): SampleObject[] {
  const judged = Object.entries(figures).flatMap(([bet, values]) =>
    names.flatMap((name, at) => (surveyed.has(bet) && asked.has(name) ? [] : [toInput(bet, name, values[at] ?? 0, time)])),
  )
  const weighed = Object.entries(tradeOffs).flatMap(([bet, [note, ...values]]) => axes.map((name, at) => judgedOn(bet, name, values[at] ?? 0, note, time)))
  return [...judged, ...weighed, ownScore]
}

const judgedOn = (bet: string, name: (typeof axes)[number], value: number, note: string, time: Timeline): SampleObject => ({
  noun: 'scoreInput',
  externalId: `scoreInput:${bet}:${name}`,
  values: { initiative: `initiative:${bet}`, name, value, low: null, high: null, origin: 'judgement', asOf: addDays(time.today, -counted), note },
})

const surveyed = new Set(['sso', 'analysts'])
const asked = new Set<string>(['importance', 'satisfaction'])

const ownScore: SampleObject = {
  noun: 'scoreFormula',
  externalId: 'scoreFormula:revenue',
  values: {
    name: 'Revenue a month',
    formula: 'coalesce(revenue, value) * confidence / max(effort, 0.5)',
    means: 'What those that ask for it pay, or else its own estimate, by how sure we are, for each month of work.',
  },
}

/** Reach that is read from a metric instead of judged. */
const measured: Readonly<Record<string, readonly [metric: string, part: string]>> = {
  seats: ['active-accounts', 'segment = Mid-market'],
  templates: ['active-accounts', 'segment = Small business'],
}

function toInput(bet: string, name: (typeof names)[number], value: number, time: Timeline): SampleObject {
  const [metric, part] = name === 'reach' ? (measured[bet] ?? []) : []
  const isWide = name === 'reach' || asked.has(name)
  const isCounted = name === 'reach' && !metric && ages[bet] === undefined
  const before = isCounted ? Math.round(value * 0.9) : value
  return {
    noun: 'scoreInput',
    externalId: `scoreInput:${bet}:${name}`,
    values: {
      initiative: `initiative:${bet}`,
      name,
      value: before,
      ...(isWide ? rangeOf(name, before) : { low: null, high: null }),
      origin: metric ? 'metric' : name === 'reach' ? 'estimate' : 'judgement',
      metric: metric ?? null,
      part: part ?? null,
      asOf: addDays(time.today, -(ages[bet] ?? usual)),
    },
    ...(isCounted ? { verbs: [countedAnew(name, value, time)] } : {}),
  }
}

const countedAnew = (name: string, value: number, time: Timeline): SampleVerb => ({
  verb: 'judge',
  by: 'member:mina',
  day: addDays(time.today, -counted),
  input: { value, ...rangeOf(name, value), note: 'Accounts with the step in their usage, counted anew.' },
})

const rangeOf = (name: string, value: number) => ({
  low: Math.round(value * 8) / 10,
  high: Math.min(name === 'reach' ? Infinity : 10, Math.round(value * 12) / 10),
})
