import { action, change, date, object, oneOf, ref, refuse, text } from '#kernel'

const told = {
  signal: text({ required: true, max: 300, says: 'The signal’s name in the feed; it stays the same while the signal lasts.' }),
  says: text({ required: true, max: 300, says: 'The signal in words, as it was shown.' }),
  metricKey: text({ required: true, max: 120 }),
  rule: text({ required: true, max: 120, says: 'The rule that spoke up: outside, run, near, or the check that failed.' }),
  period: text({ required: true, max: 20 }),
  verdict: oneOf(['real', 'noise', 'muted'], { required: true, says: 'Worth the look, chance, or not now.' }),
  reason: text({ max: 400, says: 'Why; noise and a mute need one.' }),
  until: date({ says: 'The last day of a mute.' }),
}

export const signalVerdict = object('signalVerdict', {
  says: 'What a person said of a signal: real, noise, or muted for a while. It teaches how far each rule can be believed.',
  key: 'SGV',
  chapter: 'metrics',
  title: 'says',
  fields: { ...told, judge: ref('member', { says: 'Who said it.' }), state: oneOf(['given', 'withdrawn'], { required: true, initial: 'given', byVerb: true }) },
  without: {
    create: 'A verdict is given about a signal of the feed.',
    edit: 'A verdict stays as it was given. Withdraw it and give another.',
    archive: 'Withdraw it: the count of verdicts must stay explained.',
  },
})

export const create = action(signalVerdict, 'create', {
  says: 'Say whether a signal was worth the look.',
  allow: 'contributor',
  creates: true,
  input: told,
  run: ({ input, me, now }) => {
    if (input.verdict !== 'real' && !input.reason) return refuse('A signal is not set aside without a reason.', 'Say in a few words why it needs no action.')
    if (input.verdict !== 'muted') return change({ ...input, until: null, judge: me.id, state: 'given' })
    if (!input.until) return refuse('A mute ends some day.', 'Give its last day.')
    return input.until < now.slice(0, 10)
      ? refuse('The mute would be over already.', 'Give a day that is still to come.')
      : change({ ...input, judge: me.id, state: 'given' })
  },
})

export const withdraw = action(signalVerdict, 'withdraw', {
  says: 'Take the verdict back; the signal stands in the feed again while it lasts.',
  allow: 'contributor',
  run: ({ row }) => (row.state === 'given' ? change({ state: 'withdrawn' }) : refuse('It is withdrawn already.')),
})

declare module '#kernel' {
  interface Registry {
    signalVerdict: typeof signalVerdict
  }
}
