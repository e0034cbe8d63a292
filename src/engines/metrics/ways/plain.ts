import { competency } from './competency.ts'
import { experiments } from './experiments.ts'
import { flow } from './flow.ts'
import { outcomes } from './outcomes.ts'
import { ramp } from './ramp.ts'
import { stakeholders } from './stakeholders.ts'

/** The ways to which a metric’s definition says nothing but their name. */
export const plain = { competency, experiments, flow, outcomes, ramp, stakeholders }
