import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonical, type Context, type FactRow, type Held, type Upsert } from '#kernel'
import { openFiles } from '#platform/files/openFiles.ts'
import { factOf } from './allFacts.ts'
import { planImport } from './planImport.ts'
import { previewImport } from './previewImport.ts'
import { runImport, undoImport } from './runImport.ts'

let folder = ''
let made = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const accounts = 'account_id,account_name,country,signup_date,churn_flag,colour\nA-1,Acme,SE,2024-01-05,FALSE,red\nA-2,Bell,DE,2024-02-01,TRUE,\n'
const subscriptions =
  'subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,billing_frequency,is_trial\nS-1,A-1,2024-01-10,,Pro,4,"1,190.50",monthly,FALSE\nS-2,A-2,2024-02-01,2024-08-01,Basic,2,50,annual,TRUE\n'
const tickets =
  'ticket_id,account_id,submitted_at,closed_at,priority,satisfaction_score\nT-1,A-1,2024-03-01 9:30,2024-03-02 10:00,urgent,4\nT-2,A-2,2024-03-01,,low,\nT-3,A-2,2024-03-05,,medium,9\n'
const usage = 'usage_id,subscription_id,usage_date,feature_name,usage_count,error_count\nU-1,S-1,2024-03-01,reports,3,0\nU-2,S-9,2024-03-01,reports,1,2\n'

test('five exports are recognised by their headings, whatever they are called', async () => {
  const world = recording()
  const { files } = await planImport(world.ctx, await open({ 'a.csv': accounts, 'b.csv': subscriptions, 'c.csv': tickets, 'd.csv': usage }))
  expect(files.map((file) => file.recognisedAs)).toEqual(['account', 'subscription', 'ticket', 'event'])
  expect(files[0]?.columns.find((column) => column.theirs === 'colour')).toMatchObject({ state: 'leftOut', ours: null })
  expect(files[3]?.columns.find((column) => column.theirs === 'error_count')).toMatchObject({ state: 'matched', ours: { fact: 'event', column: 'props' } })
})

test('rows arrive in our terms: money in micro-units, periods and priorities in our words, accounts looked up, scores as survey responses', async () => {
  const world = recording()
  const opened = await open({ 'a.csv': accounts, 'b.csv': subscriptions, 'c.csv': tickets, 'd.csv': usage })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(world.facts('subscription')).toMatchObject([
    { id: 'S-1', account_id: 'A-1', start: '2024-01-10', end: null, quantity: 4, mrr: 1_190_500_000, billing_period: 'month', status: 'paid', currency: 'EUR' },
    { id: 'S-2', end: '2024-08-01', billing_period: 'year', status: 'trial' },
  ])
  expect(world.facts('ticket')).toMatchObject([{ created_at: '2024-03-01T09:30:00.000Z', priority: 'p1' }, { priority: 'p4' }, { priority: 'p3' }])
  expect(world.facts('survey_response')).toMatchObject([
    { id: 'T-1', instrument: 'csat', score: 4, scale_min: 1, scale_max: 5, ts: '2024-03-02T10:00:00.000Z' },
  ])
  expect(world.facts('event')).toMatchObject([{ event_id: 'U-1', account_id: 'A-1', name: 'reports', props: { error_count: '0' } }])
  expect(world.objects.map((one) => one.values['name'])).toEqual(['Acme', 'Bell'])
  expect(report.files.find((file) => file.file === 'd.csv')?.quarantined).toMatchObject([
    { row: 3, column: 'subscription_id', reason: expect.stringContaining('S-9') },
  ])
  expect(report.files.find((file) => file.file === 'c.csv')?.quarantined).toMatchObject([
    { row: 4, column: 'satisfaction_score', reason: expect.stringContaining('above') },
  ])
  expect(world.verbs).toEqual(['connection.create', 'import.create', 'connection.recordRun', 'import.finish'])
})

