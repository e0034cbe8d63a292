import { words } from '#web/vocabulary.ts'

/** Tools are written as their makers write them. */
export const nameOf = (name: string): string =>
  ({ chartmogul: 'ChartMogul', profitwell: 'ProfitWell', posthog: 'PostHog', recharge: 'ReCharge' })[name] ?? words(name)
