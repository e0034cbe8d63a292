import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { at, type Reply } from './testHouse.ts'

/** What lies beyond a value, shares of the whole, counts behind a rate and several metrics at once: every figure can be counted by hand (smallCompany.ts). */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
})
afterAll(() => desk.house.stop())

const ask = (text: string): Promise<Reply> => desk.ask(text)
const sentence = (text: string): Promise<unknown> => desk.sentence(text)
const rowsOf = (answer: Reply): unknown[] => [at(answer, 'table', 'rows') ?? []].flat()
const labels = (answer: Reply): unknown[] => rowsOf(answer).map((row) => at(row, 'label'))

describe('what lies beyond a value', () => {
  test.each([
    // 1500 a month of Acme, 450 of Crux, 300 of Dune, 200 of Bolt: times twelve
    ['which segments have ARR above $15k in December', 'Annual recurring revenue was above $15k in 1 of 2 segments in December 2024: enterprise ($18k).'],
    ['segments with ARR of at most 11,400 in December', 'Annual recurring revenue was at most $11.4k in 1 of 2 segments in December 2024: smb ($11.4k).'],
    [
      'segments with ARR less than 11.4k in December',
      'Annual recurring revenue was below $11.4k in none of 2 segments in December 2024; the nearest is smb ($11.4k).',
    ],
    ['is NRR above 107% in December', 'Yes: Net revenue retention was 107.5% in December 2024, above 107%.'],
    ['did NRR exceed 110 % in December', 'No: Net revenue retention was 107.5% in December 2024, not above 110%.'],
    // Bolt alone left, in September
    ['months when churn was above 2% since June 2024', 'Logo churn was above 2% in 1 of 7 months: September 2024 (25.0%).'],
    ['when was churn over 2% in 2024', 'Logo churn was above 2% in 1 of 12 months: September 2024 (25.0%).'],
    ['how many months was churn at most 2% in 2024', 'Logo churn was at most 2% in 11 of 12 months: '],
    [
      'which segments had ARR between 10k and 12k in December',
      'Annual recurring revenue was between $10k and $12k in 1 of 2 segments in December 2024: smb ($11.4k).',
    ],
  ])('%s', async (text, said) => {
    expect(await sentence(text)).toEqual(expect.stringContaining(said))
  })

  test('a row of a part in a period names both, also where it is alone', async () => {
    expect(labels(await ask('churn by segment above 2% in 2024'))).toEqual(['smb · September 2024'])
  })

  test('the rows are those parts of the measurement that lie there, whatever value and side are drawn', async () => {
    const sides: readonly (readonly [string, (value: number, edge: number) => boolean])[] = [
      ['above', (value, edge) => value > edge],
      ['at least', (value, edge) => value >= edge],
      ['below', (value, edge) => value < edge],
      ['at most', (value, edge) => value <= edge],
    ]
    const groups = [at((await desk.owner('GET', '/api/v1/metrics/annual-recurring-revenue?by=region&from=2024-01-01&to=2024-12-31')).body, 'groups')].flat()
    const cells = groups.flatMap((group) =>
      [at(group, 'points')].flat().map((point) => [`${String(at(group, 'key'))} ${String(at(point, 'period'))}`, at(point, 'value')] as const),
    )
    const edges = cells.map(([, value]) => Number(value))
    const seen = new Set<boolean>()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sides), fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 40_000 })), async ([side, holds], edge) => {
        const answer = await ask(`ARR by region in 2024 ${side} ${edge}`)
        const wanted = cells.filter(([, value]) => value !== null && holds(Number(value), edge)).map(([, value]) => Number(value))
        seen.add(wanted.length > 0)
        const told = rowsOf(answer).map((row) => Number(at(row, 'cells', 0)))
        expect([side, edge, told.toSorted()]).toEqual([side, edge, wanted.toSorted()])
      }),
      { numRuns: 40 },
    )
    expect(seen.size).toBe(2)
  })

  test.each([
    ['which segments have NRR under 1', 'didYouMean', 'Net revenue retention is told in percent'],
    ['segments with ARR above €1m', 'refusal', 'Annual recurring revenue is told in USD, so that it is not held against 1000000 EUR.'],
    ['segments with ARR above 10%', 'refusal', 'Annual recurring revenue is told in USD, so that it is not held against 10%.'],
    ['accounts with NRR below 90%', 'refusal', 'Net revenue retention is not told of single accounts here.'],
    ['when did churn rise above 2%', 'refusal', 'When a figure crosses a value is not told; which periods lie beyond it is.'],
    ['top 2 segments with ARR above 10k', 'refusal', 'A figure is held against a value by itself'],
    ['ARR above 10k vs last year', 'refusal', 'A figure is held against a value by itself'],
  ])('%s is asked back or refused by name', async (text, kind, says) => {
    const answer = await ask(text)
    expect(answer).toMatchObject({ kind, says: expect.stringContaining(says) })
  })
})

