import { isRecord } from '#kernel'
import type { Query } from './contract.ts'
import { Choice, useBox } from './Choice.tsx'

const units = [
  { id: 'minute', says: 'minutes' },
  { id: 'hour', says: 'hours' },
  { id: 'day', says: 'days' },
  { id: 'week', says: 'weeks' },
]

/** A stretch of elapsed time: a number and a unit; nothing where it may be left out. */
export function Duration({
  label,
  value,
  usual,
  take,
  maySession = false,
}: {
  readonly label: string
  readonly value: unknown
  /** What is meant when nothing is written; null where that is no limit. */
  readonly usual: Query | null
  readonly take: (value: Query | undefined) => void
  readonly maySession?: boolean
}) {
  const own = isRecord(value) ? value : usual
  const [n, unit] = [own ? String(own['n']) : '', own ? String(own['unit']) : 'day']
  const box = useBox(n)
  return (
    <fieldset className="part dur">
      <legend>{label}</legend>
      {unit !== 'session' && (
        <input
          ref={box}
          className="inp num"
          type="number"
          min={1}
          aria-label={`${label}, how long`}
          placeholder="Any"
          defaultValue={n}
          onBlur={({ target }) => {
            const next = Number(target.value)
            if (target.value === n) return
            if (target.value === '') take(undefined)
            else if (Number.isInteger(next) && next > 0) take({ n: next, unit })
          }}
          onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
        />
      )}
      <Choice
        isBare
        label={`${label}, unit`}
        value={unit}
        options={maySession ? [...units, { id: 'session', says: 'one session' }] : units}
        pick={(next) => take({ n: next === 'session' ? 1 : Number(n || 1), unit: next })}
      />
    </fieldset>
  )
}
