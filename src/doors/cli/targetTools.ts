import type { Measurement } from '#kernel'
import type { Scope } from '#runtime/scope.ts'

/** What became of a sheet of targets. */
export interface TargetReport {
  readonly file: string
  readonly dryRun: boolean
  readonly lines: readonly {
    readonly rows: readonly number[]
    readonly key: string | null
    readonly metric: string
    readonly segment: string | null
    readonly by: string | null
    readonly action: string
    readonly state: string
    readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[]
    readonly says: readonly string[]
  }[]
  readonly held: readonly { readonly row: number; readonly column: string | null; readonly reason: string }[]
  readonly totals: { readonly created: number; readonly changed: number; readonly unchanged: number; readonly held: number }
  readonly notes: readonly string[]
}

interface Standing {
  readonly key: string
  readonly metric: string
  readonly segment: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly state: string
  readonly kind: string
  readonly value: number
  readonly by: string | null
  readonly now: { readonly period: string; readonly value: number } | null
  readonly asked: number | null
  readonly status: string
  readonly says: string | null
}

/** What the commands need for targets. */
export interface Targets {
  overview(
    scope: Scope,
    asked: { readonly asOf?: string },
  ): Promise<{ readonly items: readonly Standing[]; readonly without: readonly { readonly key: string }[] }>
  import(scope: Scope, path: string, options: { readonly dryRun: boolean; readonly agree?: boolean; readonly why?: string }): Promise<TargetReport>
  export(scope: Scope, out: string | undefined): Promise<string>
}
