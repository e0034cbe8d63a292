import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPeriods, periodEnd } from '#engines/numbers/dates.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, midMonth, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** Targets of the made-up company: a sheet in, read twice, out again; what each asks; parts with a target of their own. */
let house: TestHouse
let owner: Visitor
let month: string
beforeAll(async () => {
  house = await testHouse({ clock: midMonth })
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
  month = house.app.clock.now().slice(0, 7)
})
afterAll(() => house.stop())

const year = (): string => String(Number(month.slice(0, 4)) + 1)
const bring = async (text: string, options: Readonly<Record<string, unknown>> = {}) =>
  (await owner('POST', '/api/v1/targets/import', { body: { text, ...options } })).body
const lines = (answer: unknown) => [at(answer, 'lines')].flat()
const targets = async () => [at((await owner('GET', '/api/v1/targets')).body, 'items')].flat()

test('a dry run tells each line, the baseline that was measured and what chance would reach, and writes nothing', async () => {
  const before = (await targets()).length
  const answer = await bring(
    `metric,segment,target,by,kind\nCustomer satisfaction,,90%,${year()}-Q2,committed\nNet revenue retention,Enterprise,112%,${year()}-06-30,aspirational\n`,
    { dryRun: true },
  )
  expect(answer).toMatchObject({ dryRun: true, totals: { created: 2, changed: 0, unchanged: 0, held: 0 } })
  const [csat, nrr] = lines(answer)
  expect(csat).toMatchObject({ metric: 'csat', action: 'create', state: 'draft', by: `${year()}-06-30` })
  const changes = [at(csat, 'changes')].flat()
  const of = (field: string) =>
    at(
      changes.find((one) => at(one, 'field') === field),
      'to',
    )
  expect([of('target'), of('direction'), typeof of('baseline'), typeof of('baselineN')]).toEqual([0.9, 'up', 'number', 'number'])
  expect([at(csat, 'says')].flat().join(' ')).toMatch(/Reached in \d+ of the last 12 months/)
  expect(nrr).toMatchObject({ segment: 'Enterprise', action: 'create' })
  expect((await targets()).length).toBe(before)
})

test('the same sheet again changes nothing; a moved value revises what was agreed and keeps the first', async () => {
  const sheet = (value: string) => `metric,target,by\ncsat,${value},${year()}-Q2\n`
  expect(await bring(sheet('0.9'), { agree: true })).toMatchObject({ dryRun: false, totals: { created: 1 } })
  expect(await bring(sheet('90%'))).toMatchObject({ totals: { created: 0, changed: 0, unchanged: 1 } })
  const moved = await bring(sheet('0.92'), { why: 'The new desk answers sooner.' })
  expect(lines(moved)).toMatchObject([{ action: 'revise', state: 'agreed', changes: [{ field: 'target', from: 0.9, to: 0.92 }] }])
  const row = (await targets()).find((one) => at(one, 'metric') === 'csat' && at(one, 'by') === `${year()}-06-30`)
  expect(row).toMatchObject({ value: 0.92, first: { value: 0.9 }, state: 'agreed' })
  const held = await bring(`metric,target,by,baseline\ncsat,0.92,${year()}-Q2,0.5\n`)
  expect(at(held, 'held')).toMatchObject([{ row: 2, reason: expect.stringContaining('is agreed: its baseline') }])
})

test('a target whose day has gone is held against the period in which it fell due, not against what came after', async () => {
  const gone = (await targets()).filter((one) => String(at(one, 'by')) < month && at(one, 'metric') === 'csat' && at(one, 'segment') === null)
  expect(gone.length).toBeGreaterThan(0)
  for (const one of gone) {
    const due = String(at(one, 'by')).slice(0, 7)
    const measured = (await owner('GET', `/api/v1/metrics/csat?from=${due}-01&to=${String(at(one, 'by'))}`)).body
    const point = [at(measured, 'points')].flat().find((each) => at(each, 'period') === due)
    expect(at(one, 'now')).toMatchObject({ period: due, value: at(point, 'value') })
    expect(at(one, 'status')).toBe(Number(at(point, 'value')) >= Number(at(one, 'value')) ? 'reached' : 'missed')
  }
})

