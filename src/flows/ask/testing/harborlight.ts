import { metricWords, movementWords } from '#engines/questions/metricWords.ts'
import type { Vocabulary } from '#engines/questions/question.ts'
import type { AnyMetric } from '#kernel'
import * as words from '#metrics'

const isMetric = (word: unknown): word is AnyMetric => typeof word === 'object' && word !== null && 'formula' in word && 'dimensions' in word
const keyOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Every metric of the house, with what the made-up company calls its parts, on 30 November 2026. */
export const harborlight: Vocabulary = {
  calendar: { today: '2026-11-30', fiscalStart: 1 },
  metrics: Object.values(words)
    .flatMap((file) => Object.entries<unknown>(file))
    .flatMap(([word, metric]) => (isMetric(metric) ? [[keyOf(word), metric] as const] : []))
    .map(([key, { name, dimensions, unit, grain }]) => ({
      key,
      name,
      dimensions,
      unit,
      grains: grain === 'month' ? ['month', 'quarter'] : [grain],
      synonyms: [],
    })),
  absent: [
    ...Object.keys(metricWords)
      .filter((key) => !Object.keys(words).map(keyOf).includes(key))
      .map((key) => ({ name: key, synonyms: [], because: 'it is not computed here yet.' })),
    ...movementWords.map((synonyms) => ({ name: synonyms[0] ?? '', synonyms, because: 'it is a movement of recurring revenue.', ask: 'why did ARR change' })),
  ],
  values: {
    segment: ['Enterprise', 'Mid-market', 'Small business'],
    plan: ['Business', 'Enterprise', 'Team'],
    region: ['Asia-Pacific', 'European Union', 'North America', 'United Kingdom'],
    channel: ['Direct', 'Partner'],
    priority: ['p1', 'p2', 'p3', 'p4'],
    feature: ['alerts', 'tasks', 'single-sign-on', 'shared-home'],
    area: ['Approvals', 'Billing', 'Connect', 'Identity', 'Insights', 'Performance', 'Tasks'],
    service: ['connect-sync', 'core-api', 'identity', 'insights-query'],
  },
  presets: ['default', 'stripe', 'chartmogul', 'board'],
  currency: 'USD',
}
