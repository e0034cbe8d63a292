import { sparkline } from '#engines/charts/sparkline.ts'
import { HowFigure, howKey, useHow } from '#web/computed/how.tsx'
import { certaintyOf, CertaintyMark } from '#web/parts/Certainty.tsx'
import { Few, TargetVariance } from '#web/parts/Figure.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayPeriod, sayTarget, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { nouns, pluralWords, words } from '#web/vocabulary.ts'
import type { KpiLine, Track } from './contract.ts'

const headings = ['No', 'Measure', 'Actual', 'Target', 'Variance', 'Prior', '13 weeks', '12 months', 'State', 'Reason', 'Owner']
const right = new Set(['No', 'Actual', 'Target', 'Variance', 'Prior'])

/** The 21 in the order of the reference, by group: actual, target and prior together, both lines, the reason in words. */
export function KpiTable({ lines }: { readonly lines: readonly KpiLine[] }) {
  const { go } = useUrl()
  const how = useHow()
  const { current } = useWalk({ items: lines, idOf: ({ key }) => key, open: ({ key }) => go(`metrics/${key}`), more: [howKey(({ key }: KpiLine) => how(key))] })
  const groups = [...new Set(lines.map(({ group }) => group))]
  return (
    <Wide label="The 21 measures">
      <table className="role-t cards num">
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className={right.has(heading) ? 'r' : ''}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group}>
            <tr className="grp">
              <th colSpan={headings.length} scope="rowgroup" className="wide">
                {group}
              </th>
            </tr>
            {lines
              .filter((line) => line.group === group)
              .map((line) => (
                <Line key={line.key} line={line} isCurrent={line.key === current} />
              ))}
          </tbody>
        ))}
      </table>
    </Wide>
  )
}

function Line({ line: { no, key, name, question, item, says, weeks, months, missing }, isCurrent }: { readonly line: KpiLine; readonly isCurrent: boolean }) {
  const { workspace } = useMe()
  const [unit, currency] = [item?.unit ?? 'count', item?.currency ?? workspace.currency]
  const value = item?.value ?? null
  return (
    <tr className={`${isCurrent ? 'cur' : ''} ${value === null ? 'dim' : ''} ${no === null ? 'part' : ''}`}>
      <td className="r muted no">{no}</td>
      <td className="wide nm" title={question}>
        <Go className="b" to={`metrics/${key}`}>
          {name}
        </Go>{' '}
        <span className="sub">{item?.period ? sayPeriod(item.period) : ''}</span>
      </td>
      <td className="r b" data-l="Actual">
        {item ? (
          <HowFigure of={key} name={name}>
            <Struck trust={value === null ? null : item.trust} isMarked>
              {sayValue(value, unit, currency)}
            </Struck>
            {value !== null && <CertaintyMark of={certaintyOf(item.trust, workspace.isSample)} />}
          </HowFigure>
        ) : (
          '–'
        )}
        <Few says={item?.few} />
      </td>
      <td className="r muted" data-l="Target" title={item?.target ? `by ${sayDay(item.target.by)}` : undefined}>
        {sayTarget(item?.target, unit, currency)}
      </td>
      <td className="r" data-l="Variance">
        <TargetVariance of={item} />
      </td>
      <td className="r muted" data-l="Prior" title={item?.prior ? sayPeriod(item.prior.period) : undefined}>
        {sayValue(item?.prior?.value ?? null, unit, currency)}
      </td>
      <td className="hide">
        <Line13 track={weeks} />
      </td>
      <td className="hide">
        <Line13 track={months} />
      </td>
      <td data-l="State">
        <StateMark state={item?.state ?? 'none'} />
      </td>
      <td className="wide why">
        {says}
        {missing.length > 0 && <Lights missing={missing} />}
      </td>
      <td className="hide muted" title={item?.owner?.name}>
        {item?.owner?.initials ?? '–'}
      </td>
    </tr>
  )
}

/** What would light the line up, each with the way there. */
function Lights({ missing }: { readonly missing: KpiLine['missing'] }) {
  return (
    <>
      {': '}
      {missing.map(({ fact, noun }, index) => (
        <span key={fact ?? noun}>
          {index > 0 && ', '}
          {fact ? <Go to="import">{`import ${words(fact).toLowerCase()}`}</Go> : <Records noun={noun ?? ''} />}
        </span>
      ))}
    </>
  )
}

function Records({ noun }: { readonly noun: string }) {
  const known = nouns[noun]?.noun
  return known ? <Go to={`n/${known.plural}`}>{`write ${pluralWords(known).toLowerCase()}`}</Go> : <>{words(noun)}</>
}

const [width, height] = [92, 24]

function Line13({ track }: { readonly track: Track | null }) {
  const values = track?.points.map(({ value }) => value) ?? []
  const filled = values.filter((value) => value !== null).length
  if (!track || filled < 3 || filled * 2 < values.length) return <span className="muted t12">–</span>
  const { path, point } = sparkline({ values, limits: null, dash: null, width, height })
  const [first, last] = [track.points[0]?.period ?? '', track.points.at(-1)?.period ?? '']
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <title>{`${values.length} ${track.grain}s, ${sayPeriod(first)} to ${sayPeriod(last)}`}</title>
      <path d={path} fill="none" stroke="var(--c1)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      {point && <circle cx={point.x} cy={point.y} r="2" fill="var(--text)" />}
    </svg>
  )
}
