import type { State } from '#web/contract.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { civil, sayDay, sayMany, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Kept } from './asked.ts'

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)}%`)

/** How a frozen quarter held: what was delivered of it, how much it was changed and by whom, each with its rows. */
export function Held({ kept }: { readonly kept: Kept }) {
  const { baseline, predictability, thrash, differences, unready } = kept
  const { workspace } = useMe()
  return (
    <>
      <p className="concl">{headline(kept)}</p>
      <p className="note">
        {`${baseline.key}, committed ${sayDay(civil(baseline.committedAt, workspace.timeZone))}: ${sayMany(baseline.items, 'bet')}, ${Math.round(baseline.weeks)} person-weeks.`}
        {unready.unsized + unready.unowned > 0 ? ` ${sayMany(unready.unsized, 'bet')} without a size, ${unready.unowned} without an owner.` : ''}
      </p>
      {baseline.amends && (
        <p className="note">
          {`It amends ${baseline.amends.key}${baseline.amends.cause ? `, ${words(baseline.amends.cause).toLowerCase()}` : ''}${baseline.amends.reason ? `: “${baseline.amends.reason}”` : ''}. Changes count from its own day.`}
        </p>
      )}
      <dl className="facts num">
        <div>
          <dt>Delivered of what was due</dt>
          <dd>
            {percent(predictability.byEffort)} <span className="muted t12">{`${predictability.delivered} of ${predictability.n}`}</span>
          </dd>
        </div>
        <div>
          <dt>Targets reached</dt>
          <dd>{percent(predictability.byTarget)}</dd>
        </div>
        <div>
          <dt>Thrash index</dt>
          <dd>
            {thrash.index === null ? '–' : thrash.index.toFixed(2)} {thrash.band && <StateWords state={bands[thrash.band]}>{words(thrash.band)}</StateWords>}
          </dd>
        </div>
        <div>
          <dt>Learned, of all change</dt>
          <dd>{percent(thrash.learningShare)}</dd>
        </div>
      </dl>
      <div className="cols">
        <Shares name="By cause" of={thrash.byCause} say={sayCause} />
        <Shares name="By product" of={thrash.byProduct} say={(key) => (key === 'none' ? 'No product' : key)} note="over its own commitment" />
        <Shares name="By sponsor" of={thrash.bySponsor} say={(key) => (key === 'none' ? 'Nobody named' : key)} />
      </div>
      <Changes kept={kept} />
      <section className="sec" aria-label="What differs today">
        <SectionHead title="What differs today" count={`${differences.length} against the baseline`} />
        {differences.length === 0 && <p className="muted t13">Nothing: the plan stands as it was committed.</p>}
        <ul className="fp two t13">
          {differences.map(({ key, title, says }) => (
            <li key={`${key} ${says}`}>
              <span>{`${key} ${title}`}</span>
              <span className="muted">{says}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

const bands: Readonly<Record<'calm' | 'watch' | 'thrash', State>> = { calm: 'green', watch: 'amber', thrash: 'red' }

function headline({ baseline, thrash, predictability }: Kept): string {
  const quarter = sayPeriod(baseline.period)
  const [cause] = Object.entries(thrash.byCause).toSorted(([, a], [, b]) => b - a)
  const changed =
    thrash.index === null || thrash.index === 0
      ? 'nothing that counts has changed'
      : `${percent(thrash.index)} of what was committed has been changed${cause ? `, most by ${sayCause(cause[0]).toLowerCase()}` : ''}`
  const delivered = predictability.byEffort === null ? 'nothing was due in it' : `${percent(predictability.byEffort)} of what was due is delivered`
  return `${quarter}: ${changed}; ${delivered}`
}

const sayCause = (cause: string): string => words(cause.replaceAll('-', ' '))

/** `say` names a part: causes are words of ours, products and sponsors are shown as somebody wrote them. */
function Shares({
  name,
  of,
  say,
  note,
}: {
  readonly name: string
  readonly of: Readonly<Record<string, number | null | undefined>>
  readonly say: (key: string) => string
  readonly note?: string
}) {
  const entries = Object.entries(of).flatMap(([key, share]) => (share === null || share === undefined || share === 0 ? [] : [{ key, share }]))
  const most = Math.max(...entries.map(({ share }) => share), 1e-9)
  return (
    <section className="sec" aria-label={`Thrash ${name.toLowerCase()}`}>
      <SectionHead title={name} count={note} />
      {entries.length === 0 && <p className="muted t13">Nothing counts</p>}
      <ul className="bars t13 num">
        {entries
          .toSorted((a, b) => b.share - a.share)
          .map(({ key, share }) => (
            <li key={key}>
              <span>{say(key)}</span>
              <i aria-hidden="true">
                <u style={{ width: `${Math.round((share / most) * 100)}%` }} />
              </i>
              <b>{share.toFixed(2)}</b>
            </li>
          ))}
      </ul>
    </section>
  )
}

function Changes({ kept: { thrash } }: { readonly kept: Kept }) {
  const { set } = useUrl()
  const { workspace } = useMe()
  return (
    <section className="sec" aria-label="The changes behind it">
      <SectionHead title="The changes behind it" count="person-weeks moved × horizon × how late in the quarter" />
      {thrash.lines.length === 0 && <p className="muted t13">No committed bet has been changed.</p>}
      {thrash.lines.length > 0 && (
        <Wide label="Changes, row by row">
          <table className="cards num">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Bet</th>
                <th scope="col">What</th>
                <th scope="col">Cause</th>
                <th scope="col">Asked for by</th>
                <th scope="col" className="r">
                  Weeks
                </th>
                <th scope="col" className="r">
                  Counts
                </th>
              </tr>
            </thead>
            <tbody>
              {thrash.lines.map((line) => (
                <tr key={`${line.at} ${line.key} ${line.kind}`}>
                  <td data-l="When" className="nw">
                    {sayDay(civil(line.at, workspace.timeZone))}
                  </td>
                  <td className="wide">
                    <button type="button" className="b" onClick={() => set({ peek: `initiative:${line.key}` })}>
                      {`${line.key} ${line.title}`}
                    </button>
                    <div className="sub">{line.by}</div>
                  </td>
                  <td data-l="What">{words(line.kind)}</td>
                  <td data-l="Cause">{sayCause(line.cause)}</td>
                  <td data-l="Asked for by">{line.sponsor ?? <span className="muted">nobody named</span>}</td>
                  <td data-l="Weeks" className="r">
                    {Math.round(line.moved * 10) / 10}
                  </td>
                  <td data-l="Counts" className="r">
                    {line.left === null ? line.weight.toFixed(1) : <span className="muted">{line.left}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  )
}
