import { Refused, type Switch } from './way.ts'

/** A way's switches as they stand, those that nobody set, and what remains of the request for the revenue policy. */
export interface Switched {
  readonly own: Readonly<Record<string, string>>
  readonly assumed: readonly string[]
  readonly rest: unknown
}

/** Takes a way's own switches out of a policy request. A value that a switch does not allow is refused with those that it does. */
export function switched(known: Readonly<Record<string, Switch>>, asked: unknown): Switched {
  const given: Readonly<Record<string, unknown>> = isRecord(asked) ? asked : {}
  const own = Object.fromEntries(Object.entries(known).map(([name, one]) => [name, valueOf(name, one, given[name])]))
  const assumed = Object.keys(known).filter((name) => given[name] === undefined)
  const rest = isRecord(asked) ? Object.fromEntries(Object.entries(asked).filter(([name]) => !(name in known))) : asked
  return { own, assumed, rest: isRecord(rest) && Object.keys(rest).length === 0 ? undefined : rest }
}

function valueOf(name: string, { values, initial }: Switch, given: unknown): string {
  if (given === undefined) return initial
  const text = String(given)
  if (values && !values.includes(text)) throw new Refused(`${name} cannot be “${text}”.`, `Allowed: ${values.join(', ')}.`, 'invalid')
  return text
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The policy’s name; switches of the way that somebody set stand behind it. */
export function policyId(id: string, { own, assumed }: Switched): string {
  const set = Object.entries(own).filter(([name]) => !assumed.includes(name))
  return [id, ...set.map(([name, value]) => `${name}=${value}`)].join('+')
}
