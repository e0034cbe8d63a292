import type { Scope } from '#runtime/scope.ts'

export interface BackupReport {
  readonly file: string
  readonly at: string
  readonly version: string
  readonly bytes: number
  readonly workspaces: readonly { readonly workspace: string; readonly rows: number; readonly changes: number; readonly journalBytes: number }[]
  /** After a restore: every chain and every store was checked. */
  readonly verified?: boolean
}

/** One thing that was looked at, and what to do about it. */
export interface Check {
  readonly check: string
  readonly state: 'well' | 'attention' | 'failed'
  readonly says: string
  readonly next: string
}

export interface Exported {
  readonly folder: string
  readonly files: readonly { readonly file: string; readonly rows: number }[]
}

/** What the operator of this machine does to an installation as a whole. */
export interface Operations {
  backup(file: string): Promise<BackupReport>
  restore(file: string, options: { readonly into: boolean }): Promise<BackupReport>
  doctor(): Promise<readonly Check[]>
  export(scope: Scope, folder: string): Promise<Exported>
}
