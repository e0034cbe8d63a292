import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { at } from './testHouse.ts'

/** Movements, shares of two dimensions, ranks of one and proposals over the company of four accounts: every figure can be counted by hand (smallCompany.ts). */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
})
afterAll(() => desk.house.stop())

const sumOf = (split: unknown): number => [at(split, 'parts')].flat().reduce((sum: number, part) => sum + Number(at(part, 'total')), 0)

test.each([
  ['how did ARR move between Q2 and Q3 2024', 'Annual recurring revenue fell $4.8k (15%), from $31.8k in Q2 2024 to $27k in Q3 2024.'],
  ['compare ARR in Q4 2024 with Q3 2024', 'Annual recurring revenue rose $2.4k (8.9%), from $27k in Q3 2024 to $29.4k in Q4 2024.'],
  ['what changed in ARR since July', 'Annual recurring revenue fell $2.4k (7.5%), from $31.8k in July 2024 to $29.4k in December 2024.'],
])('%s: both values, the difference, and parts that make it up', async (text, said) => {
  const answer = await desk.ask(text)
  expect(answer['sentence']).toContain(said)
  const splits = [at(answer, 'why', 'splits')].flat()
  expect(splits.length).toBeGreaterThan(1)
  for (const split of splits) expect(sumOf(split)).toBeCloseTo(Number(at(answer, 'why', 'change')), 6)
})

test('two ends that were named are told though few stand behind them; what so few moved by is told by no parts', async () => {
  const answer = await desk.ask('how did NRR move between August and September')
  expect(answer['sentence']).toBe('Net revenue retention fell 20.0 pts, from 117.5% in August 2024 to 97.5% in September 2024.')
  expect(answer['why']).toMatchObject({ splits: [], unsplit: [expect.stringContaining('Only 3 stand behind it')] })
})

test('a month that runs is set against the same days of the one before: two tickets until 16 December, none until 16 January', async () => {
  const answer = await desk.ask('compare tickets this month with last')
  expect(answer['sentence']).toBe(
    'Support tickets per account fell 0.5 (100%), from 0.5 in December 2024 to 0 in January 2025. Both are told up to the same day, 16 Dec 2024 and 16 Jan 2025: the later period is still open.',
  )
  expect(await desk.sentence('why did tickets change this month')).toContain('is still open: nothing is concluded from a part of it')
})

test('shares of two dimensions that are crossed sum to the whole', async () => {
  const answer = await desk.ask('share of ARR by region and segment in December 2024')
  expect(answer['sentence']).toBe('Of annual recurring revenue in December 2024, EU · enterprise 61.2%, US · smb 20.4% and EU · smb 18.4%.')
  const rows = [at(answer, 'table', 'rows')].flat()
  expect(rows.slice(1).reduce((sum: number, row) => sum + Number(at(row, 'cells', 0)), 0)).toBeCloseTo(1, 12)
  expect(rows[1]).toMatchObject({ within: { first: 'EU', own: 'enterprise' }, cells: [18000 / 29400, 18000, 1, 18000 / 29400, 0] })
})

test('of a rank of one stands that one, not its periods', async () => {
  const answer = await desk.ask('lowest 1 region by ARR')
  expect(answer['table']).toMatchObject({
    head: ['region', 'Value', '95% interval', 'n', 'prior', 'Change'],
    rows: [{ label: 'US', cells: [6000, null, 2, 6000, 0] }],
  })
})

test('who shares the first place is named', async () => {
  expect(await desk.sentence('top 1 segment by ARR in 2023')).toContain('The first place is shared with smb.')
})

test('a note of few is about the period that is told', async () => {
  expect((await desk.ask('NRR in September 2024'))['notes']).toContain('n = 3 in September 2024: fewer than 20, so read it with care.')
  const february = (await desk.ask('NRR in February 2024'))['notes']
  expect([february].flat().filter((note) => String(note).startsWith('n = '))).toEqual(['n = 1 in February 2024: fewer than 20, so read it with care.'])
})

test('a mistyped question is asked back with one that can be clicked, its values included', async () => {
  const asked = await desk.ask('chrun for smb')
  expect(asked).toMatchObject({ kind: 'didYouMean', says: 'No metric is called “chrun”. Did you mean “Logo churn for smb”?' })
  expect(await desk.ask(String(at(asked, 'choices', 0, 'ask')))).toMatchObject({ kind: 'answer', canonical: 'Show logo churn for segment smb' })
})
