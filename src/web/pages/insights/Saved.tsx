import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRow, Noun } from '#kernel'
import { useSay } from '#web/parts/Toasts.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { Answered } from './contract.ts'

interface Saving {
  readonly answer: Answered
  readonly title: string
  readonly saved: AnyRow | null
  /** The question is still the one that was saved. */
  readonly isKept: boolean
}

/** Keeps the question with its whole query; its history is that of any record. One that was opened is changed, or kept as another. */
export function Save(props: Saving) {
  const noun = nouns['analysis']?.noun
  return noun ? <SaveForm {...props} noun={noun} /> : null
}

function SaveForm({ answer, title, saved, isKept, noun }: Saving & { readonly noun: Noun }) {
  const { go, asOf } = useUrl()
  const me = useMe()
  const may = useMay()
  const { perform, isPending } = usePerform(noun)
  const [name, setName] = useState<string | null>(null)
  if (asOf || !may('contributor')) return null // the past is read, not written; a question kept there would keep its day
  /** The saved question opens where the question was asked; who has gone on meanwhile is not taken back. */
  const opens = (from: string) => (row: AnyRow) => void (window.location.href === from && go(`metrics/explore/${row.key}`))
  const asked = { kind: answer.query.kind, spec: answer.query }
  const rewrite = () => void (saved && perform('edit', saved, asked).then(opens(window.location.href), ignore))
  if (name === null)
    return (
      <>
        {saved && !isKept && (
          <button type="button" className="btn pri" disabled={isPending} onClick={rewrite}>
            Save changes
          </button>
        )}
        <button type="button" className={saved ? 'btn' : 'btn pri'} onClick={() => setName(title.slice(0, 160))}>
          {saved ? 'Save as another' : 'Save'}
        </button>
      </>
    )
  const save = () => void perform('create', undefined, { ...asked, title: name.trim(), owner: me.member.id }).then(opens(window.location.href), ignore)
  return (
    <form
      className="acts"
      onSubmit={(event) => {
        event.preventDefault()
        save()
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

const ignore = () => undefined // what went wrong has been said already

/** Copies the address: it holds the whole question, and whoever may open the workspace sees the same answer. */
export function Share() {
  const say = useSay()
  const copy = () =>
    void navigator.clipboard?.writeText(window.location.href).then(
      () => say('Link copied. It opens this very question.'),
      () => say('The link could not be copied; copy the address of the page instead.', { tone: 'failed' }),
    )
  return (
    <button type="button" className="btn" onClick={copy}>
      Copy link
    </button>
  )
}

/** The questions that were saved, newest first; each opens as it was. */
export function SavedList() {
  const { workspace } = useUrl()
  const plural = nouns['analysis']?.noun.plural ?? 'analyses'
  const read = useQuery(rows(workspace, plural, { sort: '-createdAt', limit: 12 }))
  const saved = (read.data?.items ?? []).filter((row) => row['kind'] !== 'cohort')
  if (saved.length === 0) return null
  return (
    <section className="part" aria-label="Saved questions">
      <span>Saved</span>
      <ul className="saved">
        {saved.map((row) => (
          <li key={row.id}>
            <Go to={`metrics/explore/${row.key}`} className="link">
              {String(row['title'])}
            </Go>{' '}
            <span className="muted t12">{row.key}</span>
          </li>
        ))}
      </ul>
      <Go to={`n/${plural}`} className="link t12">
        All saved questions and cohorts
      </Go>
    </section>
  )
}
