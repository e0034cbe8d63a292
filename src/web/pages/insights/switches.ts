import { canonical } from '#kernel'
import { isOfSeveral, itemsOf, type Draft, type Kind } from './draft.ts'

/** A choice that a query offers: where it stands in the query, and its words. A value is JSON, so that texts, numbers and records are told alike. */
export interface Switch {
  readonly key: string
  readonly says: string
  readonly kinds: readonly Kind[]
  readonly options: readonly { readonly id: string; readonly says: string }[]
  /** What the engine takes when the query says nothing. */
  readonly usual: string
  /** Options that follow from the question, such as one for each of its steps. */
  readonly more?: (draft: Draft) => Switch['options']
  /** Does it mean anything for the question as it stands? Always, when it does not say. */
  readonly applies?: (draft: Draft) => boolean
  /** Is it hidden, and not asked, where it does not apply, also when it was chosen before? */
  readonly isMute?: true
  /** Stands with the common choices, not under “More”. */
  readonly isCommon?: true
}

const of = (says: Readonly<Record<string, string>>): Switch['options'] => Object.entries(says).map(([id, words]) => ({ id: JSON.stringify(id), says: words }))
const numbers = (list: readonly number[], say: (n: number) => string): Switch['options'] => list.map((n) => ({ id: String(n), says: say(n) }))
const flag = (yes: string, no: string): Switch['options'] => [
  { id: 'false', says: no },
  { id: 'true', says: yes },
]
const hasSome = (key: string) => (draft: Draft) => Array.isArray(draft[key]) && draft[key].length > 0
const isSaid =
  (key: string, value: string) =>
  (draft: Draft): boolean =>
    draft[key] === value
/** Does the question name a property of persons or accounts, which may have been another at the event than it is now? */
export const namesProfiles = (query: Draft): boolean => /"(person|account|group)\./.test(JSON.stringify(query))
const units = of({ hour: 'Hours', day: 'Days', week: 'Weeks', month: 'Months', quarter: 'Quarters', year: 'Years' })
const timed: readonly Kind[] = ['trend', 'retention', 'stickiness', 'lifecycle', 'activation']

