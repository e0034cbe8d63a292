import { Variance } from '#web/parts/Figure.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayDay, sayPeriod, sayValue } from '#web/say.ts'
import type { TargetStanding } from '#web/signals/contract.ts'
import { Go } from '#web/url.tsx'
import { statusStates, statusWords } from '#web/targets.ts'

const headings = ['Metric', 'Target', 'By', 'Actual', 'Asked', 'Gap', 'Standing', 'Baseline', 'Owner'] as const
const right = new Set<string>(['Target', 'Actual', 'Asked', 'Gap'])

/** One line for each target: what it asks, where the number is, and how that stands. */
export function TargetTable({ items }: { readonly items: readonly TargetStanding[] }) {
  return (
    <Wide label="Targets">
      <table className="ml cards num">
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className={right.has(heading) ? 'r' : ''}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Line key={item.id} item={item} />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Line({ item }: { readonly item: TargetStanding }) {
  const { now, asked, baseline, status, state, says, first } = item
  const doubt = status === 'untrusted' ? { state: status, reasons: says === null ? [] : [{ says }] } : null
  return (
    <tr className={state === 'draft' ? 'dim' : ''}>
      <td className="wide nm">
        <Go className="b" to={item.unit ? `metrics/${item.metric}` : `n/metricTargets/${item.key}`}>
          {item.metricName}
        </Go>{' '}
        <span className="sub">{[item.segment, item.kind].filter(Boolean).join(', ')}</span>
        <div className="sub">
          <Go to={`n/metricTargets/${item.key}`}>{item.name}</Go>
        </div>
      </td>
      <td className="r b" data-l="Target">
        {aimOf(item)}
        {first && <div className="sub">{`first ${say(item, first.value)}`}</div>}
      </td>
      <td data-l="By" className="nb">
        {item.by === null ? '–' : sayDay(item.by)}
        {item.path === 'stepped' && <div className="sub">{`${item.steps.length} steps`}</div>}
      </td>
      <td className="r" data-l="Actual" title={now ? sayPeriod(now.period, { long: true }) : undefined}>
        {now ? <Struck trust={doubt}>{say(item, now.value)}</Struck> : '–'}
        {now && <div className="sub">{sayPeriod(now.period)}</div>}
        {now?.isFew && <div className="sub amber">{`few: n ${sayCount(now.n ?? 0)}`}</div>}
      </td>
      <td className="r muted" data-l="Asked">
        {say(item, asked)}
      </td>
      <td className="r" data-l="Gap">
        {now && item.unit && item.direction !== 'within' ? (
          <Variance actual={now.value} reference={item.value} unit={item.unit} currency={item.currency} better={item.direction} isUntrusted={doubt !== null} />
        ) : (
          '–'
        )}
      </td>
      <td data-l="Standing" className="st">
        {state === 'draft' ? <StateWords state="none">Draft</StateWords> : <StateWords state={statusStates[status]}>{statusWords[status]}</StateWords>}
        {says && <div className="sub">{says}</div>}
      </td>
      <td data-l="Baseline" className="muted">
        {baseline ? say(item, baseline.value) : 'none measured'}
        {baseline?.span && <div className="sub">{`${sayPeriod(baseline.span)}${baseline.n === null ? '' : `, n ${sayCount(baseline.n)}`}`}</div>}
      </td>
      <td data-l="Owner" className="muted">
        {item.owner ?? '–'}
      </td>
    </tr>
  )
}

const say = ({ unit, currency }: TargetStanding, value: number | null): string =>
  value === null ? '–' : unit ? sayValue(value, unit, currency) : value.toLocaleString('en-US')

const sign = { up: '≥', down: '≤', within: '' } as const
const aimOf = (item: TargetStanding): string =>
  item.direction === 'within' ? `${say(item, item.value)} – ${say(item, item.upper)}` : `${sign[item.direction]} ${say(item, item.value)}`
