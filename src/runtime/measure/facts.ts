import type { FactReader } from '#platform/columnar/factReader.ts'

/** The facts of one workspace as a metric may see them: as known at an instant, or now. */
export type Facts = FactReader
