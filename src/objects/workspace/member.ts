import { action, change, email, object, oneOf, refuse, text } from '#kernel'

export const member = object('member', {
  says: 'A person of this workspace, and what they may do.',
  key: 'MBR',
  chapter: 'workspace',
  title: 'name',
  allow: 'admin',
  unique: [['email']],
  fields: {
    name: text({ required: true, max: 120 }),
    email: email({ required: true }),
    role: oneOf(['owner', 'admin', 'editor', 'contributor', 'viewer', 'guest'], { required: true, initial: 'viewer', byVerb: true }),
    state: oneOf(['invited', 'active', 'left'], { required: true, initial: 'invited', byVerb: true }),
    title: text({ max: 120 }),
    subject: text({ byVerb: true, class: 'secret', says: 'The identity behind it.' }),
  },
  without: { create: 'People come by invitation.', archive: 'Deactivate a person instead; what they did stays attributed.' },
})

export const invite = action(member, 'invite', {
  says: 'Ask somebody in.',
  creates: true,
  input: {
    name: text({ required: true, max: 120 }),
    email: email({ required: true }),
    role: oneOf(['admin', 'editor', 'contributor', 'viewer', 'guest'], { required: true }),
  },
  run: ({ input }) => change({ ...input, state: 'invited' }),
})

export const join = action(member, 'join', {
  says: 'Accept the invitation.',
  inner: true,
  input: { subject: text({ required: true }), name: text({ required: true, max: 120 }) },
  run: ({ row, input }) =>
    row.state === 'left' ? refuse('The invitation was withdrawn.') : change({ subject: input.subject, name: input.name, state: 'active' }),
})

export const setRole = action(member, 'setRole', {
  says: 'Change what a person may do.',
  input: { role: oneOf(['admin', 'editor', 'contributor', 'viewer', 'guest'], { required: true }) },
  run: ({ row, input, me }) => {
    if (row.role === 'owner') return refuse('The owner’s role cannot be changed.', 'Hand the workspace over first.')
    if (row.id === me.id) return refuse('Nobody changes their own role.')
    return change({ role: input.role })
  },
})

export const deactivate = action(member, 'deactivate', {
  says: 'End access at once; what the person did stays attributed.',
  run: ({ row, me }) => {
    if (row.role === 'owner') return refuse('The owner cannot be deactivated.')
    if (row.id === me.id) return refuse('Nobody deactivates themselves.')
    return row.state === 'left' ? refuse('The person has left already.') : change({ state: 'left' })
  },
})

declare module '#kernel' {
  interface Registry {
    member: typeof member
  }
}
