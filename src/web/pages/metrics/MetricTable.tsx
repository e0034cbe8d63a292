import { isWaiting } from '#engines/numbers/waitingCheck.ts'
import type { ScoreItem } from '#web/contract.ts'
import { themes } from '#kernel'
import { HowFigure, howKey, useHow } from '#web/computed/how.tsx'
import { Clamped } from '#web/parts/Clamped.tsx'
import { certaintyOf, CertaintyMark } from '#web/parts/Certainty.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Few, sayMissing, TargetVariance } from '#web/parts/Figure.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { sayDay, sayInstant, sayPeriod, sayTarget, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { Wide } from '#web/parts/Wide.tsx'

const headings = ['Metric', 'Actual', 'Target', 'Variance', 'Prior', '16 periods, limits', 'State', 'Reason', 'Owner', 'Fresh']
const right = new Set(['Actual', 'Target', 'Variance', 'Prior', 'Fresh'])
const classOf = (heading: string): string => [right.has(heading) ? 'r' : '', heading === 'Fresh' ? 'fresh' : ''].join(' ').trim()

/** The certified list, by theme: actual, target and prior together, the difference coloured, the reason in words. */
export function MetricTable({ items, total }: { readonly items: readonly ScoreItem[]; readonly total: number }) {
  const { go } = useUrl()
  const how = useHow()
  const shown = themes.filter((theme) => items.some((item) => item.theme === theme))
  const ordered = shown.flatMap((theme) => items.filter((item) => item.theme === theme))
  const { current } = useWalk({
    items: ordered,
    idOf: ({ key }) => key,
    open: ({ key }) => go(`metrics/${key}`),
    more: [howKey(({ key }: ScoreItem) => how(key))],
  })
  if (items.length === 0) return <Empty says="No metric is like that" next="Choose All, or another word." />
  return (
    <>
      <Wide label="Metrics">
        <table className="ml cards num">
          <thead>
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" className={classOf(heading)}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          {shown.map((theme) => (
            <tbody key={theme}>
              <tr className="grp">
                <th colSpan={headings.length - 1} scope="rowgroup" className="wide">
                  {theme}
                </th>
                <td className="fresh" aria-hidden="true" />
              </tr>
              {items
                .filter((item) => item.theme === theme)
                .map((item) => (
                  <MetricRow key={item.key} item={item} isCurrent={item.key === current} />
                ))}
            </tbody>
          ))}
        </table>
      </Wide>
      <p className="note">
        {items.length === total ? `All ${total} metrics.` : `${items.length} of ${total} metrics.`} Shares are of closed periods; an open period is never
        compared with a full one.
      </p>
    </>
  )
}

/** The same lines without themes, for a board. */
export function MetricRows({ items }: { readonly items: readonly ScoreItem[] }) {
  return (
    <table className="ml cards num">
      <thead>
        <tr>
          {headings.map((heading) => (
            <th key={heading} scope="col" className={classOf(heading)}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <MetricRow key={item.key} item={item} isCurrent={false} />
        ))}
      </tbody>
    </table>
  )
}

function MetricRow({ item, isCurrent }: { readonly item: ScoreItem; readonly isCurrent: boolean }) {
  const { workspace, serverTime } = useMe()
  const { value, unit, currency } = item
  const fresh = item.freshness.newest
  const isTold = item.reason === 'unsupported' || isAllWaiting(item) // it says itself why there is none
  const missing = value === null && !isTold ? sayMissing(item.reason, item.freshness) : null
  const why = missing || (item.why ?? item.signal?.says ?? 'Routine variation')
  return (
    <tr className={`${isCurrent ? 'cur' : ''} ${value === null ? 'dim' : ''}`}>
      <td className="wide nm">
        <Go className="b" to={`metrics/${item.key}`}>
          {item.name}
        </Go>{' '}
        <span className="sub">{item.window ? `${item.window}, ${item.grain}` : item.grain}</span>
      </td>
      <td className="r b" data-l="Actual">
        <HowFigure of={item.key} name={item.name}>
          <Struck trust={value === null ? null : item.trust} isMarked>
            {sayValue(value, unit, currency)}
          </Struck>
          {value !== null && <CertaintyMark of={certaintyOf(item.trust, workspace.isSample)} />}
        </HowFigure>
        <Few says={item.few} />
      </td>
      <td className="r muted" data-l="Target" title={item.target ? `by ${sayDay(item.target.by)}` : undefined}>
        {sayTarget(item.target, unit, currency)}
      </td>
      <td className="r" data-l="Variance">
        <TargetVariance of={item} withShare />
      </td>
      <td className="r muted" data-l="Prior" title={item.prior ? sayPeriod(item.prior.period) : undefined}>
        {sayValue(item.prior?.value ?? null, unit, currency)}
      </td>
      <td className="hide">
        <Spark item={item} width={116} height={24} />
      </td>
      <td data-l="State">
        <StateMark state={item.state} />
      </td>
      <td className={`wide why ${item.signal?.state === 'signal' ? '' : 'muted'}`}>
        <Clamped text={why} of={item.name} />
      </td>
      <td className="hide muted" title={item.owner?.name}>
        {item.owner?.initials ?? '–'}
      </td>
      <td className="hide r muted fresh">{fresh ? sayInstant(fresh, serverTime, workspace.timeZone) : '–'}</td>
    </tr>
  )
}

/** Is there nothing because all of an input waits at import? */
const isAllWaiting = ({ trust, freshness }: ScoreItem): boolean =>
  trust.reasons.some(({ check, input }) => isWaiting(check) && (freshness.inputs ?? []).some(({ fact, rows }) => fact === input && rows === 0))
