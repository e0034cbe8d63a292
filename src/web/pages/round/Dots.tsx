import type { Vote } from './asked.ts'
import { placesOf } from './figures.ts'

/** Each figure as a dot between the lowest and the highest, and the median as a line. */
export function Dots({ told, values }: { readonly told: Vote['factors'][number]; readonly values: readonly number[] }) {
  if (told.low === null || told.high === null) return null
  const ends = { low: told.low, high: told.high }
  const x = (place: number): number => 5 + place * 110
  const [middle] = told.median === null ? [] : placesOf([told.median], ends)
  return (
    <svg className="dots" width="120" height="16" viewBox="0 0 120 16" aria-hidden="true">
      <line x1="5" x2="115" y1="8" y2="8" />
      {placesOf(values, ends).map((place, at) => (
        <circle key={at} cx={x(place)} cy="8" r="4" />
      ))}
      {middle !== undefined && <rect x={x(middle) - 1} y="1" width="2" height="14" />}
    </svg>
  )
}
