import type { Contract } from '../renewals.ts'

/** A line of a year at 100 a month that runs on, with what a test says of it. */
export const contract = (more: Partial<Contract> = {}): Contract => ({
  id: 'S-1',
  account: 'oxbow',
  product: 'core',
  start: '2023-03-10',
  end: null,
  termMonths: 12,
  renewalDate: null,
  mrr: 100,
  cancelledOn: null,
  ...more,
})
