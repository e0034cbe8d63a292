import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { at, type Reply } from './testHouse.ts'

/** What a question sets its figure against, and which time it is about: every figure can be counted by hand (smallCompany.ts). */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
})
afterAll(() => desk.house.stop())

const ask = (text: string): Promise<Reply> => desk.ask(text)
const sentence = (text: string): Promise<unknown> => desk.sentence(text)

describe('what a figure is set against', () => {
  test.each([
    // periods that are named are the ones that are compared, whichever is later
    ['ARR in Q4 2024 vs Q3 2024', 'Annual recurring revenue was $29.4k in Q4 2024, $2.4k (8.9%) above Q3 2024 ($27k).'],
    ['ARR in Q3 2024 vs Q4 2024', 'Annual recurring revenue was $27k in Q3 2024, $2.4k (8.2%) below Q4 2024 ($29.4k).'],
    ['ARR in December 2024 vs March 2024', 'Annual recurring revenue was $29.4k in December 2024, $1.8k (6.5%) above March 2024 ($27.6k).'],
    ['CSAT in December 2024 vs June 2024', ' in December 2024. June 2024 has no value to set it against: no rows were recorded for it.'],
    ['ARR in Q4 2024 vs Q4 2023', 'Annual recurring revenue was $29.4k in Q4 2024, $5.4k (22%) above Q4 2023 ($24k).'],
  ])('%s', async (text, said) => {
    expect(await sentence(text)).toEqual(expect.stringContaining(said))
  })

  test.each([
    ['why did ARR drop in Q4 2024 vs Q4 2023', 'Annual recurring revenue did not drop: it rose $5.4k (22%), from $24k in Q4 2023 to $29.4k in Q4 2024.'],
    [
      'why did ARR change in December 2024 vs December 2023',
      'Annual recurring revenue rose $5.4k (22%), from $24k in December 2023 to $29.4k in December 2024.',
    ],
    ['why did ARR change in December 2024 vs last year', 'Annual recurring revenue rose $5.4k (22%), from $24k in December 2023 to $29.4k in December 2024.'],
    ['why did ARR change in December 2024 vs prior', 'Annual recurring revenue did not move, from $29.4k in November 2024 to $29.4k in December 2024.'],
  ])('%s: between the periods that are named', async (text, said) => {
    const answer = await ask(text)
    expect(answer['sentence']).toEqual(expect.stringContaining(said))
    const change = Number(at(answer, 'why', 'change'))
    for (const split of [at(answer, 'why', 'splits')].flat())
      expect([at(split, 'parts')].flat().reduce((sum: number, part) => sum + Number(at(part, 'total')), 0)).toBeCloseTo(change, 6)
  })

  test.each([
    ['ticket rate in 2024 vs 2023', 'so that two years are not set against each other'],
    ['trend of ARR in Q4 vs Q3', 'so that two quarters are not set against each other'],
    ['ticket rate in Q4 vs Q3', 'so that two quarters are not set against each other'],
    ['ARR w40 vs w39', 'so that two weeks are not set against each other'],
    ['ARR in Q4 2024 vs November 2024', 'the two are not of one length'],
    ['ARR vs Q3 2024', 'Which period is set against Q3 2024?'],
    ['ARR in Q4 2024 vs Q4 2024', 'is set against itself'],
    ['why did ARR change in Q3 2024 vs Q4 2024', 'Q4 2024 comes after Q3 2024'],
    ['why did ARR change since June 2024 vs last year', 'against nothing else'],
    ['why did ARR change vs target', 'What is asked with “why” is not told against target.'],
    ['rank segments by ARR in Q4 vs Q3', 'What is asked with “rank” is not told against Q3 2024.'],
    ['forecast ARR vs last year', 'What is asked with “forecast” is not told against last year.'],
    ['are we on track for ARR vs last year', 'What is asked with “on track” is not told against last year.'],
  ])('%s: refused where the answer would pass it over, with ways on that read', async (text, says) => {
    const { choices, ...answer } = await ask(text)
    expect(answer).toMatchObject({ kind: 'refusal', says: expect.stringContaining(says), hint: expect.stringMatching(/\S/) })
    for (const choice of [choices].flat()) expect(await ask(String(at(choice, 'ask')))).toMatchObject({ kind: expect.stringMatching(/answer|refusal/) })
  })
})

describe('the end of a period that is not over', () => {
  test('a forecast goes as far, however its end is said', async () => {
    const forecast = await sentence('forecast ARR to the end of the year')
    for (const words of ['by the year end', 'by year end', 'by the year’s end', 'by the end of the year'])
      expect([words, await sentence(`forecast ARR ${words}`)]).toEqual([words, forecast])
    expect(await sentence('forecast ARR by the quarter end')).toMatch(/is expected at .* in March 2025/)
    expect(await sentence('forecast ARR by the month end')).toMatch(/is expected at .* in January 2025/)
  })
  test('a target is held against the last closed figure: it is not missed before', async () => {
    const metric = at((await desk.owner('GET', '/api/v1/metrics?metricKey=annual-recurring-revenue')).body, 'items', 0, 'id')
    const body = { name: 'ARR 42k', metric, direction: 'up', baseline: 24_000, baselineSpan: '2023-12', target: 42_000, by: '2025-03-31' }
    const target = (await desk.owner('POST', '/api/v1/metricTargets', { body })).body
    await desk.owner('POST', `/api/v1/metricTargets/${String(target['id'])}/agree`, { body: {} })
    const onTrack = await sentence('are we on track for ARR')
    expect(onTrack).toMatch(/^Behind: Annual recurring revenue was \$29.4k in December 2024/)
    for (const words of ['by the quarter’s end', 'by the month end', 'to the end of the quarter', 'this quarter', 'in Q1 2025', 'this year'])
      expect([words, await sentence(`are we on track for ARR ${words}`)]).toEqual([words, onTrack])
  })
})

