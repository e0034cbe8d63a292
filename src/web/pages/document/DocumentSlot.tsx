import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { citedOf } from './asked.ts'
import { CitedBody } from './CitedBody.tsx'
import { Writing } from './Writing.tsx'
import './document.css'

/** What it says, with its numbers as they are now; a draft is written here. */
export function DocumentSlot({ row: one }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const [isWriting, setWriting] = useState(false)
  const refused = useRefusal('document', 'edit')
  const isOpen = one['state'] === 'draft' && refused === null && one.archivedAt === null
  return (
    <div className="p-document">
      <InForce of={one} />
      {isWriting && isOpen ? (
        <Writing row={one} close={() => setWriting(false)} />
      ) : (
        <>
          {isOpen && (
            <button type="button" className="btn" onClick={() => setWriting(true)}>
              Write
            </button>
          )}
          <Tile of={citedOf(workspace, one.key, asOf)} name="The text" lines={6}>
            {(cited) =>
              cited.blocks.length > 0 ? (
                <CitedBody cited={cited} />
              ) : (
                <Empty says="It says nothing yet" next={isOpen ? 'Write it, or begin from the template of its kind.' : 'Whoever owns it writes it.'} />
              )
            }
          </Tile>
        </>
      )}
    </div>
  )
}

/** While it is revised, or after it was replaced, the text that holds is another one. */
function InForce({ of }: { readonly of: AnyRow }) {
  const at = typeof of['publishedAt'] === 'string' ? of['publishedAt'] : null
  const by = typeof of['supersededBy'] === 'string' ? of['supersededBy'] : null
  if (by)
    return (
      <Banner
        tone="amber"
        says="Another document holds now."
        action={
          <Go className="link" to={`n/documents/${by}`}>
            Read it
          </Go>
        }
      />
    )
  if (!at || of['state'] !== 'draft') return null
  return (
    <Banner
      tone="plain"
      says={`The text of ${sayDay(at)} is in force; this one is being written.`}
      action={
        <Go className="link" to={`n/documents/${of.key}`} words={{ asOf: at }}>
          Read the text in force
        </Go>
      }
    />
  )
}
