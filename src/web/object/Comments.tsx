import { useState } from 'react'
import type { AnyRow, Noun } from '#kernel'
import { RefName } from '#web/fields/RefName.tsx'
import { Avatar } from '#web/parts/Avatar.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayInstant } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'

/** Words that people left on an object, and room for the next. */
export function Comments({ noun, row }: { readonly noun: Noun; readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const may = useMay()
  const comment = nouns['comment']?.noun
  const about = `${noun.noun}/${row.id}`
  if (!comment) return null
  return (
    <>
      <Tile of={rows(workspace, comment.plural, { about, sort: 'createdAt', limit: 50, asOf })} name="Comments" lines={1}>
        {({ items }) => (
          <ul className="cmt">
            {items.length === 0 && <li className="none muted t13">No comments yet.</li>}
            {items.map((one) => (
              <CommentLine key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Tile>
      {may('contributor') && !asOf && <NewComment noun={comment} about={about} />}
    </>
  )
}

function CommentLine({ one }: { readonly one: AnyRow }) {
  const { serverTime, workspace } = useMe()
  const author = typeof one['author'] === 'string' ? one['author'] : null
  return (
    <li>
      <Avatar small name={author ? '·' : '?'} />
      <div>
        <span className="who">{author ? <RefName target="member" id={author} /> : 'Somebody'}</span>
        <time dateTime={one.createdAt}>{sayInstant(one.createdAt, serverTime, workspace.timeZone)}</time>
        <p>{String(one['body'] ?? '')}</p>
      </div>
    </li>
  )
}

function NewComment({ noun, about }: { readonly noun: Noun; readonly about: string }) {
  const { member } = useMe()
  const { perform, isPending } = usePerform(noun)
  const [body, setBody] = useState('')
  const send = async () => {
    if (!body.trim()) return
    const saved = await perform('create', undefined, { body, about, author: member.id }).catch(() => null)
    if (saved) setBody('')
  }
  return (
    <form
      className="new-cmt"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea
        className="inp"
        rows={1}
        aria-label="Comment"
        placeholder="Comment"
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && void send()}
      />
      {body.trim() && (
        <button type="submit" className="btn" disabled={isPending}>
          Send
        </button>
      )}
    </form>
  )
}