test.each([
  ['a missing key', 'S-3,,2024-01-01,,Pro,1,10,monthly,FALSE', 'account_id', 'is empty'],
  ['an end before its start', 'S-3,A-1,2024-05-01,2024-01-01,Pro,1,10,monthly,FALSE', 'end_date', 'end_date is before start_date'],
  ['a negative MRR', 'S-3,A-1,2024-05-01,,Pro,1,-10,monthly,FALSE', 'mrr_amount', 'below 0'],
  ['an accountant’s negative', 'S-3,A-1,2024-05-01,,Pro,1,(10.00),monthly,FALSE', 'mrr_amount', 'below 0'],
  ['a word for a number', 'S-3,A-1,2024-05-01,,Pro,many,10,monthly,FALSE', 'seats', 'is not a number'],
  ['a day that no calendar has', 'S-3,A-1,2024-02-30,,Pro,1,10,monthly,FALSE', 'start_date', 'is not a date'],
  ['an unknown billing period', 'S-3,A-1,2024-02-03,,Pro,1,10,fortnightly,FALSE', 'billing_frequency', 'is not a known billing period'],
  ['a short row', 'S-3,A-1,2024-02-03', null, 'has 3 cells'],
])('%s holds back its row with row, column and reason, and the others come in', async (_, line, column, reason) => {
  const world = recording()
  const opened = await open({ 'subscriptions.csv': `${subscriptions}${line}\n` })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(report.files[0]?.quarantined).toMatchObject([{ row: 4, column, reason: expect.stringContaining(reason) }])
  expect(world.facts('subscription')).toHaveLength(2)
  expect(world.held).toHaveLength(1)
})

test.each([
  ['rates.csv', 'month,currency,kind,rate\n2024-02-01,EUR,plan,1.1\n2024-03-01,EUR,plan,0\n', 'rate', 'rate is 0. A rate is above zero.'],
  ['slo.csv', 'id,service_id,tier,target,window_days,window_kind\na,API,gold,0.99,30,rolling\nb,API,gold,1,30,rolling\n', 'target', 'leaves a budget'],
  ['slo.csv', 'id,service_id,tier,target,window_days,window_kind\na,API,gold,0.99,30,rolling\nb,API,gold,0,30,rolling\n', 'target', 'promises nothing'],
])('%s: a limit that does not belong to what it bounds is held back', async (file, text, column, reason) => {
  const world = recording()
  const opened = await open({ [file]: text })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(report.files[0]).toMatchObject({ created: 1, quarantined: [{ row: 3, column, reason: expect.stringContaining(reason) }] })
})

test('any day of a month of people at work is that month, so that no month counts twice', async () => {
  const world = recording()
  const opened = await open({ 'headcount.csv': 'month,team_id,headcount\n2024-04-01,core,7\n2024-05-15,core,7\n2024-06,core,8\n' })
  await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(world.facts('headcount').map((row) => row['month'])).toEqual(['2024-04-01', '2024-05-01', '2024-06-01'])
})

test.each([
  ['a heading without rows', 'subscription_id,account_id,start,mrr\n', 'It has a heading and no rows.'],
  [
    'dates of both orders',
    'subscription_id,account_id,start,mrr\nS-1,A-1,25/04/2024,9\nS-2,A-1,04/25/2024,9\n',
    'Some dates have the day first and others the month first: start (such as 25/04/2024).',
  ],
  [
    'a key that repeats with other values',
    'subscription_id,account_id,start,mrr\nS-1,A-1,2024-01-01,9\nS-1,A-1,2024-02-01,9\nS-1,A-1,2024-03-01,9\n',
    'subscription (but its key repeats with other values)',
  ],
])('%s is left out, and the reason says so', async (_, text, reason) => {
  const plan = await planImport(recording().ctx, await open({ 'subscriptions.csv': text }))
  expect(plan.files[0]?.trouble?.reason).toContain(reason)
})

