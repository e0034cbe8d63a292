/** Stages in which people work on a bet, or are about to. */
export const inFlight = ['committed', 'delivering'] as const
/** Stages in which a bet asks nobody for work any more: shipped, concluded, or a no. */
const over = ['measuring', 'achieved', 'missed', 'inconclusive', 'stopped', 'declined'] as const

export const isInFlight = (stage: unknown): stage is (typeof inFlight)[number] => inFlight.some((one) => one === stage)
/** Committed and not yet over; a pause ends nothing. */
export const isFlying = (stage: unknown): boolean => stage === 'paused' || isInFlight(stage)
export const isOver = (stage: unknown): boolean => over.some((one) => one === stage)
