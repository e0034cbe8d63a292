import type { Customer } from './customer.ts'
import { balance, total } from './ledger.ts'
import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import type { Timeline } from './timeline.ts'

/** What finance billed as recurring revenue for each whole month: the ledger's total but for credit notes of a few hundred dollars. */
export function* billedRows(customers: readonly Customer[], time: Timeline, draw: Random): Iterable<Values> {
  for (let month = time.first; month <= time.over; month += 1) {
    const booked = total(balance(customers, time.end(month))) / 12
    yield { month: time.day(month, 1), measure: 'mrr', value: Math.round((booked - draw.int(0, 9) * 140) * 100) / 100 }
  }
}
