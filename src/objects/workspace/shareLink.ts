import { action, boolean, change, date, dateTime, json, object, oneOf, rank, ref, refuse, tags, text } from '#kernel'

/** Who looks from outside of the team; what each may see is decided by the server (flows/sharing/audiences.ts). */
export const audiences = ['board', 'executive', 'squad', 'gtm', 'customer'] as const
export type Audience = (typeof audiences)[number]

/** What each may see, in words; the policy itself is in flows/sharing/audiences.ts. */
export const audienceSays: Readonly<Record<Audience, { readonly name: string; readonly says: string }>> = {
  board: { name: 'The board', says: 'Bets with their dates, outcomes and money; no people, squads, effort or confidence.' },
  executive: { name: 'Executives', says: 'Everything: dates, forecasts, confidence and money.' },
  squad: { name: 'Squads', says: 'Dates, forecasts, owners and effort; no money.' },
  gtm: { name: 'Go-to-market', says: 'Titles, stages and approved dates; no internal dates, confidence, money or names.' },
  customer: { name: 'Customers', says: 'Only bets with words for customers: title, benefit, approved date.' },
}

const longest = 366 * 86_400_000

const shared = {
  name: text({ required: true, max: 120, says: 'What it is called for those who look.' }),
  subject: oneOf(['roadmap', 'list'], { required: true, initial: 'roadmap' }),
  of: text({ max: 60, says: 'The noun that a list shows.' }),
  lens: oneOf(['horizons', 'timeline'], { says: 'How a roadmap opens.' }),
  filter: json({ says: 'Which rows of a list, or bets of a roadmap.' }),
  columns: tags({ says: 'Which fields of a list, of those that the audience may see.' }),
  sort: text({ max: 80 }),
  audience: oneOf(audiences, { required: true }),
  asOf: date({ says: 'The day that it shows; the present when empty.' }),
  madeBy: ref('member', { required: true }),
  expiresAt: dateTime({ required: true }),
  isLocked: boolean({ initial: false, says: 'It asks for a password, of which a hash is kept with the address.' }),
}

export const shareLink = object('shareLink', {
  says: 'A page that people without an account may open: what it shows, for whom, until when.',
  key: 'SHR',
  chapter: 'workspace',
  title: 'name',
  read: 'editor',
  fields: {
    ...shared,
    state: oneOf(['active', 'revoked'], { required: true, initial: 'active', byVerb: true }),
    revokedAt: dateTime({ byVerb: true }),
  },
  without: {
    create: 'A link is made together with its address, under Share.',
    edit: 'What was shared does not change under those who look. Revoke it and make another.',
    archive: 'Revoke it instead.',
  },
})

export const share = action(shareLink, 'share', {
  says: 'Let people without an account look at this, until a day.',
  creates: true,
  inner: true,
  input: shared,
  run: ({ input, now }) => {
    const life = Date.parse(input.expiresAt) - Date.parse(now)
    if (life <= 0) return refuse('It would have expired already.', 'Choose a day to come.')
    if (life > longest) return refuse('A link lives a year at the most.', 'Choose an earlier day.')
    if (input.subject === 'list' && !input.of) return refuse('A list shows rows of a noun.', 'Name it in “of”.')
    return change({ ...input, state: 'active' })
  },
})

export const revoke = action(shareLink, 'revoke', {
  says: 'Close the page at once, for everybody and for good.',
  inner: true,
  run: ({ row, me, now }) => {
    if (row.state === 'revoked') return refuse('It is revoked already.')
    if (row.madeBy !== me.id && rank(me.role) < rank('admin')) return refuse('Somebody else made it.', 'They or an administrator can revoke it.')
    return change({ state: 'revoked', revokedAt: now })
  },
})

declare module '#kernel' {
  interface Registry {
    shareLink: typeof shareLink
  }
}
