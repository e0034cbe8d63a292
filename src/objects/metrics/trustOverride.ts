import { action, change, date, object, oneOf, ref, refuse, text } from '#kernel'

export const trustOverride = object('trustOverride', {
  says: 'A person’s word that an untrusted metric may be used until a day, and why. It never hides the fault.',
  key: 'TOV',
  chapter: 'metrics',
  title: 'rationale',
  allow: 'admin',
  fields: {
    metricKey: text({ required: true, max: 120 }),
    rationale: text({ required: true, max: 400 }),
    until: date({ required: true, says: 'The last day on which it holds.' }),
    by: ref('member', { says: 'Who vouches for it.' }),
    state: oneOf(['active', 'withdrawn'], { required: true, initial: 'active', byVerb: true }),
  },
  without: {
    create: 'An override is given for an untrusted metric, with a rationale and an expiry.',
    edit: 'An override stays as it was given. Withdraw it and give another.',
    archive: 'Withdraw it: what was vouched for must stay explained.',
  },
})

export const create = action(trustOverride, 'create', {
  says: 'Vouch for an untrusted metric until a day.',
  creates: true,
  input: { metricKey: text({ required: true, max: 120 }), rationale: text({ required: true, max: 400 }), until: date({ required: true }) },
  run: ({ input, me, now }) =>
    input.until < now.slice(0, 10)
      ? refuse('It would have expired already.', 'Give a day that is still to come.')
      : change({ ...input, by: me.id, state: 'active' }),
})

export const withdraw = action(trustOverride, 'withdraw', {
  says: 'Take the word back.',
  run: ({ row }) => (row.state === 'active' ? change({ state: 'withdrawn' }) : refuse('It is withdrawn already.')),
})

declare module '#kernel' {
  interface Registry {
    trustOverride: typeof trustOverride
  }
}