test('an unknown currency holds back its row, and a sign beside the amount names the currency', async () => {
  const coded = 'subscription_id,account_id,start_date,mrr_amount,currency\nS-1,A-1,2024-01-10,10,SEK\nS-2,A-1,2024-01-10,10,XXQ\n'
  const signed = 'subscription_id,account_id,start_date,mrr_amount\nS-1,A-1,2024-01-10,£1190.50\nS-2,A-1,2024-01-10,99\n'
  const world = recording()
  const opened = await open({ 'subscriptions.csv': coded })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(report.files[0]?.quarantined).toMatchObject([{ row: 3, column: 'currency', reason: expect.stringContaining('not a currency') }])
  const other = recording()
  const second = await open({ 'subscriptions.csv': signed })
  await runImport(other.ctx, second, await planImport(other.ctx, second))
  expect(other.facts('subscription')).toMatchObject([{ currency: 'GBP', mrr: 1_190_500_000 }, { currency: 'EUR' }])
})

test('an event in the future is held back; a subscription may start tomorrow', async () => {
  const world = recording()
  const opened = await open({
    'events.csv': 'event_id,timestamp,account_id,event_name\nE-1,2026-11-16T12:04:00Z,A-1,opened\nE-2,2026-11-16T12:06:00Z,A-1,opened\n',
    'subscriptions.csv': subscriptions.replace('2024-01-10', '2026-12-01'),
  })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(report.files.map((file) => file.quarantined)).toMatchObject([[{ row: 3, column: 'timestamp', reason: expect.stringContaining('future') }], []])
})

test.each([
  ['one day past the twelfth settles the whole file', ['03/04/2024', '25/04/2024'], '2024-04-03'],
  ['one month-first date settles the whole file', ['03/04/2024', '04/25/2024'], '2024-03-04'],
  ['points mean the day first', ['03.04.2024', '04.05.2024'], '2024-04-03'],
  ['named months need no settling', ['3 Apr 2024', 'Apr 4, 2024'], '2024-04-03'],
])('%s', async (_, [first, second], expected) => {
  const world = recording()
  const opened = await open({ 'subscriptions.csv': `subscription_id,account_id,start_date\nS-1,A-1,"${first}"\nS-2,A-1,"${second}"\n` })
  await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(world.facts('subscription')[0]).toMatchObject({ start: expected })
})

test('dates that nothing settles stop the import before anything is written, until the mapping says', async () => {
  const world = recording()
  const opened = await open({ 'subscriptions.csv': 'subscription_id,account_id,start_date\nS-1,A-1,03/04/2024\n' })
  const plan = await planImport(world.ctx, opened)
  expect(plan.files[0]?.columns[2]).toMatchObject({ state: 'check', choices: ['dayFirst', 'monthFirst'] })
  await expect(runImport(world.ctx, opened, plan)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('subscriptions.csv: Day and month'),
  })
  expect(world.verbs).toEqual([])
  await runImport(world.ctx, opened, await planImport(world.ctx, opened, { mapping: { files: { '*.csv': { dates: 'monthFirst' } } } }))
  expect(world.facts('subscription')).toMatchObject([{ start: '2024-03-04' }])
})

test('decimal commas are read as such when the column shows them', async () => {
  const world = recording()
  const opened = await open({ 's.csv': 'subscription_id;account_id;start_date;mrr_amount\nS-1;A-1;2024-01-10;1.190,50\nS-2;A-1;2024-01-10;2.000\n' })
  await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(world.facts('subscription').map((row) => row['mrr'])).toEqual([1_190_500_000, 2_000_000_000])
})

test('times without a zone are read by the workspace’s clock, summer time included', async () => {
  const world = recording('Europe/Berlin')
  const opened = await open({
    't.csv':
      'ticket_id,account_id,submitted_at\nT-1,A-1,2024-01-05 09:00\nT-2,A-1,2024-07-05 09:00\nT-3,A-1,2024-07-05T09:00:00+00:00\nT-4,A-1,2024-03-31 02:30\n',
  })
  const plan = await planImport(world.ctx, opened)
  await runImport(world.ctx, opened, plan)
  expect(plan.files[0]?.columns[2]?.readAs).toContain('Europe/Berlin')
  expect(world.facts('ticket').map((row) => row['created_at'])).toEqual([
    '2024-01-05T08:00:00.000Z',
    '2024-07-05T07:00:00.000Z',
    '2024-07-05T09:00:00.000Z',
    '2024-03-31T01:30:00.000Z',
  ])
})

