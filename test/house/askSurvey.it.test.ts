import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, type Asking } from './asking.ts'
import { at, type Reply } from './testHouse.ts'

/** Questions about all metrics at once, over the company of four accounts: targets of the quarter that closed and of the one that runs, and what moved most. */
let desk: Asking
beforeAll(async () => {
  desk = await asking()
  // 29.4k in December: short of 32k, and at 20k long ago; the quarter that runs asks 42k; smb has 11.4k, enterprise no target
  await agree('annual-recurring-revenue', { target: 32_000, by: '2024-12-31', baseline: 24_000, baselineSpan: '2023-12' })
  await agree('annual-recurring-revenue', { target: 42_000, by: '2025-03-31', baseline: 24_000, baselineSpan: '2023-12' })
  await agree('annual-recurring-revenue', { segment: 'segment=smb', target: 11_000, by: '2025-03-31', baseline: 9000, baselineSpan: '2023-12' })
  await agree('paying-customers', { target: 4, by: '2024-12-31', baseline: 3, baselineSpan: '2023-12' })
})
afterAll(() => desk.house.stop())

async function agree(metricKey: string, terms: object): Promise<void> {
  const metric = at((await desk.owner('GET', `/api/v1/metrics?metricKey=${metricKey}`)).body, 'items', 0, 'id')
  const made = await desk.owner('POST', '/api/v1/metricTargets', {
    body: { name: `${metricKey} ${JSON.stringify(terms)}`.slice(0, 80), metric, direction: 'up', ...terms },
  })
  const agreed = await desk.owner('POST', `/api/v1/metricTargets/${String(made.body['id'])}/agree`, { body: {} })
  expect([agreed.status, agreed.body['detail']]).toEqual([200, undefined])
}

const ask = (text: string): Promise<Reply> => desk.ask(text)
const rows = (answer: Reply) => [at(answer, 'table', 'rows')].flat().map((row) => [at(row, 'label'), at(row, 'shown', 0)])

test('of a quarter that closed: what was missed, and what was met', async () => {
  const missed = await ask('which KPIs missed target last quarter')
  expect(missed).toMatchObject({
    kind: 'survey',
    canonical: 'Which metrics missed their target last quarter?',
    sentence: '1 of 2 targets that fell due in Q4 2024 was missed: Annual recurring revenue ($29.4k for a target of $32k).',
  })
  expect(rows(missed)).toEqual([['Annual recurring revenue', 'Missed']])
  expect(rows(await ask('which metrics met their target last quarter'))).toEqual([['Paying customers', 'Reached']])
  expect(at(missed, 'table', 'rows', 0, 'to')).toBe('metrics/annual-recurring-revenue')
})

test('of the quarter that runs nothing is called missed', async () => {
  const answer = await ask('which KPIs missed their target this quarter')
  expect(answer['sentence']).toMatch(/^None of 2 targets in force were missed\.$/)
  expect([answer['notes']].flat()[0]).toBe('Q1 2025 is not over: a target that falls due later is neither missed nor met for good.')
  expect(JSON.stringify(answer['table'])).not.toContain('Missed')
  expect((await ask('did we miss our ARR target this quarter'))['sentence']).toMatch(/^Behind: /)
})

test('without a time, the targets in force; each stands as on its own question', async () => {
  expect((await ask('are we on track'))['sentence']).toBe('1 behind and 1 reached of 2 targets in force.')
  expect(rows(await ask('which metrics are behind'))).toEqual([['Annual recurring revenue', 'Behind']])
  expect((await ask('did we hit our ARR target last quarter'))['sentence']).toMatch(
    /^Missed: Annual recurring revenue was \$29.4k in Q4 2024, \$2.6k \(8.1%\) below the target of \$32k for 31 Dec 2024/,
  )
  expect((await ask('ARR vs target in December'))['sentence']).toContain('below the target of $32k for 31 Dec 2024')
  expect((await ask('are we on track for ARR'))['sentence']).toContain('below the target of $42k for 31 Mar 2025')
})

test('parts are held against targets of their own, of one metric and of all', async () => {
  const answer = await ask('which segments are on track for ARR')
  expect(answer['sentence']).toBe(
    '1 of 1 segment with a target of its own is on track for Annual recurring revenue: smb is reached ($11.4k for a target of $11k).',
  )
  expect([answer['notes']].flat()).toContain('enterprise has no target of its own.')
  expect(rows(await ask('which segments are on track'))).toEqual([['Annual recurring revenue · smb', 'Reached']])
  expect(await ask('which regions are on track for ARR')).toMatchObject({
    kind: 'refusal',
    says: expect.stringContaining('None of the regions has an agreed target'),
  })
})

test('what changed most is ranked by the usual step of each line, worked out here from the series', async () => {
  const answer = await ask('what changed most in September 2024')
  expect(answer['kind']).toBe('survey')
  const told = [at(answer, 'table', 'rows')].flat()
  const times = told.map((row) => Number(at(row, 'cells', 4)))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  for (const row of told) {
    const key = String(at(row, 'to')).replace('metrics/', '')
    const series = [at((await desk.owner('GET', `/api/v1/metrics/${key}?grain=month`)).body, 'points')]
      .flat()
      .filter((point) => String(at(point, 'period')) <= '2024-09')
    const values = series.map((point) => at(point, 'value'))
    const steps = values
      .slice(1, -1)
      .flatMap((value, place) => (value === null || values[place] === null ? [] : Math.abs(Number(value) - Number(values[place]))))
    const change = Number(values.at(-1)) - Number(values.at(-2))
    expect([key, at(row, 'cells', 2)]).toEqual([key, change])
    expect(Number(at(row, 'cells', 4))).toBeCloseTo(Math.abs(change) / (steps.reduce((sum, step) => sum + step, 0) / steps.length), 9)
  }
  expect(await ask('what changed most last year')).toMatchObject({ kind: 'refusal', says: expect.stringContaining('from one period to the next') })
})

test('the command line prints it and ends with 0', async () => {
  const { exit, out } = await desk.house.cli('ask', 'which KPIs missed target last quarter', '--workspace', 'harborlight')
  expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining('Annual recurring revenue') })
})
