import { useState } from 'react'
import { isProblem } from '#kernel'
import type { ImportPlan } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { sayCount, sayMany, sayFew } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { shortName } from '#web/vocabulary.ts'
import { losing, waitingFile } from './leadOf.ts'
import type { ImportSteps, OnHeld } from './useImport.ts'

/** The outcome in four numbers, the choice about held rows, and the one button. */
export function WhatWillHappen({ steps: { run, isPlanning }, plan }: { readonly steps: ImportSteps; readonly plan: ImportPlan }) {
  const { workspace } = useMe()
  const may = useMay()
  const [onHeld, setOnHeld] = useState<OnHeld>('keep')
  const { created, updated, unchanged, held } = plan.totals
  const lost = losing(plan.quality)
  const answered = plan.answered ?? 0
  const isNothing = created + updated + answered === 0
  const refused = may('editor') ? whyNot(plan, isNothing) : 'Importing needs the role editor.'
  return (
    <aside className="side" aria-label="What will happen">
      <section className="go">
        <h3>What will happen</h3>
        <dl className="tot num">
          {[['Created', created], ['Updated', updated], ['Unchanged', unchanged], ['Held', held], ...(answered > 0 ? [['Wait no longer', answered]] : [])].map(
            ([name, count]) => (
              <div key={name} className={name === 'Held' && held > 0 ? 'q' : ''}>
                <dt>{name}</dt>
                <dd>{sayCount(Number(count))}</dd>
              </div>
            ),
          )}
        </dl>
        {held > 0 && (
          <fieldset className="picks rg">
            <legend className="sr">Held rows</legend>
            <Choice value="keep" chosen={onHeld} choose={setOnHeld} title="Keep good rows" says="Held rows wait here; fix and send again" />
            <Choice value="undo" chosen={onHeld} choose={setOnHeld} title="All or nothing" says="Stops at the first held row" />
          </fieldset>
        )}
        <button
          type="button"
          className="btn pri lg wide1"
          disabled={run.isPending || isPlanning}
          aria-disabled={refused !== null}
          onClick={() => refused === null && run.mutate({ upload: plan.upload, onHeld })}
        >
          {run.isPending ? 'Starting' : isNothing ? 'Nothing to import' : sayImport(created + updated, answered)}
        </button>
        {refused && <p className="note">{refused}</p>}
        {run.isError && (
          <Banner tone="red" says={isProblem(run.error) ? run.error.message : 'The import did not start.'}>
            {isProblem(run.error) ? run.error.hint : 'Nothing was written.'}
          </Banner>
        )}
        <p className="note">Nothing shows until all of it is in. One undo takes the whole import back.</p>
      </section>
      {lost.length > 0 && (
        <section>
          <h3>{`${sayFew(lost.length)} ${lost.length === 1 ? 'metric loses' : 'metrics lose'} trust`}</h3>
          <p className="note">{`${lost.map(shortName).join(', ')}: shown as untrusted, with the reason, until the cause is settled.`}</p>
        </section>
      )}
      <section>
        <h3>Goes to</h3>
        <dl className="kv">
          <div>
            <dt>Workspace</dt>
            <dd>{workspace.name}</dd>
          </div>
          <div>
            <dt>Match by</dt>
            <dd>stable id, then name</dd>
          </div>
          <div>
            <dt>Stays on</dt>
            <dd>this server; nothing is sent out</dd>
          </div>
        </dl>
      </section>
    </aside>
  )
}

/** What the button does: rows that wait may be answered by a file that brings nothing new. */
const sayImport = (rows: number, answered: number): string => (rows > 0 ? `Import ${sayCount(rows)} rows` : `Settle ${sayMany(answered, 'waiting row')}`)

function whyNot(plan: ImportPlan, isNothing: boolean): string | null {
  const waiting = waitingFile(plan)
  if (waiting !== null) return `${waiting} waits for a decision: make it in its columns, or leave the file out.`
  if (!isNothing) return null
  return plan.totals.unchanged > 0 ? 'Every row is here already.' : 'No row can go in.'
}

function Choice({
  value,
  chosen,
  choose,
  title,
  says,
}: {
  readonly value: OnHeld
  readonly chosen: OnHeld
  readonly choose: (value: OnHeld) => void
  readonly title: string
  readonly says: string
}) {
  return (
    <label className="radio">
      <input type="radio" name="on-held" aria-label={title} checked={chosen === value} onChange={() => choose(value)} />
      <span>
        <b>{title}</b>
        <span className="i1">{says}</span>
      </span>
    </label>
  )
}
