import { lastMonth, movementSeries, ratioSeries } from '../revenue/series.ts'
import { monthEnds } from './grains.ts'
import { ledgerAt } from './monthEnds.ts'
import { line, textOf } from './things.ts'
import type { Behind, Way } from './way.ts'

const million = 1_000_000
const text = 'revenue ledger of account, subscription, fx_rate, each product of an account by itself'

/** Recurring revenue a year of each product, by the ledger in which a product of an account counts by itself. Behind it: accounts that pay, with their product. */
export const productRevenue: Way<object> = {
  counts: () => 'subscription',
  ledger: 'byProduct',
  untold: monthEnds,
  reads: () => ({}),
  figures: (_, { time, by }, { ledger }) => {
    const known = ledgerAt(time, ledger)
    return { ...movementSeries(known, 'arr', time.periods, time.headline, by ? 'product' : undefined), text, notes: [] }
  },
  behindReads: () => ({ accounts: { fact: 'account', columns: ['id', 'name'] } }),
  behind: (_, { time }, given, period) => {
    const known = ledgerAt(time, given.ledger)
    const place = known.periods.indexOf(lastMonth(period, known))
    const names = new Map(given.rows('accounts').map((row) => [String(row['id']), textOf(row, 'name')]))
    return known
      .closings()
      .flatMap(({ account, part, closings }): Behind[] => {
        const [opening, closing] = [yearly(closings[place - 1] ?? 0), yearly(closings[place] ?? 0)]
        return closing > 0 ? [line({ account, name: names.get(account) ?? null, movement: part, opening, closing, change: closing - opening })] : []
      })
      .toSorted((a, b) => (b.closing ?? 0) - (a.closing ?? 0) || (a.account < b.account ? -1 : 1))
  },
}

/** Net retention of each product (kpis.md §3, by product): what an account moved to another product counts as kept, unless the policy’s product_moves are gross. */
export const productRetention: Way<object> = {
  counts: () => 'subscription',
  ledger: 'byProduct',
  untold: monthEnds,
  reads: () => ({}),
  figures: (_, { time, by }, { ledger }) => {
    const options = { windowAt: () => time.window?.count, ...(by ? { by: 'product' } : {}) }
    return { ...ratioSeries(ledgerAt(time, ledger), 'nrr', time.periods, time.headline, options), text, notes: [] }
  },
  behind: (_, { time }, { ledger }, period) => {
    const known = ledgerAt(time, ledger)
    return known
      .contributions('nrr', lastMonth(period, known), { window: time.window?.count ?? 12 })
      .map(({ account, name, part, opening, closing, change }) =>
        line({ account, name, movement: part, opening: yearly(opening), closing: yearly(closing), change: yearly(change) }),
      )
  },
}

const yearly = (micros: number): number => (micros * 12) / million
