import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, revenueLedger, type SubscriptionLine } from './revenue.ts'
import { anyAccounts, anyLine, anyLines, anyPolicy, anyQuestion, dateAfter, inputOf, monthBefore, told } from './testing/anyLedger.ts'

/** Ledgers of the same rows share month-ends, pages and all that follows from them. Each is held here against one of copies of the rows, which shares nothing. */
test('a ledger of other months, of another as-of day or at other rates tells what one of the same rows would that shares nothing', () => {
  let answered = 0
  fc.assert(
    fc.property(anyAccounts, anyLines, anyPolicy, fc.array(anyQuestion, { minLength: 4, maxLength: 7 }), (accounts, lines, policy, questions) => {
      for (const question of [...questions, ...questions.slice(0, 2)]) {
        const input = inputOf({ accounts, lines }, policy, question)
        const shared = told(input)
        expect(shared).toEqual(told(structuredClone(input)))
        if (typeof shared === 'object') answered += 1
      }
    }),
    { numRuns: 60 },
  )
  expect(answered).toBeGreaterThan(150)
})

const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('bring' as const), lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('correct' as const), which: fc.nat(), line: anyLine }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('take back' as const, 'repeat' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('accounts' as const), accounts: anyAccounts }) },
)

test('a ledger of lines that come late, twice or corrected, or that are taken back, tells what one would that has just begun', () => {
  let answered = 0
  fc.assert(
    fc.property(anyAccounts, anyLines, anyPolicy, fc.array(fc.tuple(anyStep, anyQuestion), { minLength: 4, maxLength: 8 }), (some, first, policy, steps) => {
      let [accounts, lines]: [readonly Account[], readonly SubscriptionLine[]] = [some, first]
      for (const [step, question] of steps) {
        const place = 'which' in step ? step.which % Math.max(1, lines.length) : 0
        const one = lines[place]
        if (step.does === 'bring') lines = [...lines, ...step.lines]
        else if (step.does === 'accounts') accounts = [...accounts, ...step.accounts]
        else if (one && step.does === 'repeat') lines = [...lines, { ...one }]
        else lines = lines.filter((_, index) => index !== place)
        // the row that takes the place of another stands where it came
        if (one && step.does === 'correct') lines = [...lines, { ...step.line, id: one.id, account_id: one.account_id }]
        for (const asked of [question, { ...question, asOf: dateAfter(745), months: 24 }]) {
          const input = inputOf({ accounts, lines }, policy, asked)
          const shared = told(input)
          expect(shared).toEqual(told(structuredClone(input)))
          if (typeof shared === 'object') answered += 1
        }
      }
    }),
    { numRuns: 40 },
  )
  expect(answered).toBeGreaterThan(100)
})

test('a month that begins adds a page, and every page before it is the one that was there', () => {
  const nobody: readonly Account[] = []
  const one = { currency: 'USD', billing_period: 'month', kind: 'recurring', status: 'paid', quantity: 1 } as const
  const some = ['2023-01-05', '2023-06-01', '2024-02-10'].map((start, index): SubscriptionLine => ({
    ...one,
    id: `L-${index}`,
    account_id: `A-${index}`,
    product_id: 'core',
    start,
    unit_amount: 5_000_000,
  }))
  const ledger = (asOf: string, grain: string) =>
    revenueLedger({
      accounts: nobody,
      lines: some,
      policy: { grain },
      reportingCurrency: 'USD',
      asOf,
      months: { from: monthBefore(asOf, 60), to: asOf.slice(0, 7) },
    })
  for (const grain of ['parent', 'product']) {
    const [before, after] = [ledger('2024-07-31', grain), ledger('2024-08-01', grain)]
    for (const period of before.periods.slice(1)) expect(after.closingsOn(period)).toBe(before.closingsOn(period))
    expect(after.periods.at(-1)).toBe('2024-08')
  }
})

describe('what a correction leaves of the months it does not touch', () => {
  const accounts: readonly Account[] = [{ id: 'A' }, { id: 'B' }]
  const line = (id: string, account_id: string, start: string, more: Partial<SubscriptionLine> = {}): SubscriptionLine => ({
    id,
    account_id,
    start,
    mrr: 10_000_000,
    currency: 'USD',
    kind: 'recurring',
    status: 'paid',
    ...more,
  })
  const first = line('S-1', 'A', '2022-01-01')
  const ledger = (lines: readonly SubscriptionLine[], policy: unknown = {}) =>
    revenueLedger({ accounts, lines, policy, reportingCurrency: 'USD', asOf: '2024-12-31', months: { from: '2024-01', to: '2024-12' } })

  test('a line that comes late into the opening of a window changes the ratio, not the month in which it is told', () => {
    const late = line('S-2', 'A', '2023-12-15', { end: '2024-01-10' })
    const [before, after] = [ledger([first]), ledger([first, late])]
    expect([before.nrr('2024-12').value, after.nrr('2024-12').value]).toEqual([1, 10 / 20])
    expect(after.closingsOn('2024-12')).toBe(before.closingsOn('2024-12'))
  })

  test('why somebody left is told anew where nothing else of the line was corrected', () => {
    const gone = line('S-3', 'B', '2023-03-01', { end: '2024-05-10' })
    const reasonOf = (one: SubscriptionLine) =>
      ledger([first, one])
        .accountsBehind('2024-05', 'churn')
        .map(({ reason }) => reason)
    expect([reasonOf(gone), reasonOf({ ...gone, churn_type: 'delinquent' })]).toEqual([['voluntary'], ['delinquent']])
  })

  test('another day of renewal moves an account into the cohort of those that renew', () => {
    const renews = line('S-4', 'B', '2023-06-01', { renewal_date: '2026-06-01' })
    const share = (one: SubscriptionLine) => ledger([first, one], { cohort: { rule: 'renewal_eligible' } }).nrr('2024-12').n
    expect([share(renews), share({ ...renews, renewal_date: '2024-06-01' })]).toEqual([0, 1])
  })
})
