import type { DecisionDetail } from '#flows/planning/decisions/decision.ts'
import { read } from '#web/resources.ts'

export type { CitedBet, DecisionDetail, RestsOn } from '#flows/planning/decisions/decision.ts'

/** A decision with what it rests on, read from the live metrics. */
export const decisionOf = (workspace: string, id: string, asOf?: string) =>
  read<DecisionDetail>(workspace, `/plan/decisions/${encodeURIComponent(id)}`, { asOf })
