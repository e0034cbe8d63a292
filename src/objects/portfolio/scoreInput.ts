import { action, change, date, number, object, oneOf, ref, refuse, text } from '#kernel'

/** What a score of a bet is made of (portfolio reference 4): RICE, ICE, WSJF and the opportunity score name them. */
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
] as const

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
  settled: (row, fields) => (row.round && fields.includes('value') ? 'It was agreed in a scoring round. Judge it anew, and it is yours.' : null),
})

export const judge = action(scoreInput, 'judge', {
  says: 'Say the value anew, as of today.',
  allow: 'contributor',
  input: { value: number({ required: true }), low: number(), high: number(), note: text({ max: 300 }) },
  run: ({ row, input, now }) => {
    if ((input.low ?? input.value) > input.value || (input.high ?? input.value) < input.value) return refuse('Low, value and high are not in order.')
    const fault = faultOf(row.name, input.value)
    return fault
      ? refuse(fault)
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

const fibonacci = [1, 2, 3, 5, 8, 13, 20]
const scales: Readonly<Record<(typeof inputNames)[number], readonly [ok: (x: number) => boolean, says: string]>> = {
  reach: [(x) => x >= 0, 'Reach is not negative.'],
  impact: [(x) => [3, 2, 1, 0.5, 0.25].includes(x), 'Impact is 3, 2, 1, 0.5 or 0.25.'],
  ease: [(x) => x >= 1 && x <= 10, 'Ease lies between 1 and 10.'],
  iceImpact: [(x) => x >= 1 && x <= 10, 'Impact of ICE lies between 1 and 10.'],
  iceConfidence: [(x) => x >= 1 && x <= 10, 'Confidence of ICE lies between 1 and 10.'],
  businessValue: [(x) => fibonacci.includes(x), 'It is one of 1, 2, 3, 5, 8, 13, 20.'],
  timeCriticality: [(x) => fibonacci.includes(x), 'It is one of 1, 2, 3, 5, 8, 13, 20.'],
  riskReduction: [(x) => fibonacci.includes(x), 'It is one of 1, 2, 3, 5, 8, 13, 20.'],
  jobSize: [(x) => fibonacci.includes(x), 'It is one of 1, 2, 3, 5, 8, 13, 20.'],
  importance: [(x) => x >= 0 && x <= 10, 'Importance lies between 0 and 10.'],
  satisfaction: [(x) => x >= 0 && x <= 10, 'Satisfaction lies between 0 and 10.'],
}

/** Why a value lies off the scale of its input; null when it fits. */
export function faultOf(name: (typeof inputNames)[number], value: number): string | null {
  const [ok, says] = scales[name]
  return ok(value) ? null : says
}

declare module '#kernel' {
  interface Registry {
    scoreInput: typeof scoreInput
  }
}
