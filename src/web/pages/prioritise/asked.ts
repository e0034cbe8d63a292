import type { PastScore } from '#flows/planning/scoring/history.ts'
import type { Method } from '#flows/planning/scoring/methods.ts'
import type { Priorities, RankedBet } from '#flows/planning/scoring/priorities.ts'
import type { BetInput } from '#flows/planning/scoring/inputs.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { BetInput, Method, Priorities, RankedBet }

export function prioritiesOf(workspace: string, { by, fit, over, asOf }: Readonly<Record<string, string>>): Resource<Priorities> {
  const path = withQuery('/plan/priorities', { method: by, mode: fit, quarters: over, asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Priorities>(path, { workspace, signal }) }
}

export function scoreHistoryOf(workspace: string, key: string, method: Method): Resource<{ readonly items: readonly PastScore[] }> {
  const path = withQuery(`/plan/priorities/${key}/history`, { method })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call(path, { workspace, signal }) }
}

export const methodWords: Readonly<Record<Method, { readonly says: string; readonly means: string }>> = {
  cd3: { says: 'CD3', means: 'cost of delay a week ÷ weeks of the squad' },
  rice: { says: 'RICE', means: 'reach × impact × confidence ÷ person-months' },
  wsjf: { says: 'WSJF', means: '(value + time + risk) ÷ size, relative figures' },
  ice: { says: 'ICE', means: 'impact × confidence × ease, each 1 to 10' },
  opportunity: { says: 'Opportunity', means: 'importance + what is missing of it' },
  weighted: { says: 'Weighted', means: 'value 40, cost of delay 20, confidence 20, effort −20' },
}

/** What each score reads, in the order in which it is said. */
export const readsOf: Readonly<Record<Method, readonly string[]>> = {
  cd3: ['costOfDelay', 'duration'],
  rice: ['reach', 'impact', 'confidence', 'effort'],
  wsjf: ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'],
  ice: ['iceImpact', 'iceConfidence', 'ease'],
  opportunity: ['importance', 'satisfaction'],
  weighted: ['value', 'costOfDelay', 'confidence', 'effort'],
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
}
