import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import { useRefusal } from '#web/object/useRefusal.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { renew } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

/** Says that it is real; the server counts the accounts behind it, and fewer than three need a reason. */
export function Validate({ row, accounts }: { readonly row: AnyRow; readonly accounts: number }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const refused = useRefusal('opportunity', 'edit')
  const [isOpen, setOpen] = useState(false)
  const [exception, setException] = useState('')
  const send = useMutation({
    mutationFn: () =>
      call(`/plan/opportunities/${row.id}/validate`, { method: 'POST', workspace, body: exception.trim() ? { exception: exception.trim() } : {} }),
    onSuccess: () => {
      setOpen(false)
      renew(cache, workspace, 'opportunity')
    },
  })
  return (
    <>
      <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={() => refused === null && setOpen(true)}>
        Validate
      </button>
      {isOpen && (
        <Modal title={`Validate ${row.key}`} close={() => setOpen(false)}>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault()
              if (!send.isPending) send.mutate()
            }}
          >
            {isProblem(send.error) && (
              <Banner tone="red" says={send.error.message}>
                {send.error.hint}
              </Banner>
            )}
            <p>{`${sayMany(accounts, 'account is', 'accounts are')} behind it; it takes three.`}</p>
            {accounts < 3 && (
              <label className="fld">
                <span>Why fewer are enough</span>
                <input className="inp" maxLength={500} value={exception} onChange={({ target }) => setException(target.value)} />
              </label>
            )}
            <div className="savebar">
              <button type="submit" className="btn pri">
                Validate
              </button>
              <button type="button" className="btn" onClick={() => setOpen(false)}>
                Cancel
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  )
}
