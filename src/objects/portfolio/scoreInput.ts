import { action, change, date, number, object, oneOf, ref, refuse, text } from '#kernel'
import { disorder } from '../disorder.ts'

/** What a score of a bet is made of (portfolio reference 4): RICE, ICE, WSJF, the opportunity score and the trade-off model name them. */
export const inputNames = [
  'reach',
  'impact',
  'ease',
  'iceImpact',
  'iceConfidence',
  'businessValue',
  'timeCriticality',
  'riskReduction',
  'jobSize',
  'importance',
  'satisfaction',
  'growth',
  'retention',
  'risk',
  'cost',
] as const

/** The axes of the trade-off model: how far a bet is good for each, from -1 to 1, with the reason in its note. */
export const tradeOffAxes = ['growth', 'retention', 'risk', 'cost'] as const

/** What counts how much where the workspace has no weights of its own, which it keeps as a formula over the axes. */
export const tradeOffWeights: Readonly<Record<(typeof tradeOffAxes)[number], number>> = { growth: 0.35, retention: 0.35, risk: 0.2, cost: 0.1 }

/** What people can be asked to judge in a round: the inputs that are kept here, and the amounts that the bet holds itself. */
export const factorNames = [...inputNames, 'value', 'costOfDelay'] as const
export type FactorName = (typeof factorNames)[number]

export const scoreInput = object('scoreInput', {
  says: 'One figure that a score of a bet rests on: where it comes from, and since when.',
  key: 'SIN',
  chapter: 'portfolio',
  title: 'name',
  unique: [['initiative', 'name']],
  fields: {
    initiative: ref('initiative', { required: true }),
    name: oneOf(inputNames, { required: true }),
    value: number({ required: true, says: 'The likely value.' }),
    low: number({ says: 'The value that is undercut in one case of ten or fewer.' }),
    high: number({ says: 'The value that is passed in one case of ten or fewer.' }),
    origin: oneOf(['judgement', 'estimate', 'metric'], { required: true, initial: 'judgement' }),
    metric: text({ max: 120, says: 'For a metric: its key; the live value counts, and the one here is the last one kept.' }),
    part: text({ max: 160, says: 'Which part of the metric: segment = Mid-market.' }),
    asOf: date({ required: true, says: 'The day it was judged, sized or measured.' }),
    note: text({ max: 500 }),
    round: ref('scoringRound', { byVerb: true, says: 'The scoring round in which it was agreed; none once it is judged anew.' }),
  },
  unfit: (values) => unfitOf(values),
  settled: (row, fields) => (row.round && fields.includes('value') ? 'It was agreed in a scoring round. Judge it anew, and it is yours.' : null),
})

export const judge = action(scoreInput, 'judge', {
  says: 'Say the value anew, as of today.',
  allow: 'contributor',
  input: { value: number({ required: true }), low: number(), high: number(), note: text({ max: 300 }) },
  run: ({ row, input, now }) => {
    const why = unfitOf({ name: row.name, value: input.value, low: input.low, high: input.high })
    return why !== null
      ? refuse(why)
      : change({ value: input.value, low: input.low, high: input.high, note: input.note ?? row.note, asOf: now.slice(0, 10), round: null })
  },
})

const agreed = { value: number({ required: true }), note: text({ max: 500 }), round: ref('scoringRound', { required: true }) }

export const settle = action(scoreInput, 'settle', {
  says: 'Take the value that a scoring round agreed on.',
  inner: true,
  input: agreed,
  run: ({ row, input, now }) =>
    row.origin === 'metric'
      ? refuse('It is read from a metric, and the live value counts.')
      : change({ ...input, low: null, high: null, origin: 'judgement', asOf: now.slice(0, 10) }),
})

export const found = action(scoreInput, 'found', {
  says: 'Keep a figure that a scoring round agreed on, where there was none.',
  creates: true,
  inner: true,
  input: { ...agreed, initiative: ref('initiative', { required: true }), name: oneOf(inputNames, { required: true }) },
  run: ({ input, now }) => change({ ...input, origin: 'judgement', asOf: now.slice(0, 10) }),
})

/** The scale of an input: its ends, none above for a count, and its steps where only these are said. */
export interface Scale {
  readonly says: string
  readonly min: number
  readonly max: number | null
  readonly steps?: readonly number[]
  /** An amount in the currency of the workspace. */
  readonly isMoney?: true
}

const steps = (says: string, ...all: readonly number[]): Scale => ({ says, min: Math.min(...all), max: Math.max(...all), steps: all })
const fibonacci = [1, 2, 3, 5, 8, 13, 20] as const
const scales: Readonly<Record<FactorName, Scale>> = {
  reach: { says: 'Reach', min: 0, max: null },
  impact: steps('Impact', 0.25, 0.5, 1, 2, 3),
  ease: { says: 'Ease', min: 1, max: 10 },
  iceImpact: { says: 'Impact of ICE', min: 1, max: 10 },
  iceConfidence: { says: 'Confidence of ICE', min: 1, max: 10 },
  businessValue: steps('Business value', ...fibonacci),
  timeCriticality: steps('Time criticality', ...fibonacci),
  riskReduction: steps('Risk reduction', ...fibonacci),
  jobSize: steps('Job size', ...fibonacci),
  importance: { says: 'Importance', min: 0, max: 10 },
  satisfaction: { says: 'Satisfaction', min: 0, max: 10 },
  growth: { says: 'Growth', min: -1, max: 1 },
  retention: { says: 'Retention', min: -1, max: 1 },
  risk: { says: 'Risk', min: -1, max: 1 },
  cost: { says: 'Cost', min: -1, max: 1 },
  value: { says: 'Value', min: 0, max: null, isMoney: true },
  costOfDelay: { says: 'Cost of delay', min: 0, max: null, isMoney: true },
}

/** The scale of an input, by its name; null for a name that is none. */
export function scaleOf(name: string): Scale | null {
  const known = factorNames.find((one) => one === name)
  return known ? scales[known] : null
}

interface Figures {
  readonly name: FactorName
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

/** Why a figure and its range are none of their input: the value lies off the scale, an end beyond it, or they are in no order. */
function unfitOf({ name, value, low, high }: Figures): string | null {
  const { says, min, max } = scales[name]
  const beyond = [low, high].some((end) => end !== null && (end < min || (max !== null && end > max)))
  const off = faultOf(name, value) ?? (beyond ? `The range of ${says.toLowerCase()} goes ${max === null ? 'below 0' : `beyond ${min} to ${max}`}.` : null)
  return off ?? disorder({ low, high, likely: value }, 'the value')?.join(' ') ?? null
}

/** Why a value lies off the scale of its input; null when it fits. */
export function faultOf(name: FactorName, value: number): string | null {
  const { says, min, max, steps: allowed } = scales[name]
  if (allowed) return allowed.includes(value) ? null : `${says} is one of ${allowed.join(', ')}.`
  if (max === null) return value >= min ? null : `${says} is not negative.`
  return value >= min && value <= max ? null : `${says} lies between ${min} and ${max}.`
}

declare module '#kernel' {
  interface Registry {
    scoreInput: typeof scoreInput
  }
}
