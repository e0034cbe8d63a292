import type { AnyRow } from '#kernel'
import type { Scope } from '#runtime/scope.ts'

interface Said {
  readonly says: string
  readonly isProse: boolean
}

interface Wrong {
  readonly file: string
  readonly path: string
  readonly message: string
  readonly hint: string
}

/** What became of files of definitions. */
export interface DefinitionReport {
  readonly format: string
  readonly dryRun: boolean
  readonly metrics: readonly {
    readonly key: string
    readonly version: string
    readonly action: string
    readonly changes: readonly Said[]
    readonly faults: readonly Wrong[]
  }[]
  readonly faults: readonly Wrong[]
  readonly losses: readonly { readonly path: string; readonly construct: string; readonly action: string; readonly reason: string }[]
}

interface Restated {
  readonly before: { readonly version: number }
  readonly after: { readonly version: number }
  readonly points: readonly { readonly period: string; readonly before: number | null; readonly after: number | null; readonly difference: number | null }[]
}

interface WrittenFiles {
  readonly files: readonly string[]
  readonly losses: DefinitionReport['losses']
}

/** What the commands need for metrics that people define. */
export interface Definitions {
  import(
    scope: Scope,
    paths: readonly string[],
    options: { readonly dryRun: boolean; readonly format?: string; readonly why?: string },
  ): Promise<DefinitionReport>
  export(scope: Scope, out: string, format: string): Promise<WrittenFiles>
  /** Writes a manifest of another tool in the other form; nothing is kept of it. */
  convert(paths: readonly string[], out: string, format: string): Promise<WrittenFiles>
  list(
    scope: Scope,
  ): Promise<readonly { readonly key: string; readonly name: string; readonly state: string; readonly version: number; readonly proposed: boolean }[]>
  detail(scope: Scope, key: string): Promise<{ readonly text: string }>
  diff(scope: Scope, key: string, from?: string, to?: string): Promise<{ readonly from: string; readonly to: string; readonly changes: readonly Said[] }>
  restatement(scope: Scope, key: string, version: string): Promise<Restated>
  check(scope: Scope, key: string): Promise<{ readonly checked: { readonly passes: boolean; readonly says: string } }>
  certify(scope: Scope, key: string, why?: string): Promise<{ readonly row: AnyRow; readonly effect: string | null }>
  /** Writes the contract that the facts of this installation ask of their sources. */
  writeContract(out: string): Promise<WrittenFiles>
  contract(
    path: string,
    against?: string,
  ): Promise<{
    readonly changes: readonly { readonly class: string; readonly says: string }[]
    readonly version: string | null
    readonly losses: DefinitionReport['losses']
  }>
  dependants(scope: Scope, key: string): Promise<readonly { readonly key: string; readonly name: string; readonly how: string }[]>
}
