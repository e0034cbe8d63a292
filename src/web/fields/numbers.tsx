import { useState } from 'react'
import { isRecord } from '#kernel'
import { inputClass, orNull, textOf, tied, type WidgetProps } from './widget.ts'

/** A number as text: the kind reads it, so that “1,200” is refused in words instead of being guessed. */
export function NumberWidget(props: WidgetProps) {
  return (
    <input
      {...tied(props)}
      className={`${inputClass(props)} num`}
      inputMode="decimal"
      value={textOf(props.value)}
      onChange={(event) => props.change(orNull(event.target.value))}
    />
  )
}

/** A share, typed in percent and kept as a fraction. */
export function PercentWidget(props: WidgetProps) {
  const { value, change } = props
  const [typed, setTyped] = useState(() => (typeof value === 'number' ? String(Number((value * 100).toPrecision(12))) : textOf(value)))
  return (
    <span className="with-unit">
      <input
        {...tied(props)}
        className={`${inputClass(props)} num`}
        inputMode="decimal"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          change(toFraction(event.target.value))
        }}
      />
      <span className="muted">%</span>
    </span>
  )
}

/** “12.5” percent is 0.125; text that is no number stays as it was typed, for the kind to refuse. */
const toFraction = (typed: string): unknown =>
  typed.trim() === '' ? null : Number.isFinite(Number(typed)) ? Number((Number(typed) / 100).toPrecision(15)) : typed

/** An amount and its currency. */
export function MoneyWidget(props: WidgetProps) {
  const { id, value, change, label } = props
  const draft = isRecord(value) ? value : {}
  const set = (patch: Readonly<Record<string, unknown>>) => {
    const next = { currency: 'USD', ...draft, ...patch }
    change(textOf(patch['amount'] ?? draft['amount']) === '' ? null : next)
  }
  return (
    <span className="with-unit">
      <input
        {...tied(props)}
        className={`${inputClass(props)} num`}
        inputMode="decimal"
        value={textOf(draft['amount'])}
        onChange={(event) => set({ amount: event.target.value })}
      />
      <input
        id={`${id}-currency`}
        className="inp short"
        aria-label={`${label}: currency`}
        maxLength={3}
        value={textOf(draft['currency'] ?? 'USD')}
        onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
      />
    </span>
  )
}
