import { useQuery } from '@tanstack/react-query'
import { isProblem, type Measurement, type Metric } from '#kernel'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { rows } from '#web/resources.ts'
import { sayPeriod, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { closedPoint } from './asked.ts'

/** What happened on a date and may explain the line. */
export function NoteForm({ metricKey, close }: { readonly metricKey: string; readonly close: () => void }) {
  const noun = nouns['note']?.noun
  if (!noun) return null
  const { name, on, kind, says } = noun.fields
  return (
    <Modal title="Note on the line" close={close}>
      <CreateForm
        noun={noun}
        fields={{ ...(name && { name }), ...(on && { on }), ...(kind && { kind }), ...(says && { says }) }}
        start={{ kind: 'other' }}
        also={{ metrics: [metricKey] }}
        close={close}
        submit="Add note"
      />
    </Modal>
  )
}

/** A target starts from a measured baseline: the newest closed period. */
export function TargetForm({
  metricKey,
  metric,
  measured,
  close,
}: {
  readonly metricKey: string
  readonly metric: Metric
  readonly measured: Measurement
  readonly close: () => void
}) {
  const { workspace } = useUrl()
  const noun = nouns['metricTarget']?.noun
  const entry = useQuery(rows(workspace, 'metrics', { metricKey, limit: 1 }))
  const point = closedPoint(measured)
  const row = entry.data?.items[0]
  if (!noun) return null
  const { name, target, by, kind, rationale } = noun.fields
  const baseline = point?.value ?? measured.value
  return (
    <Modal title={`Target for ${metric.name.toLowerCase()}`} close={close}>
      <p>
        {baseline === null
          ? 'Nothing is measured yet: the target stays a draft.'
          : `It starts from ${sayValue(baseline, measured.unit, measured.currency)}${point ? `, measured in ${sayPeriod(point.period, { long: true })}` : ''}.`}
        {measured.unit === 'ratio' && ' Write a share as a fraction: 1.1 is 110%.'}
      </p>
      {row ? (
        <CreateForm
          noun={noun}
          fields={{ ...(name && { name }), ...(target && { target }), ...(by && { by }), ...(kind && { kind }), ...(rationale && { rationale }) }}
          start={{ kind: 'committed', name: `${metric.name} target` }}
          also={{ metric: row.id, direction: metric.better, baseline, baselineSpan: point?.period ?? null }}
          close={close}
          submit="Set target"
        />
      ) : (
        <p className="muted">
          {entry.isPending ? 'Reading the dictionary.' : 'This metric has no entry in the dictionary yet; add one under Metrics, Dictionary.'}
        </p>
      )}
    </Modal>
  )
}

type CreateProps = {
  readonly noun: NonNullable<(typeof nouns)[string]>['noun']
  readonly fields: NonNullable<(typeof nouns)[string]>['noun']['fields']
  readonly start: Readonly<Record<string, unknown>>
  readonly also: Readonly<Record<string, unknown>>
  readonly close: () => void
  readonly submit: string
}

function CreateForm({ noun, fields, start, also, close, submit }: CreateProps) {
  const { perform, isPending, error } = usePerform(noun)
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const saved = await perform('create', undefined, { ...also, ...values }).catch(() => null)
    if (saved) close()
  }
  return <Form fields={fields} start={start} submit={submit} isBusy={isPending} refusal={isProblem(error) ? error : null} save={save} cancel={close} />
}
