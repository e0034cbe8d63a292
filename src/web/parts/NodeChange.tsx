import type { TreeNode } from '#web/explained.ts'
import { Variance } from './Figure.tsx'

/** How a metric of the tree moved since the period before; of one that cannot be trusted nothing is judged. */
export function NodeChange({ node: { value, prior, unit, currency, better, trust } }: { readonly node: TreeNode }) {
  return <Variance actual={value} reference={prior} unit={unit} currency={currency} better={better ?? 'within'} isUntrusted={trust?.state === 'untrusted'} />
}