test('a line whose day has gone starts from its own time, or says that it names none: never from what is measured today', async () => {
  const [past, lastYear] = [addPeriods(month, -3), String(Number(month.slice(0, 4)) - 1)]
  const revenue = async (period: string): Promise<unknown> =>
    [at((await owner('GET', `/api/v1/metrics/annual-recurring-revenue?from=${period}-01&to=${periodEnd(period)}`)).body, 'points')]
      .flat()
      .map((point) => at(point, 'value'))[0]
  const of = (line: unknown, field: string) =>
    at(
      [at(line, 'changes')].flat().find((one) => at(one, 'field') === field),
      'to',
    )
  const told = await bring(`metric,segment,target,by\nannual-recurring-revenue,Small business,5000000,${past}\n`, { dryRun: true, agree: true })
  expect(told['held']).toEqual([])
  const blank = lines(told)[0]
  expect([of(blank, 'baseline'), of(blank, 'baselineSpan'), at(blank, 'state')]).toEqual([undefined, undefined, 'draft'])
  expect([at(blank, 'says')].flat()).toEqual([
    expect.stringMatching(/has gone and the line names no start, so that no baseline is measured/),
    'It stays a draft: it has no measured baseline.',
  ])
  const named = lines(await bring(`metric,target,by,baseline period\nannual-recurring-revenue,90000000,${past},${lastYear}-03\n`, { dryRun: true }))[0]
  expect([of(named, 'baselineSpan'), of(named, 'baseline')]).toEqual([`${lastYear}-03`, await revenue(`${lastYear}-03`)])
  const series = lines(
    await bring(`metric,month,target\nannual-recurring-revenue,${lastYear}-05,70000000\nannual-recurring-revenue,${lastYear}-06,71000000\n`, { dryRun: true }),
  )[0]
  expect([of(series, 'baselineSpan'), of(series, 'baseline')]).toEqual([`${lastYear}-04`, await revenue(`${lastYear}-04`)])
  const ahead = lines(await bring(`metric,target,by\nannual-recurring-revenue,90000000,${year()}-Q4\n`, { dryRun: true }))[0]
  expect(of(ahead, 'baselineSpan')).toBe(addPeriods(month, -1))
})

test('the scorecard, the forecast and Ask settle a target whose day has gone as the list does', async () => {
  const key = 'incident-rate'
  const metric = String(at((await owner('GET', `/api/v1/metrics?metricKey=${key}`)).body['items'], 0, 'id'))
  const closed = [at((await owner('GET', `/api/v1/metrics/${key}`)).body, 'points')].flat().filter((each) => at(each, 'mature') === true)
  const last = Number(at(closed.at(-1), 'value'))
  const due = closed.toReversed().find((each) => at(each, 'value') !== last)
  const then = Number(at(due, 'value'))
  const period = String(at(due, 'period'))
  // missed in the period in which it fell due, and there by now
  const values = { direction: then < last ? 'up' : 'down', target: (then + last) / 2, baseline: 2 * then - (then + last) / 2, baselineSpan: '2024-H1' }
  const { body } = await owner('POST', '/api/v1/metricTargets', { body: { name: 'Gone', metric, by: `${period}-28`, ...values } })
  await owner('POST', `/api/v1/metricTargets/${String(body['id'])}/agree`)
  const item = (await targets()).find((one) => at(one, 'key') === body['key'])
  const forecast = (await owner('GET', `/api/v1/metrics/${key}/forecast`)).body
  const scored = [at((await owner('GET', '/api/v1/scorecard')).body, 'items')].flat().find((one) => at(one, 'key') === key)
  const asked = (await owner('GET', `/api/v1/ask?q=${encodeURIComponent('are we on track for incident rate')}`)).body
  expect(item).toMatchObject({ state: 'agreed', status: 'missed', now: { period, value: then } })
  expect(at(forecast, 'aim')).toMatchObject({ period, status: 'missed', chance: 0 })
  expect(scored).toMatchObject({ value: last, target: { status: 'missed' } })
  expect(asked['sentence']).toMatch(/^Missed: /)
})

