import type { BetDetail } from '#flows/planning/bets/bet.ts'
import { read } from '#web/resources.ts'

export type { BetDetail, BetHealth, OutcomeLine } from '#flows/planning/bets/bet.ts'

/** A bet as its page tells it. */
export const betOf = (workspace: string, id: string, asOf?: string) => read<BetDetail>(workspace, `/plan/bets/${encodeURIComponent(id)}`, { asOf })
