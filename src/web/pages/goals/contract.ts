export type { Goals, KeyResultLine, ObjectiveLine } from '#flows/planning/goals.ts'