test('a value for each month is one target in steps, and its line is drawn', async () => {
  const months = Array.from({ length: 12 }, (_, at) => `${year()}-${String(at + 1).padStart(2, '0')}`)
  const sheet = (rise: number) => `metric,${months.join(',')}\nlogo-churn-rate,${months.map((_, at) => (0.004 - at * 0.0001 * rise).toFixed(4)).join(',')}\n`
  expect(lines(await bring(sheet(1), { agree: true }))).toMatchObject([{ action: 'create', state: 'agreed' }])
  expect(await bring(sheet(1))).toMatchObject({ totals: { unchanged: 1 } })
  expect(lines(await bring(sheet(1.2), { why: 'Less is asked.' }))).toMatchObject([{ action: 'revise' }])
  const churn = (await targets()).find((one) => at(one, 'metric') === 'logo-churn-rate' && at(one, 'path') === 'stepped')
  expect([at(churn, 'steps')].flat()).toHaveLength(12)
  const drawn = (await owner('GET', '/api/v1/targets?metric=csat')).body
  expect([at(drawn, 'lines')].flat().filter((line) => at(line, 'segment') === null)).toMatchObject([
    { segment: null, stretches: expect.arrayContaining([expect.objectContaining({ upper: null })]) },
  ])
})

test('what the sheet sends out comes in again unchanged', async () => {
  const csv = (await owner('GET', '/api/v1/targets.csv')).text
  const answer = await bring(csv)
  expect(at(answer, 'held')).toEqual([])
  expect(at(answer, 'totals')).toMatchObject({ created: 0, changed: 0, unchanged: (await targets()).length })
})

test('a draft without a day stands in the list, goes out and comes in again, and is agreed when a sheet names its day', async () => {
  const metric = String(at((await owner('GET', '/api/v1/metrics?metricKey=csat')).body['items'], 0, 'id'))
  const draft = (await owner('POST', '/api/v1/metricTargets', { body: { name: 'Some day', metric, direction: 'up', target: 0.97, baselineSpan: '2024-H1' } }))
    .body
  const standing = async () => (await targets()).find((one) => at(one, 'key') === draft['key'])
  expect(await standing()).toMatchObject({ by: null, state: 'draft', value: 0.97 })
  const { out } = await house.cli('targets', '--workspace', 'harborlight')
  expect(out).not.toContain('null')
  const csv = (await owner('GET', '/api/v1/targets.csv')).text
  expect(await bring(csv)).toMatchObject({ held: [], totals: { created: 0, changed: 0, unchanged: (await targets()).length } })
  const waits = lines(await bring(csv, { agree: true, dryRun: true })).find((one) => at(one, 'key') === draft['key'])
  expect(waits).toMatchObject({ state: 'draft', says: expect.arrayContaining(['It stays a draft: it has no day.']) })
  await bring(`key,metric,target,by\n${String(draft['key'])},csat,0.97,${year()}-12-31\n`, { agree: true })
  expect(await standing()).toMatchObject({ by: `${year()}-12-31`, state: 'agreed' })
})

test('last year’s series stays as it was when a series of this year comes in', async () => {
  const months = (of: string) => Array.from({ length: 12 }, (_, at) => `${of}-${String(at + 1).padStart(2, '0')}`)
  const sheet = (of: string, from: number) =>
    `metric,${months(of).join(',')}\nincident-rate,${months(of)
      .map((_, at) => (from - at * 0.01).toFixed(2))
      .join(',')}\n`
  const later = String(Number(year()) + 1)
  expect(lines(await bring(sheet(year(), 0.6)))).toMatchObject([{ action: 'create' }])
  expect(lines(await bring(sheet(later, 0.4)))).toMatchObject([{ action: 'create' }])
  expect(lines(await bring(sheet(year(), 0.6)))).toMatchObject([{ action: 'unchanged' }])
  const series = (await targets()).filter((one) => at(one, 'metric') === 'incident-rate' && at(one, 'path') === 'stepped').map((one) => at(one, 'by'))
  expect(series).toEqual([`${year()}-12-31`, `${later}-12-31`])
})

