import { useRef } from 'react'
import type { AnyRow } from '#kernel'
import { More, useSome } from '#web/parts/More.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayNames, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { useWidth } from '#web/useWidth.ts'
import { weeksOf, worthOf, type Worth } from './bets.ts'
import { leftLabels } from './labels.ts'
import { Legend, matrixMarks } from './Legend.tsx'

interface Placed {
  readonly row: AnyRow
  readonly weeks: number
  readonly worth: Worth
}

const mostDots = 400

/** Worth over effort: what brings much for little stands at the top left. Both axes are logarithms, the lines their middles; the table below says the same. */
export function Matrix({ bets }: { readonly bets: readonly AnyRow[] }) {
  const placed = bets
    .flatMap((row): Placed[] => {
      const [weeks, worth] = [weeksOf(row), worthOf(row)]
      return weeks !== null && weeks > 0 && worth !== null && worth.amount > 0 ? [{ row, weeks, worth }] : []
    })
    .toSorted((a, b) => b.worth.amount / b.weeks - a.worth.amount / a.weeks)
  const has = new Set(placed.map(({ row }) => row))
  const left = bets.filter((row) => !has.has(row))
  if (placed.length === 0)
    return <p className="note">No bet shown has both a size and a worth. Estimate its effort and what it brings in a year, then it has a place here.</p>
  return (
    <>
      <Legend marks={matrixMarks} />
      <Dots placed={placed} />
      {placed.length > mostDots && <p className="note">{`${mostDots} of ${sayCount(placed.length)} are drawn, those that bring most for each week.`}</p>}
      {left.length > 0 && (
        <p className="note">{`${sayMany(left.length, 'bet has', 'bets have')} no size or no worth: ${sayNames(left.map(({ key }) => key))}.`}</p>
      )}
      <Rows placed={placed} />
    </>
  )
}

const height = 420

function Dots({ placed }: { readonly placed: readonly Placed[] }) {
  const { search, set } = useUrl()
  const room = useRef<HTMLElement>(null)
  const width = useWidth(room)
  const [x, y] = [scaleOf(placed.map(({ weeks }) => weeks)), scaleOf(placed.map(({ worth }) => worth.amount))]
  const dots = placed.slice(0, mostDots).map((one) => ({ ...one, x: x.at(one.weeks), y: y.at(one.worth.amount) }))
  const isLeft =
    placed.length > 40
      ? null
      : leftLabels(
          dots.map((dot) => ({ x: dot.x * width, y: (1 - dot.y) * height, says: dot.row.key })),
          width,
        )
  return (
    <section className="mx" aria-label="Worth over effort" ref={room} style={{ height }}>
      <i className="mid x" style={{ insetInlineStart: `${x.middle * 100}%` }} />
      <i className="mid y" style={{ bottom: `${y.middle * 100}%` }} />
      <span className="ax y">worth more a year ↑</span>
      <span className="ax x">takes more →</span>
      {dots.map(({ row, weeks, worth, ...at }, index) => (
        <button
          key={row.id}
          type="button"
          className={`dot ${String(row['horizon'] ?? 'later')} ${search['peek'] === `initiative:${row.key}` ? 'on' : ''} ${isLeft?.[index] ? 'far' : ''}`}
          style={{ insetInlineStart: `${at.x * 100}%`, bottom: `${at.y * 100}%` }}
          title={`${String(row['title'])}: ${saysOf(weeks, worth)}`}
          aria-label={`${row.key} ${String(row['title'])}: ${saysOf(weeks, worth)}`}
          onClick={() => set({ peek: `initiative:${row.key}` })}
        >
          {isLeft && <span>{row.key}</span>}
        </button>
      ))}
    </section>
  )
}

/** The same as a table, by what each week brings. */
function Rows({ placed }: { readonly placed: readonly Placed[] }) {
  const { set } = useUrl()
  const { some, more } = useSome(placed, 50)
  return (
    <>
      <Wide label="Worth and effort of each bet">
        <table className="cards num t13 mx-t">
          <thead>
            <tr>
              <th scope="col">Bet</th>
              <th scope="col" className="r">
                Worth a year
              </th>
              <th scope="col" className="r">
                Person-weeks
              </th>
              <th scope="col" className="r">
                For each week
              </th>
            </tr>
          </thead>
          <tbody>
            {some.map(({ row, weeks, worth }) => (
              <tr key={row.id}>
                <td className="wide">
                  <button type="button" onClick={() => set({ peek: `initiative:${row.key}` })}>
                    {String(row['title'])} <span className="muted">{row.key}</span>
                  </button>
                </td>
                <td data-l="Worth a year" className="r">
                  {sayValue(worth.amount, 'money', worth.currency)}
                </td>
                <td data-l="Person-weeks" className="r">
                  {sayCount(Math.round(weeks))}
                </td>
                <td data-l="For each week" className="r">
                  {sayValue(worth.amount / weeks, 'money', worth.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <More of={more} />
    </>
  )
}

const saysOf = (weeks: number, { amount, currency }: Worth): string =>
  `${sayValue(amount, 'money', currency)} a year for ${sayMany(Math.round(weeks), 'person-week')}`

/** Places from 0 to 1 by logarithm with a little room at both ends, and the place of the middle value. */
function scaleOf(values: readonly number[]): { readonly at: (value: number) => number; readonly middle: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [Math.log(sorted[0] ?? 1) - 0.2, Math.log(sorted.at(-1) ?? 1) + 0.2]
  const at = (value: number): number => (Math.log(value) - low) / (high - low)
  return { at, middle: at(sorted[Math.floor((sorted.length - 1) / 2)] ?? 1) }
}
