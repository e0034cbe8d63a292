import {
  action,
  boolean,
  change,
  date,
  list,
  number,
  object,
  oneOf,
  ref,
  refs,
  refuse,
  richText,
  text,
  timeframe,
  type AnyRow,
  type Id,
  type RowOf,
} from '#kernel'
import { byId, holdSays, holdsOf, isGone, type Hold } from './releaseGate.ts'

export { betOf, byId, holdSays, holdsOf, isGone, isWithdrawn, needsOf, publicNameOf, type Hold, type RowsById } from './releaseGate.ts'

const open = ['parkingLot', 'planned', 'frozen'] as const
const scheduled = ['planned', 'frozen'] as const

const placed = {
  title: text({ required: true, max: 140 }),
  product: ref('product', { required: true }),
  versionName: text({ max: 60, says: 'Its number: 8.2.', knownAs: ['version', 'version_name'] }),
  group: text({ max: 120, says: 'The train that it belongs to.' }),
  owner: ref('member'),
  window: timeframe({ says: 'When it ships, as precisely as is honest.' }),
  internalDate: date({ says: 'The day that we work towards; customers never see it.' }),
}
const filled = {
  phases: list({ name: text({ required: true, max: 80 }), start: date({ required: true }), end: date({ required: true }) }),
  environment: oneOf(['production', 'staging', 'development'], { required: true, initial: 'production' }),
  record: text({
    max: 120,
    says: 'Its id in the records of delivery, by which defects are charged to it; the id of the tool that it came from, or its version, when empty.',
  }),
  features: refs('feature', { says: 'What customers get with it. Set when it is added or by its source; by hand “putIn” and “takeOut” change it.' }),
  sourceStatus: text({ max: 80, says: 'Where it stands at its source, in the word of that tool.' }),
}

export const release = object('release', {
  says: 'A version that customers get: what is in it, when it ships, and what they were told.',
  key: 'REL',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    ...placed,
    externalDate: date({ byVerb: true, class: 'public', says: 'The day that customers were told.' }),
    ...filled,
    frozenOn: date({ byVerb: true }),
    frozenScope: list(
      { feature: ref('feature', { required: true }), effort: number() },
      { byVerb: true, says: 'What was in it when it was frozen, in person-weeks.' },
    ),
    lateChanges: list(
      {
        on: date({ required: true }),
        feature: ref('feature', { required: true }),
        kind: oneOf(['added', 'removed'], { required: true }),
        reason: text({ required: true, max: 500 }),
      },
      { byVerb: true, says: 'What came in or went out after it was frozen, and why.' },
    ),
    override: ref('decision', { byVerb: true, says: 'The decision that shipped it although not all was done.' }),
    reason: richText({ byVerb: true, says: 'Why it was put away, rolled back or cancelled.' }),
    releasedOn: date({ byVerb: true }),
    rolledBackOn: date({ byVerb: true }),
    state: oneOf([...open, 'released', 'rolledBack', 'cancelled'], { required: true, initial: 'parkingLot', byVerb: true }),
  },
  settled: (row, fields) => {
    if (fields.includes('features')) return 'What is in it is not edited: put features in, or take them out.'
    return !isOpen(row.state) && fields.some((field) => ['product', 'window', 'internalDate', 'environment'].includes(field))
      ? `It is ${stateSays(row.state)}: what was planned stays. Make another release.`
      : null
  },
})

/** It has not shipped and was not called off. */
export const isOpen = (state: string): boolean => open.some((one) => one === state)
const isScheduled = (state: string): boolean => scheduled.some((one) => one === state)
const stateSays = (state: string): string => ({ parkingLot: 'in the parking lot', rolledBack: 'rolled back' })[state] ?? state

/** The id by which the records of delivery know a release. */
export const factIdOf = (row: AnyRow): string =>
  [row['record'], row.source?.externalId, row['versionName']].map((one) => String(one ?? '')).find(Boolean) ?? row.key

export const create = action(release, 'create', {
  says: 'Add a release.',
  creates: true,
  input: { ...placed, ...filled },
  sees: ['release', 'feature'],
  run: ({ input, seen }) => {
    const [fault] = (input.features ?? []).flatMap((feature) => faultOf(feature, input.product, { features: seen('feature'), releases: seen('release') }) ?? [])
    return fault ?? change(input)
  },
})

export const plan = action(release, 'plan', {
  says: 'Give it a time on the plan.',
  input: { window: timeframe({ says: 'When it ships; the one that it has when empty.' }) },
  run: ({ row, input }) => {
    if (row.state !== 'parkingLot') return refuse(`It is ${stateSays(row.state)} already.`)
    if (!row.owner) return refuse('It has no owner.', 'Name the person who answers for it.')
    const window = input.window ?? row.window
    return window ? change({ state: 'planned', window, reason: null }) : refuse('It has no window.', 'Say when it ships, as precisely as is honest.')
  },
})

