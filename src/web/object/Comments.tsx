import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRow, Noun } from '#kernel'
import { RefName } from '#web/fields/RefName.tsx'
import { Avatar } from '#web/parts/Avatar.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { allRows, rows } from '#web/resources.ts'
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
        <p className={one['resolved'] === true ? 'muted' : undefined}>
          <Body of={String(one['body'] ?? '')} mentions={Array.isArray(one['mentions']) ? one['mentions'].map(String) : []} />
        </p>
        <Settle one={one} />
      </div>
    </li>
  )
}

/** The words, with the names that they call. */
function Body({ of, mentions }: { readonly of: string; readonly mentions: readonly string[] }) {
  const people = usePeople()
  const names = people.filter(({ id }) => mentions.includes(id)).map(({ name }) => `@${name}`)
  const parts = names.length === 0 ? [of] : of.split(new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`))
  return (
    <>
      {parts.map((part, at) =>
        names.includes(part) ? (
          <span className="at" key={at}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  )
}

/** Settles a thread: who is named is no longer asked. */
function Settle({ one }: { readonly one: AnyRow }) {
  const { asOf } = useUrl()
  const may = useMay()
  const noun = nouns['comment']?.noun
  const { perform, isPending } = usePerform(noun ?? missing())
  if (one['resolved'] === true) return <span className="muted t12">Settled</span>
  if (asOf || !may('contributor') || !noun) return null
  return (
    <button type="button" className="link t12" disabled={isPending} onClick={() => void perform('resolve', one, {}).catch(() => null)}>
      Settle
    </button>
  )
}

function missing(): never {
  throw new Error('Comments are a noun of this app.')
}

/** Those who may be named: everybody who is here. */
function usePeople(): readonly { readonly id: string; readonly name: string }[] {
  const { workspace } = useUrl()
  const { data } = useQuery(allRows(workspace, 'members'))
  return (data?.items ?? []).filter((row) => row['state'] !== 'left').map((row) => ({ id: row.id, name: String(row['name']) }))
}

/** The beginning of a name after the last @, while it is being typed; null otherwise. */
const typedName = (body: string): string | null => /(?:^|\s)@([\p{L}.’' -]{0,30})$/u.exec(body)?.[1] ?? null

function NewComment({ noun, about }: { readonly noun: Noun; readonly about: string }) {
  const { member } = useMe()
  const { perform, isPending } = usePerform(noun)
  const [body, setBody] = useState('')
  const people = usePeople()
  const typed = typedName(body)?.toLocaleLowerCase() ?? null
  const meant = typed === null ? [] : people.filter(({ name }) => name.toLocaleLowerCase().startsWith(typed)).slice(0, 5)
  const choose = (name: string) => setBody(`${body.slice(0, body.lastIndexOf('@'))}@${name} `)
  const send = async () => {
    if (!body.trim()) return
    const saved = await perform('create', undefined, {
      body,
      about,
      author: member.id,
      mentions: people.filter(({ name }) => body.includes(`@${name}`)).map(({ id }) => id),
    }).catch(() => null)
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
        placeholder="Comment; @ names somebody"
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') return void send()
          const first = meant[0]
          if (!first || (event.key !== 'Enter' && event.key !== 'Tab')) return
          event.preventDefault()
          choose(first.name)
        }}
      />
      {meant.length > 0 && (
        <ul className="names" aria-label="Name somebody">
          {meant.map(({ id, name }) => (
            <li key={id}>
              <button type="button" className="btn quiet" onClick={() => choose(name)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
      {body.trim() && (
        <button type="submit" className="btn" disabled={isPending}>
          Send
        </button>
      )}
    </form>
  )
}
