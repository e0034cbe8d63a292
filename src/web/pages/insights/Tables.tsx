import { capital } from '#engines/numbers/capital.ts'
import type { ReactNode } from 'react'
import { Wide } from '#web/parts/Wide.tsx'
import type {
  ActivationCohort,
  Cell,
  Cohort,
  Feature,
  LifecycleBucket,
  Line,
  Link,
  Mean,
  OverTime,
  Query,
  RetentionLine,
  StickinessLine,
  Times,
} from './contract.ts'
import { spanOf } from '#engines/numbers/showAnswer.ts'
import { stepName } from './pathLayout.ts'
import { labelOf, share, type Pick } from './telling.ts'

interface OfGroup {
  /** The group whose table it is, where several stand on one page. */
  readonly of?: string | undefined
}

const named = (label: string, of: string | undefined): string => (of === undefined ? label : `${label}, ${of}`)
const count = (n: number | null): string => (n === null ? '–' : n.toLocaleString('en-US'))

/** A table of numbers, wider than the page where it must be. */
export function PlainTable({ label, head, children }: { readonly label: string; readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <Wide label={label}>
      <table>
        <thead>
          <tr>
            {head.map((says, at) => (
              <th key={`${at}-${says}`} scope="col" className={at === 0 ? '' : 'n'}>
                {says}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Wide>
  )
}

function Number_({ says, open }: { readonly says: string; readonly open: () => void }) {
  return (
    <td className="n">
      <button type="button" className="link" onClick={open}>
        {says}
      </button>
    </td>
  )
}

/** Cohorts by interval; deeper colour is more that came back. A cell that is not over is hatched, and one that has not begun is empty. */
export function RetentionTable({
  cohorts,
  mean,
  lines = [],
  isWorth,
  of,
  pick,
}: OfGroup & {
  readonly cohorts: readonly Cohort[]
  readonly mean: readonly Mean[]
  readonly lines?: readonly RetentionLine[]
  /** The cells tell a value, not heads; then a mean of heads is not shown. */
  readonly isWorth: boolean
  readonly pick: Pick
}) {
  const shown = cohorts.filter(({ size }) => size > 0)
  return (
    <PlainTable label={named('Retention', of)} head={['Started', 'Size', ...mean.map(({ interval }) => String(interval))]}>
      <tr>
        <th scope="row">Mean</th>
        <td className="n">{count(shown.reduce((sum, { size }) => sum + size, 0))}</td>
        {mean.map(({ interval, n, size: all, rate }) => (
          <td key={interval} className="n s" title={isWorth ? undefined : `${count(n)} of ${count(all)}`}>
            {isWorth ? '' : share(rate)}
          </td>
        ))}
      </tr>
      {!isWorth &&
        lines.map(({ breakdown, size, mean: own }) => (
          <tr key={`mean ${labelOf(breakdown)}`}>
            <th scope="row">{`Mean · ${labelOf(breakdown)}`}</th>
            <td className="n">{count(size)}</td>
            {own.map(({ interval, n, size: all, rate }) => (
              <td key={interval} className="n" title={`${count(n)} of ${count(all)}`}>
                {share(rate)}
              </td>
            ))}
          </tr>
        ))}
      {shown.map(({ start, breakdown, size, cells }) => (
        <tr key={`${start} ${labelOf(breakdown)}`}>
          <th scope="row">{[start, labelOf(breakdown)].filter(Boolean).join(' · ')}</th>
          <td className="n">{count(size)}</td>
          {cells.map((cell) => (
            <Heat key={cell.drill} cell={cell} pick={pick} />
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}

function Heat({ cell: { n, rate, value, complete, drill }, pick }: { readonly cell: Cell; readonly pick: Pick }) {
  if (n === null) return <td className="n muted">–</td>
  return (
    <td
      className={`n heat${complete ? '' : ' open'}`}
      style={{ backgroundColor: `color-mix(in srgb, var(--c1) ${Math.round((rate ?? 0) * 60)}%, transparent)` }}
    >
      <button type="button" title={`${count(n)} came back${complete ? '' : '; the interval is not over'}`} onClick={() => pick(drill)}>
        {value === undefined ? share(rate) : value === null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 0 })}
      </button>
    </td>
  )
}

/** How many were active in how many intervals; with a breakdown, one column for each line. */
export function StickinessTable({ lines, unit, pick }: { readonly lines: readonly StickinessLine[]; readonly unit: string; readonly pick: Pick }) {
  const names = lines.map(({ breakdown }) => labelOf(breakdown) || 'How many')
  const intervals = (lines[0]?.bins ?? []).filter((_, at) => lines.some(({ bins }) => (bins[at]?.actors ?? 0) > 0))
  return (
    <PlainTable label="Stickiness" head={[`${capital(unit)}s active`, ...names]}>
      {intervals.map(({ intervals: size }) => (
        <tr key={size}>
          <th scope="row">{size}</th>
          {lines.map(({ breakdown, bins }) => {
            const bin = bins.find((each) => each.intervals === size)
            return <Number_ key={labelOf(breakdown)} says={count(bin?.actors ?? null)} open={() => bin && pick(bin.drill)} />
          })}
        </tr>
      ))}
    </PlainTable>
  )
}

/** The funnel by when it was entered. */
export function OverTimeTable({ points, of, pick }: OfGroup & { readonly points: readonly OverTime[]; readonly pick: Pick }) {
  return (
    <PlainTable label={named('Over time', of)} head={['Entered', 'How many', 'Converted', 'Did not', 'Share']}>
      {points.map(({ bucket, entered, converted, rate, complete, drill }) => (
        <tr key={bucket} className={complete ? '' : 'open'}>
          <th scope="row">{complete ? bucket : `${bucket}, not whole`}</th>
          <td className="n">{count(entered)}</td>
          <Number_ says={count(converted)} open={() => pick(drill)} />
          <Number_ says={count(entered - converted)} open={() => pick(drill, 'dropped')} />
          <td className="n s">{share(rate)}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

/** How long it took those who came through. */
export function TimesTable({ times }: { readonly times: Times }) {
  const most = Math.max(1, ...times.bins.map((bin) => bin.count))
  return (
    <>
      <p className="note num">{`Half took ${spanOf(times.median)}, nine in ten ${spanOf(times.p90)} or less; ${times.n.toLocaleString('en-US')} came through.`}</p>
      <PlainTable label="Time to convert" head={['Took', 'How many', '']}>
        {times.bins.map(({ from, to, count: n }) => (
          <tr key={from}>
            <th scope="row">{`${spanOf(from)} to ${spanOf(to)}`}</th>
            <td className="n">{count(n)}</td>
            <td className="barcell" aria-hidden="true">
              <i style={{ width: `${(n / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  )
}

const valueOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 2 })

/** The points of a trend, each with who is behind it; beside each line, where it is compared, the same of the other time in the same order. */
export function PointTable({ lines, before = null, pick }: { readonly lines: readonly Line[]; readonly before?: readonly Line[] | null; readonly pick: Pick }) {
  const names = lines.map(({ label, breakdown }) =>
    [labelOf(breakdown), lines.every((line) => line.label === label) && breakdown.length > 0 ? '' : label].filter(Boolean).join(' · '),
  )
  const columns = lines.flatMap((line, at) => {
    const old = before?.[at]
    return [{ name: names[at] ?? '', points: line.points }, ...(old ? [{ name: `${names[at]} before`, points: old.points }] : [])]
  })
  return (
    <PlainTable label="Points" head={['From', ...columns.map(({ name }) => name)]}>
      {(lines[0]?.points ?? []).map(({ bucket, complete }, at) => (
        <tr key={bucket} className={complete ? '' : 'open'}>
          <th scope="row">{complete ? bucket : `${bucket}, not whole`}</th>
          {columns.map(({ name, points }) => {
            const { value, drill } = points[at] ?? { value: null }
            return drill && value ? (
              <Number_ key={name} says={valueOf(value)} open={() => pick(drill)} />
            ) : (
              <td className="n" key={name}>
                {valueOf(value)}
              </td>
            )
          })}
        </tr>
      ))}
    </PlainTable>
  )
}

export function LifecycleTable({ buckets, of, pick }: OfGroup & { readonly buckets: readonly LifecycleBucket[]; readonly pick: Pick }) {
  const states = ['new', 'returning', 'resurrecting', 'dormant'] as const
  return (
    <PlainTable label={named('Lifecycle', of)} head={['From', 'New', 'Returning', 'Back again', 'Gone quiet']}>
      {buckets.map((bucket) => (
        <tr key={bucket.bucket} className={bucket.complete ? '' : 'open'}>
          <th scope="row">{bucket.complete ? bucket.bucket : `${bucket.bucket}, not whole`}</th>
          {states.map((state) =>
            bucket[state] ? (
              <Number_ key={state} says={count(bucket[state])} open={() => pick(`${bucket.drill}:${state}`)} />
            ) : (
              <td key={state} className="n">
                {count(bucket[state])}
              </td>
            ),
          )}
        </tr>
      ))}
    </PlainTable>
  )
}

/** The commonest of what follows what, step by step. */
export function LinkTable({
  links,
  query,
  most = 60,
  of,
  pick,
}: OfGroup & { readonly links: readonly Link[]; readonly query: Query; readonly most?: number | undefined; readonly pick: Pick }) {
  const shown = new Set(links.toSorted((a, b) => b.n - a.n).slice(0, most))
  return (
    <>
      <PlainTable label={named('Paths', of)} head={['From', 'To', 'Step', 'How often', 'Median time']}>
        {links
          .filter((link) => shown.has(link))
          .map(({ level, from, to, n, medianSec, drill }) => (
            <tr key={drill}>
              <th scope="row">{from}</th>
              <td className="n">{to}</td>
              <td className="n muted nw">{stepName(query, level).replace('Step ', '')}</td>
              <Number_ says={count(n)} open={() => pick(drill)} />
              <td className="n">{spanOf(medianSec)}</td>
            </tr>
          ))}
      </PlainTable>
      {links.length > most && <p className="note num">{`The ${most} commonest of ${links.length}; the others are drawn above.`}</p>}
    </>
  )
}

export function CohortTable({
  cohorts,
  total,
  pick,
  of,
}: OfGroup & {
  readonly cohorts: readonly ActivationCohort[]
  readonly total: ActivationCohort
  readonly pick: Pick
}) {
  return (
    <PlainTable label={named('Activation', of)} head={['Started', 'How many', 'Window over', 'Activated', 'Share']}>
      {[...cohorts.filter(({ eligible }) => eligible > 0), total].map((cohort) => (
        <tr key={cohort.drill}>
          <th scope="row">{[cohort.start === 'all' ? 'All' : cohort.start, labelOf(cohort.breakdown)].filter(Boolean).join(' · ')}</th>
          <td className="n">{count(cohort.eligible)}</td>
          <td className="n">{count(cohort.matured)}</td>
          <Number_ says={count(cohort.activated)} open={() => pick(cohort.drill)} />
          <td className="n s">{share(cohort.rate)}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

export function FeatureTable({ features, pick }: { readonly features: readonly Feature[]; readonly pick: Pick }) {
  return (
    <PlainTable label="Adoption" head={['Feature', 'May use it', 'Use it', 'Share', 'Median uses', 'People each']}>
      {features.map((feature) => (
        <tr key={feature.drill}>
          <th scope="row">{[feature.name, labelOf(feature.breakdown)].filter(Boolean).join(' · ')}</th>
          <td className="n">{count(feature.eligible)}</td>
          <Number_ says={count(feature.adopted)} open={() => pick(feature.drill)} />
          <td className="n s">{share(feature.rate)}</td>
          <td className="n">{count(feature.depthMedian)}</td>
          <td className="n">{feature.personsPerAccount === null ? '–' : feature.personsPerAccount.toFixed(1)}</td>
        </tr>
      ))}
    </PlainTable>
  )
}
