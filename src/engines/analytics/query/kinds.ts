import { actor, assertRegex, breakdown, duration, group, prop, range, sel, selShape, unit, where } from './parts.ts'
import { flag, list, one, or, record, text, whole, type Reader, type ReadOf } from './read.ts'

const days = (n: number) => ({ n, unit: 'day' }) as const

const compare: Reader<'previous' | ReturnType<typeof range>> = (value, at) => (value === 'previous' ? value : range(value, at))

/** What every query has. `tz` shapes buckets only, never elapsed windows. */
const common = {
  actor: or(actor, { group: 'account' }),
  range,
  where: or(where, null),
  breakdown: or(list(breakdown, 0, 3), []),
  tz: or(text, 'UTC'),
  weekStart: or(one('monday', 'sunday'), 'monday'),
  propTime: or(one('current', 'at_event'), 'current'),
  asOf: or(text, null),
  preset: or(one('throughline', 'posthog', 'amplitude', 'mixpanel'), 'throughline'),
  compareTo: or(compare, null),
  internal: or(one('leave_out', 'include'), 'leave_out'),
  /** Left out where nothing is compared, so that the hash of a question that compares nothing stays what it was. */
  beside: or(list(group, 2, 12), undefined),
}

const maths = ['total', 'unique', 'active', 'sum', 'avg', 'median', 'p90', 'min', 'max', 'per_actor_avg'] as const
export type Math_ = (typeof maths)[number]
const series = record('A series', { sel, math: or(one(...maths), 'unique'), value: or(prop, null), activeDays: or(one(1, 7, 28, 30), 7) })
const trendShape = {
  kind: one('trend'),
  ...common,
  unit: or(unit, 'day'),
  series: list(series, 1, 26),
  formula: or(text, null),
  cumulative: or(flag, false),
}

const step = record('A step', { ...selShape, optional: or(flag, false), within: or(duration, null) })
const exclusion = record('An exclusion', { sel, after: whole(1, 19), before: whole(2, 20) })
const attribution: Reader<'first_touch' | 'last_touch' | 'all_events' | 'first_in_chain' | { readonly step: number }> = (value, at) =>
  typeof value === 'object'
    ? record('An attribution', { step: whole(1, 20) })(value, at)
    : one('first_touch', 'last_touch', 'all_events', 'first_in_chain')(value, at)
const funnelShape = {
  kind: one('funnel'),
  ...common,
  steps: list(step, 2, 20),
  order: or(one('ordered', 'strict', 'unordered'), 'ordered'),
  strictIgnores: or(list(sel, 0, 50), []),
  unorderedEntry: or(one('any_step', 'step_1'), 'any_step'),
  window: or(duration, days(14)),
  windowEndInclusive: or(flag, true),
  tail: or(one('window', 'range'), 'window'),
  reentry: or(one('any_chain', 'first_entry', 'earliest_longest'), 'any_chain'),
  count: or(one('actors', 'totals', 'sessions'), 'actors'),
  exclusions: or(list(exclusion, 0, 10), []),
  exclusionEffect: or(one('remove', 'keep_entry', 'cap'), 'remove'),
  holdConstant: or(list(prop, 0, 5), []),
  tieMs: or(whole(0, 86_400_000), 0),
  tieOrder: or(one('step', 'received'), 'step'),
  dedupeSameTypeInTie: or(flag, false),
  attribution: or(attribution, 'first_touch'),
  timeOf: or(one('first_completion', 'all_completions'), 'first_completion'),
  view: or(one('steps', 'over_time', 'time_to_convert'), 'steps'),
  unit: or(unit, 'day'),
  fromStep: or(whole(1, 20), 1),
  toStep: or(whole(2, 20), null),
}