export const switches: readonly Switch[] = [
  {
    key: 'order',
    says: 'Order',
    kinds: ['funnel'],
    usual: '"ordered"',
    options: of({ ordered: 'In this order', strict: 'In this order, nothing between', unordered: 'In any order' }),
  },
  {
    key: 'count',
    says: 'Count',
    kinds: ['funnel'],
    usual: '"actors"',
    options: of({ actors: 'Each once', totals: 'Every attempt', sessions: 'Sessions' }),
  },
  { key: 'unit', says: 'By', kinds: timed, isCommon: true, usual: '"week"', options: units },
  {
    key: 'mode',
    says: 'Intervals',
    kinds: ['retention'],
    usual: '"calendar"',
    options: of({ calendar: 'Of the calendar', rolling: 'From each start' }),
  },
  {
    key: 'combine',
    says: 'Reached with',
    kinds: ['activation'],
    usual: '"all"',
    options: of({ all: 'All of them', any: 'Any of them', sequence: 'One after the other' }),
  },
  { key: 'cumulative', says: 'Add up', kinds: ['trend', 'stickiness'], usual: 'false', options: flag('Up to each point', 'Each by itself') },
  {
    key: 'bound',
    says: 'Came back',
    kinds: ['retention'],
    usual: '"on"',
    options: of({ on: 'In the interval', on_or_after: 'In it or later' }),
  },
  {
    key: 'attribution',
    says: 'Line of',
    kinds: ['funnel'],
    applies: hasSome('breakdown'),
    usual: '"first_touch"',
    options: of({
      first_touch: 'The first known value',
      last_touch: 'The last known value',
      all_events: 'Each value by itself',
      first_in_chain: 'The first in the chain',
    }),
    more: (draft) => itemsOf(draft).map((_, at) => ({ id: JSON.stringify({ step: at + 1 }), says: `The value at step ${at + 1}` })),
  },
  {
    key: 'reentry',
    says: 'Entering again',
    kinds: ['funnel'],
    usual: '"any_chain"',
    options: of({ any_chain: 'Any chain that fits', first_entry: 'The first entry is held', earliest_longest: 'The earliest of the longest' }),
  },
  { key: 'tail', says: 'Later steps', kinds: ['funnel'], usual: '"window"', options: of({ window: 'May follow the range', range: 'Lie in the range too' }) },
  {
    key: 'exclusionEffect',
    says: 'Who did what is excluded',
    kinds: ['funnel'],
    applies: hasSome('exclusions'),
    usual: '"remove"',
    options: of({ remove: 'Leaves every step', keep_entry: 'Stays at step 1', cap: 'Keeps what was clean' }),
  },
  { key: 'windowEndInclusive', says: 'End of the window', kinds: ['funnel'], usual: 'true', options: flag('Included', 'Not included') },
  {
    key: 'timeOf',
    says: 'Times of',
    kinds: ['funnel'],
    usual: '"first_completion"',
    options: of({ first_completion: 'The first completion', all_completions: 'Every completion' }),
  },
  {
    key: 'unorderedEntry',
    says: 'In any order, enters with',
    kinds: ['funnel'],
    applies: isSaid('order', 'unordered'),
    usual: '"any_step"',
    options: of({ any_step: 'Any step', step_1: 'Step 1' }),
  },
  {
    key: 'tieMs',
    says: 'Same moment',
    kinds: ['funnel'],
    usual: '0',
    options: numbers([0, 1000, 60_000], (n) => (n === 0 ? 'One millisecond' : n === 1000 ? 'One second' : 'One minute')),
  },
  { key: 'tieOrder', says: 'In one moment', kinds: ['funnel'], usual: '"step"', options: of({ step: 'Steps in any order', received: 'As they arrived' }) },
  { key: 'dedupeSameTypeInTie', says: 'Same event in one moment', kinds: ['funnel'], usual: 'false', options: flag('Counts once', 'Counts each time') },
  {
    key: 'entry',
    says: 'Starts with',
    kinds: ['retention'],
    usual: '"first_ever_matching"',
    options: of({
      first_ever_matching: 'The first in life that fits',
      first_ever: 'The first in life, if it fits',
      first_in_range: 'The first in the range',
      recurring: 'Every interval anew',
    }),
  },
  { key: 'intervals', says: 'How many intervals', kinds: ['retention'], usual: '12', options: numbers([4, 6, 8, 12, 13, 24, 26, 52], String) },
  {
    key: 'interval0',
    says: 'Interval 0',
    kinds: ['retention'],
    usual: '"starters"',
    options: of({ starters: 'All who started', returned: 'Who returned in it' }),
  },
  {
    key: 'incomplete',
    says: 'What is not over',
    kinds: ['retention'],
    usual: '"mark"',
    options: of({ mark: 'Is marked', hide: 'Is hidden', include: 'Counts as it is' }),
  },
  {
    key: 'rollingFloor',
    says: 'A start counts from',
    kinds: ['retention'],
    applies: isSaid('mode', 'rolling'),
    usual: '"none"',
    options: of({ none: 'Its moment', hour: 'Its full hour' }),
  },
  {
    key: 'minOccurrences',
    says: 'At least',
    kinds: ['retention', 'stickiness'],
    usual: '1',
    options: numbers([1, 2, 3, 5, 10], (n) => (n === 1 ? 'Once' : `${n} times`)),
  },
  {
    key: 'cumulativeValue',
    says: 'Value',
    kinds: ['retention'],
    applies: ({ value }) => value !== undefined && value !== null,
    usual: 'false',
    options: flag('Added up', 'Of each interval'),
  },
  {
    key: 'newOn',
    says: 'New is',
    kinds: ['lifecycle'],
    usual: '"first_event"',
    options: of({ first_event: 'The first event', actor_created: 'The creation' }),
  },
  { key: 'maxSteps', says: 'Steps', kinds: ['paths'], isCommon: true, usual: '5', options: numbers([2, 3, 4, 5, 6, 8, 10], String) },
  { key: 'topPerLevel', says: 'Most in each step', kinds: ['paths'], usual: '10', options: numbers([5, 10, 20, 50], String) },
  { key: 'minCount', says: 'Seen at least', kinds: ['paths'], usual: '1', options: numbers([1, 5, 10, 50], (n) => (n === 1 ? 'Once' : `${n} times`)) },
  { key: 'collapseRepeats', says: 'The same again', kinds: ['paths'], usual: 'true', options: flag('Is one step', 'Is a step each time') },
  { key: 'maturedOnly', says: 'Counted are', kinds: ['activation'], usual: 'true', options: flag('Those whose window is over', 'All who started') },
  {
    key: 'minTimes',
    says: 'Used at least',
    kinds: ['adoption'],
    isCommon: true,
    usual: '1',
    options: numbers([1, 2, 3, 5, 10], (n) => (n === 1 ? 'Once' : `${n} times`)),
  },
  {
    key: 'minPersons',
    says: 'By at least',
    kinds: ['adoption'],
    usual: '1',
    options: numbers([1, 2, 3, 5, 10], (n) => (n === 1 ? '1 person' : `${n} persons`)),
    applies: isOfSeveral,
    isMute: true,
  },
  {
    key: 'internal',
    says: 'Our own accounts',
    kinds: ['funnel', 'retention', 'trend', 'stickiness', 'lifecycle', 'paths', 'activation', 'adoption'],
    usual: '"leave_out"',
    options: of({ leave_out: 'Left out', include: 'Counted too' }),
  },
  {
    key: 'propTime',
    says: 'Properties of persons and accounts',
    kinds: ['funnel', 'retention', 'trend', 'stickiness', 'lifecycle', 'paths', 'activation'],
    applies: namesProfiles,
    usual: '"current"',
    options: of({ current: 'As they are now', at_event: 'As they were at the event' }),
  },
  {
    key: 'weekStart',
    says: 'Weeks begin on',
    kinds: ['funnel', ...timed],
    usual: '"monday"',
    options: of({ monday: 'Monday', sunday: 'Sunday' }),
  },
]

