import { object, oneOf, text } from '#kernel'

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
    revenuePolicy: text({ max: 40, initial: 'default', says: 'The preset behind revenue metrics.' }),
  },
  without: {
    create: 'A workspace is created at start or by “throughline workspace create”.',
    archive: 'A workspace is deleted by its owner, with everything in it.',
  },
})

declare module '#kernel' {
  interface Registry {
    workspace: typeof workspace
  }
}
