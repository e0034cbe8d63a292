import type { Contribution, Finding, MeasureRequest, Measurement } from '#kernel'
import type { FactIntake } from '#platform/columnar/factIntake.ts'

/** The analytical side of one workspace: facts in, measurements out. */
export interface FactDesk extends FactIntake {
  measure(request: MeasureRequest): Promise<Measurement>
  behind(request: MeasureRequest & { readonly period: string; readonly movement?: string }): Promise<readonly Contribution[]>
  quality(): Promise<readonly Finding[]>
}
