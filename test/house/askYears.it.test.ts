import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { at } from './testHouse.ts'

/** Years, halves and times that run, set against one another, over the company of four accounts: every figure can be counted by hand (smallCompany.ts). */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
})
afterAll(() => desk.house.stop())

const yearly = 'Annual recurring revenue rose $5.4k (22%), from $24k in December 2023 to $29.4k in December 2024.'

test.each([
  ['Compare ARR in 2024 with 2023', yearly],
  ['compare ARR in 2023 and 2024', yearly],
  ['how did ARR move between 2023 and 2024', yearly],
  ['how did ARR move between 2024 and 2023', yearly],
  ['why did ARR change in 2024 vs prior', yearly],
  ['ARR 2024 vs 2023', 'Annual recurring revenue was $29.4k in December 2024, $5.4k (22%) above December 2023 ($24k).'],
  ['compare ARR last year with the year before', 'Annual recurring revenue was $29.4k in December 2024, $5.4k (22%) above December 2023 ($24k).'],
  ['Compare ARR in 2023 with 2024', 'Annual recurring revenue was $24k in December 2023, $5.4k (18%) below December 2024 ($29.4k).'],
  ['compare ARR in H2 with H1 2024', 'Annual recurring revenue fell $2.4k (7.5%), from $31.8k in June 2024 to $29.4k in December 2024.'],
  ['ARR H2 2024 vs H1 2024', 'Annual recurring revenue was $29.4k in December 2024, $2.4k (7.5%) below June 2024 ($31.8k).'],
  ['how did ARR move between Q3 and Q2 2024', 'Annual recurring revenue fell $4.8k (15%), from $31.8k in Q2 2024 to $27k in Q3 2024.'],
  ['compare ARR in Q3 with Q4 2024', 'Annual recurring revenue was $27k in Q3 2024, $2.4k (8.2%) below Q4 2024 ($29.4k).'],
  ['compare customers in FY2024 with FY2023', 'Paying customers rose 1, from 3 in December 2023 to 4 in December 2024.'],
  [
    'compare ARR this year with last',
    'Annual recurring revenue rose $5.4k (22%), from $24k in January 2024 to $29.4k in January 2025. Both are told up to the same day',
  ],
  [
    'compare ARR YTD with last year’s YTD',
    'Annual recurring revenue rose $5.4k (22%), from $24k in January 2024 to $29.4k in January 2025. Both are told up to the same day',
  ],
])('%s', async (text, said) => {
  expect(await desk.sentence(text)).toContain(said)
})

test('the base is named, and what a year is told by', async () => {
  expect((await desk.ask('compare ARR in 2024 with 2023'))['notes']).toEqual(
    expect.arrayContaining([
      'A year is told by where it stood at its end, December 2024 against December 2023.',
      'The base is December 2023: December 2024 is set against it.',
    ]),
  )
  expect((await desk.ask('compare ARR in Q4 2024 with Q3'))['notes']).toContain('The base is Q3 2024: Q4 2024 is set against it.')
})

test('what is counted over a year is not told by its last month: it is refused by name, and the last months are offered', async () => {
  const answer = await desk.ask('compare tickets in 2024 with 2023')
  expect(answer).toMatchObject({
    kind: 'refusal',
    says: 'Support tickets per account is told here by month, so that two years are not set against each other.',
  })
  expect(at(answer, 'choices', 0)).toEqual({
    label: 'December 2024 against December 2023',
    ask: 'Why did support tickets per account change in December 2024 vs December 2023?',
  })
})

test('a family of metrics is told side by side', async () => {
  expect(at(await desk.ask('show the DORA metrics'), 'canonical')).toBe(
    'Show change failure rate, deployment frequency, lead time for changes and time to restore',
  )
})
