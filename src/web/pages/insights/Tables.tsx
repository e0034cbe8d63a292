import type { ReactNode } from 'react'
import { Wide } from '#web/parts/Wide.tsx'
import type { ActivationCohort, Answered, Cell, Cohort, Feature, LifecycleBucket } from './contract.ts'
import { labelOf, share, spanOf, type Pick } from './telling.ts'

const count = (n: number | null): string => (n === null ? '–' : n.toLocaleString('en-US'))

function Plain({ label, head, children }: { readonly label: string; readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <Wide label={label}>
      <table>
        <thead>
          <tr>
            {head.map((says, at) => (
              <th key={says} scope="col" className={at === 0 ? '' : 'n'}>
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
  pick,
}: {
  readonly cohorts: readonly Cohort[]
  readonly mean: NonNullable<Answered['data']['mean']>
  readonly pick: Pick
}) {
  const shown = cohorts.filter(({ size }) => size > 0)
  return (
    <Plain label="Retention" head={['Started', 'Size', ...mean.map(({ interval }) => String(interval))]}>
      <tr>
        <th scope="row">Mean</th>
        <td className="n">{count(shown.reduce((sum, { size }) => sum + size, 0))}</td>
        {mean.map(({ interval, rate }) => (
          <td key={interval} className="n s">
            {share(rate)}
          </td>
        ))}
      </tr>
      {shown.map(({ start, breakdown, size, cells }) => (
        <tr key={`${start} ${labelOf(breakdown)}`}>
          <th scope="row">{[start, labelOf(breakdown)].filter(Boolean).join(' · ')}</th>
          <td className="n">{count(size)}</td>
          {cells.map((cell) => (
            <Heat key={cell.drill} cell={cell} pick={pick} />
          ))}
        </tr>
      ))}
    </Plain>
  )
}

function Heat({ cell: { n, rate, complete, drill }, pick }: { readonly cell: Cell; readonly pick: Pick }) {
  if (n === null) return <td className="n muted">–</td>
  return (
    <td
      className={`n heat${complete ? '' : ' open'}`}
      style={{ backgroundColor: `color-mix(in srgb, var(--c1) ${Math.round((rate ?? 0) * 60)}%, transparent)` }}
    >
      <button type="button" title={`${count(n)} came back${complete ? '' : '; the interval is not over'}`} onClick={() => pick(drill)}>
        {share(rate)}
      </button>
    </td>
  )
}

export function StickinessTable({ bins, pick }: { readonly bins: NonNullable<Answered['data']['bins']>; readonly pick: Pick }) {
  return (
    <Plain label="Stickiness" head={['Weeks active', 'How many']}>
      {bins.map(({ intervals, actors, drill }) => (
        <tr key={intervals}>
          <th scope="row">{intervals}</th>
          <Number_ says={count(actors)} open={() => pick(drill)} />
        </tr>
      ))}
    </Plain>
  )
}

export function LifecycleTable({ buckets, pick }: { readonly buckets: readonly LifecycleBucket[]; readonly pick: Pick }) {
  const states = ['new', 'returning', 'resurrecting', 'dormant'] as const
  return (
    <Plain label="Lifecycle" head={['From', 'New', 'Returning', 'Back again', 'Gone quiet']}>
      {buckets.map((bucket) => (
        <tr key={bucket.bucket} className={bucket.complete ? '' : 'open'}>
          <th scope="row">{bucket.complete ? bucket.bucket : `${bucket.bucket}, not over`}</th>
          {states.map((state) => (
            <Number_ key={state} says={count(bucket[state])} open={() => pick(`${bucket.drill}:${state}`)} />
          ))}
        </tr>
      ))}
    </Plain>
  )
}

export function LinkTable({ links, pick }: { readonly links: NonNullable<Answered['data']['links']>; readonly pick: Pick }) {
  return (
    <Plain label="Paths" head={['From', 'To', 'Step', 'How often', 'Median time']}>
      {links.slice(0, 60).map(({ level, from, to, n, medianSec, drill }) => (
        <tr key={drill}>
          <th scope="row">{from}</th>
          <td className="n">{to}</td>
          <td className="n muted">{level + 1}</td>
          <Number_ says={count(n)} open={() => pick(drill)} />
          <td className="n">{spanOf(medianSec)}</td>
        </tr>
      ))}
    </Plain>
  )
}

export function CohortTable({
  cohorts,
  total,
  pick,
}: {
  readonly cohorts: readonly ActivationCohort[]
  readonly total: ActivationCohort
  readonly pick: Pick
}) {
  return (
    <Plain label="Activation" head={['Started', 'How many', 'Window over', 'Activated', 'Share']}>
      {[...cohorts.filter(({ eligible }) => eligible > 0), total].map((cohort) => (
        <tr key={cohort.drill}>
          <th scope="row">{[cohort.start === 'all' ? 'All' : cohort.start, labelOf(cohort.breakdown)].filter(Boolean).join(' · ')}</th>
          <td className="n">{count(cohort.eligible)}</td>
          <td className="n">{count(cohort.matured)}</td>
          <Number_ says={count(cohort.activated)} open={() => pick(cohort.drill)} />
          <td className="n s">{share(cohort.rate)}</td>
        </tr>
      ))}
    </Plain>
  )
}

export function FeatureTable({ features, pick }: { readonly features: readonly Feature[]; readonly pick: Pick }) {
  return (
    <Plain label="Adoption" head={['Feature', 'May use it', 'Use it', 'Share', 'Median uses', 'People each']}>
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
    </Plain>
  )
}
