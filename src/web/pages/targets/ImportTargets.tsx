import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import type { TargetImport } from '#web/signals/contract.ts'
import { useUrl } from '#web/url.tsx'
import { Difference } from './Difference.tsx'

interface Sheet {
  readonly name: string
  readonly text: string
}

/** A sheet of targets: chosen or pasted, its difference shown first, then taken. A second import of the same sheet is an update. */
export function ImportTargets({ close }: { readonly close: () => void }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const [sheet, setSheet] = useState<Sheet>({ name: '', text: '' })
  const [agree, setAgree] = useState(false)
  const [why, setWhy] = useState('')
  const send = useMutation({
    mutationFn: (dryRun: boolean) =>
      call<TargetImport>('/targets/import', {
        method: 'POST',
        workspace,
        body: { text: sheet.text, file: sheet.name || 'pasted.csv', dryRun, agree, ...(why.trim() ? { why } : {}) },
      }),
    onSuccess: ({ totals }, dryRun) => {
      if (dryRun) return
      renew(cache, workspace, 'metricTarget')
      void cache.invalidateQueries({ queryKey: [workspace] })
      say(`${sayMany(totals.created, 'target')} set, ${totals.changed} changed.`)
      if (totals.held === 0) close()
    },
  })
  const change = (next: Sheet) => {
    setSheet(next)
    send.reset()
  }
  const read = send.data
  const revises = read?.lines.some(({ action }) => action === 'revise') ?? false
  const isDone = read !== undefined && !read.dryRun
  return (
    <Modal title="Import a sheet of targets" close={close} wide>
      <div className="form imp">
        {send.isError && (
          <Banner tone="red" says={isProblem(send.error) ? send.error.message : 'The sheet could not be read.'}>
            {isProblem(send.error) ? send.error.hint : 'Nothing was written.'}
          </Banner>
        )}
        <Given sheet={sheet} change={change} rows={read ? 3 : 7} />
        <label className="check">
          <input
            type="checkbox"
            checked={agree}
            onChange={({ target }) => {
              setAgree(target.checked)
              send.reset()
            }}
          />
          <span>Agree them at once, where a baseline was measured</span>
        </label>
        {read && <Difference read={read} />}
        {revises && !isDone && <Why value={why} change={setWhy} />}
        <div className="savebar">
          {isDone ? (
            <button type="button" className="btn pri" onClick={close}>
              Close
            </button>
          ) : (
            <>
              <button
                type="button"
                className="btn pri"
                disabled={sheet.text.trim() === '' || send.isPending || (read !== undefined && read.lines.length === 0)}
                onClick={() => send.mutate(read === undefined)}
              >
                {read ? 'Import' : 'See what would change'}
              </button>
              <button type="button" className="btn" onClick={close}>
                Cancel
              </button>
            </>
          )}
        </div>
      </div>
    </Modal>
  )
}

/** Where the sheet comes from: a file, or text. */
function Given({ sheet, change, rows }: { readonly sheet: Sheet; readonly change: (next: Sheet) => void; readonly rows: number }) {
  return (
    <>
      <div className="fld">
        <label htmlFor="targets-file">A file</label>
        <input
          id="targets-file"
          type="file"
          accept=".csv,.tsv,.txt"
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file) void file.text().then((text) => change({ name: file.name, text }))
          }}
        />
      </div>
      <div className="fld">
        <label htmlFor="targets-text">Or its text</label>
        <textarea
          id="targets-text"
          className="inp mono"
          rows={rows}
          value={sheet.text}
          placeholder={'metric,segment,target,by\nNet revenue retention,Enterprise,112%,Q2 2027'}
          onChange={({ target }) => change({ name: '', text: target.value })}
        />
        <p className="t12 muted">
          A line for each target (metric, target, by), a line for each month (metric, month, target), or a column for each month. Without a baseline the latest
          closed periods are measured.
        </p>
      </div>
    </>
  )
}

const Why = ({ value, change }: { readonly value: string; readonly change: (value: string) => void }) => (
  <div className="fld">
    <label htmlFor="targets-why">Why agreed targets move</label>
    <input id="targets-why" className="inp" value={value} onChange={({ target }) => change(target.value)} />
  </div>
)
