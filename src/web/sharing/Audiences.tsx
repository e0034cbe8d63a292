import './sharing.css'

/** Who looks, in the words of people. */
const audiences = [
  { id: 'executive', says: 'Executives', sees: 'Everything: dates, forecasts, confidence and money.' },
  { id: 'squad', says: 'Squads', sees: 'Dates, forecasts, owners and effort; no money.' },
  { id: 'gtm', says: 'Go-to-market', sees: 'Titles, stages and approved dates; no internal dates, confidence, money or names.' },
  { id: 'customer', says: 'Customers', sees: 'Only bets with words for customers: title, benefit, approved date.' },
] as const

/** For whom: each audience with what it sees. */
export function Audiences({ chosen, choose }: { readonly chosen: string; readonly choose: (audience: string) => void }) {
  return (
    <fieldset>
      <legend>Who looks?</legend>
      {audiences.map(({ id, says, sees }) => (
        <label key={id}>
          <input type="radio" name="audience" value={id} checked={chosen === id} onChange={() => choose(id)} />
          <span>
            {says}
            <span className="muted t12">{sees}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
