import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { addPeriods, periodOf } from '#engines/numbers/dates.ts'
import { call } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { renew } from '#web/perform.ts'
import { today } from '#web/resources.ts'
import { civil, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { reviewKinds } from '#web/vocabulary.ts'

/** How far back a review can be asked for. */
const lengths = { week: 26, month: 36, quarter: 12 }

/** Two questions, both answered already: which kind, which period: the last closed one that has rows. */
export function Generate({ close }: { readonly close: () => void }) {
  const { workspace, go } = useUrl()
  const { serverTime, workspace: card } = useMe()
  const cache = useQueryClient()
  const [kind, setKind] = useState('mbr')
  const grain = kind === 'mbr' ? 'month' : kind === 'weekly' ? 'week' : 'quarter'
  const open = periodOf(civil(serverTime, card.timeZone), grain)
  const periods = Array.from({ length: lengths[grain] }, (_none, index) => addPeriods(open, -index))
  const newest = useQuery(today(workspace)).data?.newest
  const [chosen, setPeriod] = useState<string | null>(null)
  const [closed, fed] = [addPeriods(open, -1), newest ? periodOf(newest, grain) : null]
  const period = [chosen, fed !== null && fed < closed ? fed : closed].find((one) => one !== null && periods.includes(one)) ?? open
  const make = useMutation({
    mutationFn: () => call<AnyRow>('/reviews/generate', { method: 'POST', workspace, body: { kind, period } }),
    onSuccess: (row) => {
      renew(cache, workspace, 'review')
      go(`reviews/${row.key}`)
    },
  })
  return (
    <Modal title="Generate a review" close={close}>
      <p>The numbers are measured now; the words are a draft from them. Nothing leaves this server.</p>
      <div className="form">
        <div className="fld">
          <label htmlFor="kind">Kind</label>
          <select id="kind" className="inp" value={kind} onChange={(event) => setKind(event.target.value)}>
            {Object.entries(reviewKinds).map(([id, says]) => (
              <option key={id} value={id}>
                {says}
              </option>
            ))}
          </select>
        </div>
        <div className="fld">
          <label htmlFor="period">Period</label>
          <select id="period" className="inp" value={period} onChange={(event) => setPeriod(event.target.value)}>
            {periods.map((one) => (
              <option key={one} value={one}>
                {sayPeriod(one, { long: true })}
                {one === open ? ', still open' : ''}
              </option>
            ))}
          </select>
        </div>
        {make.isError && (
          <Banner tone="red" says={isProblem(make.error) ? make.error.message : 'The review was not made.'}>
            {isProblem(make.error) ? make.error.hint : ''}
          </Banner>
        )}
        <div className="savebar">
          <button type="button" className="btn pri" disabled={make.isPending} onClick={() => make.mutate()}>
            {make.isPending ? 'Measuring' : 'Generate'}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </Modal>
  )
}
