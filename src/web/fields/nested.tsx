/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a fieldset would take the label of each entry */
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { isRecord } from '#kernel'
import { Icon } from '#web/parts/Icon.tsx'
import { words } from '#web/vocabulary.ts'
import type { Widget, WidgetProps } from './widget.ts'

type Find = (kind: string) => Widget

/** The widget of a small structure: one widget for each named field, found by its kind. */
export const recordWidget =
  (find: Find): Widget =>
  (props) => <InnerFields {...props} find={find} />

/** The widget of a list of small structures, in order; entries are added at the end and taken away one by one. */
export const listWidget =
  (find: Find): Widget =>
  (props) => <InnerEntries {...props} find={find} />

function InnerFields({ id, field, value, change, label, find }: WidgetProps & { readonly find: Find }) {
  const draft = isRecord(value) ? value : {}
  return (
    <fieldset id={id} className="inner" aria-label={label}>
      {Object.entries(field.inner ?? {}).map(([name, one]) => {
        const Inner = find(one.kind)
        return (
          <div className="fld" key={name}>
            <label htmlFor={`${id}-${name}`}>{words(name)}</label>
            <Inner id={`${id}-${name}`} field={one} label={words(name)} value={draft[name]} change={(next) => change({ ...draft, [name]: next })} />
          </div>
        )
      })}
    </fieldset>
  )
}

function InnerEntries({ id, field, value, change, label, find }: WidgetProps & { readonly find: Find }) {
  const entries: readonly unknown[] = Array.isArray(value) ? value : []
  const [names, setNames] = useState<readonly number[]>(() => entries.map((_entry, index) => index))
  const nameOf = (index: number) => names[index] ?? `new-${index}`
  return (
    <div id={id} className="entries-edit" role="group" aria-label={label}>
      {entries.map((entry, index) => (
        <div className="entry" key={nameOf(index)}>
          <InnerFields
            find={find}
            id={`${id}-${index}`}
            field={field}
            label={`${label} ${index + 1}`}
            value={entry}
            change={(next) => change(entries.with(index, next))}
          />
          <button
            type="button"
            className="ib"
            aria-label={`Take entry ${index + 1} away`}
            onClick={() => {
              setNames(names.toSpliced(index, 1))
              change(entries.toSpliced(index, 1))
            }}
          >
            <Icon of={X} />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="btn quiet"
        onClick={() => {
          setNames([...names, Math.max(-1, ...names) + 1])
          change([...entries, {}])
        }}
      >
        <Icon of={Plus} /> Add <span className="sr">{`to ${label.toLowerCase()}`}</span>
      </button>
    </div>
  )
}
