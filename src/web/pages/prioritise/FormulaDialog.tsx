import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { isProblem, isRecord, type AnyRow, type Problem } from '#kernel'
import { call } from '#web/client.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { useUrl } from '#web/url.tsx'
import { useSettled } from '#web/useSettled.ts'
import type { FormulaPreview, Priorities, ShownScore } from './asked.ts'
import { wordsOf } from './words.ts'

interface Written {
  readonly name: string
  readonly formula: string
  readonly means: string
}

/** Writes a score of the workspace’s own: what cannot be read is told at its place, and what it would move is shown before it is kept. */
export function FormulaDialog({ answer, close }: { readonly answer: Priorities; readonly close: () => void }) {
  const { search } = useUrl()
  const held = answer.scores.find(({ formula }) => formula !== null && formula.key === search['edit'])?.formula ?? null
  return (
    <Modal title={held ? `Change “${held.name}”` : 'A score of your own'} close={close} wide>
      <Writing answer={answer} held={held} close={close} />
    </Modal>
  )
}

function Writing({ answer, held, close }: { readonly answer: Priorities; readonly held: ShownScore['formula']; readonly close: () => void }) {
  const { workspace, set } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const box = useRef<HTMLTextAreaElement>(null)
  const [written, setWritten] = useState<Written>({ name: held?.name ?? '', formula: held?.formula ?? '', means: held?.means ?? '' })
  const formula = useSettled(written.formula, 300)
  const wish = { ...(held ? { id: held.id, version: held.version } : { against: answer.method }), formula }
  const seen = useQuery({
    queryKey: [workspace, '/plan/formulas', JSON.stringify(wish)],
    queryFn: ({ signal }) => call<FormulaPreview>('/plan/formulas', { method: 'POST', workspace, body: { ...wish, dryRun: true }, signal }),
    enabled: formula.trim() !== '',
    retry: false,
  })
  const keep = useMutation({
    mutationFn: () => call<AnyRow>('/plan/formulas', { method: 'POST', workspace, body: { ...wish, ...written } }),
    onSuccess: async (row) => {
      await cache.invalidateQueries({ queryKey: [workspace] })
      say(`“${written.name.trim()}” is kept.`)
      set({ form: undefined, edit: undefined, by: row.key })
    },
  })
  const refusal = [keep.error, seen.error].find(isProblem) ?? null
  const put = (name: keyof Written) => (event: { readonly target: { readonly value: string } }) => {
    keep.reset()
    setWritten({ ...written, [name]: event.target.value })
  }
  const show = (at: number): void => {
    box.current?.focus()
    box.current?.setSelectionRange(at - 1, at)
  }
  const isReady = written.name.trim() !== '' && seen.data !== undefined && formula === written.formula && !keep.isPending
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) keep.mutate()
      }}
    >
      <div className="fld">
        <label htmlFor="formula-name">Name</label>
        <input id="formula-name" className="inp" maxLength={40} value={written.name} onChange={put('name')} />
      </div>
      <div className="fld">
        <label htmlFor="formula-text">Formula</label>
        <textarea
          id="formula-text"
          ref={box}
          className="inp code"
          rows={3}
          spellCheck={false}
          maxLength={2000}
          placeholder="(reach * impact) / max(effort, 0.5)"
          aria-describedby="formula-says"
          aria-invalid={refusal !== null}
          value={written.formula}
          onChange={put('formula')}
        />
        <div id="formula-says" aria-live="polite">
          {refusal ? <Fault refusal={refusal} formula={formula} show={show} /> : <Language />}
        </div>
      </div>
      <div className="fld">
        <label htmlFor="formula-means">What it is for</label>
        <input id="formula-means" className="inp" maxLength={300} value={written.means} onChange={put('means')} />
      </div>
      {seen.data && !refusal && <Moves seen={seen.data} answer={answer} />}
      <div className="acts">
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="btn pri" aria-disabled={!isReady}>
          {held ? 'Keep the change' : 'Keep it'}
        </button>
      </div>
    </form>
  )
}

/** What is wrong, with the place marked in the formula. */
function Fault({ refusal, formula, show }: { readonly refusal: Problem; readonly formula: string; readonly show: (at: number) => void }) {
  const { more } = refusal.details
  const at = isRecord(more) && typeof more['character'] === 'number' ? more['character'] : null
  return (
    <>
      <p className="red t13" role="alert">
        {refusal.message}
      </p>
      {at !== null && formula !== '' && (
        <p className="code t13">
          {formula.slice(Math.max(0, at - 21), at - 1)}
          <mark>{formula.slice(at - 1).match(/^\w+|^./)?.[0] ?? '␣'}</mark>
          {formula.slice(at - 1 + (formula.slice(at - 1).match(/^\w+|^./)?.[0].length ?? 0)).slice(0, 20)}{' '}
          <button type="button" className="link" onClick={() => show(at)}>
            Go there
          </button>
        </p>
      )}
      <p className="note">{refusal.hint}</p>
    </>
  )
}

function Language() {
  return (
    <p className="note">
      Figures, + − * / ^ ( ), comparisons, and min, max, sum, avg, abs, sqrt, log, clamp, if, coalesce, map, over the inputs of bets: reach, impact, confidence,
      effort, duration, value, costOfDelay, accounts, revenue, importance, satisfaction and so on. An input that is missing makes the score unknown;
      coalesce(reach, 0) says otherwise.
    </p>
  )
}

/** What the ranking by it would change. */
function Moves({ seen: { tau, scored, of, movers, against, doubts }, answer }: { readonly seen: FormulaPreview; readonly answer: Priorities }) {
  const name = wordsOf(answer.scores.find(({ id }) => id === against) ?? { id: against, formula: null }).says
  return (
    <div className="moves t13 num">
      <p>
        {`It scores ${scored} of ${of} bets.`}
        {tau === null ? '' : ` Beside ${name}: Kendall’s tau ${tau.toFixed(2)}.`}
        {movers.length === 0 ? ' No bet moves.' : ' These move most:'}
      </p>
      {doubts.map((doubt) => (
        <p className="amber" key={doubt}>
          {doubt}
        </p>
      ))}
      <ul className="fp num">
        {movers.slice(0, 5).map(({ key, title, from, to }) => (
          <li key={key}>
            <span>{title}</span>
            <span className="muted">{key}</span>
            <b>{`${from ?? '–'} → ${to ?? '–'}`}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
