import type { AssumptionLine } from '#flows/planning/cases/assumptions.ts'
import type { BoundedLine } from '#flows/planning/cases/live.ts'
import { sayValue } from '#web/say.ts'

type State = AssumptionLine['state']

/** How an assumption stands: its mark, and the word for one. */
export const holding = {
  broken: ['red', 'Broken'],
  expired: ['amber', 'To be looked at'],
  unknown: ['untrusted', 'Unknown'],
  untested: ['none', 'Untested'],
  holding: ['green', 'Holds'],
  retired: ['none', 'Retired'],
} as const

/** Between what its metric may stand. */
export function boundsSay({ unit, currency, atLeast, atMost }: BoundedLine): string {
  const say = (value: number): string => sayValue(value, unit ?? 'count', currency)
  return [atLeast !== null && `at least ${say(atLeast)}`, atMost !== null && `at most ${say(atMost)}`].filter(Boolean).join(', ')
}

const counted: readonly (readonly [State, string])[] = [
  ['broken', 'broken'],
  ['expired', 'to be looked at'],
  ['unknown', 'unknown'],
  ['untested', 'untested'],
  ['holding', 'hold'],
]

/** How many stand how, the gravest first. */
export function countSays(lines: readonly { readonly state: State }[]): string {
  if (lines.length === 0) return 'none named'
  return counted
    .flatMap(([state, says]) => {
      const n = lines.filter((line) => line.state === state).length
      return n === 0 ? [] : [`${n} ${state === 'holding' && n === 1 ? 'holds' : says}`]
    })
    .join(', ')
}
