import { addDays } from '#engines/numbers/dates.ts'
import { isRecord } from '#kernel'
import { Choice } from './Choice.tsx'
import type { Query } from './contract.ts'
import { kindOf, lastRange, lasts, type Draft } from './draft.ts'

const idOf = (range: Query): string => ('last' in range ? `${String(range['last'])} ${String(range['unit'])}` : 'custom')

/** From when to when, and beside which other time. The end of a range is not included. */
export function RangeAndCompare({
  draft,
  newest,
  set,
}: {
  readonly draft: Draft
  /** The day of the newest event. */
  readonly newest: string
  readonly set: (key: string, value: unknown) => void
}) {
  const range = isRecord(draft['range']) ? draft['range'] : lastRange(12, 'week')
  const compareTo = draft['compareTo']
  const pick = (id: string) => {
    const [n = '12', unit = 'week'] = id.split(' ')
    set('range', id === 'custom' ? { from: addDays(newest, -27), to: addDays(newest, 1) } : lastRange(Number(n), unit))
  }
  return (
    <>
      <Choice
        label="Range"
        value={idOf(range)}
        options={[...lasts.map(({ n, unit, says }) => ({ id: `${n} ${unit}`, says })), { id: 'custom', says: 'From a day to a day' }, ...otherLast(range)]}
        pick={pick}
      />
      {'from' in range && <Days label="Range" range={range} take={(next) => set('range', next)} />}
      {'last' in range && (
        <label className="chk t13">
          <input
            type="checkbox"
            checked={range['includeCurrent'] === true}
            onChange={({ target }) => set('range', { ...range, includeCurrent: target.checked })}
          />
          {`With the ${String(range['unit'])} that is not over`}
        </label>
      )}
      {kindOf(draft) !== 'paths' && (
        <Choice
          label="Compare with"
          value={compareTo === undefined || compareTo === null ? '' : compareTo === 'previous' ? 'previous' : 'custom'}
          options={[
            { id: '', says: 'Nothing' },
            { id: 'previous', says: 'The time before' },
            { id: 'custom', says: 'Another time' },
          ]}
          pick={(id) => set('compareTo', id === '' ? undefined : id === 'custom' ? { from: addDays(newest, -393), to: addDays(newest, -365) } : id)}
        />
      )}
      {isRecord(compareTo) && <Days label="Compared time" range={compareTo} take={(next) => set('compareTo', next)} />}
    </>
  )
}

/** A stretch that somebody wrote and that is none of the usual ones. */
function otherLast(range: Query): { id: string; says: string }[] {
  if (!('last' in range) || lasts.some(({ n, unit }) => n === range['last'] && unit === range['unit'])) return []
  return [{ id: idOf(range), says: `Last ${String(range['last'])} ${String(range['unit'])}s` }]
}

function Days({ label, range, take }: { readonly label: string; readonly range: Query; readonly take: (range: Query) => void }) {
  const day = (key: 'from' | 'to') => String(range[key] ?? '').slice(0, 10)
  const turn = (key: 'from' | 'to', value: string) => {
    const next = { from: day('from'), to: day('to'), [key]: value }
    if (value !== '' && next.from < next.to) take(next)
  }
  return (
    <div className="cond">
      <input className="inp num" type="date" aria-label={`${label} from`} value={day('from')} onChange={({ target }) => turn('from', target.value)} />
      <span className="t12 muted">to before</span>
      <input className="inp num" type="date" aria-label={`${label} to, not included`} value={day('to')} onChange={({ target }) => turn('to', target.value)} />
    </div>
  )
}
