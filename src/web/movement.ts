import { isMovementPoint, type Measurement, type Movement, type MovementPoint } from '#kernel'

/** The steps between opening and closing, in the order of a waterfall. */
export const steps = ['new', 'expansion', 'reactivation', 'contraction', 'churn', 'fx', 'transfer'] as const
export type Step = (typeof steps)[number]

/** Losses are counted as positive amounts; a step is signed. */
const losses: ReadonlySet<string> = new Set(['contraction', 'churn'])

export const signedStep = (movement: Movement, step: Step): number => (losses.has(step) ? -movement[step] : movement[step])

/** A named amount of a stored movement with the sign that it has in the sum. */
export const signedAmount = (name: string, amount: number): number => (losses.has(name) ? -amount : amount)

/** The steps that moved anything. */
export const movedSteps = (movement: Movement): readonly Step[] => steps.filter((step) => movement[step] !== 0)

/** The points of a measurement that tell a movement. */
export const movementPoints = ({ points }: Measurement): readonly MovementPoint[] => points.filter(isMovementPoint)
