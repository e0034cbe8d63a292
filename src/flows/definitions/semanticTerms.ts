import type { Metric, SemanticManifest } from '#engines/semantic/model.ts'

/** What a definition says to its way. */
export interface SemanticTerms {
  /** The tables’ own model with every definition that this one rests on. */
  readonly manifest: SemanticManifest
  readonly metric: Metric
  /** The fact whose rows it counts. */
  readonly fact: string | null
  /** What is said beside every number of it: that it is a draft, that it was replaced. */
  readonly notes: readonly string[]
}
