import type { Grain } from '#kernel'
import type { ScoreItem } from '#web/contract.ts'

/** The answer of /scorecard/role. */
export interface Track {
  readonly grain: Grain
  readonly points: readonly { readonly period: string; readonly value: number | null }[]
}
export interface KpiLine {
  readonly no: number | null
  readonly key: string
  readonly name: string
  readonly question: string
  readonly group: string
  readonly item: ScoreItem | null
  readonly says: string
  readonly weeks: Track | null
  readonly months: Track | null
  readonly missing: readonly { readonly fact: string | null; readonly noun: string | null }[]
}
export interface RoleCard {
  readonly asOf: string
  readonly lines: readonly KpiLine[]
  readonly counts: { readonly measured: number; readonly targeted: number; readonly met: number; readonly dark: number; readonly of: number }
}
