import { useState } from 'react'
import { recordsIn, type AnyRow, type Noun } from '#kernel'
import { usePerform } from '#web/perform.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { Behind, Query } from './contract.ts'
import { put, pruned } from './draft.ts'
import { useGroups } from './groups.ts'

/** Those behind a number as a cohort: dynamic, judged again whenever it is asked, or static, exactly these for good; only static where another day gives the number to others. */
export function KeepCohort({ behind, query }: { readonly behind: Behind; readonly query: Query }) {
  const noun = nouns['analysis']?.noun
  const { asOf } = useUrl()
  const may = useMay()
  return noun && !asOf && may('contributor') ? <KeepForm behind={behind} query={query} noun={noun} /> : null
}

function KeepForm({ behind: { cohort, n }, query, noun }: { readonly behind: Behind; readonly query: Query; readonly noun: Noun }) {
  const me = useMe()
  const { perform, isPending } = usePerform(noun)
  const [name, setName] = useState('')
  const [wantsStatic, setStatic] = useState(false)
  const [kept, setKept] = useState<AnyRow | null>(null)
  const isTaken = useGroups().cohorts.some(({ says }) => says.toLowerCase() === name.trim().toLowerCase())
  const isStatic = wantsStatic || cohort.live === null
  const spec = isStatic ? cohort.frozen : cohort.live
  if (kept) return <Kept row={kept} query={query} />
  const keep = () =>
    void (
      spec && perform('create', undefined, { title: name.trim(), kind: 'cohort', spec, owner: me.member.id }).then(setKept, () => undefined) // what went wrong has been said already
    )
  return (
    <form
      className="keep"
      onSubmit={(event) => {
        event.preventDefault()
        keep()
      }}
    >
      <input
        className="inp"
        aria-label="Name of the cohort"
        placeholder="Keep as a cohort named"
        maxLength={160}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {name.trim() !== '' && (
        <>
          {cohort.live ? (
            <label className="chk t13">
              <input type="radio" name="cohort" checked={!isStatic} onChange={() => setStatic(false)} />
              <span>Dynamic: whoever fits whenever it is asked</span>
            </label>
          ) : (
            <p className="t12 muted">{`${cohort.onlyStatic} It can be kept as a static cohort alone.`}</p>
          )}
          <label className="chk t13">
            <input type="radio" name="cohort" checked={isStatic} disabled={cohort.frozen === null} onChange={() => setStatic(true)} />
            <span>{`Static: exactly these ${n.toLocaleString('en-US')}, for good`}</span>
          </label>
          {isTaken && <p className="t12 muted">A cohort of this name is there already.</p>}
          <button type="submit" className="btn pri" disabled={isPending || isTaken || spec === null}>
            Keep cohort
          </button>
        </>
      )}
    </form>
  )
}

/** What was kept, and how to go on with it at once. */
function Kept({ row, query }: { readonly row: AnyRow; readonly query: Query }) {
  const { set } = useUrl()
  const ask = (next: Query) => set({ q: JSON.stringify(next), drill: undefined, side: undefined })
  const group = { cohort: row.key }
  const beside = [...recordsIn(query['beside']), group]
  const where = query['where'] === undefined ? group : { all: [group, query['where']] }
  return (
    <output className="keep">
      <span className="t13 kept">
        Kept as{' '}
        <Go to={`metrics/explore/${row.key}`} className="link">
          {String(row['title'])}
        </Go>
        .
      </span>
      <button type="button" className="btn" onClick={() => ask(pruned(put(put(query, 'beside', undefined), 'where', where)))}>
        Ask only of these
      </button>
      {beside.length <= 12 && (
        <button type="button" className="btn" onClick={() => ask({ ...query, beside })}>
          Compare with others
        </button>
      )}
    </output>
  )
}
