import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { facts } from './smallCompany.ts'
import { at, type Reply } from './testHouse.ts'
import { ownerOf } from './visitor.ts'

/** Questions in words over the company of four accounts: every figure of an answer can be counted by hand (smallCompany.ts). */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
})
afterAll(() => desk.house.stop())

const ask = (text: string): Promise<Reply> => desk.ask(text)
const sentence = (text: string): Promise<unknown> => desk.sentence(text)

describe('one line with the number, what it stands against, and its certainty', () => {
  test.each([
    // 1500 + 200 + 450 of the 2000 that paid a year before; January has not closed
    ['What is NRR?', 'Net revenue retention was 107.5% in December 2024 (trailing 12 months), level with November 2024 (107.5%).'],
    ['MRR in December 2024', 'Monthly recurring revenue was $2.45k in December 2024, level with November 2024 ($2.45k).'],
    ['ARR in December vs last year', 'Annual recurring revenue was $29.4k in December 2024, $5.4k (22%) above December 2023 ($24k).'],
    ['NRR for smb in December 2024', 'Net revenue retention for smb was 65.0% in December 2024, level with November 2024 (65.0%).'],
    ['NRR by segment in December', 'In December 2024, net revenue retention was 150.0% for enterprise and 65.0% for smb; 107.5% overall.'],
    ['enterprise ARR vs smb in December', 'Annual recurring revenue for enterprise was $18k in December 2024, $6.6k (58%) above smb ($11.4k).'],
    // the amounts add up, so that a part can be taken out
    ['ARR excluding smb in December', 'Annual recurring revenue without smb was $18k in December 2024, level with November 2024 ($18k).'],
    ['ARR since June 2024', 'Annual recurring revenue went down $2.4k (7.5%), from $31.8k in June 2024 to $29.4k in December 2024'],
    ['ARR growth year over year in December', 'Annual recurring revenue was $29.4k in December 2024, $5.4k (22%) above December 2023 ($24k).'],
    ['how is GRR defined', 'Gross revenue retention: Revenue that would remain if nobody grew'],
  ])('%s', async (text, said) => {
    expect(await sentence(text)).toEqual(expect.stringContaining(said))
  })

  test('every answer carries the envelope, the query that was read, the call that gives it again, and what it rests on', async () => {
    const answer = await ask('NRR by segment last 4 quarters')
    expect(answer).toMatchObject({
      kind: 'answer',
      canonical: 'Show net revenue retention by segment last 4 quarters',
      question: { metric: 'net-revenue-retention', by: ['segment'], time: { kind: 'last', n: 4, unit: 'quarter' } },
      measurements: [
        { version: 1, grain: 'quarter', policy: { preset: 'default' }, freshness: { newest: expect.any(String) }, trust: { state: expect.any(String) } },
      ],
      citations: expect.arrayContaining([
        expect.objectContaining({ n: 1, title: 'Net revenue retention, definition v1' }),
        expect.objectContaining({ title: 'Subscription facts' }),
      ]),
      table: { head: ['segment', 'Q1 2024', 'Q2 2024', 'Q3 2024', 'Q4 2024'] },
      chart: { kind: 'line' },
    })
    const [call] = [answer['query']].flat()
    const again = (await desk.owner('GET', String(call).replace('GET ', ''))).body
    expect(again).toEqual(at(answer, 'measurements', 0))
  })

  test('the command line says the same, and ends with 1 when it refuses', async () => {
    const { exit, out } = await desk.house.cli('ask', 'What is NRR?', '--workspace', 'harborlight')
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining('Net revenue retention was 107.5% in December 2024') })
    expect(await desk.house.cli('ask', 'What is office noise?', '--workspace', 'harborlight')).toMatchObject({
      exit: 1,
      out: expect.stringContaining('(unknown_metric)'),
    })
    expect(await desk.house.cli('ask', 'What', 'is', 'NRR', '--workspace', 'harborlight')).toMatchObject({ exit: 2 })
  })

  test('every follow-up and every option of a chip is a question that is answered or refused by name', async () => {
    const { followUps, chips } = await ask('NRR by segment in December')
    const asks = [...[followUps].flat(), ...[chips].flat().flatMap((chip) => [at(chip, 'options')].flat())].map((each) => String(at(each, 'ask')))
    expect(asks.length).toBeGreaterThan(20)
    for (const text of asks) expect([text, (await ask(text))['kind']]).toEqual([text, expect.stringMatching(/answer|refusal/)])
  })
})

