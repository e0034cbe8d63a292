import { date, money, object, oneOf, ref, text } from '#kernel'

export const deal = object('deal', {
  says: 'A sale that was won or lost: to whom, against whom, and why.',
  key: 'DEA',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140, class: 'confidential', knownAs: ['deal name', 'opportunity name'] }),
    outcome: oneOf(['won', 'lost', 'noDecision'], { required: true, says: 'No decision is neither: they bought from nobody.' }),
    competitor: ref('competitor', { says: 'Whom they compared us with last; none when nobody is known.' }),
    account: ref('account'),
    segment: text({ max: 80, says: 'The segment of the buyer, as accounts name it.' }),
    amount: money({ class: 'confidential', says: 'A year.' }),
    reason: oneOf(['product', 'price', 'trust', 'service', 'timing', 'relationship', 'other'], { says: 'What decided it, in their view.' }),
    words: text({ max: 1000, says: 'Their words.' }),
    closedOn: date({ required: true, knownAs: ['close date', 'closed date'] }),
    owner: ref('member'),
  },
})

declare module '#kernel' {
  interface Registry {
    deal: typeof deal
  }
}
