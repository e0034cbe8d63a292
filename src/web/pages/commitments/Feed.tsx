import { addDays } from '#engines/numbers/dates.ts'
import { pastTense } from '#engines/numbers/pastTense.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { civil, sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { changesSince, type FeedEntry } from './asked.ts'

/** What changed on the roadmap since a week, a month, or the day of the commitment. */
export function Feed({ since }: { readonly since?: string }) {
  const { workspace, asOf, search } = useUrl()
  const { serverTime, workspace: card } = useMe()
  const today = asOf?.slice(0, 10) ?? civil(serverTime, card.timeZone)
  const spans = [
    { id: 'week', says: 'A week', from: addDays(today, -7) },
    { id: 'month', says: 'A month', from: addDays(today, -30) },
    ...(since ? [{ id: 'commitment', says: 'The commitment', from: since }] : []),
  ]
  const span = spans.find(({ id }) => id === search['since']) ?? spans[0]
  return (
    <section className="sec" aria-label="What changed since">
      <SectionHead title="What changed since">
        <Segments name="since" label="Since" value={span?.id ?? 'week'} options={spans} />
      </SectionHead>
      <Tile of={changesSince(workspace, span?.from ?? today, asOf)} name="The changes" lines={4}>
        {({ items }) => <Entries items={items} />}
      </Tile>
    </section>
  )
}

/** An edit and what is new are told by their fields; a verb stands first in its own words. */
const feedSays = (verb: string, says: readonly string[]): string =>
  verb === 'edit' || verb === 'create' ? says.join('; ') : [pastTense(verb).toLowerCase(), ...says].join('; ')

const shown = 40

function Entries({ items }: { readonly items: readonly FeedEntry[] }) {
  const { set } = useUrl()
  const { workspace } = useMe()
  if (items.length === 0) return <p className="muted t13">Nothing changed.</p>
  return (
    <>
      <ul className="hist feed">
        {items.slice(0, shown).map(({ seq, at, by, key, title, verb, says, cause, sponsor }) => (
          <li key={seq}>
            <span>{sayDay(civil(at, workspace.timeZone))}</span>
            <span>
              <button type="button" className="b" onClick={() => set({ peek: `initiative:${key}` })}>
                {`${key} ${title}`}
              </button>{' '}
              {feedSays(verb, says)}
              <span className="door">
                {[by, cause ? `cause ${words(cause).toLowerCase()}` : null, sponsor ? `asked for by ${sponsor}` : null].filter(Boolean).join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {items.length > shown && <p className="note">{`and ${items.length - shown} older ones`}</p>}
    </>
  )
}
