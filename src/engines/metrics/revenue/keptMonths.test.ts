import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, type FxRate, type Ledger, revenueLedger, type RevenueInput, type SubscriptionLine } from './revenue.ts'
import { anyAccounts, anyLine, anyLines, dateAfter, day, turnOfLine } from '#test/support/anyRows.ts'

/** Ledgers of the same rows share month-ends, pages and all that follows from them. Each is held here against one of copies of the rows, which shares nothing. */
const anyPolicy = fc.record(
  {
    same_month_start_end: fc.constantFrom('ignore', 'count_both'),
    reactivation: fc.constantFrom('own_bucket', 'back_in_cohort', 'as_new'),
    trials: fc.constantFrom('exclude', 'count_logo'),
    grain: fc.constantFrom('parent', 'billing_account', 'subscription', 'product', 'product'),
    parent_as_of: fc.constantFrom('close', 'open', 'as_was'),
    merges: fc.constantFrom('follow_survivor', 'churn_and_new'),
    product_moves: fc.constantFrom('netted', 'gross'),
    gross_method: fc.constantFrom('endpoint_min', 'path_min', 'flow'),
    method: fc.constantFrom('endpoint', 'monthly_flow', 'ttm_flow'),
    fx: fc.constantFrom('constant_plan', 'constant_plan', 'at_purchase', 'month_end'),
    late_data: fc.constantFrom('restate', 'restate', 'adjust_current'),
    gap_grace_days: fc.constantFrom(0, 0, 40),
    end_date: fc.constantFrom('exclusive', 'inclusive'),
    churn_recognised: fc.constantFrom('service_end', 'cancellation', 'day_after_cancellation', 'day_after_service', 'month_complete'),
    discounts: fc.constantFrom('net_all', 'permanent_only', 'gross'),
    usage: fc.constantFrom('committed_only', 'trailing_3m_mean', 'include'),
    past_due: fc.constantFrom('active_through_dunning(30)', 'drop_at_once', 'keep'),
    paused: fc.constantFrom('zero', 'keep'),
    escalators: fc.constantFrom('expansion', 'expansion', 'exclude'),
    cohort: fc.constantFrom({ rule: 'all_active' }, { rule: 'all_active' }, { rule: 'renewal_eligible' }, { rule: 'min_contract', term: 12, value: 100 }),
  },
  { requiredKeys: [] },
)

/** A rate of every kind and month; a second table has others. */
const ratesOf = (seed: number): FxRate[] =>
  Array.from({ length: 150 }, (_, index) => new Date(Date.UTC(2014, index, 1)).toISOString().slice(0, 10)).flatMap((month, index) =>
    (['plan', 'month_end', 'purchase'] as const).map((kind) => ({ month, currency: 'EUR', kind, rate: 1 + ((index * 7 + seed * 13) % 11) / 20 })),
  )
const tables = [ratesOf(0), ratesOf(1)]

/** Another as-of day, another range of months, another table of rates: what a desk is asked one after the other. */
const anyQuestion = fc.record({
  asOf: fc.oneof(fc.integer({ min: 300, max: 790 }).map(dateAfter), fc.constantFrom('2024-01-31', '2024-02-29', '2024-06-30', '2024-07-31')),
  months: fc.constantFrom(3, 12, 24),
  table: fc.constantFrom(0, 0, 0, 1),
})

const monthBefore = (date: string, months: number): string => {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7)
}

type Asking = { readonly asOf: string; readonly months: number; readonly table: number }

/** What a ledger of some rows is asked. */
const inputOf = (rows: Pick<RevenueInput, 'accounts' | 'lines'>, policy: unknown, { asOf, months, table }: Asking): RevenueInput => ({
  ...rows,
  policy,
  months: { from: monthBefore(asOf, months), to: asOf.slice(0, 7) },
  reportingCurrency: 'USD',
  asOf,
  fxRates: tables[table] ?? [],
})

/** All of a ledger, or why there is none. */
function told(input: RevenueInput): unknown {
  try {
    return everything(revenueLedger(input))
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

function everything(ledger: Ledger): unknown {
  return {
    periods: ledger.periods,
    findings: ledger.findings,
    movements: ledger.movements(),
    closings: ledger.closings(),
    byMonth: ledger.periods.map((period) => [
      ledger.nrr(period),
      ledger.grr(period),
      ledger.logoChurn(period),
      ledger.payingAccountDays(period),
      [...ledger.movementsBy('segment', period)],
      [...ledger.movementsBy('name', period)],
      ledger.accountsBehind(period, 'churn'),
      ledger.accountsBehind(period),
      ledger.churnTypes(period),
      ledger.reasons(period),
      [...ledger.closingsOn(period)],
      [...ledger.payingOn(`${period}-15`)].toSorted(),
    ]),
    groups: (['nrr', 'grr', 'logoChurn'] as const).map((measure) => [ledger.groups(measure, 'segment'), ledger.groups(measure, 'name')]),
    behind: ledger.contributions('nrr', ledger.periods.at(-1) ?? ''),
    average: ledger.periods.map((period) => ledger.arpa(period)),
    payers: ledger.cohorts().units.length,
    cohorts: [...ledger.cohorts().units].map((unit) => ledger.periods.map((_, place) => ledger.cohorts().closing(place)[unit])),
    began: ledger.cohorts().began,
  }
}

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

/** What else may differ from question to question: how money is read, and which rows are. */
const anyTurn = fc.record({
  policy: anyPolicy,
  refunds: fc.constantFrom('ignore', 'early_annual_only', 'reduce'),
  reportingCurrency: fc.constantFrom('USD', 'EUR'),
  includeInternal: fc.boolean(),
  knownAt: fc.constantFrom(undefined, undefined, '2024-06-30'),
  given: fc.array(
    fc.record({ line_id: fc.nat(20).map((one) => `L-${one}`), date: day, amount: fc.integer({ min: 1, max: 90 }).map((one) => one * 1_000_000) }),
    {
      maxLength: 4,
    },
  ),
})

test('a ledger of another policy, currency, refund or day of knowledge tells what one of the same rows would that shares nothing', () => {
  let answered = 0
  fc.assert(
    fc.property(
      anyAccounts,
      anyLines,
      fc.array(anyQuestion, { minLength: 1, maxLength: 2 }),
      fc.array(anyTurn, { minLength: 3, maxLength: 4 }),
      (accounts, lines, questions, turns) => {
        const known = turns.map(({ policy, refunds, given, ...turn }) => ({ policy: { ...policy, refunds }, refunds: given, ...turn }))
        // the first policy comes again with all that differs beside it
        const [first] = known
        for (const turn of [...known, ...known.map((one) => ({ ...one, policy: first?.policy }))])
          for (const question of questions) {
            const { knownAt, ...more } = turn
            const input = { ...inputOf({ accounts, lines }, turn.policy, question), ...more, ...(knownAt ? { knownAt } : {}) }
            const shared = told(input)
            expect(shared).toEqual(told(structuredClone(input)))
            if (typeof shared === 'object') answered += 1
          }
      },
    ),
    { numRuns: 40 },
  )
  expect(answered).toBeGreaterThan(100)
})

const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('bring' as const), lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('correct' as const), which: fc.nat(), line: anyLine }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('turn' as const), which: fc.nat(), turn: turnOfLine }) },
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
        if (one && step.does === 'turn') lines = [...lines, { ...one, ...step.turn } as SubscriptionLine]
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

