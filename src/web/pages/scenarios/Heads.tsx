import { showPeriod } from '#engines/numbers/showPeriod.ts'

/** The head of a table of squads by quarter: what its rows are, then the quarters. */
export function Heads({ of, periods }: { readonly of: string; readonly periods: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{of}</th>
        {periods.map((period) => (
          <th scope="col" key={period}>
            {showPeriod(period, 'bare')}
          </th>
        ))}
      </tr>
    </thead>
  )
}
