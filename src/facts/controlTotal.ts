import { date, fact, number, oneOf, text } from '#kernel'

export const controlTotal = fact('control_total', {
  says: 'What another system says a month comes to: what finance billed, what a backend counted. Our own total must agree with it.',
  grain: 'month, measure and name',
  key: ['month', 'measure', 'name'],
  at: 'month',
  columns: {
    month: date({ required: true, says: 'Any day of the month; the whole month is meant.', knownAs: ['billing_month', 'period_month'] }),
    measure: oneOf(['mrr', 'events', 'tickets'], {
      required: true,
      initial: 'mrr',
      says: 'Recurring revenue of the month’s last day in the reporting currency, product events, or tickets.',
      knownAs: ['control_measure'],
    }),
    name: text({ says: 'The event that was counted; empty for all of them.', knownAs: ['event_name'] }),
    value: number({ required: true, min: 0, class: 'confidential', knownAs: ['control_value', 'billed_mrr', 'billed_total', 'billing_total'] }),
    tolerance: number({ min: 0, max: 1, initial: 0.005, says: 'Share of the value by which the two may differ.' }),
  },
})
