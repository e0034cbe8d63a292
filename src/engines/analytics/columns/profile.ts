import type { Actors } from './actors.ts'
import type { Events, Profiles } from './events.ts'
import type { Scalar } from '../query/parts.ts'

/** A row of each actor from which its properties are read; −1 for actors without events. */
export function firstRowOf(events: Events, actors: Actors): Int32Array {
  const first = new Int32Array(actors.count + 1).fill(-1)
  for (let row = events.length - 1; row >= 0; row--) first[actors.at(row)] = row
  first[0] = -1
  return first
}

/** What is known of one person or account. */
export const propertiesOf = ({ columns }: Profiles, key: number): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    [...columns].flatMap(([name, { codes, values }]) => {
      const value = values[codes[key] ?? -1]
      return value === undefined ? [] : [[name, value]]
    }),
  )
