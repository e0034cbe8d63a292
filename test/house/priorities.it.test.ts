import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, ownerOf, type Answer, type Visitor } from './visitor.ts'

/** Scores of the workspace’s own, Kano, and what customers say, over REST as pages ask. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const ranking = async (method: string): Promise<Answer['body']> => (await owner('GET', `/api/v1/plan/priorities?method=${method}`)).body
const post = (path: string, body: unknown = {}): Promise<Answer> => owner('POST', `/api/v1/${path}`, { body })
const betOf = (answer: Answer['body'], key: string): unknown => [answer['bets']].flat().find((bet) => at(bet, 'key') === key)
const inputOf = (bet: unknown, name: string): unknown => [at(bet, 'inputs')].flat().find((input) => at(input, 'name') === name)
const ids = (answer: Answer['body']): unknown[] => [answer['scores']].flat().map((score) => at(score, 'id'))

const every = ['cd3', 'rice', 'wsjf', 'ice-product', 'ice-mean', 'ice-sum', 'kano', 'opportunity', 'weighted', 'trade-off', 'SFM-1']

test.each(every)('%s ranks, draws its cut line and says where its order flips; the forms of ICE never stand side by side', async (method) => {
  const answer = await ranking(method)
  const bets = [answer['bets']].flat()
  const values = bets.flatMap((bet) => (at(bet, 'scores', method, 'value') === null ? [] : [Number(at(bet, 'scores', method, 'value'))]))
  expect(answer['method']).toBe(method)
  expect(values).toEqual(values.toSorted((a, b) => b - a))
  expect(values.length).toBeGreaterThan(4)
  expect(bets.some((bet) => [at(bet, 'flips')].flat().some((flip) => at(flip, 'at') !== null))).toBe(true)
  expect(at(answer['cut'], 'used')).toBeLessThanOrEqual(Number(at(answer['cut'], 'capacity')))
  expect(ids(answer).filter((id) => String(id).startsWith('ice-'))).toHaveLength(1)
})

test('ICE without a form is the product', async () => expect((await ranking('ice'))['method']).toBe('ice-product'))

test('a formula turned upside down turns its ranking: tau is -1, and first and last change places', async () => {
  const turned = '0 - coalesce(revenue, value) * confidence / max(effort, 0.5)'
  const { movers, scored, tau } = (await post('plan/formulas', { formula: turned, against: 'SFM-1', dryRun: true })).body
  expect([scored, tau]).toEqual([11, -1])
  const [first, last] = [[movers].flat().find((one) => at(one, 'from') === 1), [movers].flat().find((one) => at(one, 'from') === 11)]
  expect([at(first, 'to'), at(last, 'to')]).toEqual([11, 1])
})

test('what customers answered gives a class, ranks the bet, and tells of a must-be that does not fit', async () => {
  const answer = await ranking('kano')
  const sso = betOf(answer, 'INI-1')
  expect(at(sso, 'scores', 'kano')).toMatchObject({ band: 'must-be', missing: [] })
  expect(at(sso, 'kano')).toMatchObject({ n: 24, category: 'M' })
  expect(inputOf(sso, 'displeases')).toMatchObject({ source: 'customers', limit: 90, stale: null })
  expect(at(betOf(answer, 'INI-7'), 'scores', 'kano')).toMatchObject({ value: null, band: 'reverse' })
  const engine = betOf(answer, 'INI-2')
  for (const respondent of ['Ada', 'Ben', 'Cyd'])
    await post('kanoAnswers', {
      initiative: at(engine, 'id'),
      respondent,
      functional: 'expect',
      dysfunctional: 'dislike',
      answeredOn: house.app.clock.now().slice(0, 10),
    })
  const told = betOf(await ranking('cd3'), 'INI-2')
  expect(at(told, 'kano')).toMatchObject({ n: 3, category: 'M' })
  expect(at(told, 'flags')).toContain('Customers call INI-2 a must-be, and it is below the line.')
  const twice = await post('kanoAnswers', {
    initiative: at(engine, 'id'),
    respondent: 'Ada',
    functional: 'like',
    dysfunctional: 'like',
    answeredOn: '2026-11-01',
  })
  expect(twice.status).not.toBe(200)
})

test('the lines of a survey are taken all or none, each fault with its line; who answers again is brought up to date', async () => {
  const bet = 'INI-10'
  const paste = (text: string) => post('plan/kano', { bet, text, basis: 'October survey' })
  const told = async (): Promise<unknown> => at(betOf(await ranking('kano'), bet), 'kano')
  const broken = await paste('respondent;functional;dysfunctional\nAda;I like it;3\nBen;yes;2\n;like;like\nCyd;like;dislike;2999-01-01')
  expect([broken.status, broken.body['detail']]).toEqual([
    400,
    'Line 3: “yes” is no answer. Line 4: it does not say who answered. Line 5: 2999-01-01 is ahead.',
  ])
  expect(await told()).toBeNull()
  const first = await paste('respondent;functional;dysfunctional\nAda;I like it;3\n"Quay; Bank";I expect it;I dislike it\nada;like;can live with it')
  expect(first.body).toEqual({ answers: 2, created: 2, updated: 0, repeated: 1 })
  expect((await paste('Ada,5,1')).body).toEqual({ answers: 1, created: 0, updated: 1, repeated: 0 })
  expect(await told()).toMatchObject({ n: 2, counts: { R: 1, M: 1 } })
  await post('kanoAnswers', {
    initiative: at(betOf(await ranking('kano'), bet), 'id'),
    respondent: 'Dov',
    functional: 'like',
    dysfunctional: 'neutral',
    answeredOn: '2026-11-01',
  })
  expect((await paste('Eve,1,3\nDov,1,3')).body['detail']).toMatch(/^Line 2: “Dov” has an answer already, KAN-\d+\./)
  expect(await told()).toMatchObject({ n: 3 })
  expect((await paste('   ')).body['detail']).toBe('There is no answer in it.')
})

test('importance and satisfaction are read from a survey where nobody judged them, and stand beside a judgement until that is put away', async () => {
  const answer = await ranking('opportunity')
  expect(inputOf(betOf(answer, 'INI-1'), 'importance')).toMatchObject({ source: 'customers', value: 9.1, from: expect.stringContaining('86 asked') })
  expect(Number(at(inputOf(betOf(answer, 'INI-1'), 'revenue'), 'value'))).toBeGreaterThan(0)
  const judged = inputOf(betOf(answer, 'INI-8'), 'importance')
  expect(judged).toMatchObject({ source: 'judgement', value: 8, instead: { from: expect.stringMatching(/accounts heard$/) } })
  expect((await post(`scoreInputs/${String(at(judged, 'row', 'id'))}/archive`)).status).toBe(200)
  expect(inputOf(betOf(await ranking('opportunity'), 'INI-8'), 'importance')).toMatchObject({ source: 'customers', value: at(judged, 'instead', 'value') })
})

test('a formula is kept once it can be read, told where it cannot, and a past day ranks by the formula of that day', async () => {
  const fault = await post('plan/formulas', { name: 'Ours', formula: 'reach * impct', means: '' })
  expect([fault.status, fault.body['detail']]).toEqual([400, 'Character 9: No bet has an input “impct”.'])
  expect((await post('plan/formulas', { name: 'Ours', formula: '(reach * impact', means: '' })).body['detail']).toBe(
    'Character 16: “)” is expected before the end.',
  )
  expect((await post('plan/formulas', { name: 'Ours', formula: '4 + 4', means: '' })).status).toBe(400)
  expect((await post('scoreFormulas', { name: 'Ours', formula: 'reach *' })).status).not.toBe(200)
  const seen = (await post('plan/formulas', { name: 'Ours', formula: 'reach + effort', means: '', dryRun: true, against: 'rice' })).body
  expect(seen).toMatchObject({ reads: ['reach', 'effort'], against: 'rice', doubts: ['“+” joins people or accounts and person-months.'], scored: 11, of: 11 })
  const kept = (await post('plan/formulas', { name: 'Ours', formula: 'reach / max(effort, 0.5)', means: 'By reach alone.' })).body
  const key = String(kept['key'])
  expect((await post('plan/formulas', { name: 'Ours', formula: 'reach', means: '' })).status).toBe(409)
  expect(ids(await ranking('rice'))).toContain(key)
  const again = await post('plan/formulas', { id: kept['id'], version: kept['version'], name: 'Ours', formula: 'reach * impact', means: '' })
  expect(again.body).toMatchObject({ formula: 'reach * impact', version: Number(kept['version']) + 1 })
  expect((await post('plan/formulas', { id: kept['id'], version: kept['version'], name: 'Ours', formula: 'reach', means: '' })).status).toBe(412)
  const past = (await owner('GET', `/api/v1/plan/priorities/INI-1/history?method=${key}`)).body
  expect([past['items']].flat().map((one) => at(one, 'value') === null)).toEqual([true, true, true, true, true, false])
  const ours = (await owner('GET', `/api/v1/plan/priorities/INI-1/history?method=SFM-1`)).body
  expect([ours['items']].flat().filter((one) => at(one, 'value') !== null).length).toBeGreaterThan(1)
})

test('weights of a trade-off are not negative and sum to 1; another set ranks beside the usual one, and its movers are told before', async () => {
  const kept = (formula: string, dryRun = true): Promise<Answer> =>
    post('plan/formulas', { name: 'Growth first', formula, means: '', against: 'trade-off', dryRun })
  expect((await kept('0.5 * growth + 0.4 * cost')).body['detail']).toBe('Character 1: The weights sum to 0.9, not to 1.')
  expect((await kept('0.3333 * growth + 0.3333 * retention + 0.335 * risk')).body['detail']).toBe('Character 1: The weights sum to 1.002, not to 1.')
  expect((await kept('0.3333 * growth + 0.3333 * retention + 0.3333 * risk')).status).toBe(200)
  expect((await kept('1.2 * growth - 0.2 * risk')).body['detail']).toBe('Character 1: The weight of risk is negative; 1 is the good end of every axis.')
  const { movers, scored } = (await kept('0.8 * growth + 0.2 * retention')).body
  expect([scored, at([movers].flat()[0], 'key')]).toEqual([11, expect.stringMatching(/^INI-/)])
  expect((await kept('min(growth, retention)')).status).toBe(200)
  const own = String((await kept('0.8 * growth + 0.2 * retention', false)).body['key'])
  expect(ids(await ranking('trade-off'))).toContain(own)
})

test('the history of a score tells which input moved it, by whom and why; a metric or another bet stands for itself', async () => {
  const before = betOf(await ranking('rice'), 'INI-9')
  const confidence = Number(at(inputOf(before, 'confidence'), 'value'))
  expect((await post(`initiatives/${String(at(before, 'id'))}/edit`, { confidence: confidence / 2 })).body).toMatchObject({ confidence: confidence / 2 })
  const items = [(await owner('GET', '/api/v1/plan/priorities/INI-9/history?method=rice')).body['items']].flat()
  expect(at(items[0], 'causes')).toEqual([])
  expect([at(items.at(-1), 'causes')].flat().find((cause) => at(cause, 'input') === 'confidence')).toMatchObject({
    to: confidence / 2,
    by: 'person',
    who: 'Vera Lindqvist',
    on: house.app.clock.now().slice(0, 10),
  })
})

test('the first of a ranking are sent with what all say, and any other bet by itself', async () => {
  const all = await ranking('rice')
  const bets = [all['bets']].flat()
  expect(all['summary']).toMatchObject({ of: bets.length, leads: at(bets[0], 'title') })
  expect((await owner('GET', '/api/v1/plan/priorities?method=rice&first=2')).body).toEqual({ ...all, bets: bets.slice(0, 2) })
  const path = `/api/v1/plan/priorities/${String(at(bets[4], 'key'))}?method=rice`
  expect((await owner('GET', path)).body).toEqual({ bet: bets[4], before: at(bets[3], 'key') })
  expect((await owner('GET', '/api/v1/plan/priorities/INI-9999')).body).toMatchObject({ status: 404, code: 'not-ranked' })
})

test('who may only look keeps no formula and adds no answer, and sees the ranking', async () => {
  const { visit } = await invited(house, owner, 'viewer')
  expect((await visit('POST', '/api/v1/plan/formulas', { body: { name: 'Mine', formula: 'reach', means: '' } })).status).toBe(403)
  const answer = (await visit('GET', '/api/v1/plan/priorities?method=kano')).body
  const body = { initiative: at(betOf(answer, 'INI-1'), 'id'), respondent: 'Me', functional: 'like', dysfunctional: 'dislike', answeredOn: '2026-11-01' }
  expect((await visit('POST', '/api/v1/kanoAnswers', { body })).status).toBe(403)
  expect(at(betOf(answer, 'INI-1'), 'kano', 'n')).toBe(24)
  expect(JSON.stringify((await visit('GET', '/api/v1/kanoAnswers?limit=5')).body)).not.toContain('Administrator')
})
