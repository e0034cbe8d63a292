import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setClock } from '../../src/platform/clock.ts'
import { at, testHouse, type TestHouse } from './testHouse.ts'
import { invited, keyed, ownerOf, type Answer, type Visitor } from './visitor.ts'

/** A scoring round through every door: until it is revealed, what somebody gave is nowhere to be read, by nobody. */
const clock = setClock('2026-11-16T08:00:00.000Z')
const [word, reach] = ['CANARY-sealed-word', 987_654_321]
let house: TestHouse
let owner: Visitor
let raters: { readonly visit: Visitor; readonly member: string }[]
let bets: string[]
let round: string
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.company('harborlight')
  owner = await ownerOf(house, 'harborlight')
  raters = []
  for (const name of ['Ana Lund', 'Ben Holt', 'Cleo Marsh', 'Dov Reyes']) raters.push(await invited(house, owner, 'contributor', name))
  bets = []
  for (const title of ['Sign in once', 'Export that keeps its shape']) bets.push(String((await post(owner, 'initiatives', { title })).body['id']))
  const terms = { title: 'Reach of the next quarter', method: 'rice', bets, participants: raters.map(({ member }) => member), due: '2026-11-18' }
  round = String((await post(owner, 'scoringRounds', terms)).body['id'])
  await post(owner, `scoringRounds/${round}/open`)
})
afterAll(() => house.stop())

