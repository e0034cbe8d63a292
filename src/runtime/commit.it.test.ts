import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toyCompany, type ToyCompany } from '#test/support/toyCompany.ts'
import { withClient } from '#platform/postgres/connectPostgres.ts'
import type { AnyRow } from '#kernel'
import type { Told } from './live.ts'
import { live } from './live.ts'
import { scope, type Scope } from './scope.ts'

let company: ToyCompany
let vera: Scope
beforeAll(async () => {
  company = await toyCompany()
  vera = company.as('owner')
})
afterAll(() => company.db.drop())

let made = 0
const bet = (values: Record<string, unknown> = {}): Promise<AnyRow> =>
  vera.order({ noun: 'bet', verb: 'create', target: {}, input: { title: `Bet ${(made += 1)}`, ...values } })
const edit = (scope: Scope, row: AnyRow, size: number, version?: number): Promise<AnyRow> =>
  scope.order({ noun: 'bet', verb: 'edit', target: { id: row.id, ...(version === undefined ? {} : { version }) }, input: { size } })

describe('the chain', () => {
  /** Does something behind the product's back, as somebody with the database's own password could, and puts it back. */
  async function tampered(sql: string, back: string): Promise<Awaited<ReturnType<Scope['verify']>>> {
    const run = (text: string) =>
      withClient(company.db.urls.admin, async (client) => {
        await client.query('set session_replication_role = replica')
        await client.query(text)
      })
    await run(sql)
    const found = await vera.verify()
    await run(back)
    expect(await vera.verify()).toMatchObject({ valid: true })
    return found
  }

  test('of a workspace where nothing happened is whole', async () => {
    expect(await company.as('owner', 'read', company.stranger).verify()).toEqual({
      valid: true,
      checked: 0,
      firstBad: null,
      head: { seq: 0, hash: '0'.repeat(64) },
    })
  })

  test('finds every line that somebody rewrote, column by column', async () => {
    const row = await bet({ size: 1, budget: '12.5 EUR', labels: ['x'] })
    await edit(vera, row, 2)
    const { items } = await vera.changes({ object: row.id })
    const seq = items[0]?.seq ?? 0
    const rewrites: [string, string][] = [
      [`after = after || '{"size": 3}'`, `after = after || '{"size": 2}'`],
      [`before = null`, `before = '{"size": 1}'`],
      [`actor_name = 'Nobody'`, `actor_name = 'Vera the owner'`],
      [`recorded_at = recorded_at + interval '1 ms'`, `recorded_at = recorded_at - interval '1 ms'`],
      [`effective_at = effective_at + interval '1 day'`, `effective_at = effective_at - interval '1 day'`],
      [`why = 'Because.'`, `why = null`],
      [`verb = 'create'`, `verb = 'edit'`],
      [`hash = repeat('a', 64)`, `hash = (select prev_hash from app.change n where n.workspace_id = c.workspace_id and n.seq = c.seq + 1)`],
    ]
    await edit(vera, row, 5)
    for (const [rewrite, back] of rewrites) {
      const update = (set: string) => `update app.change c set ${set} where workspace_id = '${company.workspace.id}' and seq = ${seq}`
      expect({ rewrite, ...(await tampered(update(rewrite), update(back))) }).toMatchObject({ rewrite, valid: false, firstBad: seq, checked: seq - 1 })
    }
  })

  test('finds a line that somebody took out, first, middle or last', async () => {
    await bet()
    const { seq: last } = (await vera.verify()).head
    for (const seq of [1, Math.ceil(last / 2), last]) {
      const at = `where workspace_id = '${company.workspace.id}' and seq = ${seq}`
      const found = await tampered(
        `create table app.kept as select * from app.change ${at}; delete from app.change ${at}`,
        `insert into app.change select * from app.kept; drop table app.kept`,
      )
      expect(found).toMatchObject({ valid: false, firstBad: seq })
    }
  })

  test('finds a head that somebody set back or lost', async () => {
    const row = await bet()
    await edit(vera, row, 4)
    const { head } = await vera.verify()
    const at = `where workspace_id = '${company.workspace.id}'`
    const back = `update app.chain set seq = ${head.seq}, hash = '${head.hash}' ${at}`
    const before = `(select prev_hash from app.change ${at} and seq = ${head.seq})`
    expect(await tampered(`update app.chain set seq = seq - 1, hash = ${before} ${at}`, back)).toMatchObject({ valid: false, firstBad: head.seq + 1 })
    expect(
      await tampered(`delete from app.chain ${at}`, `insert into app.chain values ('${company.workspace.id}', ${head.seq}, '${head.hash}')`),
    ).toMatchObject({ valid: false })
  })

  test('is append-only for every login of the product', async () => {
    for (const pool of [company.db.app, company.db.owner]) {
      for (const sql of ['update app.change set why = null', 'delete from app.change', 'truncate app.change']) {
        const refused = pool.transaction({ workspace: company.workspace.id }, (tx) => tx.query(sql))
        await expect(refused).rejects.toMatchObject({ code: '42501' })
      }
    }
  })

  test('keeps no secret, neither in changes nor in words, and nobody reads one back', async () => {
    const row = await bet({ pin: 'hush-4711' })
    expect(row['pin']).toBeNull()
    await vera.order({ noun: 'bet', verb: 'edit', target: { id: row.id }, input: { pin: 'hush-4712' } })
    const everything = await withClient(company.db.urls.admin, async (client) => {
      const { rows } = await client.query<{ all: string }>(
        `select concat((select json_agg(c) from app.change c), (select json_agg(i) from app.idempotency i), (select json_agg(search) from app.bet)) as all`,
      )
      return rows[0]?.all ?? ''
    })
    expect(everything).toContain('(secret)')
    expect(everything).not.toContain('hush')
    for (const read of [
      await vera.one('bet', row.id),
      (await vera.read('bet', { filter: { id: row.id } })).items[0],
      await vera.one('bet', row.id, '2026-11-16'),
    ])
      expect(read?.['pin']).toBeNull()
  })
})

