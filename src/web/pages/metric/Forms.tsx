import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { small } from '#engines/numbers/capital.ts'
import { isProblem, type AnyMetric, type Measurement, type Problem } from '#kernel'
import { Form } from '#web/object/Form.tsx'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { rows, targetCheck } from '#web/resources.ts'
import { sayCount, sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { closedPoint } from '#web/measured.ts'

/** What happened on a date and may explain the line of a metric; of every line, without one. */
export function NoteForm({ metricKey, close }: { readonly metricKey?: string; readonly close: () => void }) {
  const noun = nouns['note']?.noun
  if (!noun) return null
  const { name, on, kind, says } = noun.fields
  return (
    <Modal title="Note on the line" close={close}>
      <CreateForm
        noun={noun}
        fields={{ ...(name && { name }), ...(on && { on }), ...(kind && { kind }), ...(says && { says }) }}
        start={{ kind: 'other' }}
        also={metricKey === undefined ? {} : { metrics: [metricKey] }}
        close={close}
        submit="Add note"
      />
    </Modal>
  )
}

/** A target starts from a measured baseline, the newest closed period, and is asked about noise before it is set. */
export function TargetForm({
  metricKey,
  metric,
  isShare,
  measured,
  close,
}: {
  readonly metricKey: string
  readonly metric: AnyMetric
  /** It is a part of a whole, which lies between 0 and 1. */
  readonly isShare: boolean
  readonly measured: Measurement
  readonly close: () => void
}) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const noun = nouns['metricTarget']?.noun
  const entry = useQuery(rows(workspace, 'metrics', { metricKey, limit: 1 }))
  const point = closedPoint(measured)
  const row = entry.data?.items[0]
  if (!noun) return null
  const { name, target, upper, floor, by, path, kind, rationale } = noun.fields
  const baseline = point?.value ?? measured.value
  const isRange = metric.better === 'within'
  const fields = {
    ...(name && { name }),
    ...(target && { target }),
    ...(isRange && upper && { upper: { ...upper, required: true } }),
    ...(floor && { floor }),
    ...(by && { by }),
    ...(path && { path: { ...path, choices: (path.choices ?? []).filter((choice) => choice !== 'stepped') } }),
    ...(kind && { kind }),
    ...(rationale && { rationale }),
  }
  const also = async (values: Readonly<Record<string, unknown>>) => {
    const checked = await cache.fetchQuery(checkOf(workspace, metricKey, values)).catch(unlessRefused)
    const start = checked?.baseline
    const found =
      start && start.value !== null
        ? { baseline: start.value, baselineSpan: start.to, baselineN: whole(start.n) }
        : { baseline, baselineSpan: point?.period ?? null }
    return { metric: row?.id, direction: metric.better, baselineVersion: measured.version, ...found }
  }
  return (
    <Modal title={`Target for ${small(metric.name)}`} close={close}>
      <p>
        {baseline === null
          ? 'Nothing is measured yet: the target stays a draft.'
          : `It starts from ${sayValue(baseline, measured.unit, measured.currency)}${point ? `, measured in ${sayPeriod(point.period, { long: true })}` : ''}${measured.n === null ? '' : `, n ${sayCount(measured.n)}`}.`}
        {measured.unit === 'ratio' && (isShare ? ' Write it as a fraction, from 0 to 1: 0.9 is 90%.' : ' Write it as a fraction: 1.1 is 110%.')}
      </p>
      {row ? (
        <CreateForm
          noun={noun}
          fields={fields}
          start={{ kind: 'committed', path: 'linear', name: `${metric.name} target` }}
          also={also}
          close={close}
          submit="Set target"
          aside={(values) => <Questions metricKey={metricKey} values={values} isRange={isRange} />}
        />
      ) : (
        <p className="muted">
          {entry.isPending ? 'Reading the dictionary.' : 'This metric has no entry in the dictionary yet; add one under Metrics, Dictionary.'}
        </p>
      )}
    </Modal>
  )
}

/** A baseline that cannot be measured now is left out; a target that cannot be is not set. */
const unlessRefused = (error: unknown): null => {
  if (isProblem(error) && error.kind === 'invalid') throw error
  return null
}

const whole = (n: number | null): number | null => (n === null ? null : Math.round(n))
const checkOf = (workspace: string, metricKey: string, { target, upper }: Readonly<Record<string, unknown>>) =>
  targetCheck(workspace, metricKey, { target: numberOf(target), upper: numberOf(upper), periods: 1 })
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** How often it was reached already, whether chance reaches it, and how many answers would show the change; while the value is typed. */
function Questions({
  metricKey,
  values,
  isRange,
}: {
  readonly metricKey: string
  readonly values: Readonly<Record<string, unknown>>
  readonly isRange: boolean
}) {
  const { workspace } = useUrl()
  const isAsked = typeof values['target'] === 'number' && (!isRange || typeof values['upper'] === 'number')
  const read = useQuery({ ...checkOf(workspace, metricKey, values), enabled: isAsked, retry: false })
  if (isAsked && isProblem(read.error))
    return (
      <div aria-live="polite">
        <Banner tone="red" says={read.error.message}>
          {read.error.hint}
        </Banner>
      </div>
    )
  if (!read.data) return <div aria-live="polite" />
  const [first, ...more] = read.data.says
  return (
    <div aria-live="polite">
      <Banner tone={read.data.noise?.isInside ? 'amber' : 'plain'} says={first}>
        {more.join(' ')}
      </Banner>
    </div>
  )
}

type CreateProps = {
  readonly noun: NonNullable<(typeof nouns)[string]>['noun']
  readonly fields: NonNullable<(typeof nouns)[string]>['noun']['fields']
  readonly start: Readonly<Record<string, unknown>>
  readonly also: Readonly<Record<string, unknown>> | ((values: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>)
  readonly close: () => void
  readonly submit: string
  readonly aside?: (values: Readonly<Record<string, unknown>>) => ReactNode
}

function CreateForm({ noun, fields, start, also, close, submit, aside }: CreateProps) {
  const { perform, isPending } = usePerform(noun)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const save = async (values: Readonly<Record<string, unknown>>) => {
    try {
      await perform('create', undefined, { ...(typeof also === 'function' ? await also(values) : also), ...values })
      close()
    } catch (error) {
      setRefusal(isProblem(error) ? error : null)
    }
  }
  return <Form fields={fields} start={start} submit={submit} isBusy={isPending} refusal={refusal} save={save} cancel={close} {...(aside ? { aside } : {})} />
}
