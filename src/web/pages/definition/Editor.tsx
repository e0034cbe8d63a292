import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { isProblem } from '#kernel'
import { call, currentOf, isStale } from '#web/client.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { useUrl } from '#web/url.tsx'
import { useSettled } from '#web/useSettled.ts'
import { tried, type Doing, type Fault, type Kept, type Tried } from '#web/defined.ts'
import { Figures } from './Figures.tsx'

/** The text on one side; on the other what it would do and say, half a second after the last key. */
export function Editor({ text: given, revision }: { readonly text: string; readonly revision?: number }) {
  const { workspace, asOf } = useUrl()
  const [text, setText] = useState(given)
  // what was read with the text: what others write meanwhile reaches the page, and not the text
  const [seen, setSeen] = useState(revision)
  const settled = useDeferredValue(useSettled(text, 500))
  const read = useQuery({ ...tried(workspace, settled), enabled: settled.trim() !== '', placeholderData: (before: Tried | undefined) => before, retry: false })
  const [own] = read.data?.import.metrics ?? []
  const faults = [...(read.data?.import.faults ?? []), ...(own?.faults ?? [])]
  return (
    <section className="sec editor" aria-labelledby="h-edit">
      <div>
        <SectionHead id="h-edit" title="The definition" />
        <label className="sr" htmlFor="definition-text">
          Definition, as YAML
        </label>
        <textarea
          id="definition-text"
          className="inp code"
          value={text}
          spellCheck={false}
          rows={20}
          onChange={(event) => setText(event.target.value)}
          aria-describedby="definition-says"
        />
        {asOf === undefined && (
          <Keep text={text} doing={faults.length > 0 || text !== settled ? undefined : own?.action} metricKey={own?.key} seen={seen} setSeen={setSeen} />
        )}
      </div>
      <div id="definition-says" aria-live="polite">
        <SectionHead id="h-says" title="What it would say" />
        {read.isError && <p className="note">{isProblem(read.error) ? `${read.error.message} ${read.error.hint}` : 'It could not be tried.'}</p>}
        {faults.length > 0 ? <Faults faults={faults} /> : read.data && <Figures tried={read.data} />}
      </div>
    </section>
  )
}

function Faults({ faults }: { readonly faults: readonly Fault[] }) {
  return (
    <>
      <StateWords state="red">{faults.length === 1 ? 'One thing is in the way' : `${faults.length} things are in the way`}</StateWords>
      <ul className="faults">
        {faults.map(({ path, message, hint }) => (
          <li key={`${path} ${message}`}>
            <p>{message}</p>
            <p className="sub">
              {path !== '' && <span className="at">{path}</span>} {hint}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

const buttons: Readonly<Partial<Record<Doing, string>>> = {
  define: 'Keep as a draft',
  redefine: 'Keep as a draft',
  words: 'Keep the words',
  propose: 'Propose',
}
const hints: Readonly<Partial<Record<Doing, string>>> = {
  define: 'A second person certifies it.',
  redefine: 'It counts up the version.',
  words: 'The version stays: nothing that it computes changes.',
  propose: 'What counts now goes on counting until a second person certifies this.',
  unchanged: 'It is as it is kept.',
}

interface Keeping {
  readonly text: string
  readonly doing: Doing | undefined
  readonly metricKey: string | undefined
  readonly seen: number | undefined
  readonly setSeen: (revision: number | undefined) => void
}

function Keep({ text, doing, metricKey, seen, setSeen }: Keeping) {
  const { workspace, set } = useUrl()
  const say = useSay()
  const cache = useQueryClient()
  const [why, setWhy] = useState('')
  const needsWhy = doing === 'propose'
  const reread = (): void => {
    renew(cache, workspace, 'metric')
    void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/metric-definitions') })
  }
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      call<Kept>('/metric-definitions', {
        method: 'POST',
        workspace,
        body: { text, ...(why.trim() === '' ? {} : { why: why.trim() }) },
        ...(seen === undefined ? {} : { version: seen }),
      }),
    onSuccess: ({ metrics: [kept] }) => {
      setWhy('')
      setSeen(kept?.revision)
      reread()
      set({ key: metricKey })
      say(needsWhy ? 'Proposed. Nothing changes until a second person certifies it.' : 'Kept.')
    },
    onError: (problem) => {
      say(isProblem(problem) ? `Not kept. ${problem.message} ${problem.hint}` : 'Not kept.', { tone: 'failed' })
      if (!isStale(problem)) return
      const now = currentOf(problem)?.['version']
      if (typeof now === 'number') setSeen(now)
      reread()
    },
  })
  const label = doing === undefined ? 'Keep' : (buttons[doing] ?? 'Keep')
  return (
    <form
      className="keep"
      onSubmit={(event) => {
        event.preventDefault()
        mutate()
      }}
    >
      <label>
        <span>{needsWhy ? 'Why it should change' : 'Why, if you like'}</span>
        <input className="inp" value={why} maxLength={1000} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <div className="acts">
        <button
          type="submit"
          className="btn pri"
          disabled={isPending || doing === undefined || buttons[doing] === undefined || (needsWhy && why.trim() === '')}
        >
          {label}
        </button>
        <span className="muted t13">{doing === undefined ? '' : hints[doing]}</span>
      </div>
    </form>
  )
}
