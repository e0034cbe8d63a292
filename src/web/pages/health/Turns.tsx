import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { useRefusal } from '#web/object/useRefusal.ts'
import { call } from '#web/client.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { rows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import type { ProductHealth } from './asked.ts'

/** The turns whose accounts the server reads first: planning a sunset, and retiring. The others stand on the product’s own page. */
export function Turns({ line }: { readonly line: ProductHealth }) {
  const { set } = useUrl()
  const [isAsking, setAsking] = useState(false)
  const refused = useRefusal('product', 'edit')
  const turn = line.lifecycle === 'sunsetting' ? 'retire' : line.lifecycle === 'sustaining' || line.lifecycle === 'harvesting' ? 'planSunset' : null
  return (
    <>
      <button type="button" className="btn" onClick={() => set({ peek: `product:${line.key}` })}>
        {`Open ${line.key}`}
      </button>
      {turn && (
        <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={() => refused === null && setAsking(true)}>
          {turn === 'retire' ? 'Retire' : 'Plan sunset'}
        </button>
      )}
      {isAsking && turn && <Asked line={line} turn={turn} close={() => setAsking(false)} />}
    </>
  )
}

function Asked({ line, turn, close }: { readonly line: ProductHealth; readonly turn: 'retire' | 'planSunset'; readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const [decision, setDecision] = useState('')
  const [migration, setMigration] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const decisions = useQuery(rows(workspace, 'decisions', { limit: 200, state: 'decided' })).data?.items ?? []
  const migrations = useQuery(rows(workspace, 'migrations', { limit: 200, product: line.id })).data?.items ?? []
  const isSunset = turn === 'planSunset'
  const isReady = !isSunset || (decision !== '' && migration !== '')
  const send = async (): Promise<void> => {
    try {
      await call(`/plan/products/${line.id}/${turn}`, { method: 'POST', workspace, body: isSunset ? { decision, migration } : { exception: decision } })
      await cache.invalidateQueries({ queryKey: [workspace] })
      close()
    } catch (error) {
      setRefusal(isProblem(error) ? `${error.message} ${error.hint}` : 'Something unexpected happened.')
    }
  }
  return (
    <Modal title={isSunset ? `Plan the sunset of ${line.name}` : `Retire ${line.name}`} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void send()
        }}
      >
        <p>
          {isSunset
            ? 'A decision, and a path for every account that pays for it: who pays is read from the ledger.'
            : 'Nobody may pay for it any more, unless a decision takes the exception.'}
        </p>
        <Pick
          id="turn-decision"
          says={isSunset ? 'Decision' : 'Exception'}
          none={isSunset ? 'Choose one' : 'None'}
          value={decision}
          pick={setDecision}
          of={decisions.map((row) => [row.id, `${row.key} ${String(row['question'])}`])}
        />
        {isSunset && (
          <Pick
            id="turn-migration"
            says="Migration"
            none="Choose one"
            value={migration}
            pick={setMigration}
            of={migrations.map((row) => [row.id, `${row.key} ${String(row['title'])}`])}
          />
        )}
        {refusal && (
          <p className="err" role="alert">
            {refusal}
          </p>
        )}
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" aria-disabled={!isReady}>
            {isSunset ? 'Plan sunset' : 'Retire'}
          </button>
        </div>
      </form>
    </Modal>
  )
}

function Pick({
  id,
  says,
  none,
  value,
  pick,
  of,
}: {
  readonly id: string
  readonly says: string
  readonly none: string
  readonly value: string
  readonly pick: (value: string) => void
  readonly of: readonly (readonly [id: string, says: string])[]
}) {
  return (
    <div className="fld">
      <label htmlFor={id}>{says}</label>
      <select id={id} className="inp" value={value} onChange={(event) => pick(event.target.value)}>
        <option value="">{none}</option>
        {of.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
