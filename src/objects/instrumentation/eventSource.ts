import { action, boolean, change, dateTime, integer, object, oneOf, refuse, text } from '#kernel'

const terms = {
  name: text({ required: true, max: 120 }),
  sdk: oneOf(['segment', 'rudderstack', 'amplitude', 'mixpanel', 'posthog', 'otlp', 'snowplow', 'openpanel', 'own'], {
    required: true,
    initial: 'segment',
    says: 'The client that sends; any of them may use any key.',
  }),
  perMinute: integer({ required: true, initial: 600_000, min: 1, max: 60_000_000, says: 'Events that it may send in a minute.' }),
  accountGroup: text({ max: 80, says: 'The type of group that is the account; account, company, organization and the like when empty.' }),
  accountProperty: text({ max: 120, says: 'The property that names the account when nothing else does.' }),
  accountByDomain: boolean({ says: 'Does the domain of a person’s e-mail name the account, by the domains on record, where nothing else does?' }),
  consent: text({ max: 80, says: 'The purpose without consent to which nothing of a person is kept, as the client names it (Analytics); none when empty.' }),
  unplanned: oneOf(['accept', 'quarantine'], { required: true, initial: 'accept', says: 'What becomes of events that the tracking plan does not have.' }),
  personal: oneOf(['keep', 'hash', 'drop'], { required: true, initial: 'keep', says: 'What becomes of properties that the plan calls personal.' }),
}

const key = {
  keyHash: text({ required: true, max: 64, class: 'confidential', says: 'SHA-256 of the key; the key itself is shown once and kept nowhere.' }),
  keyEnd: text({ required: true, max: 8, says: 'The last characters of the key.' }),
}

export const eventSource = object('eventSource', {
  says: 'An app, a site or a server that sends product events, with the key that it sends them by.',
  key: 'EVS',
  chapter: 'instrumentation',
  title: 'name',
  allow: 'admin',
  unique: [['name']],
  fields: {
    ...terms,
    keyHash: text({ required: true, max: 64, class: 'confidential', byVerb: true, says: key.keyHash.says ?? '' }),
    keyEnd: text({ required: true, max: 8, byVerb: true, says: 'The last characters of the key.' }),
    state: oneOf(['active', 'revoked'], { required: true, initial: 'active', byVerb: true }),
    revokedAt: dateTime({ byVerb: true }),
  },
  without: { create: 'A source is made together with its key, under Events.' },
})

export const register = action(eventSource, 'register', {
  says: 'Make a source with its key.',
  creates: true,
  inner: true,
  input: { ...terms, ...key },
  run: ({ input }) => change({ ...input, state: 'active' }),
})

export const renewKey = action(eventSource, 'renewKey', {
  says: 'Give it a new key; the old one is dead at once.',
  inner: true,
  input: key,
  run: ({ row, input }) => (row.state === 'revoked' ? refuse('It is revoked.', 'Make a new source.') : change(input)),
})

export const revoke = action(eventSource, 'revoke', {
  says: 'Refuse everything that it sends from now on. What it sent stays.',
  run: ({ row, now }) => (row.state === 'revoked' ? refuse('It is revoked already.') : change({ state: 'revoked', revokedAt: now })),
})

declare module '#kernel' {
  interface Registry {
    eventSource: typeof eventSource
  }
}
