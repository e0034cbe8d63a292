import { isRecord, type AnyRow } from '#kernel'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayNames, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { weeksOf } from './bets.ts'

/** Worth over effort: what brings much for little stands at the top left. Both axes are logarithms, the lines their middles; the table below says the same. */
export function Matrix({ bets }: { readonly bets: readonly AnyRow[] }) {
  const { search, set } = useUrl()
  const placed = bets.flatMap((row) => {
    const [weeks, worth] = [weeksOf(row), worthOf(row)]
    return weeks !== null && weeks > 0 && worth !== null && worth.amount > 0 ? [{ row, weeks, worth }] : []
  })
  const left = bets.filter((row) => placed.every((one) => one.row !== row))
  const missing = left.length > 0 && (
    <p className="note">{`${sayMany(left.length, 'bet has', 'bets have')} no size or no worth: ${sayNames(left.map(({ key }) => key))}.`}</p>
  )
  if (placed.length === 0)
    return <p className="note">No bet shown has both a size and a worth. Estimate its effort and what it brings in a year, then it has a place here.</p>
  const [x, y] = [scaleOf(placed.map(({ weeks }) => weeks)), scaleOf(placed.map(({ worth }) => worth.amount))]
  return (
    <>
      <section className="mx" aria-label="Worth over effort">
        <i className="mid x" style={{ insetInlineStart: `${x.middle * 100}%` }} />
        <i className="mid y" style={{ bottom: `${y.middle * 100}%` }} />
        <span className="ax y">worth more a year ↑</span>
        <span className="ax x">takes more →</span>
        {placed.slice(0, 400).map(({ row, weeks, worth }) => (
          <button
            key={row.id}
            type="button"
            className={`dot ${String(row['horizon'] ?? 'later')} ${search['peek'] === `initiative:${row.key}` ? 'on' : ''} ${x.at(weeks) > 0.85 ? 'far' : ''}`}
            style={{ insetInlineStart: `${x.at(weeks) * 100}%`, bottom: `${y.at(worth.amount) * 100}%` }}
            title={`${String(row['title'])}: ${saysOf(weeks, worth)}`}
            aria-label={`${row.key} ${String(row['title'])}: ${saysOf(weeks, worth)}`}
            onClick={() => set({ peek: `initiative:${row.key}` })}
          >
            {placed.length <= 40 && <span>{row.key}</span>}
          </button>
        ))}
      </section>
      {missing}
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
            {placed
              .toSorted((a, b) => b.worth.amount / b.weeks - a.worth.amount / a.weeks)
              .slice(0, 50)
              .map(({ row, weeks, worth }) => (
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
    </>
  )
}

interface Worth {
  readonly amount: number
  readonly currency: string
}
const saysOf = (weeks: number, { amount, currency }: Worth): string =>
  `${sayValue(amount, 'money', currency)} a year for ${sayMany(Math.round(weeks), 'person-week')}`

function worthOf(row: AnyRow): Worth | null {
  const likely = isRecord(row['value']) && isRecord(row['value']['likely']) ? row['value']['likely'] : null
  return likely && typeof likely['amount'] === 'number' ? { amount: likely['amount'], currency: String(likely['currency']) } : null
}

/** Places from 0 to 1 by logarithm with a little room at both ends, and the place of the middle value. */
function scaleOf(values: readonly number[]): { readonly at: (value: number) => number; readonly middle: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [Math.log(sorted[0] ?? 1) - 0.2, Math.log(sorted.at(-1) ?? 1) + 0.2]
  const at = (value: number): number => (Math.log(value) - low) / (high - low)
  return { at, middle: at(sorted[Math.floor((sorted.length - 1) / 2)] ?? 1) }
}