test('the day that the reader looks at holds where the question names none', async () => {
  expect((await desk.owner('GET', '/api/v1/ask?q=What%20is%20NRR&asOf=2024-09-30')).body).toMatchObject({
    canonical: 'What is net revenue retention as of 2024-09-30?',
    measurements: [{ asOf: '2024-09-30' }],
  })
  expect((await desk.owner('GET', '/api/v1/ask?q=NRR&asOf=soon')).status).toBe(400)
})

describe('by two dimensions', () => {
  test('cells stand under the value of the first dimension, each with its own sides; what is small is marked', async () => {
    const answer = await ask('ARR by segment and region in December')
    // Acme 1500; Crux 450 in the EU; Bolt 200 and Dune 300 in the US; twelve months of each
    expect(answer).toMatchObject({
      kind: 'answer',
      canonical: 'Show annual recurring revenue by segment and region in December 2024',
      sentence: 'In December 2024, annual recurring revenue was $18k for enterprise · EU, $6k for smb · US and $5.4k for smb · EU; $29.4k overall.',
      table: {
        head: ['segment and region', 'Value', '95% interval', 'n', 'prior', 'Change'],
        rows: [
          { label: 'All', cells: [29_400, null, 4, 29_400, 0] },
          { label: 'enterprise · EU', cells: [18_000, null, 1, 18_000, 0], within: { first: 'enterprise', own: 'EU' } },
          { label: 'smb · EU', cells: [5400, null, 1, 5400, 0], within: { first: 'smb', own: 'EU' } },
          { label: 'smb · US', cells: [6000, null, 2, 6000, 0], within: { first: 'smb', own: 'US' } },
        ],
      },
      measurements: [{ by: 'segment,region' }],
    })
  })

  test('over quarters each cell says where it is small', async () => {
    const { table, sentence: said, notes } = await ask('NRR by segment and region last 4 quarters')
    expect(said).toBe(
      'Net revenue retention by segment and region rests on fewer than 20 in each of its 3 cells, so that none is held against another. Overall it was 107.5% in Q4 2024.',
    )
    expect(notes).toEqual(expect.arrayContaining(['All 3 cells rest on fewer than 20: marked with their n, and not ranked.']))
    const rows = [at(table, 'rows')].flat()
    expect([at(table, 'head')].flat()).toEqual(['segment and region', 'Q1 2024', 'Q2 2024', 'Q3 2024', 'Q4 2024'])
    expect(
      at(
        rows.find((row) => at(row, 'label') === 'enterprise · EU'),
        'shown',
      ),
    ).toEqual(['100.0% (n 1)', '150.0% (n 1)', '150.0% (n 1)', '150.0% (n 1)'])
  })

  test('a filter on one dimension leaves the other; filters on both leave one cell', async () => {
    expect(at(await ask('ARR by segment for EU in December'), 'table', 'rows')).toMatchObject([
      { label: 'enterprise', cells: [18_000, null, 1, 18_000, 0] },
      { label: 'smb', cells: [5400, null, 1, 5400, 0] },
    ])
    expect(await sentence('ARR for smb in region US in December')).toContain('Annual recurring revenue for smb · US was $6k in December 2024')
    expect(await sentence('ARR for enterprise in region US in December')).toContain('has no value for December 2024')
  })

  test('small cells are not ranked', async () => {
    expect(await ask('rank NRR by segment and region')).toMatchObject({ kind: 'refusal', code: 'below_min_n' })
  })

  test('what cannot be crossed offers each dimension alone, and these are answered', async () => {
    const choices = [(await ask('ticket rate by priority and segment'))['choices']].flat()
    expect(choices.map((choice) => at(choice, 'label'))).toEqual(['priority only', 'segment only'])
    for (const choice of choices) expect(await ask(String(at(choice, 'ask')))).toMatchObject({ kind: 'answer' })
  })
})

