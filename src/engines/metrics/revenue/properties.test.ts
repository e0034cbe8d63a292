import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Account, type Ledger, type MovementPoint, type Movements, presets, revenueLedger, type RevenueInput, type SubscriptionLine } from './revenue.ts'
import { naiveMonths, type NaivePolicy, naiveRatios } from './testing/naive.ts'

/** Any day, or one on which much comes together: ends and beginnings of months, the leap day, the turn of the year. */
const turns = ['2023-01-31', '2023-02-28', '2023-12-31', '2024-01-01', '2024-02-29', '2024-03-01', '2024-03-31', '2024-11-30', '2024-12-01', '2024-12-31']
const dayNumber: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: 0, max: 790 }), fc.constantFrom(...turns).map(dayIndex))
const day: fc.Arbitrary<string> = dayNumber.map(dateAfter)

/** Random companies: up to nine accounts (parents, merges, internal ones) and two dozen lines between 2023 and 2024 with every column that moves a month-end. */
const company: fc.Arbitrary<{ accounts: Account[]; lines: SubscriptionLine[] }> = fc.integer({ min: 2, max: 9 }).chain((size) =>
  fc
    .record({
      accounts: fc.tuple(...Array.from({ length: size }, (_, index) => accountOf(index))),
      lines: fc.array(lineOf(size), { minLength: 1, maxLength: 24 }),
    })
    .map(({ accounts, lines }) => ({
      accounts,
      lines: lines.map((line, index) => ({ ...line, id: `L-${index}` })),
    })),
)

const anyPolicy = fc.record(
  {
    end_date: fc.constantFrom('exclusive', 'inclusive'),
    churn_recognised: fc.constantFrom('service_end', 'cancellation', 'day_after_cancellation', 'day_after_service', 'month_complete'),
    same_month_start_end: fc.constantFrom('ignore', 'count_both'),
    reactivation: fc.constantFrom('own_bucket', 'back_in_cohort', 'as_new'),
    gap_grace_days: fc.constantFrom(0, 10, 60),
    discounts: fc.constantFrom('net_all', 'permanent_only', 'gross'),
    trials: fc.constantFrom('exclude', 'count_logo'),
    free: fc.constantFrom('exclude', 'count_logo'),
    one_time: fc.constantFrom('exclude', 'amortise', 'include'),
    usage: fc.constantFrom('committed_only', 'exclude', 'trailing_3m_mean', 'include'),
    past_due: fc.constantFrom('active_through_dunning(30)', 'drop_at_once', 'keep'),
    paused: fc.constantFrom('zero', 'keep'),
    escalators: fc.constantFrom('expansion', 'exclude'),
    grain: fc.constantFrom('parent', 'billing_account', 'subscription', 'product'),
    parent_as_of: fc.constantFrom('close', 'open', 'as_was'),
    merges: fc.constantFrom('follow_survivor', 'churn_and_new'),
    product_moves: fc.constantFrom('netted', 'gross'),
    gross_method: fc.constantFrom('endpoint_min', 'path_min'),
    segment_as_of: fc.constantFrom('open', 'close', 'current'),
  },
  { requiredKeys: [] },
)

/** Versions in time for the accounts: another parent and segment from some day on. */
const versions = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), day, fc.constantFrom('smb', 'enterprise'), fc.boolean()), { maxLength: 4 })

test('opening and every movement sum to the closing, by unit total, segment and month, under any policy, and a closing is the next opening', () => {
  fc.assert(
    fc.property(company, anyPolicy, versions, ({ accounts, lines }, policy, later) => {
      const ledger = build(dated(accounts, later), lines, policy)
      const points = ledger.movements()
      for (const point of points) {
        expectIdentity(point)
        expectIdentity(point.logos)
        expect(point.transfer).toBe(0)
        const groups = [...ledger.movementsBy('segment', point.period).values()]
        for (const group of groups) [group, group.logos].forEach(expectIdentity)
        for (const name of ['opening', 'closing', 'new', 'expansion', 'contraction', 'churn', 'reactivation'] as const)
          expect(sum(groups, name)).toBe(point[name])
        const units = ledger.accountsBehind(point.period)
        for (const row of units) expect(Object.values(row.reasons).reduce((a, b) => a + b, 0)).toBe(row.change)
        expect(units.reduce((total, row) => total + row.change, 0)).toBe(point.closing - point.opening)
      }
      points.slice(1).forEach((point, index) => expect([point.opening, point.logos.opening]).toEqual([points[index]?.closing, points[index]?.logos.closing]))
    }),
    { numRuns: 250 },
  )
})