export const park = action(release, 'park', {
  says: 'Put it back into the parking lot, without dates, and say why.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    isScheduled(row.state)
      ? change({ state: 'parkingLot', reason: input.reason, window: null, internalDate: null, externalDate: null, ...thawed })
      : refuse(`It is ${stateSays(row.state)}.`),
})

const thawed = { frozenOn: null, frozenScope: null, lateChanges: null }

export const putIn = action(release, 'putIn', {
  says: 'Put a feature in.',
  input: { feature: ref('feature', { required: true }), reason: text({ max: 500, says: 'Why so late, once its scope is frozen.' }) },
  sees: ['release', 'feature'],
  run: ({ row, input, seen, now }) => {
    if (!isOpen(row.state)) return refuse(`It is ${stateSays(row.state)}; nothing comes in any more.`, 'Put it into another release.')
    if (row.features?.includes(input.feature)) return refuse('It is in it already.')
    const fault = faultOf(input.feature, row.product, { features: seen('feature'), releases: seen('release') })
    if (fault) return fault
    const late = lateChange(row, input, 'added', now)
    return late === null
      ? refuse('Its scope is frozen.', 'Say why this comes in late.')
      : change({ features: [...(row.features ?? []), input.feature], ...late })
  },
})

/** Why a release of a product cannot carry a feature; null when it can. */
function faultOf(
  id: string,
  product: string,
  { features, releases }: { readonly features: readonly AnyRow[]; readonly releases: readonly AnyRow[] },
): ReturnType<typeof refuse> | null {
  const feature = features.find((one) => one.id === id)
  if (feature && (isGone(feature) || feature['stage'] === 'released'))
    return refuse(
      `${feature.key} is ${feature['delivery'] === 'cancelled' ? 'cancelled' : String(feature['stage'])}.`,
      'A release carries what is still to come.',
    )
  const holder = releases.find((one) => isOpen(String(one['state'])) && one['product'] === product && holds(one, id))
  return holder ? refuse(`${feature?.key ?? 'It'} is in ${holder.key} ${String(holder['title'])}.`, 'Take it out there first.') : null
}

const holds = (row: AnyRow, feature: string): boolean => Array.isArray(row['features']) && row['features'].includes(feature)

export const takeOut = action(release, 'takeOut', {
  says: 'Take a feature out.',
  input: { feature: ref('feature', { required: true }), reason: text({ max: 500, says: 'Why, once its scope is frozen.' }) },
  run: ({ row, input, now }) => {
    if (!isOpen(row.state)) return refuse(`It is ${stateSays(row.state)}; what was in it stays.`)
    if (!row.features?.includes(input.feature)) return refuse('It is not in it.')
    const late = lateChange(row, input, 'removed', now)
    return late === null
      ? refuse('Its scope is frozen.', 'Say why this goes out.')
      : change({ features: row.features.filter((id) => id !== input.feature), ...late })
  },
})

type Release = RowOf<typeof release>

/** What a change of a frozen scope adds to its record; nothing while it is not frozen, null when it lacks its reason. */
function lateChange(
  { state, lateChanges }: Release,
  { feature, reason }: { readonly feature: Id<'feature'>; readonly reason: string | null },
  kind: 'added' | 'removed',
  now: string,
): Partial<Pick<Release, 'lateChanges'>> | null {
  if (state !== 'frozen') return {}
  return reason ? { lateChanges: [...(lateChanges ?? []), { on: now.slice(0, 10), feature, kind, reason }] } : null
}

export const freeze = action(release, 'freeze', {
  says: 'Fix what is in it; whatever comes in or goes out afterwards is told with its reason.',
  input: { on: date({ says: 'The day; today when empty.' }) },
  sees: ['feature'],
  run: ({ row, input, seen, now }) => {
    if (row.state !== 'planned') return refuse(`It is ${stateSays(row.state)}; only a planned release is frozen.`)
    if (!row.features?.length) return refuse('Nothing is in it.', 'Put its features in first.')
    const on = input.on ?? now.slice(0, 10)
    if (on > now.slice(0, 10)) return refuse('It cannot have been frozen on a day to come.')
    const effort = new Map(seen('feature').map((feature) => [String(feature.id), feature['effort']]))
    const sized = (id: string): number | null => (typeof effort.get(id) === 'number' ? Number(effort.get(id)) : null)
    return change({ state: 'frozen', frozenOn: on, frozenScope: row.features.map((feature) => ({ feature, effort: sized(feature) })), lateChanges: [] })
  },
})

