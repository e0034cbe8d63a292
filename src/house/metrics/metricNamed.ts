import { defaultPolicy } from '#engines/metrics/revenue/revenue.ts'
import { wayOf } from '#engines/metrics/ways/ways.ts'
import { nearest } from '#engines/questions/suggest.ts'
import { metricWords } from '#engines/questions/metricWords.ts'
import { Problem } from '#kernel'
import type { Registry } from '#runtime/registry.ts'

/** The key of a metric from what people call it: its key, its name, or a word of the field (NRR, MAU). What fits none, or several, stays as it is. */
export function metricNamed({ metrics }: Registry, called: string): string {
  if (metrics.has(called)) return called
  const words = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[-_\s]+/g, ' ')
      .trim()
  const wanted = words(called)
  const found = [...metrics].filter(([key, { name }]) => [key, name, ...(metricWords[key] ?? [])].some((one) => words(one) === wanted))
  return found.length === 1 ? (found[0]?.[0] ?? called) : called
}

/** Refuses a switch that neither the revenue policy nor the metric has, by name and with the nearest. What people defined has no switches that are known here. */
export function assertSwitches({ metrics }: Registry, key: string, switches: readonly string[]): void {
  const metric = metrics.get(key)
  if (!metric) return
  const known = ['extends', ...Object.keys(defaultPolicy), ...Object.keys(wayOf(metric.compute).switches)]
  const unknown = switches.find((one) => !known.includes(one))
  if (unknown === undefined) return
  const near = nearest(
    unknown.replaceAll('_', ' '),
    known.map((one) => one.replaceAll('_', ' ')),
  )
  const flags = near.map((one) => `--${one.replaceAll(' ', '_')}`)
  const hint = flags.length > 0 ? `Did you mean ${flags.join(' or ')}?` : 'See throughline measure --help, and docs/guide/policies.md for all switches.'
  throw new Problem('invalid', `${metric.name} has no switch and measure no flag “${unknown}”.`, hint, { code: 'usage' })
}
