import { useState } from 'react'
import type { Noun } from '#kernel'
import type { Change } from '#web/contract.ts'
import { showField } from '#web/fields/show.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { history } from '#web/resources.ts'
import { civil, sayInstant } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

/** What changed, from what to what, why, by whom and through which door; newest first. */
export function HistoryLines({ noun, id, most = 100 }: { readonly noun: Noun; readonly id: string; readonly most?: number }) {
  const { workspace } = useUrl()
  const [isWhole, setWhole] = useState(false)
  return (
    <Tile of={history(workspace, noun.plural, id)} name="The history" lines={3}>
      {({ items }) => {
        const newest = items.toSorted((a, b) => b.seq - a.seq)
        return (
          <>
            <ul className="hist">
              {newest.slice(0, isWhole ? undefined : most).map((change) => (
                <ChangeLine key={change.seq} noun={noun} change={change} />
              ))}
            </ul>
            {newest.length > most && !isWhole && (
              <button type="button" className="link t13" onClick={() => setWhole(true)}>
                {`All ${newest.length} changes`}
              </button>
            )}
          </>
        )
      }}
    </Tile>
  )
}

function ChangeLine({ noun, change }: { readonly noun: Noun; readonly change: Change }) {
  const { serverTime, workspace } = useMe()
  const { set } = useUrl()
  const moved = movedFields(noun, change)
  return (
    <li>
      <button type="button" className="when" title="See everything as of this day" onClick={() => set({ asOf: civil(change.at, workspace.timeZone) })}>
        {sayInstant(change.at, serverTime, workspace.timeZone)}
      </button>
      <span>
        {moved.length === 0 && words(change.verb)}
        {moved.slice(0, 4).map(([name, field]) => (
          <span key={name} className="moved">
            {words(name)} <span className="muted">{shown(field, change.before?.[name])} →</span> {shown(field, change.after?.[name])}
          </span>
        ))}
        {moved.length > 4 && <span className="muted"> and {moved.length - 4} more</span>}
        <span className="door">{[change.why, change.actor.name, change.door].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  )
}

/** The fields that a change of an existing row touched. */
const movedFields = (noun: Noun, { before, after }: Change) =>
  before && after
    ? Object.entries(noun.fields).filter(
        ([name, field]) => field.class !== 'secret' && JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
      )
    : []

const shown = (field: Parameters<typeof showField>[0], value: unknown) =>
  value === null || value === undefined || value === '' ? 'none' : showField(field, value)
