import { useState, type ReactNode } from 'react'
import type { Noun } from '#kernel'
import { showField } from '#web/fields/show.tsx'
import { words } from '#web/vocabulary.ts'
import type { Conflicting } from './conflicting.ts'
import { Modal } from './Modal.tsx'

/** Field by field, yours and theirs; what is chosen is saved on top of the current version. */
export function BothVersions({ conflict, close }: { readonly conflict: Conflicting; readonly close: () => void }) {
  const { noun, before, yours, theirs, again } = conflict
  const names = Object.keys(yours).filter((name) => noun.fields[name])
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(names))
  const choose = (name: string, isMine: boolean) => setMine((old) => new Set(isMine ? [...old, name] : [...old].filter((one) => one !== name)))
  const version = typeof theirs?.['version'] === 'number' ? theirs['version'] : before.version + 1
  return (
    <Modal title={`${before.key} was saved by somebody else while you edited`} close={close} wide>
      <p>Choose which value to keep. Both versions stay in the history.</p>
      <table className="cf">
        <thead>
          <tr>
            <th>Field</th>
            <th>Yours, not saved</th>
            <th>Theirs</th>
            <th>Before</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <td className="b">{words(name)}</td>
              <VersionCell name={name} says={shown(noun, name, yours[name])} isPicked={mine.has(name)} pick={() => choose(name, true)} label="Yours" />
              <VersionCell name={name} says={shown(noun, name, theirs?.[name])} isPicked={!mine.has(name)} pick={() => choose(name, false)} label="Theirs" />
              <td className="muted">{shown(noun, name, before[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="acts">
        <button type="button" className="btn" onClick={close}>
          Keep all theirs
        </button>
        <button
          type="button"
          className="btn pri"
          onClick={() => {
            if (mine.size > 0) again(Object.fromEntries(names.filter((name) => mine.has(name)).map((name) => [name, yours[name]])), version)
            close()
          }}
        >
          Save the chosen
        </button>
      </div>
    </Modal>
  )
}

function VersionCell({
  name,
  says,
  isPicked,
  pick,
  label,
}: {
  readonly name: string
  readonly says: ReactNode
  readonly isPicked: boolean
  readonly pick: () => void
  readonly label: string
}) {
  return (
    <td className={isPicked ? 'pickd' : ''}>
      <label className="pickl">
        <input type="radio" name={`version-${name}`} checked={isPicked} onChange={pick} aria-label={`${label}: ${words(name)}`} />
        <span>{says}</span>
      </label>
    </td>
  )
}

const shown = (noun: Noun, name: string, value: unknown): ReactNode => (noun.fields[name] ? showField(noun.fields[name], value) : '')
