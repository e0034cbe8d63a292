/** The answers about signals, targets and data quality, as the flows give them. */
export type { KeptFinding, Quality as QualityAnswer } from '#flows/quality/quality.ts'
export type { MetricHealth } from '#flows/quality/health.ts'
export type { SignalEntry, Signals as SignalsAnswer } from '#flows/signals/signals.ts'
export type { TargetImport } from '#flows/targets/importTargets.ts'
export type { TargetsAnswer, TargetStanding } from '#flows/targets/overview.ts'
export type { TargetCheck } from '#flows/targets/check.ts'
export type { MetricOutlook as ForecastAnswer } from '#flows/targets/outlook.ts'
export type { LimitSpan } from '#engines/metrics/signal/limitSpans.ts'