const isTurned = (draft: Draft, key: string, usual: string): boolean => draft[key] !== undefined && draft[key] !== null && canonical(draft[key]) !== usual

/** The choices of a kind that mean something for the question as it stands, and those that were made all the same. */
export const switchesFor = (kind: Kind, draft: Draft, isCommon: boolean): Switch[] =>
  switches.filter(
    (each) =>
      each.kinds.includes(kind) &&
      (each.isCommon ?? false) === isCommon &&
      ((each.applies?.(draft) ?? true) || (!each.isMute && isTurned(draft, each.key, each.usual))),
  )

/** Does the question say anything below “More choices” that is not what is meant anyway? A saved question writes every field out. */
export function hasMore(kind: Kind, draft: Draft): boolean {
  const drawn = ['preset', ...(kind === 'funnel' ? ['exclusions', 'holdConstant'] : kind === 'retention' ? ['value'] : [])]
  return drawn.some((key) => isTurned(draft, key, '"throughline"')) || switchesFor(kind, draft, false).some((each) => isTurned(draft, each.key, each.usual))
}

/** Fields that parts of the page draw besides the switches; what is neither is shown as it was written. */
export const drawnElsewhere: Readonly<Record<Kind, readonly string[]>> = {
  funnel: ['steps', 'window', 'exclusions', 'holdConstant', 'view', 'unit', 'fromStep', 'toStep'],
  retention: ['start', 'back', 'value'],
  trend: ['series', 'formula'],
  stickiness: ['sel'],
  lifecycle: ['sel'],
  paths: ['startAt', 'endAt', 'gap'],
  activation: ['milestone', 'within', 't0'],
  adoption: ['features', 'trailing'],
}
