import type { AnyRow, Field, Noun } from '#kernel'
import { showField } from '#web/fields/show.tsx'
import { words } from '#web/vocabulary.ts'

/** Every field that holds something, and the custom ones marked as such. Empty ones are named in one line. */
export function FieldsView({ noun, row, without = [] }: { readonly noun: Noun; readonly row: AnyRow; readonly without?: readonly string[] }) {
  const fields = Object.entries(noun.fields).filter(([name, field]) => name !== noun.title && field.class !== 'secret' && !without.includes(name))
  const held = fields.filter(([name]) => !isEmpty(row[name]))
  const empty = fields.filter(([name]) => isEmpty(row[name]))
  return (
    <>
      <dl className="kv">
        {held.map(([name, field]) => (
          <FieldLine key={name} name={words(name)} field={field} value={row[name]} />
        ))}
        {Object.entries(row.custom ?? {}).map(([name, value]) => (
          <div key={name}>
            <dt>
              {words(name)} <span className="chip line">custom</span>
            </dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
      {empty.length > 0 && <p className="note">{`Empty: ${empty.map(([name]) => words(name).toLowerCase()).join(', ')}.`}</p>}
    </>
  )
}

function FieldLine({ name, field, value }: { readonly name: string; readonly field: Field<unknown>; readonly value: unknown }) {
  return (
    <div>
      <dt title={field.says || undefined}>{name}</dt>
      <dd>{showField(field, value)}</dd>
    </div>
  )
}

export const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
