import type { SourceTree } from '#kernel'
import { isDictionary } from './metricsDictionary.ts'
import type { FilePlan } from './plan.ts'
import { readProductTree } from './productTree.ts'

/** What the documents of an import are: a metrics dictionary, levels of the product hierarchy, or not known. */
export function planTrees(trees: readonly SourceTree[], isWanted: (file: string) => boolean): FilePlan[] {
  const wanted = trees.filter((one) => isWanted(one.file))
  const hierarchy = readProductTree(wanted)
  return trees.map((one) => {
    if (!wanted.includes(one)) return { ...blankTree(one), notes: ['Left out by the mapping.'] }
    if (isDictionary(one.tree))
      return {
        ...blankTree(one),
        recognisedAs: 'metrics dictionary',
        sure: 0.95,
        reasons: ['a list of named, defined metrics'],
        rows: Array.isArray(one.tree) ? one.tree.length : 0,
      }
    if (!hierarchy.files.includes(one.file)) return { ...blankTree(one), trouble: notKnown }
    const nodes = hierarchy.nodes.filter((node) => node.file === one.file)
    const orphans = nodes.filter((node) => node.parent === null && node.values['kind'] === 'area').length
    return {
      ...blankTree(one),
      recognisedAs: 'product hierarchy',
      sure: 0.9,
      reasons: ['named things that refer to one another'],
      rows: nodes.length,
      notes: orphans > 0 ? [`${orphans} of them name a parent that is not among the files; they stand at the top.`] : [],
    }
  })
}

const notKnown = {
  reason: 'It is a document whose meaning is not known: neither a list of metrics nor a level of the product hierarchy.',
  hint: 'Leave it out, or export its rows as a table and name the fact in a mapping.',
}

const blankTree = ({ file }: SourceTree): FilePlan => ({
  file,
  bytes: 0,
  form: { kind: /\.json$/i.test(file) ? 'json' : 'yaml', notes: [] },
  recognisedAs: null,
  sure: 0,
  reasons: [],
  rows: null,
  columns: [],
  readings: [],
  forms: { dates: 'dayFirst', numbers: 'decimalPoint', zone: 'UTC', currency: 'USD' },
  notes: [],
})
