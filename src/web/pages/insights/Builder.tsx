import { isRecord } from '#kernel'
import { Breakdowns } from './Properties.tsx'
import { inOrder } from './byStep.ts'
import { Choice, TextBox } from './Choice.tsx'
import { Compared } from './Compared.tsx'
import { Conditions } from './Conditions.tsx'
import type { Answered, Query, Vocabulary } from './contract.ts'
import { eventText, itemsOf, kindOf, kinds, kindWords, put, selOf, withKind, type Draft, type Kind } from './draft.ts'
import { Duration } from './Duration.tsx'
import type { Groups } from './groups.ts'
import { Items } from './Items.tsx'
import { MoreChoices } from './MoreChoices.tsx'
import { RangeAndCompare } from './Range.tsx'
import { SavedList } from './Saved.tsx'
import { SwitchList } from './SwitchList.tsx'
import { Written } from './Written.tsx'

/** The query, part by part. Everything that is chosen stands in the address, so that it can be shared and gone back to. */
export function Builder({
  draft,
  known,
  groups,
  resolved,
  change,
}: {
  readonly draft: Draft
  readonly known: Vocabulary
  readonly groups: Groups
  /** The query as the last answer wrote it out: it says what is meant where the draft says nothing. */
  readonly resolved: Answered['query'] | undefined
  readonly change: (draft: Draft) => void
}) {
  const kind = kindOf(draft)
  const set = (key: string, value: unknown) => change(key === 'order' ? inOrder(draft, value) : put(draft, key, value))
  return (
    <aside className="build" aria-label="Query">
      <Choice
        label="Measure"
        value={kind}
        options={kinds.map((id) => ({ id, says: kindWords[id].says }))}
        pick={(next) => change(withKind(draft, kinds.find((each) => each === next) ?? kind))}
      />
      <Choice
        label="Who is counted"
        value={actorOf(draft, resolved)}
        options={[
          { id: 'account', says: 'Accounts' },
          { id: 'person', says: 'Persons' },
          { id: 'session', says: 'Sessions' },
        ]}
        pick={(id) => set('actor', id === 'account' ? (draft['preset'] ? { group: 'account' } : undefined) : id)}
      />
      <Items draft={draft} known={known} groups={groups} change={change} />
      <Windows kind={kind} draft={draft} usual={isRecord(resolved?.['window']) ? resolved['window'] : { n: 14, unit: 'day' }} set={set} />
      {kind === 'activation' && <Birth draft={draft} set={set} />}
      {kind === 'trend' && (itemsOf(draft).length > 1 || draft['formula'] !== undefined) && (
        <div className="part">
          <span>Formula</span>
          <TextBox
            isMono
            label="Formula"
            placeholder="A / B * 100"
            value={String(draft['formula'] ?? '')}
            take={(text) => set('formula', text.toUpperCase() || undefined)}
          />
        </div>
      )}
      <SwitchList isCommon kind={kind} draft={draft} resolved={resolved} set={set} />
      <RangeAndCompare draft={draft} newest={(known.newest ?? '2026-01-01').slice(0, 10)} set={set} />
      <fieldset className="part">
        <legend>Only where</legend>
        <Conditions label="Filter" where={draft['where']} properties={known.properties} groups={groups} take={(where) => set('where', where)} />
      </fieldset>
      <Breakdowns draft={draft} known={known} groups={groups} set={set} />
      <Compared draft={draft} groups={groups} set={set} />
      <MoreChoices kind={kind} draft={draft} known={known} resolved={resolved} set={set} />
      <Written draft={draft} change={change} />
      <SavedList />
    </aside>
  )
}

type Set = (key: string, value: unknown) => void

/** How long a chain, a newcomer, a use or a pause may take. */
function Windows({ kind, draft, usual, set }: { readonly kind: Kind; readonly draft: Draft; readonly usual: Query; readonly set: Set }) {
  return (
    <>
      {kind === 'funnel' && <Duration label="Within, from step 1" value={draft['window']} usual={usual} take={(window) => set('window', window)} maySession />}
      {kind === 'activation' && <Duration label="Within" value={draft['within']} usual={{ n: 14, unit: 'day' }} take={(within) => set('within', within)} />}
      {kind === 'adoption' && (
        <Duration label="Used in the last" value={draft['trailing']} usual={{ n: 28, unit: 'day' }} take={(trailing) => set('trailing', trailing)} />
      )}
      {kind === 'paths' && <Duration label="A pause ends a path" value={draft['gap']} usual={{ n: 30, unit: 'minute' }} take={(gap) => set('gap', gap)} />}
    </>
  )
}

function actorOf(draft: Draft, resolved: Query | undefined): string {
  const actor = draft['actor'] ?? resolved?.['actor'] ?? 'account'
  return typeof actor === 'string' ? actor : isRecord(actor) && actor['group'] !== 'account' ? String(actor['group']) : 'account'
}

/** When the clock of an activation starts: at creation, or with an event. */
function Birth({ draft, set }: { readonly draft: Draft; readonly set: (key: string, value: unknown) => void }) {
  const t0 = isRecord(draft['t0']) ? draft['t0'] : null
  return (
    <div className="part">
      <span>Starts with</span>
      <TextBox
        isMono
        label="Starts with"
        list="event-names"
        placeholder="The creation of each"
        value={t0 ? eventText(t0) : ''}
        take={(text) => set('t0', text ? selOf(text, t0 ?? {}) : undefined)}
      />
    </div>
  )
}
