import type { Milestone } from '../activity/firsts.ts'
import { isArrival } from '../activity/people.ts'
import type { Accounts } from './accounts.ts'
import type { People } from './people.ts'
import { Refused, type Row, type Switch } from './way.ts'

export const auto = 'auto'

/** The switches that say what proves the first outcome. */
export const milestoneSwitches: Readonly<Record<string, Switch>> = {
  milestone_event: { says: 'The event that proves the first outcome; auto takes the core events of the defined features.', values: null, initial: auto },
  milestone_count: { says: 'How often it must happen.', values: null, initial: '1' },
  milestone_users: { says: 'By how many different people.', values: null, initial: '1' },
}

/** The milestone as asked, or how one was chosen; `key` names it among those of the same features. An event that nobody ever sent is refused, so that a typing error is no zero. */
export function milestoneOf(switches: Readonly<Record<string, string>>, people: People): { milestone: Milestone; says: string; key: string } {
  const { milestone_event, milestone_count, milestone_users } = switches
  return { ...chosenOf(switches, people), key: JSON.stringify([milestone_event, milestone_count, milestone_users]) }
}

function chosenOf(switches: Readonly<Record<string, string>>, { activity: { names }, features }: People): { milestone: Milestone; says: string } {
  const event = switches['milestone_event'] ?? auto
  const [count, users] = [wholeOf(switches, 'milestone_count'), wholeOf(switches, 'milestone_users')]
  const make = (isIn: (name: string) => boolean) => ({ name: Uint8Array.from(names, (name) => Number(isIn(name))), count, users })
  const much = `${count === 1 ? '' : `, ${count} times`}${users === 1 ? '' : `, by ${users} people`}`
  if (event !== auto) {
    if (names.length > 0 && !names.includes(event) && !features.some((one) => one.event === event))
      throw new Refused(`No event is called “${event}”.`, `Events are called ${names.slice(0, 12).join(', ')}${names.length > 12 ? ' …' : ''}.`, 'invalid')
    return { milestone: make((name) => name === event), says: `Milestone: ${event}${much}.` }
  }
  const core = new Set(features.map((feature) => feature.event))
  if (core.size > 0)
    return {
      milestone: make((name) => core.has(name)),
      says: `No milestone is set: the core event of any defined feature counts (${[...core].join(', ')})${much}.`,
    }
  return {
    milestone: make((name) => !isArrival(name)),
    says: `No milestone is set and no feature is defined: any event but sign-ins and page views counts${much}.`,
  }
}

export function wholeOf(switches: Readonly<Record<string, string>>, name: string): number {
  const value = Number(switches[name])
  if (!Number.isSafeInteger(value) || value < 1 || value > 100_000)
    throw new Refused(`${name} cannot be “${switches[name]}”.`, 'Give a whole number from 1 on.', 'invalid')
  return value
}

export const wholeOrZero = (switches: Readonly<Record<string, string>>, name: string): number => (switches[name] === '0' ? 0 : wholeOf(switches, name))

/**
 * Accounts that began with us: customers, once each. One that was merged into another began as that one; the survivor of an earlier one is no new account.
 */
export function beginners(accounts: Accounts): { readonly began: readonly Row[]; readonly recreated: number } {
  const customers = accounts.all.filter((row) => row['is_internal'] !== true)
  const earliest = new Map<string, string>()
  for (const row of customers) {
    if (typeof row['merged_into'] !== 'string' || typeof row['created_at'] !== 'string') continue
    const known = earliest.get(row['merged_into'])
    if (known === undefined || row['created_at'] < known) earliest.set(row['merged_into'], row['created_at'])
  }
  const began = customers.filter((row) => {
    const before = earliest.get(String(row['id']))
    return typeof row['merged_into'] !== 'string' && !(before !== undefined && typeof row['created_at'] === 'string' && before < row['created_at'])
  })
  return { began, recreated: customers.length - began.length }
}
