import { keeper, nameOf, once } from '../../numbers/once.ts'
import { addDays, daysBetween, periodStart } from '../../numbers/dates.ts'
import type { Grouping } from '../activity/active.ts'
import { listsOf, noActivity, secondsOf, type Activity } from '../activity/activity.ts'
import { countedIn, servicesIn, userColumns, usersOf, type Counted } from '../activity/people.ts'
import { midnight, type Timing } from '../series/timing.ts'
import { accountRead, accountsOf, groupsAmong, type Accounts } from './accounts.ts'
import { Refused, type Given, type Read, type Row, type Split } from './way.ts'

/** What tells customers from ourselves, people from services, and use from mere arrival. */
export const peopleReads: Readonly<Record<string, Read>> = {
  account: accountRead,
  app_user: { fact: 'app_user', columns: userColumns },
  feature: { fact: 'feature', columns: ['id', 'core_event', 'events', 'min_count', 'area', 'eligible_rule', 'released_at', 'retired_at'] },
}

export interface FeatureRow {
  readonly id: string
  readonly area: string
  readonly event: string
  readonly events: readonly string[]
  readonly least: number
}

export interface People {
  readonly activity: Activity
  readonly accounts: Accounts
  readonly users: ReadonlyMap<string, Row>
  /** Those that are not retired. */
  readonly features: readonly FeatureRow[]
  readonly counted: Counted
}

const kept = keeper<Activity, People>(8)
const keptCounted = keeper<object, Counted>(4)

/** People, accounts and features, made sense of once for what was read. */
export function peopleOf(given: Given): People {
  const activity = given.activity ?? noActivity
  const [accountRows, userRows, featureRows] = [given.rows('account'), given.rows('app_user'), given.rows('feature')]
  const terms = nameOf(accountRows, userRows, featureRows)
  return kept(activity, terms, () => {
    const [accounts, users, features] = [accountsOf(accountRows), usersOf(userRows), featuresIn(featureRows)]
    const who = `${accounts.ours} ${servicesIn(users)} ${nameOf(featureRows)}`
    const counted = keptCounted(activity.origin, `${who} ${listsOf(activity)}`, () => countedIn(activity, { accounts, users, features }))
    return { activity, accounts, users, features, counted: { ...counted, terms, who } }
  })
}

const featuresIn = once((rows: readonly Row[]) => rows.flatMap(toFeature))

function toFeature(row: Row): FeatureRow[] {
  if (row['retired_at'] !== null && row['retired_at'] !== undefined) return []
  const events = Array.isArray(row['events']) ? row['events'].map(String) : []
  return [{ id: String(row['id']), area: String(row['area'] ?? '(none)'), event: String(row['core_event']), events, least: Number(row['min_count'] ?? 1) }]
}

interface Grouped {
  readonly grouping: Grouping
  readonly keys: readonly string[]
}

/** How events fall into the groups of a dimension: by what they did, who did it, or for which account. */
export function groupingOf(by: Split | null, people: People): Grouped {
  const [of, lists] = listed(people)
  return keptGroupings(of, `${lists} ${by?.column ?? ''}`, () => newGrouping(by, people))
}

const keptGroupings = keeper<object, Grouped>(8)

/** Where what follows from the lists of the events, and from what is known of those in them, is kept, and under which name: it stands until somebody or something new is named. */
export const listed = (people: People): readonly [of: object, name: string] =>
  people.counted.terms === undefined ? [people, ''] : [people.activity.origin, `${people.counted.terms} ${listsOf(people.activity)}`]

function newGrouping(by: Split | null, { activity, accounts, users, features }: People): Grouped {
  if (!by) return { grouping: { of: 'none' }, keys: [''] }
  if (by.column === 'area' || by.column === 'name') return nameGroups(by.column, activity, features)
  if (by.column !== 'role') return accountGroups(by.column, activity, accounts)
  const texts = activity.actors.map((id) => text(users.get(id)?.['role']))
  const keys = [...new Set(texts)].toSorted()
  refuseMany(by.column, keys)
  const places = new Map(keys.map((key, place) => [key, place]))
  return { grouping: { of: 'actor', group: Int32Array.from(texts, (key) => places.get(key) ?? 0), count: keys.length }, keys }
}

function accountGroups(column: string, activity: Activity, accounts: Accounts): Grouped {
  const { keys, group } = groupsAmong(activity.accounts, column, accounts)
  refuseMany(column, keys)
  return { grouping: { of: 'account', group, count: keys.length }, keys }
}

function nameGroups(column: string, { names }: Activity, features: readonly FeatureRow[]): { readonly grouping: Grouping; readonly keys: readonly string[] } {
  const keysOf = (name: string): string[] => {
    const own = features.filter(({ event, events }) => event === name || events.includes(name))
    return own.length === 0 ? [column === 'area' ? '(none)' : name] : own.map((feature) => (column === 'area' ? feature.area : feature.id))
  }
  const byName = names.map((name) => [...new Set(keysOf(name))])
  const keys = [...new Set(byName.flat())].toSorted()
  refuseMany(column, keys)
  return { grouping: { of: 'name', groups: byName.map((own) => own.map((key) => keys.indexOf(key))), count: keys.length }, keys }
}

function refuseMany(column: string, keys: readonly string[]): void {
  if (keys.length > 200) throw new Refused(`“${column}” has ${keys.length} values; 200 are allowed in one breakdown.`, 'Choose a coarser dimension.')
}

const text = (value: unknown): string => (value === null || value === undefined ? '(none)' : String(value))

/** Every day from some days before the first period to the as-of day, cut at midnight of the reporting zone. */
export function daysOf({ periods, asOf, timeZone }: Timing, before: number): { date: string; start: number; stop: number }[] {
  const first = addDays(periodStart(periods[0] ?? asOf), -before)
  const starts = Array.from({ length: Math.max(0, daysBetween(first, asOf) + 2) }, (_, index) => secondsOf(midnight(addDays(first, index), timeZone)))
  return starts.slice(0, -1).map((start, index) => ({ date: addDays(first, index), start, stop: starts[index + 1] ?? start }))
}

/** The last second that is seen: the end of the as-of day in the reporting zone, itself outside. */
export const endOf = ({ asOf, timeZone }: Timing): number => secondsOf(midnight(addDays(asOf, 1), timeZone))