describe('shares of the whole', () => {
  test('each part of what adds up, against the month before', async () => {
    expect(await sentence('what share of ARR is enterprise in December')).toBe(
      'enterprise made up 61.2% of annual recurring revenue in December 2024 ($18k of $29.4k), level with November 2024 (61.2%).',
    )
    const answer = await ask('share of ARR by region in December')
    expect(answer).toMatchObject({
      sentence: 'Of annual recurring revenue in December 2024, EU 79.6% and US 20.4%.',
      table: {
        head: ['region', 'Share', 'Amount', 'n', 'prior', 'Change'],
        rows: [{ label: 'All', cells: [1, 29_400, 4, null, null] }, { label: 'EU' }, { label: 'US' }],
      },
    })
    expect(Number(at(rowsOf(answer)[1], 'cells', 0)) + Number(at(rowsOf(answer)[2], 'cells', 0))).toBeCloseTo(1, 12)
  })
  test('of tickets per account, the tickets', async () => {
    const answer = await ask('share of tickets by priority in November 2024')
    const counted = rowsOf(answer).map((row) => at(row, 'cells', 1))
    expect(counted[0]).toBe(2)
    expect(counted.slice(1).reduce((sum: number, one) => sum + Number(one), 0)).toBe(2)
  })
  test('over time a part stands beside its earlier share', async () => {
    // 1500 of 2000 in December 2023 was not Acme’s: it grew from 1000
    const answer = await ask('enterprise share of ARR last 4 quarters')
    expect(at(answer, 'table', 'head')).toEqual(['Period', 'Share', 'Amount', 'Of', 'n'])
    for (const row of rowsOf(answer)) expect(Number(at(row, 'cells', 0))).toBeCloseTo(Number(at(row, 'cells', 1)) / Number(at(row, 'cells', 2)), 12)
  })
  test.each([
    ['share of NRR by segment', 'is a rate: its parts do not add up to the whole'],
    ['share of ARR', 'A share of annual recurring revenue by what?'],
    ['what share of ARR is enterprise in EU', 'A share is told by one dimension'],
    ['share of active accounts by feature', 'overlap or leave something out'],
    ['share of ARPA by segment', 'is a rate'],
  ])('%s has its reason', async (text, says) => {
    expect((await ask(text))['says']).toEqual(expect.stringContaining(says))
  })
})

describe('how many, of a rate', () => {
  test('over a year the months add up, to those whom the ledger loses', async () => {
    expect(await sentence('how many accounts churned in 2024')).toMatch(/^1 in 2024 behind logo churn, month by month, of \d to \d each time\.$/)
    expect(labels(await ask('how many accounts churned in 2024'))).toHaveLength(13)
    expect(await sentence('how many accounts churned in 2024 by segment')).toContain('1 for smb')
  })
  test('a trailing window counts the same thing in several months, and is refused', async () => {
    expect(await ask('how many win backs in 2024')).toMatchObject({ kind: 'refusal', says: expect.stringContaining('looks back over 12m') })
  })
})

describe('several metrics', () => {
  test('one table: parts down, a column for each metric', async () => {
    const answer = await ask('NRR and GRR by segment in December')
    expect(answer).toMatchObject({
      canonical: 'Show net revenue retention and gross revenue retention by segment in December 2024',
      question: { metric: 'net-revenue-retention', also: ['gross-revenue-retention'] },
      table: {
        head: [
          'segment',
          'Net revenue retention, December 2024',
          'n of Net revenue retention',
          'Gross revenue retention, December 2024',
          'n of Gross revenue retention',
        ],
      },
      measurements: [{ metric: 'net-revenue-retention' }, { metric: 'gross-revenue-retention' }],
    })
    expect(at(answer, 'query')).toHaveLength(2)
    for (const [place, key] of ['net-revenue-retention', 'gross-revenue-retention'].entries()) {
      const alone = (await desk.owner('GET', `/api/v1/metrics/${key}?by=segment&from=2024-12-01&to=2024-12-31`)).body
      const own = [at(alone, 'groups')].flat().map((group) => [at(group, 'key'), at(group, 'value')])
      const told = rowsOf(answer)
        .slice(1)
        .map((row) => [at(row, 'label'), at(row, 'cells', place * 2)])
      expect(told).toEqual(own)
    }
  })
  test('over time: periods down, a column for each metric; with parts a row for each of both', async () => {
    expect(at(await ask('NRR vs GRR last 4 quarters'), 'table')).toMatchObject({
      head: ['Period', 'Net revenue retention', 'Gross revenue retention'],
      rows: { length: 4 },
    })
    expect(labels(await ask('NRR and GRR by segment last 4 quarters'))).toEqual([
      'All · Net revenue retention',
      'All · Gross revenue retention',
      'enterprise · Net revenue retention',
      'enterprise · Gross revenue retention',
      'smb · Net revenue retention',
      'smb · Gross revenue retention',
    ])
  })
  test.each([
    ['why did NRR and GRR change', 'That asks for two metrics at once.'],
    ['NRR and ticket rate by priority', 'Net revenue retention has no priority'],
    ['NRR, GRR, ARR, churn, CSAT and tickets', 'That asks for 6 metrics at once.'],
  ])('%s is refused by name', async (text, says) => {
    expect(await ask(text)).toMatchObject({ kind: 'refusal', says: expect.stringContaining(says) })
  })
})

test('the periods of one figure are ranked by themselves', async () => {
  expect(await ask('when was churn highest in 2024')).toMatchObject({ code: 'below_min_n', says: expect.stringContaining('logo churn by month to rank it') })
  expect(await sentence('what was the best month for ARR in 2024')).toContain('ranks first of 12 by annual recurring revenue among months, at $31.8k')
})
