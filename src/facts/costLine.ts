import { amount, dateTime, fact, json, oneOf, text } from '#kernel'

/** Column meanings follow FinOps FOCUS: ChargePeriodStart and End (exclusive), BilledCost, EffectiveCost, ChargeCategory, Tags. */
export const costLine = fact('cost_line', {
  says: 'One charge for running the product. Margins use the effective cost; billed and effective are never added.',
  grain: 'one charge line',
  // a bill numbers no lines: a line is its content, and the same line sent twice counts once
  key: ['period_start', 'period_end', 'service', 'resource_id', 'charge_category', 'cost_class', 'product_id', 'account_id', 'effective_cost'],
  at: 'period_start',
  columns: {
    period_start: dateTime({ required: true, knownAs: ['ChargePeriodStart', 'charge_period_start'] }),
    period_end: dateTime({ required: true, says: 'The first instant after the period.', knownAs: ['ChargePeriodEnd', 'charge_period_end'] }),
    billed_cost: amount({ knownAs: ['BilledCost'] }),
    effective_cost: amount({ required: true, knownAs: ['EffectiveCost', 'amortized_cost', 'amortised_cost'] }),
    currency: text({ required: true, knownAs: ['BillingCurrency', 'billing_currency'] }),
    service: text({ knownAs: ['ServiceName', 'service_name'] }),
    resource_id: text({ knownAs: ['ResourceId'] }),
    charge_category: text({ knownAs: ['ChargeCategory'] }),
    tags: json({ says: '{"split": {"core": 0.6}} says which products share the charge; what is left of 1 stays unallocated.', knownAs: ['Tags'] }),
    cost_class: oneOf(['direct_cogs', 'shared_cogs', 'support', 'opex'], { says: 'Empty when nobody has said whose it is: it stays unallocated.' }),
    product_id: text({ knownAs: ['product'] }),
    account_id: text({ knownAs: ['customer_id'] }),
  },
  checks: [
    {
      id: 'cost_line.end-after-start',
      says: 'charges end before they start',
      severity: 'error',
      rule: 'notBefore',
      column: 'period_end',
      other: 'period_start',
    },
    {
      id: 'cost_line.account-known',
      says: 'charges name an account that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
  ],
})
