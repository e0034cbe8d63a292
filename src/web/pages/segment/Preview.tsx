import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { isProblem } from '#kernel'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayMany, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { triedOf } from '#web/pages/market/asked.ts'

/** Whom a rule takes in, before it is kept. */
export function Preview({ rule }: { readonly rule: unknown }) {
  const { workspace } = useUrl()
  const { workspace: card } = useMe()
  const asked = useDeferredValue(rule)
  const { data, error, isFetching } = useQuery({ ...triedOf(workspace, asked), enabled: asked !== null, retry: false })
  if (asked === null) return <p className="note">Whom it takes in shows here as soon as every condition has a value.</p>
  if (error) return <p className="note">{isProblem(error) ? error.message : 'It could not be counted.'}</p>
  if (!data) return <output className="note">{isFetching ? 'Counting' : ''}</output>
  if (data.wrong)
    return (
      <output className="note">
        <StateWords state="amber">{data.wrong.reason}</StateWords> {data.wrong.hint}
      </output>
    )
  const { share, of, says } = data
  return (
    <output className="note num">
      <b>{`${sayMany(share.accounts, 'account')} of ${of}`}</b>
      {share.arr !== null && `, ${sayValue(share.arr, 'money', card.currency)} ARR (${sayValue(share.arrShare, 'ratio')})`}
      {share.nrr !== null && `, NRR ${sayValue(share.nrr, 'ratio')}`}
      {`: ${says}`}
    </output>
  )
}
