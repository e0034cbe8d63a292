import { useQuery } from '@tanstack/react-query'
import { recordsIn, type AnyRow } from '#kernel'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { people } from '#web/pages/roadmap/bets.ts'
import { useNames } from '#web/pages/roadmap/reading.ts'
import { rows } from '#web/resources.ts'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

/** What we said no to: why, whose answer it is, when we look again, and what it would cost to force it in, as the last kept scenario found. */
export function NotDoing({ bets }: { readonly bets: readonly AnyRow[] }) {
  const { workspace, asOf, set } = useUrl()
  const { serverTime } = useMe()
  const names = useNames(people(workspace))
  const scenarios = useQuery(rows(workspace, 'scenarios', { limit: 50, asOf })).data?.items ?? []
  const today = (asOf ?? serverTime).slice(0, 10)
  const declined = bets.filter((row) => row['stage'] === 'declined').toSorted((a, b) => String(a['reviewOn']).localeCompare(String(b['reviewOn'])))
  const due = declined.filter((row) => String(row['reviewOn'] ?? '') <= today)
  if (declined.length === 0) return null
  return (
    <section className="sec" aria-label="Not doing">
      <SectionHead title="Not doing" count={due.length > 0 ? `${sayMany(due.length, 'no', 'noes')} to look at again` : sayMany(declined.length, 'bet')} />
      <Wide label="Bets that were declined">
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Bet</th>
              <th scope="col">Why not</th>
              <th scope="col">Owner</th>
              <th scope="col">Looked at again</th>
              <th scope="col" className="r">
                Price of a yes
              </th>
            </tr>
          </thead>
          <tbody>
            {declined.map((row) => (
              <tr key={row.id}>
                <td className="wide">
                  <button type="button" className="b" onClick={() => set({ peek: `initiative:${row.key}` })}>
                    {String(row['title'])}
                  </button>{' '}
                  <span className="sub">{row.key}</span>
                </td>
                <td className="wide">
                  {row['declinedFor'] ? `${words(String(row['declinedFor']))}. ` : ''}
                  <span className="muted">{String(row['reason'] ?? '')}</span>
                </td>
                <td data-l="Owner">{names.get(String(row['owner'])) ?? '–'}</td>
                <td data-l="Looked at again" className="nw">
                  {row['reviewOn'] ? sayDay(String(row['reviewOn'])) : '–'}{' '}
                  {String(row['reviewOn'] ?? '') <= today && <StateWords state="amber">Due</StateWords>}
                </td>
                <td data-l="Price of a yes" className="r">
                  <Price of={row} scenarios={scenarios} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}

/** The price that the newest kept scenario found, with its day. */
function Price({ of, scenarios }: { readonly of: AnyRow; readonly scenarios: readonly AnyRow[] }) {
  const { workspace: card } = useMe()
  const found = scenarios
    .toSorted((a, b) => String(b['solvedAt']).localeCompare(String(a['solvedAt'])))
    .flatMap((row) => {
      const prices = recordsIn(row['prices'])
      const own = prices.find((one) => one['initiative'] === of.id)
      return own ? [{ own, on: String(row['solvedAt']) }] : []
    })[0]
  if (!found) return <span className="muted">no scenario has priced it</span>
  const [low, high] = [Number(found.own['low']), typeof found.own['high'] === 'number' ? found.own['high'] : null]
  const says =
    high === null || high - low < 1
      ? sayValue(low, 'money', card.currency)
      : `${sayValue(low, 'money', card.currency)} to ${sayValue(high, 'money', card.currency)}`
  return (
    <>
      {says} <span className="sub i1">{`of yearly value, ${sayDay(found.on)}`}</span>
    </>
  )
}
