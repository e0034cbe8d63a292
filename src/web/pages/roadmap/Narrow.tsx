import { ListFilter, X } from 'lucide-react'
import type { AnyRow } from '#kernel'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useUrl } from '#web/url.tsx'
import { cutSays, cuts, type Cut } from './cuts.ts'

/** Which bets are shown, by squad, kind of work, owner or objective: chips in the address, so that a link shows the same. */
export function Narrow({ all, names }: { readonly all: readonly AnyRow[]; readonly names: ReadonlyMap<string, string> }) {
  const { search, set } = useUrl()
  const chosen = cuts.filter((cut) => search[cut.id] !== undefined)
  const choices = cuts.flatMap((cut) =>
    valuesOf(all, cut).map((value) => ({
      id: `${cut.id} ${value}`,
      says: `${cut.says}: ${cutSays(value, names)}`,
      isChosen: search[cut.id] === value,
      pick: () => set({ [cut.id]: search[cut.id] === value ? undefined : value }),
    })),
  )
  return (
    <>
      {chosen.map(({ id, says }) => (
        <span className="chip" key={id}>
          <span className="k">{says}</span>
          {cutSays(search[id] ?? '', names)}
          <button type="button" className="ib sm" aria-label={`Drop the filter on ${says.toLowerCase()}`} onClick={() => set({ [id]: undefined })}>
            <Icon of={X} />
          </button>
        </span>
      ))}
      {choices.length > 1 && (
        <DropMenu
          label="Filter"
          choices={choices}
          button={
            <button type="button" className="chip line">
              <Icon of={ListFilter} /> Filter
            </button>
          }
        />
      )}
    </>
  )
}

const valuesOf = (all: readonly AnyRow[], cut: Cut): string[] => [...new Set(all.flatMap(cut.of))].toSorted()

/** By what bets stand together: rows of the timeline by squad unless told, the tree by objective, lanes by nothing. */
export function GroupBy({ lens }: { readonly lens: string }) {
  const { search, set } = useUrl()
  const usual = lens === 'timeline' ? 'squad' : lens === 'tree' ? 'goal' : undefined
  const current = cuts.find(({ id }) => id === (search['group'] ?? usual))
  const none = usual === undefined ? [{ id: 'none', says: 'No groups', isChosen: current === undefined, pick: () => set({ group: undefined }) }] : []
  const choices = cuts.map(({ id, says }) => ({ id, says, isChosen: id === current?.id, pick: () => set({ group: id === usual ? undefined : id }) }))
  return (
    <DropMenu
      label="Group by"
      choices={[...none, ...choices]}
      button={
        <button type="button" className="chip line">
          {current ? `By ${current.says.toLowerCase()}` : 'Group'}
        </button>
      }
    />
  )
}
