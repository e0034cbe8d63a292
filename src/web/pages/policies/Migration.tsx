import { useState } from 'react'
import type { Comparison } from '#web/explained.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayValue, showVariance } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import type { figures } from './asked.ts'
import { nameOf } from './names.ts'

/** The old tool’s number beside ours: what its documented switches explain, and what they do not. */
export function Migration({ told, figure }: { readonly told: Comparison; readonly figure: (typeof figures)[number] }) {
  const { search, set } = useUrl()
  const isShare = figure.unit === 'ratio'
  const [typed, setTyped] = useState(shown(search['theirs'], isShare))
  const value = Number(typed.replace(/[%\s,]/g, ''))
  const isNumber = typed.trim() !== '' && Number.isFinite(value)
  const { migration } = told
  const signed = (part: number | null) => (part === null ? '–' : showVariance(part, 0, told.unit, { currency: told.currency }).absolute)
  return (
    <section className="sec" aria-labelledby="h-mig">
      <SectionHead id="h-mig" title="Coming from another tool" />
      <form
        className="mig"
        onSubmit={(event) => {
          event.preventDefault()
          set({ theirs: isNumber ? String(isShare ? value / 100 : value) : undefined })
        }}
      >
        <label>
          <span>{`Its ${figure.says.toLowerCase()}${isShare ? ', in percent' : ''}`}</span>
          <input
            className="inp short-num"
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-invalid={typed !== '' && !isNumber}
          />
        </label>
        <button className="btn" type="submit" disabled={typed !== '' && !isNumber}>
          Compare
        </button>
        {migration && (
          <dl className="beside num">
            <div>
              <dt>Theirs</dt>
              <dd>{sayValue(migration.theirs, told.unit, told.currency)}</dd>
            </div>
            <div>
              <dt>Ours</dt>
              <dd>{sayValue(migration.ours, told.unit, told.currency)}</dd>
            </div>
            <div>
              <dt>{`Explained by ${nameOf(told.columns.at(-1)?.name ?? '')}`}</dt>
              <dd>{signed(migration.explained)}</dd>
            </div>
            <div>
              <dt>Not explained</dt>
              <dd className={Math.abs(migration.unexplained ?? 0) > 0 ? 'amber' : ''}>{signed(migration.unexplained)}</dd>
            </div>
          </dl>
        )}
      </form>
      <p className="note">
        {migration
          ? 'What is not explained comes from other rows, another day of reading, or a habit of the tool that it does not document. Its number is never mixed into our series.'
          : 'Type what the old tool shows. The last policy above is taken as its way of counting.'}
      </p>
    </section>
  )
}

const shown = (text: string | undefined, isShare: boolean): string =>
  text === undefined ? '' : isShare ? String(Math.round(Number(text) * 100_000) / 1000) : text