describe('why', () => {
  test('a fall of revenue is its movements, exactly; by segment the parts sum to it', async () => {
    // Bolt left in September with 400 a month
    const answer = await ask('why did ARR drop in September 2024')
    expect(answer['sentence']).toBe(
      'Annual recurring revenue fell $4.8k (15%), from $31.8k in August 2024 to $27k in September 2024. By movement, churn −$4.8k.',
    )
    const splits = [at(answer, 'why', 'splits')].flat()
    expect(splits.map((split) => at(split, 'by'))).toEqual(expect.arrayContaining(['movement', 'segment', 'region']))
    for (const split of splits) expect([at(split, 'parts')].flat().reduce((sum: number, part) => sum + Number(at(part, 'total')), 0)).toBeCloseTo(-4800, 6)
    expect(
      at(
        splits.find((split) => at(split, 'by') === 'segment'),
        'parts',
        0,
      ),
    ).toMatchObject({ label: 'smb', total: -4800 })
  })
  test('a change of four accounts is not explained: too few stand behind it', async () => {
    expect(await ask('why did NRR change in September 2024')).toMatchObject({
      code: 'below_min_n',
      says: expect.stringContaining('20 are needed before a change is explained'),
      choices: [{ ask: 'Why did net revenue retention change in Q3 2024?' }, {}],
    })
  })
  test('what was supposed wrongly is said so', async () => {
    expect(await sentence('why did ARR rise in September 2024')).toMatch(/^Annual recurring revenue did not rise: it fell \$4\.8k/)
  })
  test('a note on the line is told as a hypothesis', async () => {
    await desk.owner('POST', '/api/v1/notes', { body: { name: 'Ferry strike', on: '2024-09-03', kind: 'other' } })
    await desk.owner('POST', '/api/v1/notes', { body: { name: 'Elsewhere', on: '2024-09-03', kind: 'other', metrics: ['csat'] } })
    expect(at(await ask('why did ARR drop in September 2024'), 'why', 'hypotheses')).toEqual([
      { says: 'Ferry strike (other, 3 Sep 2024)', to: expect.stringMatching(/^n\/notes\/NTE-/) },
    ])
  })
})

describe('what cannot be answered is refused by a code, with a reason and a next step', () => {
  test.each([
    ['NRR by service', 'dimension_not_allowed', 'Net revenue retention has no service'],
    ['NRR by segment and region and plan', 'unsupported', 'cannot be cut by segment, region and plan at once: two dimensions are crossed at most.'],
    ['why did NRR change by segment and region', 'unsupported', 'at once: what is asked with “why” is told by one dimension.'],
    ['ticket rate by priority and segment', 'unsupported', 'priority is told by its own rows and segment by the account: the two cannot be crossed.'],
    ['csat by role and segment', 'unsupported', 'Only attributes of the account are crossed here, and role is none.'],
    ['stakeholder satisfaction by rater_group and question_id', 'unsupported', 'two dimensions crossed would give them away'],
    ['ARR by week', 'unsupported', 'Annual recurring revenue is told by month and quarter, not by week.'],
    ['csat vs policy stripe', 'unsupported', 'Customer satisfaction follows no revenue policy'],
    ['NRR from March 2026 to May 2026', 'immature', 'March 2026 to May 2026 has not begun.'],
    ['why did NRR change this month', 'immature', 'January 2025 is still open'],
    ['rank segments by NRR', 'below_min_n', 'Too few stand behind net revenue retention by segment to rank it: a part needs 20.'],
    ['which metrics are off target', 'unsupported', 'There is no agreed target in force.'],
    ['which segments changed most', 'unknown_metric', 'This is not told of all metrics at once.'],
    ['are we on track for NRR', 'unsupported', 'There is no agreed target for Net revenue retention.'],
    ['office noise by plan', 'unknown_metric', 'office'],
  ])('%s', async (text, code, says) => {
    expect(await ask(text)).toMatchObject({ kind: 'refusal', code, says: expect.stringContaining(says), hint: expect.stringMatching(/\S/) })
  })

  test('a grain that is not told is answered with those that are, each a question that is answered', async () => {
    const choices = [(await ask('ticket rate by quarter'))['choices']].flat()
    expect(choices.map((choice) => at(choice, 'label'))).toEqual(['By month'])
    expect(await ask(String(at(choices[0], 'ask')))).toMatchObject({ kind: 'answer', measurements: [{ grain: 'month' }] })
    expect(await ask('ticket rate last quarter')).toMatchObject({
      kind: 'answer',
      notes: expect.arrayContaining(['Support tickets per account is told by month.']),
    })
  })

  test('a period that has not begun offers its forecast', async () => {
    const choices = [(await ask('ARR by the end of next year'))['choices']].flat()
    expect(choices.map((choice) => at(choice, 'label'))).toEqual(['Forecast it', 'Last month'])
    expect(String(at(choices[0], 'ask'))).toBe('Forecast annual recurring revenue at the end of December 2026')
  })

  test('an empty result is explained, never 0', async () => {
    expect(await sentence('service level by tier in March 2024')).toMatch(/no value for any tier in March 2024/)
    expect(await sentence('CSAT in June 2024')).toBe('Customer satisfaction has no value for June 2024: no rows were recorded for it.')
  })

  test('a fault in the rows bars the number; what was measured is shown beside the reason', async () => {
    const report = await desk.house.json(
      'import',
      await desk.house.folder('faulty', { 'ticket.csv': `${facts['ticket.csv']}T8,dune,2024-01-02T10:00:00Z,p1,,false\n` }),
      '--workspace',
      'harborlight',
    )
    expect(await ask('tickets in December 2024')).toMatchObject({
      code: 'untrusted',
      says: expect.stringContaining('older than their account'),
      measurements: [{ trust: { state: 'untrusted' } }],
      next: { to: 'metrics/ticket-rate?how=1' },
    })
    await desk.house.json('import', 'undo', String(report['import']), '--workspace', 'harborlight')
    expect(await ask('tickets in December 2024')).toMatchObject({ kind: 'answer' })
  })
})

