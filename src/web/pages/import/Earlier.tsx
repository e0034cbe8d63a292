import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { rows } from '#web/resources.ts'
import { sayInstant } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

const tones = { done: 'green', running: 'amber', failed: 'red', undone: 'none' } as const
const toneOf = (state: unknown) => Object.entries(tones).find(([name]) => name === state)?.[1] ?? 'none'

/** What came in before; each can be looked at and taken back. */
export function Earlier() {
  const { workspace } = useUrl()
  const { serverTime, workspace: card } = useMe()
  return (
    <section className="sec" aria-labelledby="h-before">
      <SectionHead id="h-before" title="Earlier imports" />
      <Tile of={rows(workspace, 'imports', { limit: 10, sort: '-createdAt' })} name="Earlier imports" lines={2}>
        {({ items }) => (
          <ul className="rows rel2">
            {items.length === 0 && <li className="note sec-note">None yet.</li>}
            {items.map((one) => (
              <li className="row" key={one.id}>
                <Go to="import" words={{ run: one.id }} className="ttl">
                  {String(one['name'])} <span className="muted">{sayInstant(one.createdAt, serverTime, card.timeZone)}</span>
                </Go>
                <StateWords state={toneOf(one['state'])}>{words(String(one['state']))}</StateWords>
              </li>
            ))}
          </ul>
        )}
      </Tile>
    </section>
  )
}
