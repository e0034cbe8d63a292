import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { CopyOnce } from '#web/parts/CopyOnce.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { Waiting } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { Audiences } from './Audiences.tsx'
import { preview, shareLinks, type Wish } from './contract.ts'
import { Links } from './Links.tsx'
import { Seen } from './Seen.tsx'
import { Unsearched } from './Unsearched.tsx'

const lives = [
  { days: 7, says: 'A week' },
  { days: 30, says: '30 days' },
  { days: 90, says: '90 days' },
  { days: 365, says: 'A year' },
]

export type What = Pick<Wish, 'name' | 'subject' | 'of' | 'lens' | 'filter' | 'columns' | 'sort'>

/** Chooses who looks and until when, shows exactly what they will see, and gives the link, once. */
export function ShareDialog({ what, words, close }: { readonly what: What; readonly words?: string | undefined; readonly close: () => void }) {
  const { workspace } = useUrl()
  const { serverTime } = useMe()
  const cache = useQueryClient()
  const [wish, setWish] = useState<Wish>({ ...what, audience: 'executive', days: 30 })
  const make = useMutation({
    mutationFn: () =>
      call<{ readonly link: string; readonly row: { readonly expiresAt: string } }>('/sharing/links', { method: 'POST', workspace, body: wish }),
    onSuccess: () => cache.invalidateQueries({ queryKey: shareLinks(workspace).queryKey }),
  })
  const { password: _, ...shown } = wish
  const seen = useQuery({ ...preview(workspace, shown), retry: false, staleTime: 0 })
  const refusal = make.error ?? seen.error
  return (
    <Modal title={`Share “${what.name}”`} close={close} wide>
      {make.data ? (
        <CopyOnce
          label="Link"
          secret={make.data.link}
          says={`Whoever has this link${wish.password ? ' and its password' : ''} may look until ${sayDay(make.data.row.expiresAt)}. Copy it now: it is not shown again.${wish.password ? ' Send the password by another way.' : ''}`}
          close={close}
        />
      ) : (
        <form
          className="sharing"
          onSubmit={(event) => {
            event.preventDefault()
            if (seen.data && !make.isPending) make.mutate()
          }}
        >
          {isProblem(refusal) && (
            <Banner tone="red" says={refusal.message}>
              {refusal.hint}
            </Banner>
          )}
          <div className="two">
            <Audiences chosen={wish.audience} choose={(audience) => setWish({ ...wish, audience })} />
            <Terms wish={wish} put={setWish} today={serverTime.slice(0, 10)} />
          </div>
          <div>
            <p className="b">What they will see</p>
            <Unsearched words={words} />
            <Wide label="What they will see" room="pane">
              {seen.data && <Seen view={seen.data.view} />}
              {seen.isPending && <Waiting name="The preview" lines={3} />}
            </Wide>
          </div>
          <div className="acts">
            <button type="button" className="btn" onClick={close}>
              Cancel
            </button>
            <button type="submit" className="btn pri" aria-disabled={!seen.data || make.isPending}>
              Make the link
            </button>
          </div>
          <Links />
        </form>
      )}
    </Modal>
  )
}

/** Its name, until when it opens, and whether it moves with the plan. */
function Terms({ wish, put, today }: { readonly wish: Wish; readonly put: (wish: Wish) => void; readonly today: string }) {
  const { asOf, ...live } = wish
  const { password = '', ...open } = wish
  return (
    <div className="form">
      <div className="fld">
        <label htmlFor="share-name">Name</label>
        <input id="share-name" className="inp" maxLength={120} required value={wish.name} onChange={(event) => put({ ...wish, name: event.target.value })} />
      </div>
      <div className="fld">
        <label htmlFor="share-days">Opens for</label>
        <select id="share-days" className="inp" value={wish.days} onChange={(event) => put({ ...wish, days: Number(event.target.value) })}>
          {lives.map(({ days, says }) => (
            <option key={days} value={days}>
              {says}
            </option>
          ))}
        </select>
      </div>
      <div className="fld">
        <label htmlFor="share-password">Password</label>
        <input
          id="share-password"
          className="inp"
          maxLength={200}
          placeholder="None"
          autoComplete="off"
          value={password}
          onChange={({ target }) => put(target.value === '' ? open : { ...open, password: target.value })}
        />
      </div>
      <label className="t13">
        <input type="checkbox" checked={asOf !== undefined} onChange={(event) => put(event.target.checked ? { ...live, asOf: today } : live)} /> Stays as it is
        today
      </label>
    </div>
  )
}
