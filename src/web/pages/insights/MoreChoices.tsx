import { useState } from 'react'
import { isRecord } from '#kernel'
import { Choice } from './Choice.tsx'
import type { Query, Vocabulary } from './contract.ts'
import type { Draft, Kind } from './draft.ts'
import { Exclusions } from './Exclusions.tsx'
import { PropertyList } from './Properties.tsx'
import { SwitchList } from './SwitchList.tsx'
import { hasMore } from './switches.ts'

type Set = (key: string, value: unknown) => void

/** What few questions need. It stands open as soon as the question has one of them, and closes only by hand. */
export function MoreChoices({
  kind,
  draft,
  known,
  resolved,
  set,
}: {
  readonly kind: Kind
  readonly draft: Draft
  readonly known: Vocabulary
  readonly resolved: Query | undefined
  readonly set: Set
}) {
  const isSet = hasMore(kind, draft)
  const [isOpen, setOpen] = useState(isSet)
  const [wasSet, setWas] = useState(isSet)
  if (wasSet !== isSet) {
    setWas(isSet)
    if (isSet) setOpen(true)
  }
  return (
    <details className="part" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>More choices</summary>
      {kind === 'funnel' && <Exclusions draft={draft} set={set} />}
      {kind === 'funnel' && (
        <PropertyList
          label="Hold constant"
          add="Hold a property"
          values={Array.isArray(draft['holdConstant']) ? draft['holdConstant'].map(String) : []}
          properties={known.properties}
          most={5}
          take={(held) => set('holdConstant', held.length > 0 ? held : undefined)}
        />
      )}
      {kind === 'retention' && <Worth draft={draft} known={known} set={set} />}
      <SwitchList kind={kind} draft={draft} resolved={resolved} set={set} />
      <Preset draft={draft} set={set} />
    </details>
  )
}

function Preset({ draft, set }: { readonly draft: Draft; readonly set: Set }) {
  return (
    <Choice
      label="Counted the way of"
      value={String(draft['preset'] ?? 'throughline')}
      options={[
        { id: 'throughline', says: 'Throughline' },
        { id: 'posthog', says: 'PostHog' },
        { id: 'amplitude', says: 'Amplitude' },
        { id: 'mixpanel', says: 'Mixpanel' },
      ]}
      pick={(preset) => set('preset', preset === 'throughline' ? undefined : preset)}
    />
  )
}

/** Retention of a value, such as revenue, instead of heads. */
function Worth({ draft, known, set }: { readonly draft: Draft; readonly known: Vocabulary; readonly set: Set }) {
  const own = isRecord(draft['value']) ? draft['value'] : null
  const options = known.properties.filter((ref) => ref.startsWith('event.')).map((id) => ({ id, says: `sum of ${id.slice(6).replaceAll('_', ' ')}` }))
  return (
    <Choice
      label="Shown"
      value={own ? String(own['prop']) : ''}
      options={[{ id: '', says: 'Who came back' }, ...options]}
      pick={(prop) => set('value', prop === '' ? undefined : { prop, math: own?.['math'] ?? 'sum' })}
    />
  )
}
