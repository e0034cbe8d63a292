import { growingName, keeper, nameOf } from '../../numbers/once.ts'
import { codesOf, listsOf, secondsOf } from '../activity/activity.ts'
import type { Paying, Roster } from '../series/adopted.ts'
import { listed, type People } from './people.ts'

/** A roster that takes in whoever is asked for; places stay as they are. */
export interface OpenRoster extends Roster {
  readonly ids: readonly string[]
  /** Names plans and people so far: under the same name those of a place are what they were, whoever came since. */
  name(): string
  placeOf(id: string): number
  paying(ids: Iterable<string>, mrrOf: (id: string) => number): Paying
}

/** Places of accounts in the order in which somebody asked for them: the same for as long as the events are. */
interface Places {
  readonly ids: string[]
  readonly places: Map<string, number>
}

/** A person that is listed, and where. */
interface Seat {
  readonly id: string
  readonly isOurs: boolean
  readonly place: number
  readonly since: number
}

const kept = keeper<object, OpenRoster>(2)
const keptPlaces = keeper<object, Places>(1)
const keptSeats = keeper<object, readonly Seat[]>(2)
const keptListed = keeper<object, Roster['listed']>(2)
const plansName = growingName<string>(4)

/** The accounts that are known, and those with events, with their plans and people. */
export const rosterOf = (people: People): OpenRoster => kept(...listed(people), () => newRoster(people))

function newRoster(people: People): OpenRoster {
  const { activity, accounts, users, counted } = people
  const all = keptPlaces(activity.origin, '', (): Places => ({ ids: [], places: new Map() }))
  const { ids } = all
  const placeOf = (id: string): number => placeIn(all, id)
  for (const row of accounts.all) placeOf(String(row['id']))
  const seats = keptSeats(users, nameOf(all), () => seatsOf(users, placeOf))
  const placeOfCode = Int32Array.from(activity.accounts, placeOf)
  const plans: string[] = []
  const plan = (): readonly string[] => {
    for (let place = plans.length; place < ids.length; place++) plans.push(accounts.attribute(ids[place] ?? '', 'plan'))
    return plans
  }
  return {
    ids,
    name: () => `${plansName(activity.origin, '', plan().slice())} ${nameOf(users)}`,
    get plan() {
      return plan()
    },
    placeOf,
    placeOfCode,
    listed: keptListed(seats, `${counted.who ?? nameOf(people)} ${nameOf(activity.origin)} ${listsOf(activity)}`, () => listedIn(seats, people)),
    paying: (payers, mrrOf) => {
      const some = [...payers]
      return { place: Int32Array.from(some, placeOf), mrr: Float64Array.from(some, mrrOf) }
    },
  }
}

const seatsOf = (users: People['users'], placeOf: (id: string) => number): Seat[] =>
  Array.from(users, ([id, row]) => ({
    id,
    isOurs: row['is_service'] === true || row['is_internal'] === true,
    place: placeOf(String(row['account_id'])),
    since: typeof row['created_at'] === 'string' ? secondsOf(row['created_at']) : Number.NEGATIVE_INFINITY,
  }))

/** The people that are listed and no services, known or unknown among the events; null without a list. */
function listedIn(seats: readonly Seat[], { activity, users, counted }: People): Roster['listed'] {
  const codes = codesOf(activity, 'actors')
  const own = seats.map((one) => ({ ...one, code: codes.get(one.id) ?? -1 })).filter(({ code, isOurs }) => (code >= 0 ? counted.actor[code] === 1 : !isOurs))
  if (users.size === 0) return null
  return {
    code: Int32Array.from(own, ({ code }) => code),
    place: Int32Array.from(own, ({ place }) => place),
    since: Float64Array.from(own, ({ since }) => since),
  }
}

function placeIn({ ids, places }: Places, id: string): number {
  const known = places.get(id)
  if (known !== undefined) return known
  places.set(id, ids.length)
  return ids.push(id) - 1
}
