import { action, change, date, integer, list, object, oneOf, ref, refs, refuse, richText, tags, text } from '#kernel'
import { notAhead } from '../notAhead.ts'

export const migration = object('migration', {
  says: 'How customers move from something old to something new, by when, and who is still to move.',
  key: 'MIG',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    kind: oneOf(['deprecation', 'sunset', 'breakingChange', 'priceChange', 'planChange', 'platformMove', 'acquisition'], { required: true, initial: 'sunset' }),
    product: ref('product', { required: true, says: 'What its customers leave.' }),
    features: refs('feature', { says: 'The features that go, when it is not the whole product.' }),
    to: ref('product', { says: 'Where they go.' }),
    noPathReason: richText({ says: 'Why there is nowhere to go, when there is not.' }),
    why: richText({ required: true }),
    groups: list(
      {
        name: text({ required: true, max: 120 }),
        by: oneOf(['everybody', 'segment', 'plan', 'region'], { required: true }),
        is: text({ max: 80, says: 'The value that its accounts have; empty for everybody.' }),
        path: richText({ required: true, says: 'What they move to, and what we offer.' }),
      },
      { says: 'An account belongs to the first group that fits it.' },
    ),
    noticeDays: integer({ initial: 180, min: 0, says: 'Days from the announcement to the end that customers were promised.' }),
    readOnlyOn: date(),
    endOn: date({ says: 'The last day.' }),
    owner: ref('member'),
    announcedOn: date({ byVerb: true }),
    exceptions: list(
      { account: ref('account', { required: true }), until: date({ required: true }), decision: ref('decision', { required: true }) },
      { byVerb: true, class: 'confidential' },
    ),
    decision: ref('decision', { byVerb: true }),
    reason: richText({ byVerb: true, says: 'Why it was extended or called off.' }),
    endedOn: date({ byVerb: true }),
    state: oneOf(['proposed', 'approved', 'announced', 'migrating', 'ended', 'cancelled'], { required: true, initial: 'proposed', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'proposed' && fields.some((field) => ['product', 'features', 'noticeDays', 'endOn'].includes(field))
      ? 'It is approved: what customers were promised stays. Use extend for another day.'
      : null,
})

const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

export const approve = action(migration, 'approve', {
  says: 'Stand behind the path, the notice and the days.',
  allow: 'admin',
  input: { decision: ref('decision') },
  run: ({ row, input, now }) => {
    if (row.state !== 'proposed') return refuse(`It is ${row.state} already.`)
    if (!row.to && !row.noPathReason) return refuse('It leads nowhere.', 'Name the product that customers move to, or why there is none.')
    if (!row.groups?.length) return refuse('Nobody has a path.', 'Add a group of accounts with what they move to.')
    const bare = row.groups.find(({ by, is }) => by !== 'everybody' && !is)
    if (bare) return refuse(`${bare.name} names no ${bare.by}.`, 'Say which accounts it holds.')
    if (!row.endOn) return refuse('It has no last day.', 'Set the day on which it ends.')
    if (row.readOnlyOn && row.readOnlyOn > row.endOn) return refuse('It turns read-only after it has ended.', 'Swap the two days.')
    const notice = daysFrom(now.slice(0, 10), row.endOn)
    const promised = row.noticeDays ?? 0
    return notice < promised
      ? refuse(`Customers would have ${Math.max(0, notice)} days; they were promised ${promised}.`, 'Move the last day.')
      : change({ state: 'approved', decision: input.decision })
  },
})

export const announce = action(migration, 'announce', {
  says: 'Tell the customers; the notice counts from that day.',
  input: { on: date({ says: 'The day; today when empty.' }) },
  run: ({ row, input, now }) => {
    if (row.state !== 'approved') return refuse(`It is ${row.state}; only an approved migration is announced.`)
    const on = input.on ?? now.slice(0, 10)
    if (on > now.slice(0, 10)) return refuse('It cannot have been announced on a day to come.')
    const notice = daysFrom(on, row.endOn ?? on)
    return notice < (row.noticeDays ?? 0)
      ? refuse(`That leaves ${notice} days; customers were promised ${row.noticeDays}.`, 'Extend it first.')
      : change({ state: 'announced', announcedOn: on })
  },
})

export const start = action(migration, 'start', {
  says: 'Begin to move customers.',
  run: ({ row }) => (row.state === 'announced' ? change({ state: 'migrating' }) : refuse(`It is ${row.state}; only an announced migration is started.`)),
})

export const extend = action(migration, 'extend', {
  says: 'Give customers more time, and say why.',
  input: { endOn: date({ required: true }), reason: richText({ required: true }), decision: ref('decision', { required: true }) },
  run: ({ row, input }) => {
    if (!['approved', 'announced', 'migrating'].includes(row.state)) return refuse(`It is ${row.state}.`)
    return row.endOn && input.endOn <= row.endOn
      ? refuse(`It ends on ${row.endOn} already.`, 'Notice is never made shorter: pick a later day.')
      : change({ endOn: input.endOn, reason: input.reason, decision: input.decision })
  },
})

export const grantException = action(migration, 'grantException', {
  says: 'Let one account stay for longer, by a decision.',
  allow: 'admin',
  input: { account: ref('account', { required: true }), until: date({ required: true }), decision: ref('decision', { required: true }) },
  sees: ['decision'],
  run: ({ row, input, seen, now }) => {
    if (!['announced', 'migrating'].includes(row.state)) return refuse(`It is ${row.state}; exceptions are granted while customers move.`)
    const fault = notAhead(input.until, now)
    if (fault) return refuse(fault, 'Pick a day ahead.')
    const decided = seen('decision').find((one) => one.id === input.decision)
    if (decided?.['state'] !== 'decided') return refuse(`${decided?.key ?? 'That decision'} is not decided.`, 'Have it decided first.')
    return change({ exceptions: [...(row.exceptions ?? []).filter(({ account }) => account !== input.account), input] })
  },
})

/** Who is left is read from the revenue ledger by the flow that performs it. */
export const end = action(migration, 'end', {
  says: 'Everybody has moved, or stays by an exception.',
  allow: 'admin',
  inner: true,
  input: { left: tags({ says: 'Accounts that still pay and have no exception, by name.' }) },
  run: ({ row, input, now }) => {
    if (row.state !== 'migrating') return refuse(`It is ${row.state}; only a migration under way is ended.`)
    const left = input.left ?? []
    if (left.length > 0)
      return refuse(
        `${left.length} accounts have not moved: ${left.slice(0, 3).join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}.`,
        'Move them, or grant an exception.',
      )
    return change({ state: 'ended', endedOn: now.slice(0, 10) })
  },
})

export const cancel = action(migration, 'cancel', {
  says: 'Call it off and say why.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) => (['ended', 'cancelled'].includes(row.state) ? refuse(`It is ${row.state}.`) : change({ state: 'cancelled', reason: input.reason })),
})

declare module '#kernel' {
  interface Registry {
    migration: typeof migration
  }
}
