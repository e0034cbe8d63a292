/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-static-element-interactions -- a drawn mark is an image without a file; the cell only hears the keys of its input */
import { memo, useState } from 'react'
import type { AnyRow, Field, Noun } from '#kernel'
import { reasonOf } from '#web/fields/draft.ts'
import { showField } from '#web/fields/show.tsx'
import { WidgetOf } from '#web/fields/WidgetOf.tsx'
import { genericRefusal } from '#web/object/decide.ts'
import { isEmpty } from '#web/object/FieldsView.tsx'
import { usePerform } from '#web/perform.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'

interface LineProps {
  readonly noun: Noun
  readonly row: AnyRow
  readonly columns: readonly string[]
  readonly at: number
  readonly isCurrent: boolean
  readonly isChosen: boolean
  readonly isPeeked: boolean
  readonly isUnsynced: boolean
  readonly choose: () => void
  readonly peek: () => void
  readonly measure: (element: Element | null) => void
}

/** One row of the list: its name opens the peek, its cells are edited where they stand. */
export const Line = memo(function Line({ noun, row, columns, at, isCurrent, isChosen, isPeeked, isUnsynced, choose, peek, measure }: LineProps) {
  const { asOf } = useUrl()
  return (
    <tr
      ref={measure}
      data-index={at}
      aria-rowindex={at + 2}
      className={`${isChosen ? 'sel' : ''} ${isPeeked ? 'pk' : ''} ${isCurrent ? 'cur' : ''} ${row.archivedAt ? 'dim' : ''}`}
    >
      <td className="c1">{!asOf && <input type="checkbox" aria-label={`Select ${row.key}`} checked={isChosen} onChange={choose} />}</td>
      <td className="muted idc idm">{row.key}</td>
      <td className="wide nm">
        <button type="button" className="b" onClick={peek}>
          {String(row[noun.title] ?? row.key)}
        </button>
        {isUnsynced && <span className="uns" role="img" aria-label="Not yet saved" title="Not yet saved" />}
      </td>
      {columns.map((name) => {
        const field = noun.fields[name]
        return field ? <Cell key={name} noun={noun} row={row} name={name} field={field} /> : null
      })}
    </tr>
  )
}, same)

function same(a: LineProps, b: LineProps): boolean {
  return (
    a.row === b.row &&
    a.isCurrent === b.isCurrent &&
    a.isChosen === b.isChosen &&
    a.isPeeked === b.isPeeked &&
    a.isUnsynced === b.isUnsynced &&
    a.at === b.at &&
    a.columns.join() === b.columns.join()
  )
}

function Cell({ noun, row, name, field }: { readonly noun: Noun; readonly row: AnyRow; readonly name: string; readonly field: Field<unknown> }) {
  const { asOf } = useUrl()
  const { member } = useMe()
  const [isEditing, setEditing] = useState(false)
  const side = typeof row[name] === 'number' ? 'r' : ''
  const mayEdit = !asOf && !field.byVerb && !row.archivedAt && genericRefusal(noun, 'edit', member) === null && noun.settled(row, [name]) === null
  const shown = isEmpty(row[name]) ? <span className="muted">–</span> : showField(field, row[name])
  const label = name === 'state' ? 'State' : words(name)
  if (isEditing) {
    return (
      <td className={side} data-l={label}>
        <CellEdit noun={noun} row={row} name={name} field={field} close={() => setEditing(false)} />
      </td>
    )
  }
  return (
    <td className={side} data-l={label}>
      {mayEdit ? (
        <button type="button" className="cell-b" aria-label={`${words(name)} of ${row.key}: edit`} onClick={() => setEditing(true)}>
          {shown}
        </button>
      ) : (
        shown
      )}
    </td>
  )
}

/** Enter saves, Esc restores; text that cannot be read stays, with its reason beneath. It edits the version that was opened. */
function CellEdit({
  noun,
  row: newest,
  name,
  field,
  close,
}: {
  readonly noun: Noun
  readonly row: AnyRow
  readonly name: string
  readonly field: Field<unknown>
  readonly close: () => void
}) {
  const { perform } = usePerform(noun)
  const [row] = useState(newest)
  const [draft, setDraft] = useState<unknown>(row[name] ?? null)
  const [reason, setReason] = useState<string | null>(null)
  const save = (value: unknown) => {
    const found = reasonOf(field, value, (read) => {
      if (JSON.stringify(read) !== JSON.stringify(row[name] ?? null)) void perform('edit', row, { [name]: read }).catch(() => null)
      close()
    })
    setReason(found)
  }
  const change = (value: unknown) => {
    setDraft(value)
    if (field.choices || field.target) save(value)
  }
  return (
    <div
      className="cell-ed"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
        if (event.key === 'Enter' && !field.target) save(draft)
        if (event.key === 'Escape' || event.key === 'Enter') event.stopPropagation()
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget) && !field.target) save(draft)
      }}
    >
      <WidgetOf
        id={`cell-${row.id}-${name}`}
        field={field}
        value={draft}
        change={change}
        inCell
        isInvalid={reason !== null}
        describedBy={reason ? `cell-${row.id}-${name}-why` : undefined}
        label={words(name)}
      />
      {reason && (
        <span className="err" id={`cell-${row.id}-${name}-why`}>
          {reason}
        </span>
      )}
    </div>
  )
}
