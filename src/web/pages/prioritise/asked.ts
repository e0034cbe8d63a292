import type { Cause } from '#flows/planning/scoring/causes.ts'
import type { FormulaPreview } from '#flows/planning/scoring/formulas.ts'
import type { PastScore } from '#flows/planning/scoring/history.ts'
import type { BetInput } from '#flows/planning/scoring/inputs.ts'
import type { KanoTold } from '#flows/planning/scoring/kanoTold.ts'
import type { BetScore, Priorities, RankedBet } from '#flows/planning/scoring/priorities.ts'
import { read } from '#web/resources.ts'

export type { BetInput, BetScore, Cause, FormulaPreview, KanoTold, Priorities, RankedBet }
export type ShownScore = Priorities['scores'][number]

export const prioritiesOf = (workspace: string, { by, fit, over, asOf }: Readonly<Record<string, string>>) =>
  read<Priorities>(workspace, '/plan/priorities', { method: by, mode: fit, quarters: over, asOf })

export const scoreHistoryOf = (workspace: string, key: string, method: string) =>
  read<{ readonly items: readonly PastScore[] }>(workspace, `/plan/priorities/${key}/history`, { method })