/** Accounts of a company that grows, in no order of ids. */
const anyComer = fc.record({
  id: fc.nat(60).map((one) => `A-${one}`),
  name: fc.constantFrom(null, 'Ash', 'Birch'),
  parent_id: fc.constantFrom(null, null, null, 'A-7', 'A-31'),
  merged_into: fc.constantFrom(null, null, null, null, 'A-8'),
  is_internal: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  segment: fc.constantFrom('smb', 'mid', null),
  valid_from: fc.option(day, { freq: 9 }),
})
const anyLineOfComer = fc.tuple(anyLine, fc.nat(60), fc.nat(900)).map(([line, account, id]) => ({ ...line, id: `L-${id}`, account_id: `A-${account}` }))

const anyDay = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('come' as const),
      accounts: fc.array(anyComer, { minLength: 1, maxLength: 4 }),
      lines: fc.array(anyLineOfComer, { maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('change' as const), which: fc.nat(), account: anyComer }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('go' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('read anew' as const) }) },
)

test('a ledger of accounts that come, change and go tells what one would that has just begun', () => {
  let [answered, refused] = [0, 0]
  const someAccounts = fc.uniqueArray(anyComer, { selector: ({ id }) => id, maxLength: 12 })
  const someLines = fc.uniqueArray(anyLineOfComer, { selector: ({ id }) => id, minLength: 5, maxLength: 30 })
  fc.assert(
    fc.property(someAccounts, someLines, anyPolicy, fc.array(fc.tuple(anyDay, anyQuestion), { minLength: 5, maxLength: 9 }), (some, first, policy, days) => {
      let [accounts, lines]: [readonly Account[], readonly SubscriptionLine[]] = [some, first]
      for (const [step, question] of days) {
        const place = 'which' in step ? step.which % Math.max(1, accounts.length) : 0
        const one = accounts[place]
        if (step.does === 'come')
          [accounts, lines] = [
            [...accounts, ...step.accounts],
            [...lines, ...step.lines],
          ]
        else if (step.does === 'read anew') accounts = structuredClone(accounts)
        else accounts = accounts.filter((_, index) => index !== place)
        if (one && step.does === 'change') accounts = [...accounts, { ...step.account, id: one.id }]
        for (const asked of [question, { ...question, asOf: dateAfter(745), months: 24 }]) {
          const input = inputOf({ accounts, lines }, policy, asked)
          const shared = told(input)
          expect(shared).toEqual(told(structuredClone(input)))
          if (typeof shared === 'object') answered += 1
          else refused += 1
        }
      }
    }),
    { numRuns: 40 },
  )
  expect(answered).toBeGreaterThan(100)
  expect(refused).toBeLessThan(answered * 2)
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

test('lines come every day: of the days in the middle of a month a few are kept, of months that are over all', () => {
  const everyone: readonly Account[] = []
  const lineOn = (start: string): SubscriptionLine => ({
    id: `L-${start}`,
    account_id: 'A',
    start,
    mrr: 1_000_000,
    currency: 'USD',
    kind: 'recurring',
    status: 'paid',
  })
  let lines = [lineOn('2024-01-01')]
  const closingsOn = (asOf: string) => {
    const ledger = revenueLedger({ accounts: everyone, lines, policy: {}, reportingCurrency: 'USD', asOf, months: { from: '2024-01', to: '2024-06' } })
    return { over: ledger.closingsOn('2024-05'), open: ledger.closingsOn('2024-06') }
  }
  const days = Array.from({ length: 20 }, (_, day) => `2024-06-${String(day + 3).padStart(2, '0')}`)
  const first = closingsOn('2024-06-02')
  expect(closingsOn('2024-06-02').open).toBe(first.open)
  for (const day of days) {
    lines = [...lines, lineOn(day)]
    expect(closingsOn(day).over).toBe(first.over)
  }
  const again = closingsOn('2024-06-02')
  expect(again.over).toBe(first.over)
  expect(again.open).not.toBe(first.open)
})
