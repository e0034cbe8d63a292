import { date, fact, number, oneOf, text } from '#kernel'

export const fxRate = fact('fx_rate', {
  says: 'What one unit of a currency is worth in the reporting currency, for a month and a purpose.',
  grain: 'month, currency and kind',
  key: ['month', 'currency', 'kind', 'ref_id'],
  at: 'month',
  columns: {
    month: date({ required: true, says: 'Any day of the month; its first day is kept.' }),
    currency: text({ required: true, max: 3 }),
    kind: oneOf(['plan', 'month_end', 'average', 'purchase', 'payout'], { required: true, initial: 'plan' }),
    rate: number({ required: true, min: 0, says: 'Reporting units per one unit.' }),
    ref_id: text({ says: 'The subscription that a purchase or payout rate belongs to.' }),
  },
})