test('each account opens where it closed, and its own movements carry it there', () => {
  fc.assert(
    fc.property(company, anyPolicy, versions, ({ accounts, lines }, policy, later) => {
      const ledger = build(dated(accounts, later), lines, policy)
      const open = new Map<string, number>()
      expect(ledger.periods).toHaveLength(12)
      for (const period of ledger.periods) {
        const perUnit = ledger.movementsBy((account, part) => `${account.id}/${part}`, period)
        for (const [key, point] of perUnit) {
          expectIdentity(point)
          if (period !== ledger.periods[0]) expect(point.opening).toBe(open.get(key) ?? 0)
        }
        open.clear()
        for (const [key, point] of perUnit) open.set(key, point.closing)
      }
    }),
    { numRuns: 100 },
  )
})

test('moving exchange rates are a movement of their own, and the sums still hold exactly; a constant rate never sees them', () => {
  fc.assert(
    fc.property(company, anyPolicy, fc.array(fc.integer({ min: 50, max: 200 }), { minLength: 64, maxLength: 64 }), ({ accounts, lines }, policy, percent) => {
      const mixed = lines.map((line, index) => (index % 2 ? { ...line, currency: 'EUR' } : line))
      const monthly = percent.map((value, index) => ({
        month: new Date(Date.UTC(2019, 10 + index, 1)).toISOString().slice(0, 10),
        currency: 'EUR',
        kind: 'month_end' as const,
        rate: value / 100,
      }))
      const moving = build(accounts, mixed, { ...policy, fx: 'month_end' }, { fxRates: monthly })
      moving.movements().forEach((point) => [point, point.logos].forEach(expectIdentity))
      const planned = (table: typeof monthly) =>
        everything(build(accounts, mixed, policy, { fxRates: [{ month: '2023-01-01', currency: 'EUR', kind: 'plan', rate: 1.1 }, ...table] }))
      expect(planned(monthly)).toEqual(planned([]))
    }),
    { numRuns: 80 },
  )
})

test('gross retention lies between zero and the lesser of one and net retention; an empty cohort has no value', () => {
  fc.assert(
    fc.property(company, anyPolicy, fc.constantFrom(1, 3, 12), ({ accounts, lines }, policy, window) => {
      const ledger = build(accounts, lines, policy)
      for (const period of ledger.periods) {
        const [nrr, grr] = [ledger.nrr(period, { window }), ledger.grr(period, { window })]
        expect(nrr.denominator).toBe(grr.denominator)
        if (nrr.value === null || grr.value === null) expect([nrr.value, grr.value, nrr.reason, nrr.n]).toEqual([null, null, expect.stringMatching(/^no_/), 0])
        else {
          expect(grr.value).toBeGreaterThanOrEqual(0)
          expect(grr.value).toBeLessThanOrEqual(Math.min(1, nrr.value))
        }
      }
    }),
    { numRuns: 150 },
  )
})

test('segments add up to the whole on both sides of every ratio', () => {
  fc.assert(
    fc.property(company, anyPolicy, fc.constantFrom('endpoint', 'monthly_flow', 'ttm_flow'), versions, ({ accounts, lines }, policy, method, later) => {
      const ledger = build(dated(accounts, later), lines, { ...policy, method })
      for (const measure of ['nrr', 'grr', 'logoChurn'] as const) {
        const whole = ledger[measure]('2024-09')
        const groups = ledger.groups(measure, 'segment', { period: '2024-09' })
        for (const side of ['numerator', 'denominator', 'n'] as const) expect(groups.reduce((total, group) => total + (group[side] ?? 0), 0)).toBe(whole[side])
        const rows = ledger.contributions(measure, '2024-09')
        expect(rows.reduce((total, row) => total + row.opening, 0)).toBe(whole.denominator)
      }
    }),
    { numRuns: 100 },
  )
})

/** The smallest line is $1 a year, 83,333 micro-units; two dozen lines may each be rounded by half a unit on both sides. */
const rounding = 24 / 83_333

