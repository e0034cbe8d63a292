import type { Cause } from '#flows/planning/scoring/causes.ts'
import type { FormulaPreview } from '#flows/planning/scoring/formulas.ts'
import type { PastScore } from '#flows/planning/scoring/history.ts'
import type { BetInput } from '#flows/planning/scoring/inputs.ts'
import type { KanoTold } from '#flows/planning/scoring/kanoTold.ts'
import type { BetScore, Priorities, RankedBet } from '#flows/planning/scoring/priorities.ts'
import type { BetInRanking } from '#flows/planning/scoring/window.ts'
import { read } from '#web/resources.ts'

export type { BetInput, BetScore, Cause, FormulaPreview, KanoTold, Priorities, RankedBet }
export type ShownScore = Priorities['scores'][number]

/** Bets that are sent, and drawn, at first; as many more at a press. */
export const most = 100

export const prioritiesOf = (workspace: string, search: Readonly<Record<string, string>>, first = most) =>
  read<Priorities>(workspace, '/plan/priorities', { ...rankingIn(search), first })

/** One bet of that ranking, which may stand beyond what was sent. */
export const rankedBetOf = (workspace: string, search: Readonly<Record<string, string>>, key: string) =>
  read<BetInRanking<RankedBet>>(workspace, `/plan/priorities/${encodeURIComponent(key)}`, rankingIn(search))

const rankingIn = ({ by, fit, over, asOf }: Readonly<Record<string, string>>) => ({ method: by, mode: fit, quarters: over, asOf })

export const scoreHistoryOf = (workspace: string, key: string, method: string) =>
  read<{ readonly items: readonly PastScore[] }>(workspace, `/plan/priorities/${key}/history`, { method })
