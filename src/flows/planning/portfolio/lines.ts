import type { AnyRow } from '#kernel'
import { text } from '../reading.ts'

/** Product lines: lines and products that no other line or product stands under. Platforms and areas serve them and are not graded. */
export function productLines(products: readonly AnyRow[]): AnyRow[] {
  const lines = products.filter((row) => ['line', 'product'].includes(text(row['kind'])))
  return lines.filter((row) => !lines.some((other) => other['parent'] === row.id))
}

/** What the records call a product: its name, its other names, and those of the areas below it; compared without case. */
export function namesOf(product: AnyRow, products: readonly AnyRow[]): ReadonlySet<string> {
  const areas = products.filter((row) => row['parent'] === product.id && row['kind'] === 'area')
  const named = [product, ...areas].flatMap((row) => [text(row['name']), ...(Array.isArray(row['records']) ? row['records'].map(String) : [])])
  return new Set(named.filter((name) => name !== '').map((name) => name.toLowerCase()))
}