test('an agreed target says whether we are on track, with what each month must add', async () => {
  const metric = at((await desk.owner('GET', '/api/v1/metrics?metricKey=annual-recurring-revenue')).body, 'items', 0, 'id')
  const body = { name: 'ARR 42k', metric, direction: 'up', baseline: 24_000, baselineSpan: '2023-12', target: 42_000, by: '2025-06-30' }
  const target = (await desk.owner('POST', '/api/v1/metricTargets', { body })).body
  await desk.owner('POST', `/api/v1/metricTargets/${String(target['id'])}/agree`, { body: {} })
  // 366 of 547 days gone: 24,000 + 18,000 x 366 / 547 = 36,044; 12,600 short with six months left
  expect(await sentence('are we on track for ARR')).toBe(
    'Behind: Annual recurring revenue was $29.4k in December 2024, $12.6k (30%) below the target of $42k for 30 Jun 2025; the straight path asks $36k by then; +$2.1k in each of the 6 months left would reach it.',
  )
})

test('what lies ahead is told as the page of the metric tells it: by its contracts, and with the chance of its target', async () => {
  const asked = await ask('forecast ARR to the end of the year')
  const page = (await desk.owner('GET', '/api/v1/metrics/annual-recurring-revenue/forecast')).body
  const told = [at(page, 'forecast', 'points')].flat()
  const shown = [at(asked, 'table', 'rows')].flat().map((row) => at(row, 'cells', 0))
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.slice(0, told.length)).toEqual(told.slice(0, shown.length).map((point) => at({ point }, 'point', 'mean')))
  expect([asked['notes']].flat()).toContain(page['method'])
  expect(String(asked['sentence'])).toContain('The target of $42k for 30 Jun 2025 is met with a chance of')
  expect(at(page, 'target', 'key')).toMatch(/^TGT-/)
  expect([asked['citations']].flat().map((one) => at(one, 'title'))).toContain(`Target ${String(at(page, 'target', 'key'))}`)
  expect(await ask('forecast NRR next month')).toMatchObject({ kind: 'answer' })
})

test('a forecast goes as far as was asked, or says that it does not', async () => {
  const year = await ask('forecast ARR next 12 months')
  expect(
    [at(year, 'table', 'rows')]
      .flat()
      .map((row) => at(row, 'label'))
      .at(-1),
  ).toBe('January 2026')
  expect(String(year['sentence'])).toContain('in January 2026')
  expect(await sentence('forecast ARR by the end of 2030')).toContain('It is looked no further ahead than')
})

