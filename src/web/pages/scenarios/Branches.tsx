import { useQuery } from '@tanstack/react-query'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useUrl } from '#web/url.tsx'
import { branchOf, keptScenarios } from './asked.ts'
import { Column } from './Column.tsx'

/** The scenarios on record as branches of the plan: up to two beside today’s, each with its people, its load and what merging it changes. */
export function Branches() {
  const { workspace, search, set } = useUrl()
  const kept = useQuery(keptScenarios(workspace)).data?.items ?? []
  const open = kept.filter((row) => row['state'] !== 'discarded').toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
  if (open.length === 0) return null
  const chosen = (
    search['with'] ??
    open
      .slice(-2)
      .map(({ key }) => key)
      .join(',')
  )
    .split(',')
    .filter((key) => open.some((row) => row.key === key))
    .slice(0, 2)
  const turn = (key: string): void =>
    set({ with: (chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key].slice(-2)).join(',') || 'none' })
  return (
    <section className="sec" aria-label="Kept scenarios">
      <SectionHead title="Kept scenarios" count="branches of the plan, held against today’s record; choose up to two" />
      <div className="chips">
        {open.map((row) => (
          <button key={row.key} type="button" className="chip" aria-pressed={chosen.includes(row.key)} onClick={() => turn(row.key)}>
            {`${row.key} ${String(row['title'])}`}
          </button>
        ))}
      </div>
      <div className="cols brs">
        {chosen.map((key) => (
          <Tile key={key} of={branchOf(workspace, key)} name={key} lines={8}>
            {(branch) => <Column branch={branch} row={open.find((row) => row.key === key)} />}
          </Tile>
        ))}
      </div>
    </section>
  )
}
