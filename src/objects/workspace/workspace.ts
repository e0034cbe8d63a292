import { action, change, json, object, oneOf, refuse, text } from '#kernel'

export const workspace = object('workspace', {
  says: 'One company: its name, calendar and currency.',
  key: 'WSP',
  chapter: 'workspace',
  title: 'name',
  allow: 'admin',
  unique: [['slug']],
  fields: {
    name: text({ required: true, max: 120 }),
    slug: text({ required: true, max: 60 }),
    currency: text({ required: true, max: 3, initial: 'USD', says: 'Reporting currency, ISO 4217.' }),
    timeZone: text({ required: true, max: 60, initial: 'UTC' }),
    fiscalStart: oneOf(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'], { initial: '1', says: 'First month of the fiscal year.' }),
    revenuePolicy: text({
      max: 4000,
      initial: 'default',
      byVerb: true,
      says: 'The policy behind revenue metrics: a preset, or switches as JSON. It changes by a proposal that somebody else agrees to.',
    }),
    sharing: oneOf(['allowed', 'forbidden'], {
      initial: 'allowed',
      says: 'Whether views may be shared by a link with people who have no account. When it is forbidden, links that exist do not open.',
    }),
    healthLimits: json({ byVerb: true, says: 'Where the rules of portfolio health draw their lines, where that differs from the usual ones.' }),
    northStar: text({ max: 120, says: 'The metric at the top of the tree, by key.' }),
  },
  without: {
    create: 'A workspace is created at start or by “throughline workspace create”.',
    archive: 'A workspace is deleted by its owner, with everything in it.',
  },
})

export const adoptPolicy = action(workspace, 'adoptPolicy', {
  says: 'Count revenue by another policy from now on.',
  allow: 'editor',
  inner: true,
  input: { policy: text({ required: true, max: 4000 }) },
  run: ({ row, input }) => (row.revenuePolicy === input.policy ? refuse('That is the policy in force.') : change({ revenuePolicy: input.policy })),
})

export const setHealthLimits = action(workspace, 'setHealthLimits', {
  says: 'Draw the lines of portfolio health anew, and say why.',
  inner: true,
  input: { limits: json(), reason: text({ required: true, max: 500, says: 'Why, in ten letters or more.' }) },
  run: ({ input }) =>
    input.reason.trim().length < 10
      ? refuse('The reason says too little.', 'Say in ten letters or more why the lines are drawn anew.')
      : change({ healthLimits: input.limits }),
})

declare module '#kernel' {
  interface Registry {
    workspace: typeof workspace
  }
}
