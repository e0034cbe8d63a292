import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { Icon } from '#web/parts/Icon.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { useUrl } from '#web/url.tsx'
import { SavedList } from './Saved.tsx'
import type { Vocabulary } from './contract.ts'
import { kinds, kindWords, lasts, windows, type Words } from './words.ts'

/** The query, part by part. Everything that is chosen stands in the address, so that it can be shared and gone back to. */
export function Builder({ words, known }: { readonly words: Words; readonly known: Vocabulary }) {
  const { set } = useUrl()
  const turn = (patch: Readonly<Record<string, string | undefined>>) => set({ drill: undefined, side: undefined, ...patch })
  return (
    <aside className="build" aria-label="Query">
      <Choice label="Measure" value={words.kind} options={kinds.map((id) => ({ id, says: kindWords[id].says }))} pick={(kind) => turn({ kind })} />
      <Segments
        name="actor"
        label="Who is counted"
        value={words.actor}
        options={[
          { id: 'account', says: 'Accounts' },
          { id: 'person', says: 'Persons' },
        ]}
      />
      <Events words={words} known={known} change={(events) => turn({ events: JSON.stringify(events) })} />
      <Choice label="Range" value={words.last} options={lasts} pick={(last) => turn({ last })} />
      {['funnel', 'activation', 'adoption'].includes(words.kind) && (
        <Choice
          label={words.kind === 'adoption' ? 'Used in the last' : 'Within'}
          value={words.window}
          options={windows.map((id) => ({ id, says: id === '1' ? '1 day' : `${id} days` }))}
          pick={(window) => turn({ window })}
        />
      )}
      {words.kind !== 'paths' && words.kind !== 'lifecycle' && (
        <Choice
          label="Break down by"
          value={words.by}
          options={[{ id: '', says: 'Nothing' }, ...known.properties.map((id) => ({ id, says: saysOf(id) }))]}
          pick={(by) => turn({ by: by || undefined })}
        />
      )}
      <Choice
        label="Count as"
        value={words.preset}
        options={[
          { id: '', says: 'Throughline' },
          { id: 'posthog', says: 'PostHog' },
          { id: 'amplitude', says: 'Amplitude' },
          { id: 'mixpanel', says: 'Mixpanel' },
        ]}
        pick={(preset) => turn({ preset: preset || undefined })}
      />
      <SavedList />
    </aside>
  )
}

const saysOf = (ref: string): string => {
  const [owner, ...rest] = ref.split('.')
  return `${rest.join('.').replaceAll('_', ' ')} of the ${owner}`
}

interface Option {
  readonly id: string
  readonly says: string
}

function Choice({
  label,
  value,
  options,
  pick,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly pick: (id: string) => void
}) {
  return (
    <label className="part">
      <span>{label}</span>
      <select className="inp" value={value} onChange={({ target }) => pick(target.value)}>
        {options.map(({ id, says }) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The events of the query; one types to find them. Steps move up and down. */
function Events({ words, known, change }: { readonly words: Words; readonly known: Vocabulary; readonly change: (events: readonly string[]) => void }) {
  const { least, most, events: label } = kindWords[words.kind]
  const shown = [...words.events, ...Array.from({ length: Math.max(0, Math.max(least, 1) - words.events.length) }, () => '')].slice(0, most)
  const put = (at: number, name: string) => change(shown.map((each, place) => (place === at ? name : each)))
  const swap = (at: number) => change(shown.map((each, place) => (place === at ? (shown[at - 1] ?? '') : place === at - 1 ? (shown[at] ?? '') : each)))
  return (
    <fieldset className="part">
      <legend>{label}</legend>
      <datalist id="event-names">
        {known.events.map(({ name, n }) => (
          <option key={name} value={name}>{`${n.toLocaleString('en-US')} times`}</option>
        ))}
      </datalist>
      <ol className="steps">
        {shown.map((name, at) => (
          <li key={`${at}-${name}`}>
            <span className="num">{at + 1}</span>
            <EventBox name={name} place={at + 1} put={(next) => put(at, next)} />
            {shown.length > 1 && (
              <button type="button" className="ib" disabled={at === 0} aria-label={`Move event ${at + 1} up`} onClick={() => swap(at)}>
                <Icon of={ArrowUp} />
              </button>
            )}
            {shown.length > 1 && (
              <button type="button" className="ib" disabled={at === shown.length - 1} aria-label={`Move event ${at + 1} down`} onClick={() => swap(at + 1)}>
                <Icon of={ArrowDown} />
              </button>
            )}
            {shown.length > Math.max(least, 1) && (
              <button type="button" className="ib" aria-label={`Remove event ${at + 1}`} onClick={() => change(shown.filter((_, place) => place !== at))}>
                <Icon of={X} />
              </button>
            )}
          </li>
        ))}
      </ol>
      {shown.length < most && (
        <button type="button" className="btn quiet" onClick={() => change([...shown, ''])}>
          <Icon of={Plus} /> {words.kind === 'funnel' ? 'Add step' : 'Add event'}
        </button>
      )}
    </fieldset>
  )
}

/** A name is taken when it is chosen, when Enter is pressed or when the box is left. */
function EventBox({ name, place, put }: { readonly name: string; readonly place: number; readonly put: (name: string) => void }) {
  const take = (next: string) => {
    if (next.trim() !== name) put(next.trim())
  }
  return (
    <input
      className="inp mono"
      list="event-names"
      aria-label={`Event ${place}`}
      placeholder="Type to find an event"
      defaultValue={name}
      maxLength={200}
      onBlur={({ target }) => take(target.value)}
      onKeyDown={({ key, currentTarget }) => key === 'Enter' && take(currentTarget.value)}
    />
  )
}