export const announce = action(release, 'announce', {
  says: 'Approve the day that customers may read.',
  input: { on: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (!isScheduled(row.state)) return refuse(`It is ${stateSays(row.state)}; there is no day to promise.`)
    if (input.on <= now.slice(0, 10)) return refuse('That day is not ahead.', 'Tell customers a day to come.')
    if (row.externalDate === input.on) return refuse('They were told that day already.')
    return row.internalDate && input.on < row.internalDate
      ? refuse(`We work towards ${row.internalDate}.`, 'Tell customers that day or a later one.')
      : change({ externalDate: input.on })
  },
})

export const withdrawDate = action(release, 'withdrawDate', {
  says: 'Take the day back that customers were told.',
  run: ({ row }) => {
    if (!isScheduled(row.state)) return refuse(`It is ${stateSays(row.state)}; what they were told stays.`)
    return row.externalDate ? change({ externalDate: null }) : refuse('Customers were told no day.')
  },
})

export const ship = action(release, 'ship', {
  says: 'Customers have it: every feature in it is released with it.',
  input: {
    override: ref('decision', { says: 'The decision to ship although a feature is not done or waits for something.' }),
    on: date({ says: 'The day; today when empty.' }),
  },
  sees: ['feature', 'dependency', 'decision'],
  run: ({ row, input, seen, now }) => {
    if (!isScheduled(row.state)) return refuse(`It is ${stateSays(row.state)}; only a planned or frozen release ships.`)
    const on = input.on ?? now.slice(0, 10)
    if (on > now.slice(0, 10)) return refuse('It cannot have shipped on a day to come.')
    if (!row.features?.length) return refuse('Nothing is in it.', 'Put its features in first.')
    const features = byId(seen('feature'))
    const own = row.features.flatMap((id) => features.get(id) ?? [])
    const holding = holdsOf(own, features, seen('dependency'))
    const hard = holding.filter(({ kind }) => kind === 'gone' || kind === 'notBegun')
    if (hard.length > 0) return refuse(holdsSay(hard), 'Take out what does not come; no decision ships what nobody has built.')
    if (holding.length > 0 && !input.override)
      return refuse(holdsSay(holding), 'Finish it, have it delivered, or take it out; or name the decision that overrides it.')
    const fault = holding.length > 0 ? undecided(seen('decision'), input.override) : null
    if (fault) return refuse(fault, 'Have it decided first.')
    const override = holding.length > 0 ? input.override : null
    return change(
      { state: 'released', releasedOn: on, override },
      own
        .filter(({ stage }) => stage === 'inProgress')
        .map(({ id }) => ({ noun: 'feature', verb: 'release', id, input: { on, ...(override ? { override } : {}) } })),
    )
  },
})

function holdsSay(holds: readonly Hold[]): string {
  const byFeature = [...Map.groupBy(holds, ({ feature }) => feature)]
  return `${byFeature.map(([{ key, ...feature }, own]) => `${key} ${String(feature['title'])} ${own.map(holdSays).join(' and ')}`).join('; ')}.`
}

/** An override is a decision that was taken; null where it was, or where nobody can see it. */
function undecided(decisions: readonly AnyRow[], override: string | null): string | null {
  const found = decisions.find(({ id }) => id === override)
  return found && found['state'] !== 'decided' ? `${found.key} is ${String(found['state'])}.` : null
}

export const rollBack = action(release, 'rollBack', {
  says: 'Take it back from customers and say why; what was released with it is being built again.',
  input: {
    reason: richText({ required: true }),
    on: date({ says: 'The day; today when empty.' }),
    incident: boolean({ says: 'Note it as an incident, so that it explains the lines that it moved.' }),
  },
  sees: ['feature'],
  run: ({ row, input, seen, now }) => {
    if (row.state !== 'released') return refuse(`It is ${stateSays(row.state)}; only what has shipped is rolled back.`)
    const on = input.on ?? now.slice(0, 10)
    if (on > now.slice(0, 10)) return refuse('It cannot have been rolled back on a day to come.')
    if (row.releasedOn && on < row.releasedOn) return refuse(`It shipped on ${row.releasedOn}.`, 'Name that day or a later one.')
    const carried = seen('feature').filter(
      (feature) => row.features?.some((id) => id === feature.id) && feature['stage'] === 'released' && feature['releasedOn'] === row.releasedOn,
    )
    const note = { name: `${row.title} rolled back`, on, kind: 'incident', says: input.reason }
    return change({ state: 'rolledBack', rolledBackOn: on, reason: input.reason, externalDate: null }, [
      ...carried.map(({ id }) => ({ noun: 'feature', verb: 'takeBack', id, input: { reason: input.reason } })),
      ...(input.incident ? [{ noun: 'note', verb: 'create', input: note }] : []),
    ])
  },
})

export const cancel = action(release, 'cancel', {
  says: 'Call it off and say why; its features can go into another.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    isOpen(row.state) ? change({ state: 'cancelled', reason: input.reason, externalDate: null }) : refuse(`It is ${stateSays(row.state)}.`),
})

declare module '#kernel' {
  interface Registry {
    release: typeof release
  }
}
