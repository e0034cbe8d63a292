import type { Measurement } from '#kernel'

export interface KeyResultLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly type: string
  readonly kind: string
  readonly state: string
  readonly metric: string | null
  readonly unit: Measurement['unit'] | null
  readonly currency: string
  readonly baseline: number | null
  readonly target: number | null
  readonly now: number | null
  readonly owner: string | null
  readonly confidence: number | null
  readonly words: string | null
  readonly saidOn: string | null
  readonly doubts: readonly string[]
  readonly raw: number | null
  readonly score: number | null
  readonly band: 'red' | 'amber' | 'green' | null
  readonly expected: number
  readonly suggested: string
  readonly standing: 'notStarted' | 'onTrack' | 'atRisk' | 'offTrack' | 'achieved' | 'missed' | 'stale' | 'untrusted'
  readonly disagrees: boolean
}

export interface ObjectiveLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly level: string
  readonly period: string
  readonly pillar: string | null
  readonly parent: string | null
  readonly owner: string | null
  readonly state: string
  readonly score: number | null
  readonly band: 'red' | 'amber' | 'green' | null
  readonly keyResults: readonly KeyResultLine[]
}

export interface Goals {
  readonly today: string
  readonly objectives: readonly ObjectiveLine[]
  readonly attainment: { readonly met: number; readonly of: number; readonly share: number | null; readonly reading: string | null }
}
