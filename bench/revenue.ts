import { type Account, revenueLedger, type SubscriptionLine } from '#engines/metrics/revenue/revenue.ts'

/**
 * All revenue metrics over 24 months, 10,000 accounts and 40,000 subscription lines, in one process: the ledger built from rows (cold: first run of a
 * fresh process) and every measure of every month. Budget: 1 s cold.
 */
const accounts = 10_000
const lines = 40_000
const seeded = generator(20_241_231)
const input = {
  accounts: Array.from({ length: accounts }, (_, index): Account => ({
    id: `A-${index}`,
    segment: ['smb', 'mid', 'enterprise'][index % 3] ?? null,
    region: ['EU', 'US', 'APAC', 'LATAM'][index % 4] ?? null,
    parent_id: index % 10 === 0 && index > 10 ? `A-${index - 9}` : null,
  })),
  lines: Array.from({ length: lines }, (_, index) => lineOf(index)),
  fxRates: ['EUR', 'GBP'].map((currency) => ({ month: '2022-01-01', currency, kind: 'plan' as const, rate: currency === 'EUR' ? 1.08 : 1.27 })),
  months: { from: '2023-01', to: '2024-12' },
  reportingCurrency: 'USD',
}

for (const run of ['cold', 'warm', 'warm']) {
  const start = performance.now()
  const ledger = revenueLedger(input)
  const built = performance.now()
  const movements = ledger.movements()
  for (const measure of ['nrr', 'grr', 'logoChurn', 'mrr', 'arr', 'accounts', 'arpa', 'netMrrChurn', 'quickRatio'] as const) ledger.series(measure)
  for (const period of ledger.periods) {
    ledger.payingAccountDays(period)
    ledger.churnTypes(period)
    ledger.ltv(period, { grossMargin: 0.8 })
  }
  const measured = performance.now()
  for (const measure of ['nrr', 'grr', 'logoChurn'] as const) ledger.groups(measure, 'segment')
  for (const period of ledger.periods) ledger.movementsBy('segment', period)
  const grouped = performance.now()
  const mrr = (movements.at(-1)?.closing ?? 0) / 1e6
  console.log(
    `${run}: ledger ${ms(built - start)} ms, all measures x 24 months ${ms(measured - built)} ms, by segment ${ms(grouped - measured)} ms, total ${ms(grouped - start)} ms (${accounts} accounts, ${lines} lines, closing MRR ${mrr.toFixed(0)})`,
  )
}

function lineOf(index: number): SubscriptionLine {
  const start = Math.floor(seeded() * 1095)
  const length = seeded() < 0.6 ? 30 + Math.floor(seeded() * 500) : 0
  return {
    id: `S-${index}`,
    account_id: `A-${Math.floor(seeded() * accounts)}`,
    product_id: ['core', 'insight', 'guard'][Math.floor(seeded() * 3)] ?? null,
    plan_id: ['basic', 'pro', 'enterprise'][Math.floor(seeded() * 3)] ?? null,
    start: dateAfter(start),
    end: length > 0 ? dateAfter(start + length) : null,
    unit_amount: (5 + Math.floor(seeded() * 95)) * 1_000_000,
    quantity: 1 + Math.floor(seeded() * 200),
    discount: seeded() < 0.2 ? 50_000_000 : 0,
    discount_until: seeded() < 0.5 ? dateAfter(start + 180) : null,
    billing_period: seeded() < 0.5 ? 'month' : 'year',
    currency: ['USD', 'USD', 'EUR', 'GBP'][Math.floor(seeded() * 4)] ?? null,
    status: seeded() < 0.03 ? 'trial' : 'paid',
  }
}

function dateAfter(days: number): string {
  return new Date(Date.UTC(2022, 0, 1 + days)).toISOString().slice(0, 10)
}

/** Marsaglia's xorshift32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function ms(value: number): string {
  return value.toFixed(0)
}
