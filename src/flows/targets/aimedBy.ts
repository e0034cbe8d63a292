import type { AnyMetric, AnyRow } from '#kernel'
import type { Aimed } from './sheetFields.ts'

/** The metric of a line: by its key as it is written, by its key in other words (net revenue retention), by its name; else refused with the nearest. */
export function aimedBy(
  written: string,
  { metrics, entries }: { readonly metrics: ReadonlyMap<string, AnyMetric>; readonly entries: readonly AnyRow[] },
): Aimed | { readonly fault: string } {
  const wanted = plain(written)
  const keys = new Set([...entries.map((one) => String(one['metricKey'])), ...metrics.keys()])
  const key = keys.has(written) ? written : wanted === '' ? null : (byWords(wanted, keys) ?? byName(wanted, metrics, entries))
  const row = entries.find((one) => one['metricKey'] === key) ?? null
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

const byWords = (wanted: string, keys: ReadonlySet<string>): string | null => [...keys].find((key) => plain(key) === wanted) ?? null

function byName(wanted: string, metrics: ReadonlyMap<string, AnyMetric>, entries: readonly AnyRow[]): string | null {
  const entry = entries.find(({ name }) => plain(String(name)) === wanted)
  return entry ? String(entry['metricKey']) : ([...metrics].find(([, { name }]) => plain(name) === wanted)?.[0] ?? null)
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
