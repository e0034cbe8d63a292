/** The answer of /scorecard/role, as the flow gives it. */
export type { KpiLine, RoleCard, Track } from '#flows/briefing/roleCard.ts'
