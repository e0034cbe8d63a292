import { inputClass, orNull, textOf, tied, type WidgetProps } from './widget.ts'

/** One line of words, with the phone keyboard that suits the kind. */
export function TextWidget(props: WidgetProps) {
  const { field, value, change } = props
  return (
    <input
      {...tied(props)}
      className={inputClass(props)}
      inputMode={modes[field.kind]}
      required={field.required}
      value={textOf(value)}
      onChange={(event) => change(orNull(event.target.value))}
    />
  )
}
const modes: Readonly<Record<string, 'email' | 'url' | undefined>> = { email: 'email', url: 'url' }

export function RichTextWidget(props: WidgetProps) {
  return (
    <textarea
      {...tied(props)}
      className={`${inputClass(props)} area`}
      rows={3}
      value={textOf(props.value)}
      onChange={(event) => props.change(orNull(event.target.value))}
    />
  )
}

export function DateWidget(props: WidgetProps) {
  return (
    <input
      {...tied(props)}
      className={inputClass(props)}
      type="date"
      value={textOf(props.value)}
      onChange={(event) => props.change(orNull(event.target.value))}
    />
  )
}

/** An instant, typed in UTC and said so. */
export function DateTimeWidget(props: WidgetProps) {
  const shown = textOf(props.value).slice(0, 16)
  return (
    <span className="with-unit">
      <input
        {...tied(props)}
        className={inputClass(props)}
        type="datetime-local"
        value={shown}
        onChange={(event) => props.change(event.target.value === '' ? null : `${event.target.value}:00Z`)}
      />
      <span className="muted t12">UTC</span>
    </span>
  )
}

/** Words with commas between; the draft stays text until it is read. */
export function TagsWidget(props: WidgetProps) {
  const { value, change } = props
  const text = Array.isArray(value) ? value.join(', ') : textOf(value)
  return (
    <input
      {...tied(props)}
      className={inputClass(props)}
      placeholder="With commas between"
      defaultValue={text}
      onChange={(event) =>
        change(
          event.target.value
            .split(',')
            .map((word) => word.trim())
            .filter(Boolean),
        )
      }
    />
  )
}

/** An open object as JSON text. */
export function CodeWidget(props: WidgetProps) {
  const { value, change } = props
  const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
  return (
    <textarea
      {...tied(props)}
      className={`${inputClass(props)} area mono`}
      rows={4}
      spellCheck={false}
      value={text}
      onChange={(event) => change(orNull(event.target.value))}
    />
  )
}

/** A computed value is shown, never typed. */
export function ComputedWidget({ id, field, value }: WidgetProps) {
  return (
    <output id={id} className="muted t13">
      {field.show(value)}
    </output>
  )
}
