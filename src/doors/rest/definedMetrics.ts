import type { Scope } from '#runtime/scope.ts'

/** Metrics that people define, as the house hands them in. */
export interface DefinitionHouse {
  list(scope: Scope): Promise<readonly unknown[]>
  isDefined(scope: Scope, key: string): Promise<boolean>
  detail(scope: Scope, key: string): Promise<unknown>
  import(
    scope: Scope,
    text: string,
    options: { readonly dryRun: boolean; readonly format?: string; readonly why?: string; readonly seen?: number },
  ): Promise<unknown>
  preview(scope: Scope, text: string): Promise<unknown>
  export(scope: Scope, format: string): Promise<unknown>
  diff(scope: Scope, key: string, from?: string, to?: string): Promise<unknown>
  restatement(scope: Scope, key: string, version: string): Promise<unknown>
  check(scope: Scope, key: string): Promise<unknown>
  certify(scope: Scope, key: string, why?: string, seen?: number): Promise<unknown>
  dependants(scope: Scope, key: string): Promise<readonly unknown[]>
}
