import { useState } from 'react'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayMany } from '#web/say.ts'
import { shareLinks } from '#web/sharing/contract.ts'
import { LinkTable } from '#web/sharing/Links.tsx'
import { Go, useUrl } from '#web/url.tsx'

/** What is open to people without an account: what, by whom, for whom, until when, and when somebody last looked. */
export function Sharing() {
  const { workspace } = useUrl()
  const [isWhole, setWhole] = useState(false)
  return (
    <section aria-labelledby="h-sharing">
      <Tile of={shareLinks(workspace)} name="The shared links" lines={3}>
        {({ items, mayShare }) => {
          const open = items.filter(({ standing }) => standing === 'open')
          return (
            <>
              <SectionHead
                id="h-sharing"
                title={open.length === 0 ? 'Nothing is open to people outside' : `${sayMany(open.length, 'link')} open to people outside`}
                count={
                  items.length === 0
                    ? undefined
                    : mayShare
                      ? 'no account needed; each closes on its day'
                      : 'this workspace does not share outside; none of them opens'
                }
              >
                {items.length > open.length && (
                  <button type="button" className="link t13" onClick={() => setWhole(!isWhole)}>
                    {isWhole ? 'Only open ones' : `All ${items.length}`}
                  </button>
                )}
              </SectionHead>
              {items.length === 0 ? (
                <Empty says="No link was made yet" next="Share, on the roadmap or on a list, makes a page for an audience that opens until a day.">
                  <Go className="btn" to="roadmap">
                    Open the roadmap
                  </Go>
                </Empty>
              ) : (
                (isWhole || open.length > 0) && <LinkTable items={isWhole ? items : open} />
              )}
            </>
          )
        }}
      </Tile>
    </section>
  )
}