test('a file that could be anything is refused with the nearest candidates, and the rest comes in', async () => {
  const world = recording()
  const opened = await open({
    'accounts.csv': accounts,
    'list.csv': 'id,name,created_at\n1,Mina,2024-01-01\n2,Tomas,2024-01-02\n',
    'wrong.csv': 'foo,bar\n1,2\n',
  })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  expect(report.files.map((file) => file.recognisedAs)).toEqual(['account', null, null])
  expect(report.files[1]).toMatchObject({ trouble: { reason: expect.stringContaining('Nearest: account'), hint: expect.stringContaining('mapping') } })
})

test('nothing recognised is a problem in words, and a wrong mapping names its fault', async () => {
  const world = recording()
  const opened = await open({ 'wrong.csv': 'foo,bar\n1,2\n' })
  await expect(planImport(world.ctx, opened).then((plan) => runImport(world.ctx, opened, plan))).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('None of the 1 files'),
  })
  for (const mapping of [
    { files: { 'gone.csv': {} } },
    { files: { 'wrong.csv': { fact: 'nothing' } } },
    { files: { 'wrong.csv': { columns: { foo: 'event.nothing' } } } },
    { files: { 'wrong.csv': { dates: 'random' } } },
    { file: {} },
  ])
    await expect(planImport(world.ctx, opened, { mapping })).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/gone\.csv|nothing|random|“file”/),
    })
})

test('a mapping gives strange headings their meaning and leaves columns out', async () => {
  const world = recording()
  const opened = await open({ 'odd.csv': 'foo,bar,baz,amount\nS-1,A-1,2024-01-01,7\n' })
  const mapping = {
    source: 'Old billing',
    files: { 'odd.csv': { fact: 'subscription', columns: { foo: 'id', bar: 'subscription.account_id', baz: 'start', amount: null } } },
  }
  const plan = await planImport(world.ctx, opened, { mapping })
  expect(await planImport(world.ctx, opened, { mapping: JSON.stringify(mapping, null, 2) })).toEqual(plan)
  await expect(planImport(world.ctx, opened, { mapping: 'files: {a: [' })).rejects.toMatchObject({ kind: 'invalid' })
  await runImport(world.ctx, opened, plan)
  expect(world.facts('subscription')).toMatchObject([{ id: 'S-1', account_id: 'A-1', start: '2024-01-01' }])
  expect([plan.source, plan.files[0]?.columns[3]?.state]).toEqual(['Old billing', 'leftOut'])
})

test('“undo” takes everything back at the first row held; a fault of the system does too', async () => {
  const world = recording()
  const opened = await open({ 'd.csv': usage, 'b.csv': subscriptions })
  const report = await runImport(world.ctx, opened, await planImport(world.ctx, opened), { onHeld: 'undo' })
  expect([report.state, world.undone, world.sealed, world.verbs.at(-1)]).toEqual(['undone', 1, 0, 'import.fail'])
  const broken = recording()
  const failing: Context = { ...broken.ctx, seal: () => Promise.reject(new Error('no space left')) }
  await expect(runImport(failing, opened, await planImport(broken.ctx, opened))).rejects.toThrow('no space left')
  expect([broken.undone, broken.verbs.at(-1)]).toEqual([1, 'import.fail'])
})

test('a dry run counts and writes nothing; undo asks for an import that is done', async () => {
  const world = recording()
  const preview = await previewImport(world.ctx, await open({ 'a.csv': accounts, 'd.csv': usage, 'b.csv': subscriptions }))
  expect(preview.totals).toEqual({ created: 5, updated: 0, unchanged: 0, held: 1 })
  expect([world.verbs, world.held, world.sealed]).toEqual([[], [], 0])
  await expect(undoImport({ ...world.ctx, find: async (_noun, id) => ({ ...stamps(id), state: 'running', batch: 'b' }) }, 'x')).rejects.toMatchObject({
    kind: 'refused',
  })
  await undoImport({ ...world.ctx, find: async (_noun, id) => ({ ...stamps(id), state: 'done', batch: 'b' }) }, 'x')
  expect([world.undone, world.verbs]).toEqual([1, ['import.markUndone']])
})

