import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { Answered } from './contract.ts'

const words = ['kind', 'events', 'actor', 'by', 'last', 'window', 'preset'] as const

/** Keeps the question with its whole query and its address; its history is that of any record. */
export function Save({ answer, title }: { readonly answer: Answered; readonly title: string }) {
  const noun = nouns['analysis']?.noun
  return noun ? <SaveForm answer={answer} title={title} noun={noun} /> : null
}

function SaveForm({ answer, title, noun }: { readonly answer: Answered; readonly title: string; readonly noun: Parameters<typeof usePerform>[0] }) {
  const { search } = useUrl()
  const me = useMe()
  const { perform, isPending } = usePerform(noun)
  const [name, setName] = useState<string | null>(null)
  if (name === null)
    return (
      <button type="button" className="btn pri" onClick={() => setName(title.slice(0, 160))}>
        Save
      </button>
    )
  const address = new URLSearchParams(words.flatMap((word) => (search[word] ? [[word, search[word]]] : []))).toString()
  const save = async () => {
    await perform('create', undefined, { title: name.trim(), kind: answer.query.kind, spec: answer.query, address, owner: me.member.id }).then(
      () => setName(null),
      () => undefined, // what went wrong has been said already
    )
  }
  return (
    <form
      className="acts"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <input className="inp" aria-label="Name of the saved question" maxLength={160} value={name} onChange={({ target }) => setName(target.value)} />
      <button type="submit" className="btn pri" disabled={isPending || name.trim() === ''}>
        Save
      </button>
      <button type="button" className="btn" onClick={() => setName(null)}>
        Cancel
      </button>
    </form>
  )
}

/** The questions that were saved, newest first; each leads back to its page as it was, and to its record. */
export function SavedList() {
  const { workspace } = useUrl()
  const plural = nouns['analysis']?.noun.plural ?? 'analyses'
  const read = useQuery(rows(workspace, plural, { sort: '-createdAt', limit: 8 }))
  const saved = read.data?.items ?? []
  if (saved.length === 0) return null
  return (
    <section className="part" aria-label="Saved questions">
      <span>Saved</span>
      <ul className="saved">
        {saved.map((row) => (
          <li key={row.id}>
            <Go to="metrics/explore" words={Object.fromEntries(new URLSearchParams(String(row['address'] ?? '')))} className="link">
              {String(row['title'])}
            </Go>{' '}
            <Go to={`n/${plural}/${row.key}`} className="muted t12">
              {row.key}
            </Go>
          </li>
        ))}
      </ul>
    </section>
  )
}
