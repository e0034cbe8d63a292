import { action, change, date, dateTime, integer, json, list, object, oneOf, ref, refuse, tags, text } from '#kernel'

const seen = {
  says: text({ required: true, max: 400 }),
  severity: oneOf(['error', 'warn'], { required: true }),
  count: integer({ required: true, min: 0, says: 'Rows that break the check.' }),
  of: integer({ required: true, min: 0, says: 'Rows that were checked.' }),
  samples: json({ says: 'A few of the rows.' }),
  metrics: tags({ says: 'The metrics that it touches, by key.' }),
}

export const qualityFinding = object('qualityFinding', {
  says: 'A fault that a check found in the rows: since when, how often, who looks after it, and how it ended.',
  key: 'QFN',
  chapter: 'metrics',
  title: 'says',
  unique: [['check', 'fact']],
  fields: {
    check: text({ required: true, max: 160 }),
    fact: text({ required: true, max: 80 }),
    ...seen,
    firstSeen: dateTime({ required: true }),
    lastSeen: dateTime({ required: true }),
    passes: list(
      { at: dateTime({ required: true }), count: integer({ required: true, min: 0 }), of: integer({ required: true, min: 0 }) },
      { says: 'What the check found each time that its count moved; 0 is a pass.' },
    ),
    owner: ref('member', { says: 'Who looks after it.' }),
    state: oneOf(['open', 'accepted', 'settled'], { required: true, initial: 'open', byVerb: true }),
    acceptedFor: text({ max: 400, byVerb: true, says: 'Why it is lived with.' }),
    acceptedUntil: date({ byVerb: true }),
  },
  without: { archive: 'It settles by itself when the rows no longer break the check.' },
})

/** At most this many passes are kept with the row; older ones stay in its history. */
const most = 60

export const see = action(qualityFinding, 'see', {
  says: 'Record that a check ran again and what it found.',
  inner: true,
  input: seen,
  run: ({ row, input, now }) => {
    const isOver = row.acceptedUntil !== null && row.acceptedUntil < now.slice(0, 10)
    const state = input.count === 0 ? 'settled' : row.state === 'accepted' && !isOver ? 'accepted' : 'open'
    const began = row.state === 'settled' && input.count > 0 ? { firstSeen: now } : {}
    const told = state === 'accepted' ? {} : { acceptedFor: null, acceptedUntil: null }
    const passes = [...(row.passes ?? []), { at: now, count: input.count, of: input.of }].slice(-most)
    return change({ ...input, ...began, ...told, state, lastSeen: input.count === 0 ? row.lastSeen : now, passes })
  },
})

export const accept = action(qualityFinding, 'accept', {
  says: 'Live with it until a day, and say why. The metrics that it touches stay as they are.',
  input: { reason: text({ required: true, max: 400 }), until: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (row.state === 'settled') return refuse('It is settled; there is nothing to accept.')
    return input.until < now.slice(0, 10)
      ? refuse('That day has passed.', 'Give a day that is still to come.')
      : change({ state: 'accepted', acceptedFor: input.reason, acceptedUntil: input.until })
  },
})

export const reopen = action(qualityFinding, 'reopen', {
  says: 'Stop living with it.',
  run: ({ row }) => (row.state === 'accepted' ? change({ state: 'open', acceptedFor: null, acceptedUntil: null }) : refuse(`It is ${row.state}.`)),
})

declare module '#kernel' {
  interface Registry {
    qualityFinding: typeof qualityFinding
  }
}