test('the order of rows, repeated rows, the delimiter and the encoding do not change the facts', async () => {
  const cell = fc.stringMatching(/^[A-Za-zåé][A-Za-zåé ,;"]{0,12}[a-z]$/)
  const account = fc.record({ id: fc.integer({ min: 1, max: 10_000 }), name: cell, day: fc.integer({ min: 1, max: 28 }), churned: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(account, { selector: (one) => one.id, minLength: 2, maxLength: 25 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom<BufferEncoding>('utf8', 'utf16le', 'latin1'),
      fc.integer(),
      async (list, delimiter, encoding, turn) => {
        const write = (some: typeof list, by: string): string =>
          [
            ['account_id', 'account_name', 'signup_date', 'churn_flag'],
            ...some.map((one) => [`A-${one.id}`, one.name, `2024-03-${String(one.day).padStart(2, '0')}`, one.churned ? 'yes' : 'no']),
          ]
            .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(by))
            .join('\n')
        const at = Math.abs(turn) % list.length
        const changed = `${encoding === 'utf16le' ? '\uFEFF' : ''}${write([...list.slice(at), ...list.slice(0, at), ...list.slice(0, 2)], delimiter)}\n`
        expect(await accountsOf(Buffer.from(changed, encoding))).toEqual(await accountsOf(Buffer.from(`${write(list, ',')}\n`)))
      },
    ),
    { numRuns: 40 },
  )
})

async function accountsOf(content: Buffer): Promise<string[]> {
  const world = recording()
  const opened = await open({ 'accounts.csv': content })
  await runImport(world.ctx, opened, await planImport(world.ctx, opened))
  return world.facts('account').map(canonical).toSorted()
}

async function open(files: Readonly<Record<string, string | Buffer>>) {
  const below = join(folder, String(made++))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(below, name)), { recursive: true })
    await writeFile(join(below, name), content)
  }
  return openFiles([below])
}

const stamps = (id: string) => ({ id, key: 'IMP-1', version: 1, createdAt: '', updatedAt: '', archivedAt: null, source: null, custom: {} })

/** A context that keeps what a flow hands over, with the store's rule for keys (first wins) and nothing else. */
function recording(timeZone = 'UTC') {
  const stored = new Map<string, FactRow['values']>()
  const world = { verbs: new Array<string>(), held: new Array<Held>(), objects: new Array<Upsert>(), sealed: 0, undone: 0 }
  const nothing = (): never => {
    throw new Error('An import does not need this.')
  }
  let ids = 0
  const ctx: Context = {
    workspace: { id: 'w', slug: 'harborlight', name: 'Harborlight', currency: 'EUR', timeZone },
    me: { id: 'm', name: 'Vera Lindqvist', role: 'owner', door: 'test' },
    now: () => '2026-11-16T12:00:00.000Z',
    newId: () => `id-${++ids}`,
    read: async () => ({ items: [], next: null, total: 0 }),
    find: nothing,
    measure: nothing,
    behind: nothing,
    perform: async (noun, verb) => {
      world.verbs.push(`${noun}.${verb}`)
      return stamps('import-1')
    },
    upsert: async (_request, items, options) => {
      if (!options?.dryRun) world.objects.push(...items)
      return { created: items.length, updated: 0, unchanged: 0 }
    },
    ingest: async (_batch, { fact, rows }, options) => {
      const counts = { created: 0, updated: 0, unchanged: 0, held: new Array<Held>() }
      for await (const portion of rows)
        for (const { values } of portion) {
          const key = `${fact} ${canonical(factOf(fact).key.map((column) => values[column] ?? null))}`
          counts[stored.has(key) ? 'unchanged' : 'created']++
          if (!stored.has(key) && !options?.dryRun) stored.set(key, values)
        }
      return counts
    },
    seal: async () => void world.sealed++,
    undoBatch: async () => void world.undone++,
    hold: async (_batch, _file, held) => void world.held.push(...held),
    quality: async () => [],
  }
  return Object.assign(world, { ctx, facts: (fact: string) => [...stored].flatMap(([key, values]) => (key.startsWith(`${fact} `) ? [values] : [])) })
}
