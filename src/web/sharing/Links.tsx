import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { StateWords } from '#web/parts/StateMark.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { sayDay, sayInstant, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { shareLinks, type ListedLink } from './contract.ts'

const says = { open: 'Open', expired: 'Over', revoked: 'Revoked', stopped: 'Stopped: its maker may not share' } as const

/** The links that were made so far, below the dialog that makes another. */
export function Links() {
  const { workspace } = useUrl()
  const { data } = useQuery(shareLinks(workspace))
  if (!data || data.items.length === 0) return null
  return (
    <section aria-labelledby="h-links">
      <h3 id="h-links" className="t13 b">{`${sayMany(data.items.length, 'link')} so far`}</h3>
      <LinkTable items={data.items} />
    </section>
  )
}

/** The links of this workspace: who made them, until when they open, who looked, and the way to close them. */
export function LinkTable({ items }: { readonly items: readonly ListedLink[] }) {
  return (
    <table className="cards num t13">
      <thead>
        <tr>
          {['Link', 'For', 'Opens until', 'Looked at', 'State'].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((link) => (
          <LinkRow key={link.id} link={link} />
        ))}
      </tbody>
    </table>
  )
}

function LinkRow({ link }: { readonly link: ListedLink }) {
  const { serverTime, workspace } = useMe()
  const looked = link.lastOpenedAt ? `${sayMany(link.openings, 'time')}, last ${sayInstant(link.lastOpenedAt, serverTime, workspace.timeZone)}` : 'never'
  return (
    <tr>
      <td className="wide b">
        {String(link['name'])}{' '}
        <span className="muted">
          {[link.makerName ? `by ${link.makerName}` : '', link['isLocked'] === true ? 'with a password' : ''].filter(Boolean).join(', ')}
        </span>
      </td>
      <td data-l="For">{link.audienceName}</td>
      <td data-l="Opens until">{sayDay(String(link['expiresAt']))}</td>
      <td className="muted" data-l="Looked at">
        {looked}
      </td>
      <td data-l="State">
        <StateWords state={link.standing === 'open' ? 'green' : 'none'}>{says[link.standing]}</StateWords>
      </td>
      <td className="r">
        <Revoke link={link} />
      </td>
    </tr>
  )
}

function Revoke({ link }: { readonly link: ListedLink }) {
  const { workspace } = useUrl()
  const { member } = useMe()
  const may = useMay()
  const cache = useQueryClient()
  const say = useSay()
  const revoke = useMutation({
    mutationFn: () => call<unknown>(`/sharing/links/${link.id}/revoke`, { method: 'POST', workspace, body: {} }),
    onSuccess: () => say('The link no longer opens'),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'The link still opens.', { tone: 'failed' }),
    onSettled: () => cache.invalidateQueries({ queryKey: shareLinks(workspace).queryKey }),
  })
  if (link.standing === 'revoked' || (link['madeBy'] !== member.id && !may('admin'))) return null
  return (
    <button type="button" className="link t12" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
      Revoke<span className="sr">{` ${String(link['name'])}`}</span>
    </button>
  )
}
