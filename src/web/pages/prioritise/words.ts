import { scoreInput } from '#objects'
import type { ShownScore } from './asked.ts'

export interface Words {
  readonly says: string
  readonly means: string
}

const { tradeOffAxes, tradeOffWeights } = scoreInput
const tradeOffSays = tradeOffAxes.map((axis) => `${axis} ${Math.round(tradeOffWeights[axis] * 100)}`).join(', ')

/** The scores that everybody has; a round asks for ICE without a form. */
export const methodWords = {
  cd3: { says: 'CD3', means: 'cost of delay a week ÷ weeks of the squad' },
  rice: { says: 'RICE', means: 'reach × impact × confidence ÷ person-months' },
  wsjf: { says: 'WSJF', means: '(value + time + risk) ÷ size, relative figures' },
  ice: { says: 'ICE', means: 'impact × confidence × ease, each 1 to 10' },
  'ice-product': { says: 'ICE product', means: 'impact × confidence × ease, each 1 to 10' },
  'ice-mean': { says: 'ICE mean', means: '(impact + confidence + ease) ÷ 3, each 1 to 10' },
  'ice-sum': { says: 'ICE sum', means: 'impact + confidence + ease, each 1 to 10' },
  kano: { says: 'Kano', means: 'the share that having it pleases + the share that missing it displeases, 0 to 200' },
  opportunity: { says: 'Opportunity', means: 'importance + what is missing of it' },
  'trade-off': { says: 'Trade-off', means: `${tradeOffSays}, each −1 to 1` },
  weighted: { says: 'Weighted', means: 'value 40, cost of delay 20, confidence 20, effort −20' },
} as const satisfies Readonly<Record<string, Words>>

/** A score in words; one of the workspace’s own goes by its name and its formula. */
export function wordsOf({ id, formula }: Pick<ShownScore, 'id' | 'formula'>): Words {
  if (formula) return { says: formula.name, means: formula.formula }
  const known: Readonly<Record<string, Words | undefined>> = methodWords
  return known[id] ?? { says: id, means: '' }
}

export const inputWords: Readonly<Record<string, string>> = {
  costOfDelay: 'Cost of delay, a week',
  duration: 'Duration, weeks',
  effort: 'Effort, person-months',
  confidence: 'Confidence',
  value: 'Value, a year',
  reach: 'Reach, a quarter',
  impact: 'Impact',
  ease: 'Ease',
  iceImpact: 'Impact, 1 to 10',
  iceConfidence: 'Confidence, 1 to 10',
  businessValue: 'Business value',
  timeCriticality: 'Time criticality',
  riskReduction: 'Risk reduction',
  jobSize: 'Job size',
  importance: 'Importance',
  satisfaction: 'Satisfaction',
  growth: 'Growth, −1 to 1',
  retention: 'Retention, −1 to 1',
  risk: 'Less risk, −1 to 1',
  cost: 'Less cost, −1 to 1',
  accounts: 'Accounts that ask',
  revenue: 'Revenue that asks, a year',
  pleases: 'Pleased to have it',
  displeases: 'Displeased to miss it',
}
