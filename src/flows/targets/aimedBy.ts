import type { AnyMetric, AnyRow } from '#kernel'
import type { Aimed } from './sheetFields.ts'

/** The metric of a line: by key, by name, else refused with the nearest. */
export function aimedBy(
  written: string,
  { metrics, entries }: { readonly metrics: ReadonlyMap<string, AnyMetric>; readonly entries: readonly AnyRow[] },
): Aimed | { readonly fault: string } {
  const wanted = plain(written)
  const row = entries.find((one) => plain(String(one['metricKey'])) === wanted || plain(String(one['name'])) === wanted) ?? null
  const key = row ? String(row['metricKey']) : ([...metrics].find(([one, { name }]) => plain(one) === wanted || plain(name) === wanted)?.[0] ?? null)
  if (key === null) {
    const near = [...metrics].filter(([one]) => wanted.split(' ').some((word) => word.length > 2 && plain(one).includes(word))).map(([one]) => one)
    return { fault: `There is no metric “${written}”.${near.length > 0 ? ` Do you mean ${near.slice(0, 3).join(', ')}?` : ''}` }
  }
  const metric = metrics.get(key)
  if (metric) return { key, name: metric.name, row, unit: metric.unit, better: metric.better }
  const unit = row?.['unit']
  const better = row?.['direction']
  return {
    key,
    name: String(row?.['name'] ?? key),
    row,
    unit: unit === 'percent' || unit === 'ratio' ? 'ratio' : unit === 'money' ? 'money' : unit === 'points' ? 'score' : null,
    better: better === 'up' || better === 'down' || better === 'within' ? better : null,
  }
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim()
