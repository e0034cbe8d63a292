import type { Label, LifecycleLine, PathsLine, PathsTold, Query, RetentionLine, Told } from './contract.ts'
import { LifecycleChart } from './LifecycleChart.tsx'
import { PathFlow } from './PathFlow.tsx'
import { LifecycleTable, LinkTable } from './Tables.tsx'
import { labelOf, type Pick } from './telling.ts'

interface Shown {
  readonly data: Told
  readonly query: Query
  /** The group whose answer it is, where several stand on one page. */
  readonly of?: string | undefined
  readonly pick: Pick
}

/** Lines of one kind of answer. */
export const retentionLines = ({ lines = [] }: Told): RetentionLine[] => lines.filter((line) => 'mean' in line)
const lifecycleLines = ({ lines = [] }: Told): LifecycleLine[] => lines.filter((line) => 'buckets' in line)
const pathLines = ({ lines = [] }: Told): PathsLine[] => lines.filter((line) => 'links' in line)

/** Who came and went: of all, and of each line of a breakdown below. */
export function LifecycleResult({ data, query, of, pick }: Shown) {
  const buckets = data.buckets ?? []
  return (
    <>
      <LifecycleChart buckets={buckets} unit={String(query['unit'] ?? 'week')} />
      <LifecycleTable of={of} buckets={buckets} pick={pick} />
      {lifecycleLines(data).map((line) => (
        <section key={nameOf(line.breakdown, of)} className="grp-part">
          <h3 className="t13 s">{labelOf(line.breakdown)}</h3>
          <LifecycleTable of={nameOf(line.breakdown, of)} buckets={line.buckets} pick={pick} />
        </section>
      ))}
    </>
  )
}

/** Paths as a figure with their table: of all, and of each line of a breakdown below. */
export function PathsResult({ data, query, of, pick }: Shown) {
  return (
    <>
      <Walked told={{ nodes: data.nodes ?? [], links: data.links ?? [], paths: data.paths ?? 0 }} query={query} of={of} pick={pick} />
      {pathLines(data).map((line) => (
        <section key={nameOf(line.breakdown, of)} className="grp-part">
          <h3 className="t13 s">{labelOf(line.breakdown)}</h3>
          <Walked told={line} most={12} query={query} of={nameOf(line.breakdown, of)} pick={pick} />
        </section>
      ))}
    </>
  )
}

function Walked({ told, most, query, of, pick }: Omit<Shown, 'data'> & { readonly told: PathsTold; readonly most?: number | undefined }) {
  return (
    <>
      <PathFlow told={told} query={query} of={of} pick={pick} />
      <LinkTable of={of} links={told.links} query={query} most={most} pick={pick} />
    </>
  )
}

const nameOf = (label: Label, of: string | undefined): string => [of, labelOf(label)].filter(Boolean).join(', ')
