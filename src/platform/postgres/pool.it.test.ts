import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/support/postgres.ts'
import { createPool, type Pool, type Transaction } from './pool.ts'

const [ours, theirs] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002']

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase({
    name: 'pool',
    build: (owner) =>
      owner.query(`
        create table app.note (workspace_id uuid not null, id int not null, says text, primary key (workspace_id, id));
        alter table app.note enable row level security;
        alter table app.note force row level security;
        create policy workspace on app.note using (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)
          with check (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
        grant select, insert, update, delete on app.note to throughline_app`),
  })
})
afterAll(() => db.drop())

const notesOf = async (pool: Pool, workspace: string | null): Promise<unknown[]> =>
  (await pool.read({ workspace }, (tx) => tx.query<{ says: string }>('select says from app.note order by id'))).rows.map((row) => row.says)

test('a transaction sees the rows of its own workspace, and none without one', async () => {
  await db.app.transaction({ workspace: ours }, (tx) => tx.query('insert into app.note values ($1, 1, $2)', [ours, 'ours']))
  await db.app.transaction({ workspace: theirs }, (tx) => tx.query('insert into app.note values ($1, 1, $2)', [theirs, 'theirs']))
  expect(await notesOf(db.app, ours)).toEqual(['ours'])
  expect(await notesOf(db.app, theirs)).toEqual(['theirs'])
  expect(await notesOf(db.app, null)).toEqual([])
  expect((await db.app.query('select * from app.note')).rows).toEqual([])
})

test('a connection that served one workspace does not remember it for the next borrower', async () => {
  const single = createPool(db.urls.app, { max: 1 })
  expect(await notesOf(single, ours)).toEqual(['ours'])
  expect((await single.query('select * from app.note')).rowCount).toBe(0)
  await single.close()
})

test('a row of another workspace cannot be written', async () => {
  const smuggle = db.app.transaction({ workspace: ours }, (tx) => tx.query('insert into app.note values ($1, 9, $2)', [theirs, 'smuggled']))
  await expect(smuggle).rejects.toMatchObject({ code: '42501' })
})

test('a transaction that throws leaves nothing behind, and its connection goes on serving', async () => {
  const single = createPool(db.urls.app, { max: 1 })
  const failing = single.transaction({ workspace: ours }, async (tx) => {
    await tx.query('insert into app.note values ($1, 2, $2)', [ours, 'half'])
    throw new Error('second thoughts')
  })
  await expect(failing).rejects.toThrow('second thoughts')
  expect(await notesOf(single, ours)).toEqual(['ours'])
  await single.close()
})

test('writers who wait for one another leave a connection to readers', async () => {
  const small = createPool(db.urls.app, { max: 3 })
  const gate = Promise.withResolvers<void>()
  const writers = Array.from({ length: 6 }, (_, index) =>
    small.transaction({ workspace: ours }, async (tx) => {
      await gate.promise
      await tx.query('insert into app.note values ($1, $2, $3)', [ours, 100 + index, 'later'])
    }),
  )
  expect(await notesOf(small, ours)).toEqual(['ours'])
  gate.resolve()
  await Promise.all(writers)
  expect(await notesOf(small, ours)).toHaveLength(7)
  await small.transaction({ workspace: ours }, (tx) => tx.query('delete from app.note where id >= 100'))
  await small.close()
})

/** Writers of one workspace who all come before the first has committed, so that the last ones share a transaction. */
const together = (works: readonly ((tx: Transaction) => Promise<unknown>)[]) =>
  Promise.allSettled(works.map((work) => db.app.transaction({ workspace: ours }, work)))

test('writers who wait share a transaction; one who fails takes back its own work alone', async () => {
  const insert = (id: number) => async (tx: Transaction) => {
    await tx.query('insert into app.note values ($1, $2, $3)', [ours, id, `note ${id}`])
    const { rows } = await tx.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
    return rows[0]?.xid
  }
  const refused = async (tx: Transaction) => {
    await insert(203)(tx)
    throw new Error('second thoughts')
  }
  const swallowing = async (tx: Transaction) => {
    await insert(204)(tx)
    await tx.query('select 1/0').catch(() => undefined)
  }
  const answers = await together([
    insert(200),
    insert(201),
    insert(202),
    refused,
    swallowing,
    (tx) => tx.query('select 1/0'),
    insert(205),
    insert(205),
    insert(206),
  ])
  expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, false, false, false, true, false, true])
  expect(answers[3]).toMatchObject({ reason: { message: 'second thoughts' } })
  expect(answers[4]).toMatchObject({ reason: { kind: 'conflict' } })
  expect(answers[5]).toMatchObject({ reason: { code: '22012' } })
  expect(answers[7]).toMatchObject({ reason: { code: '23505' } })
  const shared = [2, 6, 8].map((index) => (answers[index]?.status === 'fulfilled' ? answers[index].value : null))
  expect(new Set(shared).size).toBe(1)
  const { rows } = await db.app.read({ workspace: ours }, (tx) => tx.query<{ id: number }>('select id from app.note where id >= 200 order by id'))
  expect(rows.map(({ id }) => id)).toEqual([200, 201, 202, 205, 206])
  await db.app.transaction({ workspace: ours }, (tx) => tx.query('delete from app.note where id >= 200'))
})

