import { useState } from 'react'
import { isRecord, type Field, type Noun } from '#kernel'
import type { Change } from '#web/contract.ts'
import { movedIn } from '#web/done.ts'
import { showField } from '#web/fields/show.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { history } from '#web/resources.ts'
import { civil, sayInstant, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { changeSays } from './changeSays.ts'
import { movedWithin, sayWithin } from './movedWithin.ts'

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
  const { said, moved } = toldOf(noun, change)
  return (
    <li>
      <button type="button" className="when" title="See everything as of this day" onClick={() => set({ asOf: civil(change.at, workspace.timeZone) })}>
        {sayInstant(change.at, serverTime, workspace.timeZone)}
      </button>
      <span>
        {said && <span className="b moved">{said}</span>}
        {moved.slice(0, 4).map(([name, field]) => (
          <MovedField key={name} name={name} field={field} before={change.before?.[name]} after={change.after?.[name]} />
        ))}
        {moved.length > 4 && <span className="muted"> and {moved.length - 4} more</span>}
        <span className="door">{[change.why, change.actor.name, change.door].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  )
}

interface MovedFieldProps {
  readonly name: string
  readonly field: Field<unknown>
  readonly before: unknown
  readonly after: unknown
}

/** A field from what to what; two lists that fold to the same words are told as changed; of a structured value, the places within it that differ. */
function MovedField({ name, field, before, after }: MovedFieldProps) {
  const within = !field.inner && isRecord(before) && isRecord(after) ? movedWithin(before, after) : null
  if (!within && isFolded(before) && isFolded(after) && before.length === after.length)
    return (
      <details className="moved">
        <summary>{`${words(name)} changed`}</summary>
        <span className="muted">{showField(field, before)} →</span> {showField(field, after)}
      </details>
    )
  if (!within)
    return (
      <span className="moved">
        {words(name)} <span className="muted">{shown(field, before)} →</span> {shown(field, after)}
      </span>
    )
  return (
    <>
      {within.slice(0, 4).map(({ place, before: old, after: now }) => (
        <span key={place} className="moved">
          {`${words(name)}, ${place}`} <span className="muted">{sayWithin(old)} →</span> {sayWithin(now)}
        </span>
      ))}
      {within.length > 4 && <span className="muted"> and {within.length - 4} more</span>}
    </>
  )
}

/** What a change did in the verb’s words, and the fields that it moved besides what these name. An edit is told by its fields alone. */
function toldOf(noun: Noun, change: Change) {
  const open = Object.fromEntries(Object.entries(noun.fields).filter(([, field]) => field.class !== 'secret'))
  const now = movedIn(open, change.before, change.after)
  const moved = Object.entries(open).filter(([name]) => name in now)
  return { said: change.verb === 'edit' && moved.length > 0 ? null : changeSays(noun, change), moved }
}

const isFolded = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.some(isRecord)

/** A value in words; a list of records is folded, for a line has no room for it. */
function shown(field: Field<unknown>, value: unknown) {
  if (value === null || value === undefined || value === '') return 'none'
  if (!isFolded(value)) return showField(field, value)
  return (
    <details>
      <summary>{sayMany(value.length, 'entry', 'entries')}</summary>
      {showField(field, value)}
    </details>
  )
}