describe('an Idempotency-Key', () => {
  const scopeOf = (ground: typeof company.ground) => scope(ground, company.workspace, vera.me)
  const asked = (title: string) => ({ noun: 'bet', verb: 'create', target: {}, input: { title } })

  test('gives a repeat the first answer, also after the row has moved on', async () => {
    const first = await vera.order(asked('Once'), { idempotencyKey: 'k1' })
    await edit(vera, first, 8)
    expect(await vera.order(asked('Once'), { idempotencyKey: 'k1' })).toEqual(first)
    expect((await vera.read('bet', { filter: { title: 'Once' } })).total).toBe(1)
  })

  test('refuses another body, and is each person’s own', async () => {
    await vera.order(asked('Mine'), { idempotencyKey: 'k2' })
    await expect(vera.order(asked('Yours'), { idempotencyKey: 'k2' })).rejects.toMatchObject({ kind: 'refused', details: { code: 'idempotency-key-reused' } })
    expect(await company.as('editor').order(asked('Yours'), { idempotencyKey: 'k2' })).toMatchObject({ title: 'Yours' })
  })

  test('twenty repeats at once have one effect and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => vera.order(asked('Twenty'), { idempotencyKey: 'k3' })))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect((await vera.read('bet', { filter: { title: 'Twenty' } })).total).toBe(1)
    expect((await vera.changes({ object: answers[0]?.id ?? '' })).items).toHaveLength(1)
  })

  test('is forgotten after a week, and then a new request', async () => {
    const first = await vera.order(asked('Weekly'), { idempotencyKey: 'k5' })
    const later = (days: number) => scopeOf({ ...company.ground, now: () => new Date(Date.parse(company.now()) + days * 86_400_000).toISOString() })
    expect(await later(6).order(asked('Weekly'), { idempotencyKey: 'k5' })).toEqual(first)
    expect(await later(8).order(asked('Weekly'), { idempotencyKey: 'k5' })).not.toMatchObject({ id: first.id })
  })

  test('of a request that failed is free again', async () => {
    await expect(vera.order({ ...asked('Failed'), input: {} }, { idempotencyKey: 'k4' })).rejects.toMatchObject({ kind: 'invalid' })
    expect(await vera.order(asked('Failed'), { idempotencyKey: 'k4' })).toMatchObject({ version: 1 })
  })

  test.each(['', 'k'.repeat(201)])('of a wrong length is refused', async (idempotencyKey) => {
    await expect(vera.order(asked('Long'), { idempotencyKey })).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('two people at once', () => {
  test('with the same version in hand: one goes through, the other hears of it', async () => {
    const row = await bet()
    const outcomes = await Promise.allSettled([edit(vera, row, 1, 1), edit(company.as('editor'), row, 2, 1)])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { details: { code: 'stale-version' } } })
    expect(await vera.one('bet', row.id)).toMatchObject({ version: 2 })
  })

  test('without one: both are kept, one after the other', async () => {
    const row = await bet()
    await Promise.all(Array.from({ length: 12 }, (_, index) => edit(index % 2 ? vera : company.as('editor'), row, 100 + index)))
    expect(await vera.one('bet', row.id)).toMatchObject({ version: 13 })
    expect((await vera.changes({ object: row.id })).items.map(({ version }) => version)).toEqual(Array.from({ length: 13 }, (_, index) => 13 - index))
  })

  test('changing the same rows in opposite orders never meet in a deadlock', async () => {
    const [a, b] = [await bet(), await bet()]
    const source = (row: AnyRow) => ({ connection: 'dead', externalId: row.id })
    const items = [a, b].map((row) => ({ noun: 'bet', source: source(row), values: { title: `Copy of ${row.key}` } }))
    await vera.upsert('seed', items)
    const rounds = Array.from({ length: 10 }, (_, index) => {
      const renamed = items.map((item) => ({ ...item, values: { ...item.values, size: index } }))
      return [vera.upsert(`up ${index}`, renamed), vera.upsert(`down ${index}`, renamed.toReversed()), edit(vera, a, index), edit(vera, b, index)]
    })
    await expect(Promise.all(rounds.flat())).resolves.toHaveLength(40)
    expect(await vera.verify()).toMatchObject({ valid: true })
  })

  test('taking keys never take the same one', async () => {
    const rows = await Promise.all(Array.from({ length: 15 }, () => bet()))
    expect(new Set(rows.map(({ key }) => key)).size).toBe(15)
  })

  test('who share a transaction each have a key and a place in the chain, also behind one that was taken back', async () => {
    await vera.order({ noun: 'team', verb: 'create', target: {}, input: { name: 'Taken' } })
    const lost = (at: number) => vera.order({ noun: 'bet', verb: 'pitch', target: {}, input: { title: `Lost ${at}`, team: 'Taken' } })
    const answers = await Promise.allSettled(Array.from({ length: 24 }, (_, at) => (at % 4 === 2 ? lost(at) : bet())))
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, at) => (at % 4 === 2 ? 'rejected' : 'fulfilled')))
    const numbers = answers.flatMap((one) => (one.status === 'fulfilled' ? [Number(one.value.key.slice(one.value.key.indexOf('-') + 1))] : []))
    const from = Math.min(...numbers)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, at) => from + at)) // what was taken back gave its key back
    expect(await vera.verify()).toMatchObject({ valid: true })
  })
})

