/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- pointing at a row only shows its actions; keys do the same */
import { CornerDownRight } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { SignalEntry } from '#web/signals/contract.ts'
import { HowFigure } from '#web/computed/how.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { isOfGaps } from '#web/signals/gapWords.ts'
import { sayMany, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import './signals.css'

/** One signal: what broke, by how much, the likely driver, its line; the current row carries its actions. */
export function SignalRow({
  entry,
  isCurrent = false,
  take,
  mark,
  together = [],
  children,
}: {
  readonly entry: SignalEntry
  /** Other signals of the same story. */
  readonly together?: readonly SignalEntry[]
  readonly isCurrent?: boolean
  readonly take?: () => void
  readonly mark?: ReactNode
  readonly children?: ReactNode
}) {
  const { name, says, also, driver, verdict, line, value, centre, unit, currency, better } = entry
  return (
    <li className={`row sig ${isCurrent ? 'sel' : ''}`} onMouseEnter={take} onFocus={take}>
      <div className="tx">
        <div className="ttl">
          {mark}
          <Go to={toOf(entry)}>{name}</Go>
        </div>
        <div className="sub">
          {says}
          {entry.kind === 'contractFailure' && `; it touches ${sayMany(entry.metrics.length, 'metric')}`}
          {also.length > 0 && `; also ${also.map((rule) => ruleWords[rule] ?? rule).join(' and ')}`}
        </div>
        {driver && (
          <div className="sub drv">
            <Icon of={CornerDownRight} />
            {driver}
          </div>
        )}
        {together.length > 0 && <Together entries={together} />}
        {verdict && verdict.verdict === 'real' && <div className="sub">{verdict.says}</div>}
      </div>
      {line ? <Spark item={sparkOf(entry)} width={148} height={40} /> : <span className="d-only" />}
      <div className="val num">
        {value !== null && entry.kind !== 'contractFailure' && (
          <HowFigure of={entry.metric} name={name}>
            {sayValue(value, unit, currency)}
          </HowFigure>
        )}
        {value !== null && centre !== null && (
          <div>
            <Variance actual={value} reference={centre} unit={unit} currency={currency} better={better} />{' '}
            <span className="muted">{isOfGaps(line?.chart) ? 'vs usual' : 'vs mean'}</span>
          </div>
        )}
      </div>
      {isCurrent && children && <div className="acts">{children}</div>}
    </li>
  )
}

/** The other figures in which the same thing shows. */
function Together({ entries }: { readonly entries: readonly SignalEntry[] }) {
  return (
    <div className="sub num">
      {'Shows also in '}
      {entries.map((entry, index) => (
        <Fragment key={entry.key}>
          {index > 0 && ', '}
          <Go to={`metrics/${entry.metric}`}>{entry.name}</Go>
          {entry.value !== null && ` ${sayValue(entry.value, entry.unit, entry.currency)}`}
        </Fragment>
      ))}
    </div>
  )
}

export const ruleWords: Readonly<Record<string, string>> = {
  outside: 'a point outside its limits',
  run: 'eight in a row on one side',
  near: 'three of four near a limit',
}

const toOf = ({ kind, metric }: SignalEntry): string => (kind === 'contractFailure' ? 'metrics/data' : `metrics/${metric}`)

function sparkOf({ line, better, value }: SignalEntry) {
  const spans = line?.spans ?? []
  const last = spans.at(-1)
  const limits =
    last && last.centre !== null && last.lower !== null && last.upper !== null ? { lower: last.lower, centre: last.centre, upper: last.upper } : null
  const points = line?.points.map((point) => ({ ...point, mature: point.mature || isMarked(line, point.period) })) ?? []
  return { points, signal: { state: 'signal' as const, says: '', limits, spans }, target: null, better, value }
}

/** A wait that broke a rule of its chart stands at the end of the line, although it goes on. */
const isMarked = ({ chart, marks }: NonNullable<SignalEntry['line']>, period: string): boolean =>
  isOfGaps(chart) && marks.some((mark) => mark.period === period)