test('scaling all amounts, or reporting in another currency at one rate, leaves the ratios as they were', () => {
  fc.assert(
    fc.property(company, anyPolicy, fc.integer({ min: 2, max: 9 }), ({ accounts, lines }, policy, factor) => {
      const scaled = lines.map((line) => ({
        ...line,
        unit_amount: (line.unit_amount ?? 0) * factor,
        discount: (line.discount ?? 0) * factor,
        committed_minimum: (line.committed_minimum ?? 0) * factor,
      }))
      const plain = build(accounts, lines, policy)
      const others = [
        build(accounts, scaled, policy),
        build(accounts, lines, policy, { reportingCurrency: 'EUR', fxRates: [{ month: '2023-01-01', currency: 'USD', kind: 'plan', rate: 0.9 }] }),
      ]
      for (const other of others) {
        for (const measure of ['nrr', 'grr', 'logoChurn'] as const) {
          const [a, b] = [plain[measure]('2024-10').value, other[measure]('2024-10').value]
          if (a === null || b === null) expect(a).toBe(b)
          else expect(Math.abs(b - a)).toBeLessThanOrEqual(rounding * Math.max(1, a))
        }
      }
    }),
    { numRuns: 80 },
  )
})

test('the order and repetition of rows change nothing', () => {
  fc.assert(
    fc.property(company, anyPolicy, fc.infiniteStream(fc.nat(1000)), ({ accounts, lines }, policy, shuffle) => {
      const noise = [...shuffle.take(lines.length + accounts.length)]
      const order = <T>(rows: readonly T[]): T[] =>
        rows
          .map((row, index) => ({ row, at: noise[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row)
      const again = build([...order(accounts), ...accounts], [...lines.slice(0, 3), ...order(lines), ...lines], policy)
      expect(everything(again)).toEqual(everything(build(accounts, lines, policy)))
    }),
    { numRuns: 100 },
  )
})

test('an internal account, a trial and a one-time charge change no default figure', () => {
  fc.assert(
    fc.property(company, ({ accounts, lines }) => {
      const account = accounts[0]?.id ?? ''
      const extra: SubscriptionLine[] = [
        { id: 'X-1', account_id: 'inside', start: '2023-02-01', unit_amount: 5_000_000, quantity: 3, billing_period: 'month' },
        { id: 'X-2', account_id: account, start: '2023-02-01', status: 'trial', unit_amount: 5_000_000, quantity: 3, billing_period: 'month' },
        { id: 'X-3', account_id: account, start: '2024-02-01', kind: 'one_time', unit_amount: 5_000_000, quantity: 3 },
      ]
      expect(everything(build([...accounts, { id: 'inside', is_internal: true }], [...lines, ...extra]))).toEqual(everything(build(accounts, lines)))
    }),
    { numRuns: 80 },
  )
})

test('customers that join after the opening leave that window as it was', () => {
  fc.assert(
    fc.property(company, fc.constantFrom(1, 3, 12), ({ accounts, lines }, window) => {
      const joiners = ['J-1', 'J-2'].map((id): SubscriptionLine => ({
        id,
        account_id: id,
        start: '2024-12-05',
        unit_amount: 900_000_000,
        quantity: 1,
        billing_period: 'month',
      }))
      const [before, after] = [build(accounts, lines), build([...accounts, { id: 'J-1' }, { id: 'J-2' }], [...lines, ...joiners])]
      for (const measure of ['nrr', 'grr', 'logoChurn'] as const) expect(after[measure]('2024-12', { window })).toEqual(before[measure]('2024-12', { window }))
    }),
    { numRuns: 60 },
  )
})

test('moving lines between accounts of one parent, or merging two of them, leaves the parent figures as they were', () => {
  fc.assert(
    fc.property(company, fc.infiniteStream(fc.nat(2)), ({ lines }, choice) => {
      const family: Account[] = [{ id: 'P' }, { id: 'A-0', parent_id: 'P' }, { id: 'A-1', parent_id: 'P' }, { id: 'A-2', parent_id: 'P' }]
      const other: Account[] = Array.from({ length: 8 }, (_, index) => ({ id: `A-${index + 3}` }))
      const inFamily = ['A-0', 'A-1', 'A-2']
      const moved = lines.map((line) => (inFamily.includes(line.account_id) ? { ...line, account_id: inFamily[choice.next().value ?? 0] ?? 'A-0' } : line))
      const merged = family.map((account) => (account.id === 'A-2' ? { ...account, merged_into: 'A-1' } : account))
      const plain = everything(build([...family, ...other], lines))
      expect(everything(build([...family, ...other], moved))).toEqual(plain)
      expect(everything(build([...merged, ...other], lines))).toEqual(plain)
    }),
    { numRuns: 80 },
  )
})

test('what is recorded after a day never changes what was known on that day', () => {
  fc.assert(
    fc.property(company, company, day, ({ accounts, lines }, late, knownAt) => {
      const early = lines.map((line) => ({ ...line, recorded_at: '2023-01-01' }))
      const dates = late.lines.map((line, index) => ({ ...line, id: index % 2 ? line.id : `late-${line.id}`, revision: 2, recorded_at: '2026-01-01' }))
      const all = accounts.map((account) => ({ ...account, recorded_at: '2023-01-01' }))
      expect(
        everything(
          build([...all, { id: 'A-0', valid_from: '2024-03-01', segment: 'x', recorded_at: '2026-01-01' }], [...early, ...dates], undefined, { knownAt }),
        ),
      ).toEqual(everything(build(all, early, undefined, { knownAt })))
    }),
    { numRuns: 60 },
  )
})

test('a policy switch for ratios leaves the movements alone, and one for segments leaves the totals alone', () => {
  const aside = {
    net_churn_subtracts_reactivation: 'yes',
    cohort: 'renewal_eligible',
    method: 'ttm_flow',
    gross_method: 'path_min',
    window_months: 3,
    segment_as_of: 'close',
    ltv_churn: 'current',
    ltv_zero_churn: 'floor_1_67pct',
  }
  fc.assert(
    fc.property(company, ({ accounts, lines }) => {
      const plain = build(accounts, lines)
      expect(build(accounts, lines, aside).movements()).toEqual(plain.movements())
      const segments = build(accounts, lines, { segment_as_of: 'current', ltv_churn: 'smoothed' })
      expect(everything(segments)).toEqual(everything(plain))
      for (const [name, switches] of Object.entries(presets))
        expect(everything(build(accounts, lines, name, currencies))).toEqual(everything(build(accounts, lines, switches, currencies)))
    }),
    { numRuns: 40 },
  )
})

test('a second implementation that lives through every day finds the same movements, ratios and account-days', () => {
  const naivePolicy: fc.Arbitrary<NaivePolicy> = fc.record({
    end_date: fc.constantFrom('exclusive', 'inclusive'),
    churn_recognised: fc.constantFrom('service_end', 'cancellation', 'day_after_cancellation', 'day_after_service', 'month_complete'),
    discounts: fc.constantFrom('net_all', 'permanent_only', 'gross'),
    paused: fc.constantFrom('zero', 'keep'),
    past_due: fc.constantFrom('active_through_dunning(30)', 'drop_at_once', 'keep'),
    usage: fc.constantFrom('committed_only', 'exclude', 'include'),
    grain: fc.constantFrom('parent', 'billing_account'),
    reactivation: fc.constantFrom('own_bucket', 'as_new'),
  })
  fc.assert(
    fc.property(company, naivePolicy, ({ accounts, lines }, policy) => {
      const ledger = build(accounts, lines, policy)
      const { months, closings } = naiveMonths(accounts, lines, policy, '2023-01-01', '2024-12-31')
      for (const point of ledger.movements()) {
        const { opening, new: fresh, expansion, contraction, churn, reactivation, closing } = point
        const accountDays = ledger.payingAccountDays(point.period).accountDays
        expect({ opening, new: fresh, expansion, contraction, churn, reactivation, closing, accountDays }).toEqual(months.get(point.period))
      }
      if (policy.reactivation === 'as_new') return
      for (const [opening, closing, window] of [
        ['2024-11', '2024-12', 1],
        ['2023-12', '2024-12', 12],
        ['2024-02', '2024-05', 3],
      ] as const) {
        const { nrr, grr, churned, n } = naiveRatios(closings, opening, closing)
        expect(ledger.nrr(closing, { window })).toMatchObject({ value: nrr, n })
        expect(ledger.grr(closing, { window }).value).toBe(grr)
        expect(ledger.logoChurn(closing, { window })).toMatchObject({ numerator: churned, denominator: n })
      }
    }),
    { numRuns: 120 },
  )
}, 60_000)

const currencies = { fxRates: (['plan', 'purchase', 'payout'] as const).map((kind) => ({ month: '2024-01-01', currency: 'USD', kind, rate: 1 })) }

function build(accounts: readonly Account[], lines: readonly SubscriptionLine[], policy?: unknown, over: Partial<RevenueInput> = {}): Ledger {
  const amortisable = lines.map((line) => (line.kind === 'one_time' && !line.end ? { ...line, term_months: 6 } : line))
  return revenueLedger({ accounts, lines: amortisable, policy, months: { from: '2024-01', to: '2024-12' }, reportingCurrency: 'USD', ...over })
}

function dated(accounts: readonly Account[], later: readonly (readonly [number, string, string, boolean])[]): Account[] {
  const extra = later.flatMap(([index, validFrom, segment, moves]): Account[] => {
    const account = accounts[index]
    return account ? [{ ...account, segment, parent_id: moves ? `A-${index - 1}` : null, valid_from: validFrom }] : []
  })
  return [...accounts, ...extra]
}

function expectIdentity(point: Movements): void {
  const { opening, fx, new: fresh, reactivation, expansion, contraction, churn, transferIn, transferOut, closing } = point
  const isHeads = Math.max(opening, closing) < 1000
  const staying = isHeads ? 0 : expansion - contraction
  expect(opening + fx + fresh + reactivation + staying - churn + transferIn - transferOut).toBe(closing)
}

function everything(ledger: Ledger): unknown {
  const ratios = ledger.periods.map((period) => [ledger.nrr(period), ledger.grr(period), ledger.logoChurn(period), ledger.payingAccountDays(period)])
  return { movements: ledger.movements(), ratios }
}

function sum(points: readonly MovementPoint[], name: 'opening' | 'closing' | 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation'): number {
  return points.reduce((total, point) => total + point[name], 0)
}

/** A parent or survivor is always an earlier account, so that there is no circle. */
function accountOf(index: number): fc.Arbitrary<Account> {
  const earlier =
    index === 0
      ? fc.constant(null)
      : fc.option(
          fc.integer({ min: 0, max: index - 1 }).map((at) => `A-${at}`),
          { freq: 3 },
        )
  return fc.record({
    id: fc.constant(`A-${index}`),
    parent_id: earlier,
    merged_into: index === 0 ? fc.constant(null) : fc.option(fc.constant(`A-${index - 1}`), { freq: 1, nil: null }).map((id) => (index % 4 === 3 ? id : null)),
    is_internal: index === 5 ? fc.boolean() : fc.constant(false),
    segment: fc.constantFrom('smb', 'mid', 'enterprise', null),
  })
}

function lineOf(size: number): fc.Arbitrary<Omit<SubscriptionLine, 'id'>> {
  return fc
    .record({
      account_id: fc.integer({ min: 0, max: size - 1 }).map((at) => `A-${at}`),
      product_id: fc.constantFrom('core', 'insight', null),
      plan_id: fc.constantFrom('basic', 'pro'),
      unit_amount: fc.oneof(
        fc.integer({ min: 0, max: 500 }).map((dollars) => dollars * 1_000_000),
        fc.constantFrom(2_500_000, 19_990_000, 33_333_333, 99_999_999),
      ),
      quantity: fc.integer({ min: 1, max: 40 }),
      discount: fc.constantFrom(0, 0, 0, 7_000_000),
      discount_until: fc.option(day, { freq: 2, nil: null }),
      billing_period: fc.constantFrom('month', 'quarter', 'half_year', 'year', 'custom'),
      period_months: fc.constant(7),
      currency: fc.constant('USD'),
      kind: fc.constantFrom('recurring', 'recurring', 'recurring', 'recurring', 'usage', 'one_time'),
      committed_minimum: fc.constantFrom(0, 30_000_000),
      status: fc.constantFrom('paid', 'paid', 'paid', 'past_due', 'trial'),
      past_due_since: fc.option(day, { nil: null }),
      cancelled_at: fc.option(day, { freq: 1, nil: null }),
      span: fc.tuple(
        dayNumber.filter((start) => start <= 720),
        fc.option(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(28, 29, 30, 31, 59, 365, 366)), { nil: null }),
      ),
      pause: fc.option(fc.tuple(day, fc.integer({ min: 1, max: 90 })), { freq: 1, nil: null }),
    })
    .map(({ span: [start, length], pause, ...line }) => {
      const kept = line.discount > line.unit_amount ? 0 : line.discount
      const paused = pause ? { paused_from: pause[0], paused_to: dateAfter(dayIndex(pause[0]) + pause[1]) } : {}
      return { ...line, discount: kept, start: dateAfter(start), end: length === null ? null : dateAfter(start + length), ...paused }
    })
}

function dayIndex(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(2023, 0, 1)) / 86_400_000)
}

function dateAfter(days: number): string {
  return new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10)
}