const retentionShape = {
  kind: one('retention'),
  ...common,
  start: sel,
  back: sel,
  unit: or(unit, 'week'),
  intervals: or(whole(1, 400), 12),
  mode: or(one('calendar', 'rolling'), 'calendar'),
  rollingFloor: or(one('none', 'hour'), 'none'),
  entry: or(one('first_ever', 'first_ever_matching', 'first_in_range', 'recurring'), 'first_ever_matching'),
  bound: or(one('on', 'on_or_after'), 'on'),
  brackets: or(list(whole(1, 400), 1, 100), null),
  interval0: or(one('starters', 'returned'), 'starters'),
  minOccurrences: or(whole(1, 1_000_000), 1),
  incomplete: or(one('mark', 'hide', 'include'), 'mark'),
  value: or(record('A value', { prop, math: one('sum', 'avg') }), null),
  cumulativeValue: or(flag, false),
}

const stickinessShape = {
  kind: one('stickiness'),
  ...common,
  sel,
  unit: or(unit, 'day'),
  minOccurrences: or(whole(1, 1_000_000), 1),
  cumulative: or(flag, false),
}
const lifecycleShape = { kind: one('lifecycle'), ...common, sel, unit: or(unit, 'week'), newOn: or(one('first_event', 'actor_created'), 'first_event') }

const regex: Reader<string> = (value, at) => {
  assertRegex(value, at)
  return text(value, at)
}
const anyText: Reader<string> = (value, at) => (value === '' ? '' : text(value, at))
const pathsShape = {
  kind: one('paths'),
  ...common,
  include: or(sel, { event: '*', where: null, label: null }),
  startAt: or(sel, null),
  endAt: or(sel, null),
  maxSteps: or(whole(2, 20), 5),
  gap: or(duration, { n: 30, unit: 'minute' } as const),
  collapseRepeats: or(flag, true),
  clean: or(list(record('A clean-up', { regex, to: anyText }), 0, 20), []),
  topPerLevel: or(whole(1, 100), 10),
  minCount: or(whole(1, 1_000_000_000), 1),
}

const milestone = record('A milestone', { sel, times: or(whole(1, 1_000_000), 1), minPersons: or(whole(1, 1_000_000), 1) })
const birth: Reader<'actor_created' | ReturnType<typeof sel>> = (value, at) => (value === 'actor_created' ? value : sel(value, at))
const activationShape = {
  kind: one('activation'),
  ...common,
  t0: or(birth, 'actor_created'),
  within: or(duration, days(14)),
  milestone: list(milestone, 1, 20),
  combine: or(one('all', 'any', 'sequence'), 'all'),
  maturedOnly: or(flag, true),
  unit: or(unit, 'week'),
}

const feature = record('A feature', { name: text, sel, eligible: or(where, null) })
const adoptionShape = {
  kind: one('adoption'),
  ...common,
  features: list(feature, 1, 50),
  minTimes: or(whole(1, 1_000_000), 1),
  minPersons: or(whole(1, 1_000_000), 1),
  trailing: or(duration, days(28)),
}

/** One schema for each kind. Reading fills in every default, so that a read query says all that it means. */
export const kinds = {
  trend: record('A trend', trendShape),
  funnel: record('A funnel', funnelShape),
  retention: record('A retention query', retentionShape),
  stickiness: record('A stickiness query', stickinessShape),
  lifecycle: record('A lifecycle query', lifecycleShape),
  paths: record('A paths query', pathsShape),
  activation: record('An activation query', activationShape),
  adoption: record('An adoption query', adoptionShape),
} as const

export type TrendQuery = ReadOf<typeof trendShape>
export type FunnelQuery = ReadOf<typeof funnelShape>
export type RetentionQuery = ReadOf<typeof retentionShape>
export type StickinessQuery = ReadOf<typeof stickinessShape>
export type LifecycleQuery = ReadOf<typeof lifecycleShape>
export type PathsQuery = ReadOf<typeof pathsShape>
export type ActivationQuery = ReadOf<typeof activationShape>
export type AdoptionQuery = ReadOf<typeof adoptionShape>
export type FunnelStep = FunnelQuery['steps'][number]
export type Query = TrendQuery | FunnelQuery | RetentionQuery | StickinessQuery | LifecycleQuery | PathsQuery | ActivationQuery | AdoptionQuery
export type Kind = Query['kind']