test('a question about the future is a forecast or refused, never answered with the past', async () => {
  const forecast = await sentence('forecast ARR to the end of the year')
  expect(forecast).toContain('is expected at')
  expect(await sentence('what will ARR be at the end of the year')).toBe(forecast)
  expect(await ask('ARR by the end of the year')).toMatchObject({
    kind: 'refusal',
    choices: [{ ask: 'Forecast annual recurring revenue to the end of the year' }],
  })
  expect(await sentence('forecast ARR in March 2025')).toMatch(/is expected at .* in March 2025/)
  expect(await ask('what will ARR be in December')).toMatchObject({ code: 'unsupported', says: 'December 2024 is over, and a forecast looks ahead.' })
})

test('customers are counted, a day is told once it is over, and who answers for a number is said', async () => {
  expect(await sentence('how many customers do we have')).toContain('Paying customers were 4 in December 2024')
  expect(await sentence('who owns NRR')).toMatch(/^Net revenue retention: /)
  expect(await sentence('DAU')).toMatch(/ for 15 January 2025: no /) // today, the 16th, is not over; nothing was recorded of any day
  expect(await sentence('DAU yesterday')).toMatch(/ for 15 January 2025: no /)
  expect(await sentence('DAU today')).toMatch(/ for 16 January 2025: no /)
  expect(await sentence('NRR today')).toMatch(/ in December 2024/) // it is told by month
})

test('how many is answered with a number: those who left of those who paid, not with a rate alone', async () => {
  // Bolt of the four that paid when September opened; two tickets of four accounts
  expect(await sentence('how many customers did we lose in September 2024')).toBe(
    '1 of 4 in September 2024, against 0 of 4 in August 2024: logo churn was 25.0%.',
  )
  expect(await sentence('how many tickets did customers open in November 2024')).toMatch(/^2 in November 2024: support tickets per account were/)
  expect(await sentence('What is NRR in December 2024')).toContain('107.5% in December 2024') // of money, nothing is counted
})

test('without a question: questions that this workspace can answer today', async () => {
  const { questions } = await ask('')
  expect([questions].flat().length).toBe(5)
  for (const question of [questions].flat())
    expect([at(question, 'ask'), (await ask(String(at(question, 'ask'))))['kind']]).toEqual([at(question, 'ask'), expect.stringMatching(/answer|refusal/)])
})

test('a question that is too long is refused, and a stranger gets nothing', async () => {
  expect((await desk.owner('GET', `/api/v1/ask?q=${'nrr '.repeat(120)}`)).status).toBe(400)
  await desk.house.company('empty')
  const newcomer = await ownerOf(desk.house, 'empty')
  expect((await newcomer('GET', '/api/v1/ask?q=NRR')).body).toMatchObject({ kind: 'answer', sentence: expect.stringContaining('has no value') })
})

const words = [
  'NRR',
  'ARR',
  'csat',
  'tickets',
  'adoption',
  'by',
  'per',
  'segment',
  'region',
  'priority',
  'for',
  'excluding',
  'enterprise',
  'smb',
  'EU',
  'last',
  '4',
  'quarters',
  'this year',
  'in',
  'March',
  '2024',
  'Q3',
  'since',
  'as of',
  '2024-06-30',
  'vs',
  'prior',
  'last year',
  'target',
  'stripe',
  'why did',
  'drop',
  'rank',
  'best',
  'forecast',
  'next 2 months',
  'on track for',
  'defined',
  'zzz',
  '🙂',
  "'; --",
  '%00',
]
test('no soup of words fails, and no answer stands without its envelope', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }), async (soup) => {
      const { status, body } = await desk.owner('GET', `/api/v1/ask?q=${encodeURIComponent(soup.join(' '))}`)
      expect([soup.join(' '), status]).toEqual([soup.join(' '), 200])
      if (body['kind'] === 'answer')
        for (const measured of [body['measurements']].flat())
          expect(measured).toMatchObject({
            version: expect.any(Number),
            policy: { id: expect.any(String) },
            freshness: expect.any(Object),
            trust: expect.any(Object),
            asOf: expect.any(String),
          })
      if (body['kind'] === 'answer') expect([body['measurements']].flat().length).toBeGreaterThan(0)
    }),
    { numRuns: 60 },
  )
})