test('what is held of a shared transaction is known to who comes later in it, and forgotten when a part is taken back', async () => {
  const seen: Record<string, string | undefined> = {}
  const noting = (name: string) => async (tx: Transaction) => {
    await tx.query('select 1')
    seen[name] = tx.held?.get('head')
    tx.held?.set('head', name)
  }
  const failing = async (tx: Transaction) => {
    await noting('lost')(tx)
    throw new Error('second thoughts')
  }
  await together([noting('alone'), noting('alone too'), noting('first'), noting('second'), failing, noting('third'), noting('fourth')])
  expect(seen).toEqual({ alone: undefined, 'alone too': undefined, first: undefined, second: 'first', lost: 'second', third: undefined, fourth: 'third' })
})

test('when the connection of a shared transaction is cut, nobody in it is told that it was kept', async () => {
  const insert = (id: number) => (tx: Transaction) => tx.query('insert into app.note values ($1, $2, $3)', [ours, id, 'cut'])
  const answers = await together([insert(300), insert(301), insert(302), (tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'), insert(303)])
  expect(answers.slice(2).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  const { rows } = await db.app.read({ workspace: ours }, (tx) => tx.query<{ id: number }>('select id from app.note where id >= 300 order by id'))
  expect(rows.map(({ id }) => id)).toEqual([300, 301])
  await db.app.transaction({ workspace: ours }, (tx) => tx.query('delete from app.note where id >= 300'))
})

test('a reader asks one statement at a time, in its workspace alone, writes nothing, and is well after a mistake', async () => {
  const single = createPool(db.urls.app, { max: 1 })
  const reader = single.reader({ workspace: ours })
  expect((await reader.query('select says from app.note')).rows).toEqual([{ says: 'ours' }])
  await expect(reader.query('delete from app.note')).rejects.toMatchObject({ code: '25006' })
  await expect(reader.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
  expect((await reader.query('select $1::int as one', [1])).rows).toEqual([{ one: 1 }])
  expect((await single.query('select * from app.note')).rows).toEqual([])
  await single.close()
})

test('statements that are asked together are answered in order, and one that comes after the end is refused', async () => {
  const kept: { query: (text: string) => Promise<unknown> }[] = []
  const answers = await db.app.read({ workspace: ours }, async (tx) => {
    kept.push(tx)
    return await Promise.all([1, 2, 3].map((value) => tx.query<{ value: number }>('select $1::int as value', [value])))
  })
  expect(answers.map(({ rows }) => rows[0]?.value)).toEqual([1, 2, 3])
  await expect(kept[0]?.query('select 1')).rejects.toThrow('after the end of its transaction')
})

test('of statements that are asked together the first that fails takes the others with it', async () => {
  const failing = db.app.transaction({ workspace: ours }, (tx) =>
    Promise.all([tx.query('insert into app.note values ($1, 4, $2)', [ours, 'gone']), tx.query('select 1/0'), tx.query('select 1')]),
  )
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(await notesOf(db.app, ours)).toEqual(['ours'])
})

test('a failed statement cannot be swallowed: the commit that became a rollback is told', async () => {
  const swallowing = db.app.transaction({ workspace: ours }, async (tx) => {
    await tx.query('insert into app.note values ($1, 3, $2)', [ours, 'lost'])
    await tx.query('select 1/0').catch(() => undefined)
  })
  await expect(swallowing).rejects.toMatchObject({ kind: 'conflict' })
  expect(await notesOf(db.app, ours)).toEqual(['ours'])
})

test('reading cannot write', async () => {
  await expect(db.app.read({ workspace: ours }, (tx) => tx.query('delete from app.note'))).rejects.toMatchObject({ code: '25006' })
})

test('the serving login cannot send two statements at once', async () => {
  await expect(db.app.query(`select 1; select set_config('app.workspace', '${theirs}', true)`)).rejects.toMatchObject({ code: '42601' })
})

test.each([
  'create table app.mine (id int)',
  'truncate app.note',
  'set role throughline_owner',
  'alter table app.note disable row level security',
  'create temp table t (id int)',
])('the serving login may not: %s', async (text) => {
  await expect(db.app.query(text)).rejects.toMatchObject({ code: '42501' })
})

test('values arrive in the forms that the product speaks', async () => {
  const { rows } = await db.app.query(`
    select 9007199254740991::int8 as safe, 9007199254740992::int8 as unsafe, 12.50::numeric as amount, date '2024-02-29' as day,
      timestamptz '2024-12-31 09:00:00.123456+01' as instant, timestamptz '2024-12-31 09:00+00' as whole, '{"a": [1]}'::jsonb as json,
      array[1.5, null]::numeric[] as amounts, array[date '2024-01-01'] as days, true as yes, null as nothing`)
  expect(rows[0]).toEqual({
    safe: 9007199254740991,
    unsafe: '9007199254740992',
    amount: '12.50',
    day: '2024-02-29',
    instant: '2024-12-31T08:00:00.123456Z',
    whole: '2024-12-31T09:00:00.000Z',
    json: { a: [1] },
    amounts: ['1.5', null],
    days: ['2024-01-01'],
    yes: true,
    nothing: null,
  })
})

test('a server that is away is told as a problem that can be tried again', async () => {
  const nowhere = createPool({ host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' })
  await expect(nowhere.read({ workspace: ours }, (tx) => tx.query('select 1'))).rejects.toMatchObject({
    kind: 'unavailable',
    details: { code: 'database-away' },
  })
  await nowhere.close()
})

test('a connection that is cut in the middle is told as a problem, and the pool goes on', async () => {
  const cut = db.app.transaction({ workspace: ours }, (tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'))
  await expect(cut).rejects.toMatchObject({ kind: 'unavailable' })
  expect(await notesOf(db.app, ours)).toEqual(['ours'])
})
