import { keeper } from '../../numbers/once.ts'
import { codesOf, secondsOf } from '../activity/activity.ts'
import type { Paying, Roster } from '../series/adopted.ts'
import type { Accounts } from './accounts.ts'
import { listed, type People } from './people.ts'

/** A roster that takes in whoever is asked for; places stay as they are. */
export interface OpenRoster extends Roster {
  readonly ids: readonly string[]
  placeOf(id: string): number
  paying(ids: Iterable<string>, mrrOf: (id: string) => number): Paying
}

interface Places {
  readonly ids: string[]
  readonly plan: string[]
  readonly places: Map<string, number>
  /** The people that are listed and no services, known or unknown among the events. */
  readonly people: readonly { readonly id: string; readonly isOurs: boolean; readonly place: number; readonly since: number }[]
}

const kept = keeper<object, OpenRoster>(2)
const keptPlaces = keeper<object, Places>(4)

/** The accounts that are known, and those with events, with their plans and people. */
export const rosterOf = (people: People): OpenRoster => kept(...listed(people), () => newRoster(people))

function newRoster(people: People): OpenRoster {
  const { activity, accounts, users, counted } = people
  const { ids, plan, places, people: known } = keptPlaces(activity.origin, counted.terms ?? '', () => newPlaces(people))
  const placeOf = (id: string): number => placeIn({ ids, plan, places }, id, accounts)
  const placeOfCode = Int32Array.from(activity.accounts, placeOf)
  const codes = codesOf(activity, 'actors')
  const own = known.map((one) => ({ ...one, code: codes.get(one.id) ?? -1 })).filter(({ code, isOurs }) => (code >= 0 ? counted.actor[code] === 1 : !isOurs))
  return {
    ids,
    plan,
    placeOf,
    placeOfCode,
    listed:
      users.size === 0
        ? null
        : {
            code: Int32Array.from(own, ({ code }) => code),
            place: Int32Array.from(own, ({ place }) => place),
            since: Float64Array.from(own, ({ since }) => since),
          },
    paying: (payers, mrrOf) => {
      const all = [...payers]
      return { place: Int32Array.from(all, placeOf), mrr: Float64Array.from(all, mrrOf) }
    },
  }
}

function newPlaces({ accounts, users }: People): Places {
  const known = { ids: [], plan: [], places: new Map<string, number>() }
  for (const row of accounts.all) placeIn(known, String(row['id']), accounts)
  const people = [...users].map(([id, row]) => ({
    id,
    isOurs: row['is_service'] === true || row['is_internal'] === true,
    place: placeIn(known, String(row['account_id']), accounts),
    since: typeof row['created_at'] === 'string' ? secondsOf(row['created_at']) : Number.NEGATIVE_INFINITY,
  }))
  return { ...known, people }
}

function placeIn({ ids, plan, places }: Omit<Places, 'people'>, id: string, accounts: Accounts): number {
  const known = places.get(id)
  if (known !== undefined) return known
  places.set(id, ids.length)
  plan.push(accounts.attribute(id, 'plan'))
  return ids.push(id) - 1
}