describe('the feed', () => {
  const settled = async (told: readonly Told[], count: number): Promise<void> => await expect.poll(() => told.length).toBe(count)

  test('tells every committed change once, in the order of the record, to this workspace alone', async () => {
    const [ours, theirs]: [Told[], Told[]] = [[], []]
    const stop = [vera.listen((told) => ours.push(told)), company.as('viewer', 'read', company.stranger).listen((told) => theirs.push(told))]
    await company.ground.live.drain(company.workspace.id)
    ours.length = 0
    const rows = await Promise.all(Array.from({ length: 8 }, () => bet()))
    await settled(ours, 8)
    const seqs = ours.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(new Set(ours.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)))
    expect(ours[0]).toEqual({ seq: expect.any(Number), noun: 'bet', id: expect.any(String), verb: 'create' })
    expect(theirs).toEqual([])
    for (const end of stop) end()
    await bet()
    await company.ground.live.drain(company.workspace.id)
    expect(ours).toHaveLength(8)
  })

  test('does not tell what was refused or rolled back', async () => {
    const told: Told[] = []
    const stop = vera.listen((each) => told.push(each))
    await expect(bet({ size: -1 })).rejects.toMatchObject({ kind: 'invalid' })
    await company.ground.live.drain(company.workspace.id)
    expect(told).toEqual([])
    stop()
  })

  test('tells after a restart what was committed before a crash', async () => {
    const crashed = company.ground.live.drain
    const row = await bet()
    await crashed(company.workspace.id)
    const line = { workspace_id: company.workspace.id, seq: 1_000_000, noun: 'bet', object_id: row.id, verb: 'start' }
    await company.db.app.transaction({ workspace: company.workspace.id }, (tx) =>
      tx.query('insert into app.outbox values ($1, $2, $3, $4, $5)', Object.values(line)),
    )
    const again = live(company.db.app)
    const told: Told[] = []
    again.listen(company.workspace.id, () => {
      throw new Error('a listener that fails')
    })
    again.listen(company.workspace.id, (each) => told.push(each))
    await Promise.all([again.drain(company.workspace.id), again.drain(company.workspace.id)])
    expect(told).toEqual([{ seq: 1_000_000, noun: 'bet', id: row.id, verb: 'start' }])
  })

  test('a drain that fails is heard by who asked, and loses nothing', async () => {
    const again = live(company.db.app)
    const told: Told[] = []
    again.listen(company.workspace.id, (each) => told.push(each))
    await company.db.owner.query('revoke delete on app.outbox from throughline_app')
    const row = await bet()
    await expect(again.drain(company.workspace.id)).rejects.toMatchObject({ code: '42501' })
    await company.db.owner.query('grant delete on app.outbox to throughline_app')
    await again.drain(company.workspace.id)
    expect(told).toMatchObject([{ id: row.id, verb: 'create' }])
  })
})
