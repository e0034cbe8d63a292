import { boolean, date, object, oneOf, ref, tags, text, type AnyRow } from '#kernel'

export const account = object('account', {
  says: 'A customer, prospect or partner organisation.',
  key: 'ACC',
  chapter: 'customers',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, class: 'confidential' }),
    kind: oneOf(['customer', 'prospect', 'partner', 'former', 'internal'], { required: true, initial: 'customer' }),
    parent: ref('account', { says: 'The organisation that it belongs to.' }),
    domains: tags({ says: 'Web domains that name it.' }),
    otherIds: tags({
      says: 'Ids by which other tools name it, such as the key of its group in product events: what arrives under one of them is told of this account.',
    }),
    segment: text({ max: 80 }),
    industry: text({ max: 80 }),
    region: text({ max: 80 }),
    plan: text({ max: 80 }),
    channel: text({ max: 80, says: 'How it came to us.' }),
    startedOn: date(),
    isInternal: boolean({ initial: false, says: 'Our own or a test account; leaves every default KPI.' }),
    owner: ref('member', { says: 'Who looks after it.' }),
  },
})

/** The id by which facts know an account: that of the tool that it came from. */
export const factIdOf = (row: AnyRow): string => row.source?.externalId ?? row.id

declare module '#kernel' {
  interface Registry {
    account: typeof account
  }
}
