import { StateWords } from '#web/parts/StateMark.tsx'
import { sayMany } from '#web/say.ts'

/** Skills that a plan asks more of than people give: no rule of it, and worth knowing before it is adopted. */
export function Scarce({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <StateWords state="amber">{`Short of skills in ${sayMany(lines.length, 'place')}`}</StateWords>
      <ul>
        {lines.slice(0, 4).map((says) => (
          <li key={says}>{says}</li>
        ))}
        {lines.length > 4 && <li>{`and ${lines.length - 4} more`}</li>}
      </ul>
    </>
  )
}