test('bad lines are held one by one, by name: an unknown metric, a share of 110, an unknown part, a wrong side, a percentage of money', async () => {
  const answer = await bring(
    `metric,segment,target,by\nNRRR,,1,${year()}-12\nnet-revenue-retention,,110,${year()}-12\nnet-revenue-retention,Moon,1.1,${year()}-12\ncsat,,0.1,${year()}-12\nannual-recurring-revenue,,5%,${year()}-12\ncsat,,120%,${year()}-10\nnet-revenue-retention,,120%,${year()}-11\ngross-revenue-retention,,105%,${year()}-11\n`,
    { agree: true },
  )
  expect([at(answer, 'held')].flat().map((one) => [at(one, 'row'), at(one, 'reason')])).toEqual([
    [2, expect.stringContaining('There is no metric “NRRR”')],
    [3, '110 for a share: write 110% or 1.1.'],
    [4, expect.stringContaining('“Moon” is no part of Net revenue retention. Its parts are')],
    [5, expect.stringContaining('wrong side of the baseline')],
    [6, 'A percentage for a metric that counts in money.'],
    [7, expect.stringContaining('is a share of a whole: it lies between 0% and 100%.')],
    [9, expect.stringContaining('Gross revenue retention is a share of a whole')],
  ])
  expect((await owner('POST', '/api/v1/targets/import', { body: { text: 'a,b\n1,2\n' } })).body).toMatchObject({ code: 'not-targets' })
  expect((await owner('POST', '/api/v1/targets/import', { body: {} })).status).toBe(400)
})

test('a part with a target of its own is looked ahead at by itself; a metric of the whole refuses parts by name', async () => {
  expect(lines(await bring(`metric,segment,target,by\ncsat,Mid-market,0.95,${year()}-12-31\n`, { agree: true }))).toMatchObject([
    { action: 'create', state: 'agreed' },
  ])
  const whole = (await owner('GET', '/api/v1/metrics/csat/forecast')).body
  expect(whole['parts']).toEqual(['Enterprise', 'Mid-market'])
  const part = (await owner('GET', '/api/v1/metrics/csat/forecast?segment=Mid-market')).body
  expect(part).toMatchObject({ segment: 'Mid-market', target: { value: 0.95 } })
  expect(at(part, 'points')).not.toEqual(at(whole, 'points'))
  expect((await owner('GET', '/api/v1/metrics/csat/forecast?segment=Moon')).body).toMatchObject({ code: 'unknown-segment' })
  expect((await owner('GET', '/api/v1/metrics/incident-rate/forecast?segment=Moon')).status).toBe(400)
})

test('a part of one dimension is not that of another with the same value, nor held against its target', async () => {
  const ask = async (text: string) => (await owner('GET', `/api/v1/ask?q=${encodeURIComponent(text)}`)).body
  const page = async (key: string, segment: string) => (await owner('GET', `/api/v1/metrics/${key}/forecast?segment=${encodeURIComponent(segment)}`)).body
  expect(await ask('forecast NRR without segment Enterprise')).toMatchObject({
    kind: 'refusal',
    says: 'Net revenue retention without Enterprise is not forecast: only net revenue retention as a whole, or one part of it, is.',
    choices: [{ ask: 'Forecast net revenue retention' }],
  })
  // the metric’s own dimensions begin with plan, so that “Enterprise” alone is the plan wherever it is measured
  const [bare, own, other] = [await page('csat', 'Enterprise'), await page('csat', 'plan=Enterprise'), await page('csat', 'segment=Enterprise')]
  expect([typeof at(bare, 'target', 'value'), at(own, 'target'), at(other, 'target')]).toEqual(['number', at(bare, 'target'), null])
  expect(await ask('are we on track for csat for segment Enterprise')).toMatchObject({ kind: 'refusal', says: expect.stringContaining('no agreed target') })
  expect(await ask('are we on track for csat for plan Enterprise')).toMatchObject({ kind: 'answer' })
  expect((await ask('forecast paying customers'))['sentence']).toMatch(/^Paying customers are expected at /)
})

test('the command line brings sheets in and out and tells how targets stand', async () => {
  const folder = await house.folder('sheets', { 'plan.csv': `KPI;Goal;Due\nTicket rate;0,5;${year()}-12-31\nticket-rate;0.5;${year()}-12-31\n` })
  const tried = await house.cli('targets', 'import', `${folder}/plan.csv`, '--dry-run', '--workspace', 'harborlight')
  expect(tried).toMatchObject({ exit: 1, out: expect.stringMatching(/1 new, 0 changed, 0 unchanged, 1 held; nothing is kept[\s\S]*Line 2 is held/) })
  const { exit, out } = await house.cli('targets', '--workspace', 'harborlight')
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/csat .*Enterprise/) })
  expect((await house.cli('targets', 'export', '--workspace', 'harborlight')).out).toContain('"net-revenue-retention"')
  expect((await house.cli('targets', 'fly', '--workspace', 'harborlight')).exit).toBe(2)
})

