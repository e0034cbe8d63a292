import { kaplanMeier, type Watched } from '../survival/kaplanMeier.ts'
import { days, dimensionOf, isBy, isWithin, line, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import { survived, watchedToTheEnd } from './survived.ts'
import type { Given, Row, Way } from './way.ts'

interface Ramp {
  readonly person: string
  readonly head: Row
  readonly started: string
  readonly ramped: string | null
  readonly left: string | null
}

/**
 * Days from start to full effect of those who started in the window, by Kaplan–Meier (kpis.md 4.21). Who is not there yet is censored at the end of the
 * window; who left before is censored at the exit, and counted in the part lost. Parts: p85, ended, open, lost, openAfter90, openAfter180.
 */
export const ramp: Way<object> = {
  counts: () => 'hiring',
  reads: () => ({ stages: { fact: 'hiring', columns: ['person_id', 'kind', 'at', 'role', 'level', 'source'] } }),
  figures: (_, asked, given) => ({
    ...thingSeries(asked, rampsIn(given), ({ head }, column) => dimensionOf(head, column), figure),
    text: 'Kaplan–Meier median of days from started to ramped, of those who started in the window',
    notes: [watchedToTheEnd],
  }),
  behind: (_, { time }, given, period) => {
    const stretch = stretchOf(time, period)
    return rampsIn(given)
      .filter(({ started }) => isWithin(stretch, started))
      .map((one) => line({ account: one.person, name: textOf(one.head, 'role'), change: watchedOf(one, stretch).time, movement: outcomeOf(one, stretch) }))
      .toSorted((a, b) => (b.change ?? 0) - (a.change ?? 0))
  },
}

function rampsIn(given: Given): Ramp[] {
  const people = Map.groupBy(
    given.rows('stages').filter((row) => textOf(row, 'person_id') !== null),
    (row) => String(row['person_id']),
  )
  return [...people].flatMap(([person, rows]) => {
    const at = (kind: string): string | null => {
      const found = rows.find((row) => row['kind'] === kind)
      return found ? textOf(found, 'at') : null
    }
    const started = at('started')
    const head = rows.find((row) => row['kind'] === 'started') ?? {}
    return started === null ? [] : [{ person, head, started, ramped: at('ramped'), left: at('exit') }]
  })
}

const outcomeOf = ({ ramped, left }: Ramp, stretch: Stretch): 'ramped' | 'lost' | 'open' =>
  isBy(stretch, ramped) ? 'ramped' : isBy(stretch, left) ? 'lost' : 'open'

function watchedOf(one: Ramp, stretch: Stretch): Watched {
  const outcome = outcomeOf(one, stretch)
  const until = outcome === 'ramped' ? Date.parse(one.ramped ?? '') : outcome === 'lost' ? Date.parse(one.left ?? '') : stretch.stop
  return { time: Math.max(0, until - Date.parse(one.started)) / days, ended: outcome === 'ramped' }
}

function figure(ramps: readonly Ramp[], stretch: Stretch): Told {
  const own = ramps.filter(({ started }) => isWithin(stretch, started))
  const told = survived(kaplanMeier(own.map((one) => watchedOf(one, stretch))), { openAfter: [90, 180] })
  return own.length === 0 ? told : { ...told, parts: { ...told.parts, lost: own.filter((one) => outcomeOf(one, stretch) === 'lost').length } }
}
