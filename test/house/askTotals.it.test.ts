import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'

/** What adds up over time is told all together: “how many incidents did we have last year?” asks for one number. */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
  const [start, hour] = ['incident_id,severity,impact_start,impact_end', 'T10:00:00Z']
  const rows = ['2022-12-06', '2023-11-07', '2024-02-06', '2024-02-20', '2024-07-02', '2024-12-03', '2025-01-08'].map(
    (day, at) => `I-${at},p1,${day}${hour},${day}T11:00:00Z`,
  )
  await desk.house.json('import', await desk.house.folder('incidents', { 'incidents.csv': `${[start, ...rows].join('\n')}\n` }), '--workspace', 'harborlight')
})
afterAll(() => desk.house.stop())

test.each([
  [
    'how many incidents did we have last year',
    'P0 and P1 incidents came to 4 from January 2024 to December 2024: 0 in January 2024, 1 in December 2024; lowest 0 in January 2024, highest 2 in February 2024.',
  ],
  ['incidents from July to December 2024', 'P0 and P1 incidents came to 2 from July 2024 to December 2024: '],
  ['incidents last 12 months', 'P0 and P1 incidents came to 4 from January 2024 to December 2024: '],
  [
    'compare incidents in 2024 with 2023',
    'P0 and P1 incidents came to 4 in 2024, 3 above the same time a year before (1): 0 in January 2024, 1 in December 2024',
  ],
  ['incidents in 2024 vs last year', 'P0 and P1 incidents came to 4 in 2024, 3 above the same time a year before (1): '],
  ['incidents H1 2024 vs H1 2023', 'P0 and P1 incidents came to 2 in H1 2024, 2 above the same time a year before (0): '],
  ['incidents in 2023 vs 2022', 'lacks a value for a month, so that the two are not set against each other'],
  ['compare incidents in 2023 with 2024', 'so that two years are not set against each other'],
  ['compare incidents in 2024 with 2022', 'so that two years are not set against each other'],
])('%s', async (text, said) => {
  expect(await desk.sentence(text)).toContain(said)
})

test('a year that is not over says so, and what does not add up is told by its ends', async () => {
  expect(await desk.sentence('incidents since July 2024')).toContain('P0 and P1 incidents came to 3')
  expect(await desk.sentence('incidents since July 2024')).toContain('so far')
  expect(await desk.sentence('show customers in 2024')).toMatch(/^Paying customers (went up|stayed)/)
})

test('nothing is told by year, and says what is', async () => {
  const said = await desk.ask('incidents per year')
  expect(said).toMatchObject({ says: 'P0 and P1 incidents cannot be told by year: the longest period here is the quarter.' })
  expect(JSON.stringify(said)).toContain('Compare P0 and P1 incidents in 2024 with 2023')
})
