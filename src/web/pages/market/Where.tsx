import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayPeriod, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Market, SegmentLine, Segmentation, Share } from './asked.ts'
import { headline, partsOf, shareWords } from './telling.ts'

const shades = ['var(--q5)', 'var(--q4)', 'var(--q3)', 'var(--q2)']

/** Where we play: every account in one segment of each way of cutting, what they pay and keep, and how large the market is. */
export function Where({ market }: { readonly market: Market }) {
  const { segmentations, drafts, base, lacks } = market
  return (
    <>
      <p className="concl lead">{headline(market)}</p>
      <p className="note num">
        {`${sayMany(base.accounts, 'account')}, our own left out`}
        {base.arr === null
          ? `. No revenue is shown: ${lacks ?? ''}`
          : `; ${sayCount(base.paying ?? 0)} pay ${sayValue(base.arr, 'money', base.currency ?? undefined)} a year at the end of ${sayPeriod(base.month ?? '', { long: true })}`}
        {base.unplaced > 0 && `, of which ${sayValue(base.unplaced, 'money', base.currency ?? undefined)} comes from accounts that no record describes`}
        {base.arr !== null && '.'}
      </p>
      {segmentations.map((one) => (
        <Cut key={one.name} of={one} market={market} />
      ))}
      {drafts.length > 0 && <Drafts drafts={drafts} />}
    </>
  )
}

function Cut({ of, market }: { readonly of: Segmentation; readonly market: Market }) {
  const currency = market.base.currency ?? undefined
  const parts = partsOf(of)
  return (
    <section className="sec" aria-label={of.name}>
      <SectionHead
        title={of.name}
        count={`each account in the first that it fits; ${market.base.arr === null ? 'the bar shows accounts' : 'the bar shows revenue'}`}
      />
      <div className="cut" aria-hidden="true">
        {parts.map(({ title, share, isOther }, at) => (
          <span key={title} style={{ flexGrow: Math.round((share ?? 0) * 1000), background: isOther ? 'var(--grey-bar)' : (shades[at] ?? 'var(--q2)') }} />
        ))}
      </div>
      <Wide label={`Segments of ${of.name}`}>
        <table className="num cards">
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col" className="r">
                Accounts
              </th>
              <th scope="col" className="r">
                ARR
              </th>
              <th scope="col" className="r">
                Share
              </th>
              <th scope="col" className="r">
                NRR
              </th>
              <th scope="col">Rule</th>
            </tr>
          </thead>
          <tbody>
            {of.segments.map((line, at) => (
              <tr key={line.id}>
                <th scope="row">
                  <i className="sw" style={{ background: shades[at] ?? 'var(--q2)' }} aria-hidden="true" />
                  <Go className="link" to={`n/segments/${line.key}`}>
                    {line.title}
                  </Go>
                  {line.isIcp && <span className="chip acc">ICP</span>}
                  {line.priority && <span className="muted t12">{words(line.priority)}</span>}
                </th>
                <Figures share={line} currency={currency} />
                <td className="rule wide">{line.rule ?? `Cannot be read: ${line.lacks ?? ''}`}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">
                <i className="sw" style={{ background: 'var(--grey-bar)' }} aria-hidden="true" />
                Other
              </th>
              <Figures share={of.other} currency={currency} />
              <td className="rule wide">fits none of them</td>
            </tr>
          </tbody>
        </table>
      </Wide>
      <Sizes segments={of.segments} />
    </section>
  )
}

function Figures({ share, currency }: { readonly share: Share; readonly currency: string | undefined }) {
  return (
    <>
      <td className="r" data-l="Accounts">
        {sayCount(share.accounts)}
      </td>
      <td className="r" data-l="ARR">
        {sayValue(share.arr, 'money', currency)}
      </td>
      <td className="r" data-l="Share">
        {shareWords(share)}
      </td>
      <td
        className="r"
        data-l="NRR"
        title={share.nrr === null ? 'Nobody of them paid a year ago.' : `of ${sayMany(share.nrrN, 'account')} that paid a year ago`}
      >
        {sayValue(share.nrr, 'ratio')}
      </td>
    </>
  )
}

/** How large the market is, each figure with where it comes from, beside what we have of it. */
function Sizes({ segments }: { readonly segments: readonly SegmentLine[] }) {
  const sized = segments.filter(({ sizing }) => sizing.length > 0)
  if (sized.length === 0) return <p className="note">No segment says how large its market is.</p>
  return (
    <Wide label="How large it is">
      <table className="num cards">
        <thead>
          <tr>
            <th scope="col">Market</th>
            <th scope="col" className="r">
              Size
            </th>
            <th scope="col" className="r">
              Accounts
            </th>
            <th scope="col" className="r">
              Ours
            </th>
            <th scope="col">Method and source</th>
          </tr>
        </thead>
        <tbody>
          {sized.flatMap(({ id, title, arr, sizing }) =>
            sizing.map((size) => (
              <tr key={`${id} ${size.what} ${size.year}`}>
                <th scope="row">{`${title}, ${size.what.toUpperCase()}`}</th>
                <td className="r" data-l="Size">
                  {sayValue(size.amount.amount, 'money', size.amount.currency)}
                </td>
                <td className="r" data-l="Accounts">
                  {size.accounts === null ? '–' : sayCount(size.accounts)}
                </td>
                <td className="r" data-l="Ours">
                  {arr === null || size.amount.amount <= 0 ? '–' : sayValue(arr / size.amount.amount, 'ratio')}
                </td>
                <td className="rule wide">{`${size.method}; ${size.source}, ${size.year}`}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Wide>
  )
}

function Drafts({ drafts }: { readonly drafts: readonly SegmentLine[] }) {
  const { set } = useUrl()
  return (
    <section className="sec" aria-label="Drafts">
      <SectionHead title="Drafts" count="they count once they are activated" />
      <ul className="rows t13">
        {drafts.map(({ id, key, title, rule, lacks, fitting }) => (
          <li key={id}>
            <button type="button" className="b" onClick={() => set({ peek: `segment:${key}` })}>
              {title}
            </button>
            <span className="muted">{rule === null ? `Cannot be read: ${lacks ?? ''}` : `${sayMany(fitting, 'account')} fit: ${rule}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
