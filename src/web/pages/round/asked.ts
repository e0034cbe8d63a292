import type { ShownRound } from '#flows/planning/rounds/round.ts'
import { read } from '#web/resources.ts'

export type { Person, Rater, RoundBet, ShownRound, Vote } from '#flows/planning/rounds/round.ts'

/** A scoring round: who has given how much, and what, once it is revealed. */
export const roundOf = (workspace: string, id: string, asOf?: string) => read<ShownRound>(workspace, `/plan/rounds/${encodeURIComponent(id)}`, { asOf })