const post = (who: Visitor, path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  who('POST', `/api/v1/${path}`, { body, headers })
const shown = async (who: Visitor = owner, query = ''): Promise<Answer['body']> => (await who('GET', `/api/v1/plan/rounds/${round}${query}`)).body
const rice = (value: number, impact = 2) => [
  { factor: 'reach', value },
  { factor: 'impact', value: impact },
]
const give = (n: number, bet: number, more: object) => post(raters[n]?.visit ?? owner, `scoringRounds/${round}/score`, { bet: bets[bet], ...more })
const [hidden, told] = [(text: string) => expect(text).not.toMatch(/CANARY|987654321|987,654,321/), (text: string) => expect(text).toMatch(/CANARY|987654321/)]

describe('while a round is open', () => {
  test('each gives alone; a repeat of the request, a fault and the answer itself show nothing of it', async () => {
    const body = { bet: bets[0], figures: rice(reach), note: word }
    const key = { 'idempotency-key': 'once' }
    const [first, again] = [
      await post(raters[0]?.visit ?? owner, `scoringRounds/${round}/score`, body, key),
      await post(raters[0]?.visit ?? owner, `scoringRounds/${round}/score`, body, key),
    ]
    expect([first.status, again.status]).toEqual([200, 200])
    for (const answer of [first, again]) hidden(answer.text)
    expect((await give(1, 0, { figures: rice(100) })).status).toBe(200)
    expect((await give(1, 1, { noOpinion: true })).status).toBe(200)
    expect((await give(2, 0, { figures: rice(200, 3) })).status).toBe(200)
    expect((await give(2, 0, { figures: rice(7) })).status).toBe(200) // the last word counts
    expect((await give(2, 0, { figures: rice(-1) })).body['detail']).toBe('Reach is not negative.')
    expect((await post(owner, `scoringRounds/${round}/score`, { bet: bets[0], figures: rice(1) })).body['detail']).toBe('You are not asked in this round.')
  })

  test('Today asks each for what they have not given, and nobody else', async () => {
    const asked = async (who: Visitor) => [(await who('GET', '/api/v1/today')).body['needs']].flat().filter((need) => at(need, 'kind') === 'score')
    const visit = (n: number): Visitor => raters[n]?.visit ?? owner
    expect(await asked(visit(0))).toMatchObject([{ noun: 'scoringRound', id: round, title: 'Your figures: Reach of the next quarter', due: '18 Nov 2026' }])
    expect(at((await asked(visit(0)))[0], 'says')).toMatch(/^RND-1 · 1 of 2 bets still to score;/)
    expect(at((await asked(visit(3)))[0], 'says')).toMatch(/^RND-1 · 2 bets to score;/)
    for (const who of [visit(1), owner]) expect(await asked(who)).toEqual([])
  })

  test('everybody sees how far each is, and not whether they had an opinion', async () => {
    for (const who of [owner, raters[0]?.visit ?? owner]) {
      const { people, bets: items, agreement } = await shown(who)
      expect([people].flat().map((one) => [at(one, 'state'), at(one, 'answered'), at(one, 'of')])).toEqual([
        ['sealed', 1, 2],
        ['sealed', 2, 2],
        ['sealed', 1, 2],
        ['waiting', 0, 2],
      ])
      expect([items].flat().map((one) => at(one, 'vote'))).toEqual([null, null])
      expect(agreement).toBeNull()
    }
    expect((await shown(raters[1]?.visit))['mine']).toEqual({ answered: 2, of: 2, isSealed: true })
  })

  test('no page, list, single record, history, search, export or past day shows a figure or a word, to the owner and to who gave it', async () => {
    for (const who of [owner, raters[0]?.visit ?? owner]) {
      const [first] = [(await who('GET', '/api/v1/ballots')).body['items']].flat()
      const id = String(at(first, 'id'))
      for (const path of [
        'ballots',
        'ballots?limit=500&archived=true',
        'ballots?asOf=2026-11-16',
        `ballots/${id}`,
        `ballots/${id}?asOf=2026-11-16T09:00:00Z`,
        `ballots/${id}/history`,
        `scoringRounds/${round}`,
        `scoringRounds/${round}/history`,
        `plan/rounds/${round}`,
        `plan/rounds/${round}?asOf=2026-11-16`,
        'changes?limit=1000',
        'changes?noun=ballot',
        'scoreInputs',
        'plan/priorities?method=rice',
        'today',
        `search?q=${word}`,
        `search?q=${reach}`,
        'export/ballots?format=csv',
        'export/ballots?format=json',
      ])
        hidden((await who('GET', `/api/v1/${path}`)).text)
      expect([(await who('GET', `/api/v1/search?q=${word}`)).body['items']].flat().filter(Boolean)).toEqual([])
    }
    expect((await owner('GET', '/api/v1/ballots')).text).toContain('"held":null')
  })

  test('nobody counts, sorts or filters by what is sealed, and nobody writes or takes back a ballot by hand', async () => {
    const [first] = [(await owner('GET', '/api/v1/ballots')).body['items']].flat()
    const id = String(at(first, 'id'))
    for (const query of ['held=1', 'sort=held', `filter[held]=${reach}`, 'filter={"held":1}', `search=${word}`]) {
      const answer = await owner('GET', `/api/v1/ballots?${query}`)
      if (answer.status === 200) expect([query, at(answer.body, 'total')]).toEqual([query, query.startsWith('search') ? 0 : 4])
      hidden(answer.text.replace(/“[^”]*”/g, ''))
    }
    for (const verb of ['seal', 'unseal', 'edit', 'archive', 'create'])
      expect((await post(owner, verb === 'create' ? 'ballots' : `ballots/${id}/${verb}`, { due: '2026-11-18' })).status).toBeGreaterThanOrEqual(400)
    const lines = [(await owner('GET', '/api/v1/changes?noun=ballot&limit=100')).body['items']].flat()
    const sealed = lines.find((line) => at(line, 'verb') === 'seal')
    expect(at(sealed, 'after', 'held')).toBe('(secret)')
    const undone = await post(owner, `changes/${String(at(sealed, 'seq'))}/undo`)
    expect(undone.body['detail']).toContain('done by the system and cannot be undone by hand')
  })

  test('an assistant, the command line, a folder of exports and the live feed tell nothing', async () => {
    const { text } = await keyed(house, owner, 'read')
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_ballots', arguments: {} } }
    const mcp = await owner('POST', '/api/mcp', { body: call, headers: { accept: 'application/json, text/event-stream', authorization: `Bearer ${text}` } })
    expect(mcp.text).toContain('sealed')
    hidden(mcp.text)
    hidden((await house.cli('ballot', 'list', '--workspace', 'harborlight', '--json')).out)
    await house.json('export', '--out', 'out', '--workspace', 'harborlight')
    const file = await readFile(join(house.cwd, 'out', 'records', 'ballot.json'), 'utf8')
    expect(file).toContain('"sealed"')
    hidden(file)
    const heard: unknown[] = []
    const [workspace] = await house.app.workspaces.list()
    const scope = await house.app.workspaces.system(workspace?.id ?? '', 'Listener')
    const stop = scope.listen((line) => heard.push(line))
    await give(0, 1, { figures: rice(reach, 3), note: word })
    await house.app.ground.live.drain(scope.workspace.id)
    stop()
    expect(heard).toHaveLength(1)
    hidden(JSON.stringify(heard))
  })

  test('no view that is shared shows a ballot', async () => {
    const asked = { name: 'Ballots', audience: 'executive', subject: 'list', of: 'ballot' }
    const open = await post(owner, 'sharing/preview', asked)
    expect(open.status).toBe(200)
    hidden(open.text)
    const named = await post(owner, 'sharing/preview', { ...asked, columns: ['held'] })
    expect(named.text).not.toContain('held')
    hidden(named.text)
    const { body } = await post(owner, 'sharing/links', asked)
    const seen = await owner('GET', `/api/v1/shared/${String(body['link']).split('/').at(-1)}`)
    expect(seen.status).toBe(200)
    hidden(seen.text)
  })

  test('of all that the database keeps, one sealed column alone holds it', async () => {
    await house.app.ground.pool.read({ workspace: (await house.app.workspaces.list())[0]?.id ?? '' }, async (tx) => {
      const names = ['change', 'outbox', 'idempotency', 'said', 'scoring_round', 'score_input', 'initiative']
      for (const name of names) {
        const { rows } = await tx.query(`select coalesce(json_agg(t), '[]')::text as all from app.${name} t`)
        expect(rows).toHaveLength(1)
        hidden(JSON.stringify(rows))
      }
      const { rows } = await tx.query(`select (to_jsonb(t) - 'held')::text as rest, held::text as held from app.ballot t order by id`)
      for (const row of rows) hidden(String(row['rest']))
      expect(JSON.stringify(rows.map((row) => row['held']))).toContain(word)
    })
  })
})

describe('once it is revealed', () => {
  test('it takes a closed round; after that nobody gives figures', async () => {
    expect((await post(owner, `scoringRounds/${round}/reveal`)).body['detail']).toBe('It is open; a round is closed before it is revealed.')
    clock.advance(3 * 86_400_000) // a day after it was due
    await give(1, 1, { figures: rice(50) })
    expect((await post(owner, `scoringRounds/${round}/close`)).status).toBe(200)
    expect((await give(3, 0, { figures: rice(5) })).body['detail']).toBe('It is closed; figures are given while it is open.')
    expect((await post(raters[0]?.visit ?? owner, `scoringRounds/${round}/reveal`)).status).toBe(403)
    clock.advance(1000)
    expect((await post(owner, `scoringRounds/${round}/reveal`)).status).toBe(200)
  })

  test('everybody reads what each gave; late and absent are states of their own and count as what they are', async () => {
    const { bets: items, people, agreement } = await shown()
    expect([people].flat().map((one) => at(one, 'state'))).toEqual(['counted', 'counted', 'counted', 'absent'])
    const [first, second] = [[items].flat().find((one) => at(one, 'id') === bets[0]), [items].flat().find((one) => at(one, 'id') === bets[1])]
    const words = (bet: unknown) => [at(bet, 'vote', 'raters')].flat().map((one) => at(one, 'word'))
    expect(words(first)).toEqual(['scored', 'scored', 'scored', 'absent'])
    expect(words(second)).toEqual(['scored', 'late', 'absent', 'absent'])
    expect(at(first, 'vote', 'factors', 0)).toMatchObject({ factor: 'reach', n: 3, median: 100, low: 7, high: reach, isSplit: true })
    expect(at(second, 'vote', 'factors', 0)).toMatchObject({ n: 2, median: null, spread: null, isSplit: false })
    expect(agreement).toEqual({ w: null, of: 0, leftOut: 4 })
    told((await raters[3]?.visit('GET', '/api/v1/ballots'))?.text ?? '')
  })

  test('a day before the reveal still shows nothing', async () => {
    for (const path of ['ballots?asOf=2026-11-17', `plan/rounds/${round}?asOf=2026-11-17`]) hidden((await owner('GET', `/api/v1/${path}`)).text)
    const then = await shown(owner, '?asOf=2026-11-17')
    expect([then['bets']].flat().map((one) => at(one, 'vote'))).toEqual([null, null])
  })

  test('a second vote asks about some bets and is as sealed as the first', async () => {
    expect((await post(owner, `scoringRounds/${round}/voteAgain`, { bets: [bets[0]], due: '2026-11-25' })).status).toBe(200)
    await give(3, 0, { figures: rice(424_242_424), note: word })
    const open = await shown()
    expect(JSON.stringify(open)).not.toContain('424242424')
    expect(at([open['bets']].flat()[0], 'vote', 'turn')).toBe(1)
    for (const n of [0, 1]) await give(n, 0, { figures: rice(120) })
    await post(owner, `scoringRounds/${round}/close`)
    await post(owner, `scoringRounds/${round}/reveal`)
    const bet = [(await shown())['bets']].flat().find((one) => at(one, 'id') === bets[0])
    expect([at(bet, 'vote', 'turn'), at(bet, 'before', 'turn'), at(bet, 'vote', 'factors', 0, 'median')]).toEqual([2, 1, 120])
  })

  test('what is agreed is taken over into the scores, and says from where; judged anew, it is one person’s again', async () => {
    const figures = rice(120, 2)
    expect((await post(raters[0]?.visit ?? owner, `scoringRounds/${round}/agree`, { bet: bets[0], figures })).status).toBe(403)
    expect((await post(owner, `scoringRounds/${round}/agree`, { bet: bets[0], figures, note: 'Two of us knew the list.' })).status).toBe(200)
    expect((await post(owner, `scoringRounds/${round}/takeOver`)).body).toMatchObject({ state: 'agreed' })
    const inputs = [(await owner('GET', '/api/v1/scoreInputs')).body['items']].flat()
    expect(inputs.map((one) => [at(one, 'name'), at(one, 'value'), at(one, 'round'), at(one, 'asOf')]).toSorted()).toEqual([
      ['impact', 2, round, '2026-11-19'],
      ['reach', 120, round, '2026-11-19'],
    ])
    const id = String(at(inputs[0], 'id'))
    expect((await post(owner, `scoreInputs/${id}/edit`, { value: 1 })).body['detail']).toContain('agreed in a scoring round')
    expect((await post(owner, `scoreInputs/${id}/judge`, { value: 1 })).body).toMatchObject({ value: 1, round: null })
  })
})

describe('a round about the cost of delay', () => {
  test('ranks people by what a week costs over what the squad takes, and its agreement stands in the bet', async () => {
    const usd = (amount: number) => ({ amount, currency: 'USD' })
    const own: string[] = []
    for (const [title, weeks] of [
      ['Quick and dear', 4],
      ['Long and dear', 40],
    ] as const)
      own.push(String((await post(owner, 'initiatives', { title, teams: ['Core'], effort: { likely: weeks }, value: { likely: usd(1_000_000) } })).body['id']))
    await post(owner, 'capacityPlans', { title: 'Core', team: 'Core', period: '2026-Q4', headcount: 5, weeks: 12 })
    const terms = { title: 'What a week costs', method: 'cd3', bets: own, participants: raters.slice(0, 3).map(({ member }) => member), due: '2026-11-30' }
    const made = await post(owner, 'scoringRounds', terms)
    const id = String(made.body['id'])
    await post(owner, `scoringRounds/${id}/open`)
    const each = [
      [9000, 20_000],
      [10_000, 30_000],
      [11_000, 40_000],
    ]
    for (const [n, amounts] of each.entries())
      for (const [bet, value] of amounts.entries())
        expect(
          (await post(raters[n]?.visit ?? owner, `scoringRounds/${id}/score`, { bet: own[bet], figures: [{ factor: 'costOfDelay', value }] })).status,
        ).toBe(200)
    await post(owner, `scoringRounds/${id}/close`)
    await post(owner, `scoringRounds/${id}/reveal`)
    const { agreement, bets: told } = (await owner('GET', `/api/v1/plan/rounds/${id}`)).body
    expect(agreement).toEqual({ w: 1, of: 3, leftOut: 0 }) // by amount alone the long one would lead; by what its squad takes, nobody puts it first
    const first = [told].flat().find((one) => at(one, 'title') === 'Quick and dear')
    expect(at(first, 'vote', 'factors', 0, 'median')).toBe(10_000)
    await post(owner, `scoringRounds/${id}/agree`, { bet: own[0], figures: [{ factor: 'costOfDelay', value: 10_000 }] })
    expect((await post(owner, `scoringRounds/${id}/takeOver`)).status).toBe(200)
    expect((await owner('GET', `/api/v1/initiatives/${own[0]}`)).body['value']).toEqual({ likely: usd(1_000_000), costOfDelayPerWeek: usd(10_000) })
  })
})
