import type { Query } from '#kernel'
import type { Scope } from '#runtime/scope.ts'

/** Files of the roadmap and of lists; each answers the path that it wrote. */
export interface Exporting {
  roadmap(
    scope: Scope,
    asked: { readonly format?: string; readonly audience?: string; readonly asOf?: string; readonly paper?: string; readonly mark?: boolean },
    out: string,
  ): Promise<string>
  rows(
    scope: Scope,
    noun: string,
    asked: { readonly format: string; readonly columns: readonly string[]; readonly mark: boolean; readonly query: Query },
    out: string,
  ): Promise<string>
}