test('a word of rank beside why picks nothing out, and it is said; all parts are told', async () => {
  const answer = await ask('why did ARR drop the most in September 2024')
  expect(answer['sentence']).toEqual(await sentence('why did ARR drop in September 2024'))
  expect(answer['notes']).toEqual(expect.arrayContaining(['“most” picks nothing out here: all parts of the change are told.']))
})

test('parts are neither forecast nor held against a target together', async () => {
  expect(await ask('forecast ARR for the top 3 segments')).toMatchObject({ kind: 'refusal', says: 'One line is forecast at a time.' })
  const { choices, ...refused } = await ask('are we on track for ARR by segment')
  expect(refused).toMatchObject({ kind: 'refusal', says: 'None of the segments has an agreed target of its own for Annual recurring revenue.' })
  expect([choices].flat().map((choice) => at(choice, 'ask'))).toEqual([
    'Are we on track for annual recurring revenue?',
    'Show annual recurring revenue by segment',
  ])
})

describe('the time that was meant', () => {
  test('from the end of a period to now is a stretch, not that end alone', async () => {
    const said = 'Annual recurring revenue went up $5.4k (22%), from $24k in December 2023 to $29.4k in December 2024'
    for (const words of ['from the end of 2023 to now', 'from the end of 2023', 'since the end of 2023', 'from December 2023 to today'])
      expect([words, await sentence(`ARR ${words}`)]).toEqual([words, expect.stringContaining(said)])
  })
  test('a metric that is told by quarter has its quarter at the end of one', async () => {
    const answer = await ask('NPS at the end of last quarter')
    expect(answer).toMatchObject({ canonical: 'Show net promoter score at the end of December 2024', measurements: [{ grain: 'quarter' }] })
    expect(answer['sentence']).toEqual(await sentence('NPS in Q4 2024'))
    expect(answer['notes']).toEqual(expect.arrayContaining(['It is told by quarter: Q4 2024 ends with December 2024.']))
  })
  test('nothing is known as of a day that has not come', async () => {
    expect(await ask('ARR as of the end of next year')).toMatchObject({
      kind: 'refusal',
      code: 'immature',
      says: '31 Dec 2026 has not come, so that nothing is known as of it.',
      choices: [{ ask: 'Forecast annual recurring revenue in December 2026' }, { ask: 'Show annual recurring revenue' }],
    })
    expect(await ask('ARR as of 2025-01-17')).toMatchObject({ kind: 'refusal', code: 'immature' })
    expect(await ask('ARR as of January')).toMatchObject({ kind: 'answer', measurements: [{ asOf: '2025-01-16' }] })
  })
  test('what improved a figure is why it changed', async () => {
    expect(await sentence('what improved ARR in September 2024')).toBe(await sentence('why did ARR change in September 2024'))
  })
  test('up over last quarter is asked back, and its first choice is answered between the two', async () => {
    const first = String(at([(await ask('ARR up over last quarter'))['choices']].flat()[0], 'ask'))
    expect(first).toBe('ARR up vs last quarter')
    expect(await sentence(first)).toMatch(/from \$27k in Q3 2024 to \$29.4k in Q4 2024/)
  })
  test('how many tickets were added is how many there were, when that is chosen', async () => {
    const [how] = [(await ask('how many tickets were added in November 2024'))['choices']].flat()
    expect(await sentence(String(at(how, 'ask')))).toMatch(/^2 in November 2024: /)
  })
})

test('what a value names twice is forecast for the dimension that was asked', async () => {
  const more = {
    'account.csv': 'id,name,segment,region,plan,created_at,is_internal\nelm,Elm,enterprise,US,smb,2023-01-01,false\n',
    'subscription.csv': 'id,account_id,start,mrr,currency\nSE,elm,2023-02-01,7000,USD\n',
  }
  await desk.house.json('import', await desk.house.folder('elm', more), '--workspace', 'harborlight')
  const expected = async (text: string) => [at(await ask(text), 'table', 'rows', 0, 'cells')].flat()[0]
  const page = async (segment: string) =>
    at(
      (await desk.owner('GET', `/api/v1/metrics/annual-recurring-revenue/forecast?segment=${encodeURIComponent(segment)}`)).body,
      'forecast',
      'points',
      0,
      'mean',
    )
  const [plan, segment] = [await page('plan=smb'), await page('segment=smb')]
  expect(plan).not.toEqual(segment)
  expect([await expected('forecast ARR for plan smb'), await expected('forecast ARR for segment smb')]).toEqual([plan, segment])
})
