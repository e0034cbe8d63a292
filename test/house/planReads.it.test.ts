import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inPlace, type Aside } from '#flows/planning/aside.ts'
import { operatorTools } from '../../src/house/operator.ts'
import { createSample } from '../../src/house/sampleCompany.ts'
import { at, baseUrl, testHouse, type TestHouse } from './testHouse.ts'
import { ownerOf, type Visitor } from './visitor.ts'

/** `throughline plan <word> --workspace W`: the plan of the made-up company for scripts and for people, over the flows of the pages. */
let house: TestHouse
let owner: Visitor
beforeAll(async () => {
  house = await testHouse()
  await createSample(house.app)
  owner = await ownerOf(house, 'harborlight')
})
afterAll(() => house.stop())

const plan = (...words: readonly string[]) => house.cli('plan', ...words, '--workspace', 'harborlight')
const words = [
  'goals',
  'priorities',
  'dependencies',
  'forecasts',
  'chances',
  'chance-record',
  'capacity',
  'kept',
  'allocation',
  'health',
  'opportunities',
  'releases',
] as const

describe.each(words)('plan %s', (word) => {
  test('answers a script as REST answers a page', async () => {
    const told = await house.json('plan', word, '--workspace', 'harborlight')
    expect(told).toEqual((await owner('GET', `/api/v1/plan/${word}`)).body)
  })

  test('shows people a table of what it found', async () => {
    const { exit, out, err } = await plan(word)
    expect([exit, err]).toEqual([0, ''])
    expect(out).not.toMatch(/undefined|NaN|\[object|null/)
    expect(heads(out)).toMatchSnapshot()
  })

  test('answers as of a day, and refuses what is none', async () => {
    const past = await plan(word, '--as-of', '2019-01-01')
    if (word === 'kept') expect(past.err).toMatch('No quarter has been committed yet.')
    else expect([past.exit, past.err]).toEqual([0, ''])
    const { exit, err } = await plan(word, '--as-of', '2027-02-30')
    expect([exit, err]).toEqual([1, 'throughline: “2027-02-30” is neither a day nor an instant. Write asOf=2026-11-16 or asOf=2026-11-16T09:00:00Z.'])
  })
})

test('a slip, the changes since a day and a scenario are read the same way', async () => {
  const slip = await house.json('plan', 'slip', '--bet', 'INI-2', '--days', '21', '--workspace', 'harborlight')
  expect(slip).toEqual((await owner('GET', '/api/v1/plan/slip?bet=INI-2&days=21')).body)
  expect((await plan('slip', '--bet', 'INI-2')).out).toMatch(/^INI-2 .* lands 14 days later\.\n\nkey +moves/)
  const since = house.app.clock.now().slice(0, 10)
  const changed = await house.json('plan', 'changes', '--since', since, '--workspace', 'harborlight')
  expect(changed).toEqual((await owner('GET', `/api/v1/plan/changes?since=${since}`)).body)
  const told = await house.json('plan', 'scenarios', '--lock-out', 'INI-1', '--seconds', '2', '--workspace', 'harborlight')
  const keys = (of: unknown): unknown[] => [of].flat().map((one) => at(one, 'key'))
  expect(keys(at(told, 'best', 'dropped'))).toContain('INI-1')
  expect(keys(at(told, 'best', 'dropped'))).toContain('INI-13') // declined
  expect((await plan('scenarios', '--lock-in', 'INI-13', '--seconds', '2')).out).toMatch(/\nINI-13 +Custom report builder +\d{4}-Q\d/)
})

test('the scenarios of the sample are branches that were worth then what they are worth now, and one keeps every rule of its bets', async () => {
  const kept = await Promise.all(['SCN-1', 'SCN-2'].map((key) => house.json('plan', 'scenario', '--scenario', key, '--workspace', 'harborlight')))
  expect(kept[0]).toEqual((await owner('GET', '/api/v1/plan/scenarios/SCN-1')).body)
  for (const told of kept) {
    expect(at(told, 'state')).toBe('solved')
    expect(Number(at(told, 'kept', 'value'))).toBeCloseTo(Number(at(told, 'then', 'value')), -1)
    expect([at(told, 'merge', 'squads')].flat().length).toBeGreaterThan(0)
  }
  expect((await plan('scenario', '--scenario', 'SCN-1')).out).toMatch(/Adopting it changes:\n {2}INI-\d/)
  const moved = await house.json(
    'plan',
    'scenarios',
    '--people',
    `Connect>Identity=2@${String(at(kept[0], 'periods', 1))}`,
    '--seconds',
    '2',
    '--workspace',
    'harborlight',
  )
  const weeks = (answer: unknown, side: string, squad: string): number =>
    Number(at([at(answer, side, 'load')].flat().filter((one) => at(one, 'squad') === squad)[1], 'capacity'))
  expect(weeks(moved, 'best', 'Identity')).toBeGreaterThan(weeks(moved, 'today', 'Identity') + 10)
  expect(weeks(moved, 'best', 'Connect')).toBeLessThan(weeks(moved, 'today', 'Connect') - 10)
  expect((await plan('scenarios', '--people', 'Connect>Identity=99@2040-Q1')).err).toMatch('has a capacity plan from 2040-Q1 on')
})

test('adopting a scenario moves its bets and its people in one step, and undoing it moves them back', async () => {
  const before = (await owner('GET', '/api/v1/plan/scenarios/SCN-1')).body
  const decider = at((await owner('GET', '/api/v1/me')).body, 'member', 'id')
  const question = { question: 'Do we put retention first?', options: [{ name: 'Yes' }, { name: 'No' }], class: 'team', decider }
  const decision = String(at((await owner('POST', '/api/v1/decisions', { body: question })).body, 'id'))
  const reviewOn = `${Number(house.app.clock.now().slice(0, 4)) + 1}-01-15`
  const taken = { chosen: 'Yes', rationale: 'Losses weigh more.', reviewOn, noAssumptions: true }
  expect((await owner('POST', `/api/v1/decisions/${decision}/decide`, { body: taken })).status).toBe(200)
  expect(at((await owner('POST', '/api/v1/scenarios/SCN-1/adopt', { body: { decision } })).body, 'state')).toBe('adopted')
  const record = async () => {
    const [bets, squads] = [[at(before, 'merge', 'bets')].flat(), [at(before, 'merge', 'squads')].flat()]
    const read = async (noun: string, line: unknown, field: string) => at((await owner('GET', `/api/v1/${noun}/${String(at(line, 'key'))}`)).body, field)
    return [
      ...(await Promise.all(bets.map((line) => read('initiatives', line, 'timeframe')))),
      ...(await Promise.all(squads.map((line) => read('capacityPlans', line, 'headcount')))),
    ]
  }
  const side = (name: string): unknown[] => [...[at(before, 'merge', 'bets')].flat(), ...[at(before, 'merge', 'squads')].flat()].map((line) => at(line, name))
  expect(await record()).toEqual(side('to'))
  expect(at((await owner('GET', '/api/v1/plan/scenarios/SCN-1')).body, 'merge')).toMatchObject({ bets: [], lacks: 'It is adopted.' })
  const [newest] = [at((await owner('GET', '/api/v1/scenarios/SCN-1/history')).body, 'items')].flat()
  expect((await owner('POST', `/api/v1/changes/${String(at(newest, 'seq'))}/undo`)).status).toBe(200)
  expect(await record()).toEqual(side('from'))
})

test('a flag of another word, an unknown bet and a squad without weeks are refused with what to write', async () => {
  const said = async (...given: readonly string[]) => {
    const { exit, err } = await plan(...given)
    return `${exit} ${err.slice('throughline: '.length)}`
  }
  expect(await said('goals', '--method', 'rice')).toBe('2 “plan goals” takes no --method. throughline plan goals [--as-of DATE]')
  expect(await said('priorities', '--method', 'best')).toMatch(/^1 “best” is not a score\. There are cd3, /)
  expect(await said('priorities', '--quarters', '0')).toBe('2 --quarters is a whole number from 1 to 8, not “0”.')
  expect(await said('slip')).toMatch(/^2 Name the bet that slips with --bet\./)
  expect(await said('slip', '--bet', 'INI-999')).toBe('1 There is no bet “INI-999”.')
  expect(await said('changes')).toBe('2 Say since when: --since 2027-01-01.')
  expect(await said('scenarios', '--move', 'Platform')).toMatch(/^2 --move names squads with their weeks/)
  expect(await said('scenarios', '--lock-in', 'INI-2', '--lock-out', 'INI-2')).toBe('1 INI-2 is locked in and locked out. Keep one of the two.')
  expect((await owner('POST', '/api/v1/plan/scenarios', { body: { lockedIn: ['nobody'] } })).body).toMatchObject({
    status: 400,
    detail: 'The lock “nobody” is no bet.',
  })
  expect(await said('scenarios', '--as-of', '2026-01-01')).toMatch(/^2 A scenario is of today/)
  expect(await said('roadblocks')).toMatch(/^2 “roadblocks” is not planned\. There are goals, /)
})

test('its help lists every word', async () => {
  expect((await house.cli('plan', '--help')).out).toMatchSnapshot()
})

/** The heads of tables and nothing of their rows, which are those of the sample company. */
const heads = (out: string): string[] => [
  ...new Set(out.split('\n\n').flatMap((part) => /^(?:key|rank|at|kind of work|squad|thrash by) .*/.exec(part)?.[0].replaceAll(/ {2,}/g, ' | ') ?? [])),
]

test('the long work of a command is done where it is handed to, so that a server serves others meanwhile', async () => {
  const done: string[] = []
  const aside: Aside = {
    ...inPlace,
    sureness: (asked) => (done.push('sureness'), inPlace.sureness(asked)),
    played: (asked) => (done.push('played'), inPlace.played(asked)),
  }
  const { planReads } = operatorTools(house.app, house.cwd, baseUrl, aside)
  const scope = await house.app.workspaces.operate('harborlight', 'cli')
  await planReads.priorities(scope, {})
  expect(done).toEqual(['sureness'])
  await planReads.forecasted(scope)
  expect(done).toEqual(['sureness', 'played'])
})