test('retention is looked ahead at by rolling contracts, tried on the past, and held against its target; a median over a year is refused by name', async () => {
  const nrr = (await owner('GET', '/api/v1/metrics/net-revenue-retention/forecast')).body
  expect(nrr['forecast']).toMatchObject({ model: 'ledger', says: expect.stringMatching(/Contracts rolled ahead: .* comes up for renewal/) })
  expect(at(nrr, 'aim')).toMatchObject({ status: expect.any(String), runRate: { perPeriod: expect.any(Number) } })
  const [near] = [at(nrr, 'backtest', 'byHorizon')].flat()
  expect(Number(at(near, 'mase'))).toBeLessThan(1.5)
  const part = (await owner('GET', '/api/v1/metrics/net-revenue-retention/forecast?segment=Enterprise')).body
  expect(part).toMatchObject({ segment: 'Enterprise', forecast: { model: expect.anything() } })
  const arr = (await owner('GET', '/api/v1/metrics/annual-recurring-revenue/forecast')).body
  expect(at(arr, 'forecast', 'model')).toBe('ledger')
  const slo = (await owner('GET', '/api/v1/metrics/slo-attainment/forecast')).body
  expect(at(slo, 'forecast', 'model')).toBe('window')
  expect(at(slo, 'backtest')).toMatchObject({ origins: expect.any(Number), byHorizon: expect.arrayContaining([expect.objectContaining({ horizon: 1 })]) })
  expect(slo['method']).toContain('Tried on the past from')
  const cycle = (await owner('GET', '/api/v1/metrics/cycle-time/forecast')).body
  expect(cycle['forecast']).toMatchObject({ model: null, reason: 'unsupported', says: expect.stringContaining('Windows of 12 months overlap') })
})

test('a target of a share stays within the whole, however it is set, moved or brought in', async () => {
  const held = { status: 400, body: { detail: expect.stringContaining('is a share of a whole: it lies between 0% and 100%.') } }
  const entry = async (metricKey: string) => at((await owner('GET', `/api/v1/metrics?metricKey=${metricKey}`)).body, 'items', 0, 'id')
  const csat = await entry('csat')
  const draft = { name: 'CSAT', metric: csat, direction: 'up', baseline: 0.7, target: 0.9, by: `${year()}-08-31`, kind: 'committed', segment: 'SMB' }
  const post = (more: Readonly<Record<string, unknown>>) => owner('POST', '/api/v1/metricTargets', { body: { ...draft, ...more } })
  expect(await post({ target: 1.2 })).toMatchObject(held)
  expect(await post({ floor: 80 })).toMatchObject({ ...held, body: { at: { field: 'floor' } } })
  const { body: set } = await post({})
  const on = (verb: string, body: Readonly<Record<string, unknown>>) => owner('POST', `/api/v1/metricTargets/${String(set['id'])}/${verb}`, { body })
  expect(await on('edit', { target: 1.2 })).toMatchObject(held)
  expect((await on('agree', {})).status).toBe(200)
  expect(await on('revise', { target: 1.4, reason: 'More.' })).toMatchObject(held)
  expect((await on('revise', { target: 0.95, reason: 'More.' })).status).toBe(200)
  const moved = await bring(`metric,segment,target,by\ncsat,SMB,1.3,${year()}-08-31\n`, { dryRun: true })
  expect(at(moved, 'held')).toMatchObject([{ row: 2, reason: expect.stringContaining('is a share of a whole') }])
  expect((await owner('GET', '/api/v1/metrics/csat/target-check?target=1.2')).status).toBe(400)
  const nrr = { metric: await entry('net-revenue-retention'), target: 1.2, baseline: 1 }
  expect((await post(nrr)).status).toBe(201)
})

test('in a workspace without a single row the rule is the same', async () => {
  await house.company('blank')
  const visit = await ownerOf(house, 'blank')
  const metric = at((await visit('GET', '/api/v1/metrics?metricKey=csat')).body, 'items', 0, 'id')
  const body = { name: 'CSAT', metric, direction: 'up', target: 1.2 }
  expect((await visit('GET', '/api/v1/metrics/csat/target-check?target=1.2')).status).toBe(400)
  expect((await visit('POST', '/api/v1/metricTargets', { body })).body).toMatchObject({ detail: expect.stringContaining('is a share of a whole') })
  expect((await visit('POST', '/api/v1/metricTargets', { body: { ...body, target: 0.9 } })).status).toBe(201)
})
