import type { AnyRow } from '#kernel'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useUrl } from '#web/url.tsx'
import { branchOf } from './asked.ts'
import { Column } from './Column.tsx'
import './scenarios.css'

/** A scenario on its own page: held against today’s record, with what adopting it changes. */
export function ScenarioSlot({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  if (row['state'] === 'draft' || row['state'] === 'discarded') return null
  if (asOf) return <Empty says="A scenario is held against today’s record" next="Go back to now to see what adopting it would change." />
  return (
    <div className="p-scenarios brs">
      <SectionHead title="On today’s record" count="worked out anew each time" />
      <Tile of={branchOf(workspace, row.key)} name="The branch" lines={8}>
        {(branch) => <Column branch={branch} row={row} />}
      </Tile>
    </div>
  )
}
