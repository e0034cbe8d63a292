import { words } from '#web/vocabulary.ts'
import { inputClass, orNull, textOf, tied, type WidgetProps } from './widget.ts'

/** One of a fixed list. */
export function OneOfWidget(props: WidgetProps) {
  const { field, value, change } = props
  return (
    <select {...tied(props)} className={inputClass(props)} value={textOf(value)} onChange={(event) => change(orNull(event.target.value))}>
      {(!field.required || textOf(value) === '') && <option value="">{field.required ? 'Choose' : '–'}</option>}
      {(field.choices ?? []).map((choice) => (
        <option key={choice} value={choice}>
          {words(choice)}
        </option>
      ))}
    </select>
  )
}

/** Several of a fixed list. */
export function ManyOfWidget({ id, field, value, change, label, describedBy }: WidgetProps) {
  const chosen = new Set(Array.isArray(value) ? value.map(String) : [])
  const toggle = (choice: string) => change(chosen.has(choice) ? [...chosen].filter((one) => one !== choice) : [...chosen, choice])
  return (
    <fieldset id={id} className="picks" aria-label={label} aria-describedby={describedBy}>
      {(field.choices ?? []).map((choice) => (
        <label key={choice}>
          <input type="checkbox" checked={chosen.has(choice)} onChange={() => toggle(choice)} /> {words(choice)}
        </label>
      ))}
    </fieldset>
  )
}

export function BooleanWidget(props: WidgetProps) {
  const { value, change, label } = props
  return (
    <label className="tick">
      <input {...tied(props)} type="checkbox" checked={value === true} onChange={(event) => change(event.target.checked)} />
      <span>{label}</span>
    </label>
  )
}
