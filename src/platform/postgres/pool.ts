import { createHash } from 'node:crypto'
import pg from 'pg'
import { isId, Problem } from '#kernel'
import { words, type Log } from '../log.ts'
import { convoys, type Traveller } from '../convoys.ts'
import { codeOf } from '../codes.ts'
import type { Connection } from './startPostgres.ts'
import { valueTypes } from './valueTypes.ts'

export interface Answer<R> {
  readonly rows: R[]
  readonly rowCount: number
}

/** What may be asked inside a transaction: one statement at a time, its values apart from its text ($1, $2 …). */
export interface Transaction {
  query<R extends pg.QueryResultRow = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Answer<R>>
  /**
   * What is known of rows that this transaction has locked, by a name of the asker’s choice: nobody else changes them before it ends, so that who
   * comes later in it need not ask again. Emptied when a part of the transaction is taken back. Absent where each statement stands alone.
   */
  readonly held?: Map<string, string> | undefined
}

export interface Context {
  /** The workspace whose rows exist for this transaction; row-level security shows no others. Null shows none. */
  readonly workspace: string | null
  /** Work that takes long: nobody else's change waits in its transaction. */
  readonly isLong?: boolean
}

/** A pool of connections under one login. Tables of workspaces are reached through `transaction`, `read` and `reader` only. */
export interface Pool extends Transaction {
  /** Commits when `work` answers, rolls back when it throws. Answers after the commit is on disk. */
  transaction<T>(context: Context, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** The same for reading: nothing can be written, and all its queries see one state. */
  read<T>(context: Context, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** For what one statement can tell: each query is a reading transaction of its own, in one journey. */
  reader(context: Context): Transaction
  /** The driver's own pool, for libraries that bring their own tables (identity, jobs). */
  readonly driver: pg.Pool
  close(): Promise<void>
}

export interface PoolOptions {
  readonly max?: number
  /** Schemas that unqualified names are looked up in, for libraries that write no schema. */
  readonly searchPath?: string
  /** Lets one query hold many statements, as migrations do. The serving login never may: an injected `;` must fail. */
  readonly isMigrating?: boolean
  readonly log?: Log
}

export function createPool(connection: Connection | string, { max = 10, searchPath, isMigrating = false, log }: PoolOptions = {}): Pool {
  const where = typeof connection === 'string' ? { connectionString: connection } : connection
  const path = searchPath ? { options: `-c search_path=${searchPath}` } : {}
  const protocol: Protocol = isMigrating ? {} : { queryMode: 'extended' }
  const driver = new pg.Pool({
    ...where,
    ...path,
    max,
    types: valueTypes,
    application_name: 'throughline',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    pipeline: !isMigrating,
  })
  const join = convoys<Rider>(convoysAtOnce, convoyLength, (workspace, riders) => travel(driver, protocol, workspace, riders))
  driver.on('error', (error) => log?.warn('A database connection was lost', { reason: words(error) }))
  return {
    driver,
    query: (text, values) => ask(driver, protocol, text, values),
    transaction: (context, work) =>
      context.workspace === null
        ? inTransaction(driver, protocol, 'write', context, work)
        : new Promise((resolve, reject) => join(context.workspace ?? '', rider(context, work, resolve, reject))),
    read: (context, work) => inTransaction(driver, protocol, 'read', context, work),
    reader: (context) => ({ query: (text, values) => inOneJourney(driver, protocol, context, text, values) }),
    close: () => driver.end(),
  }
}

/** PostgreSQL's extended protocol takes exactly one statement. */
type Protocol = { readonly queryMode?: 'extended' }

/** A piece of work in a transaction, shared or its own; who asked for it hears once, when the transaction has ended. */
interface Rider extends Traveller {
  ride(tx: Transaction, company: number): Promise<void>
  arrive(): void
  fail(error: unknown): void
}

/**
 * Writers of a workspace wait for one another at the head of its record. They wait here, without a connection, so that readers find one, and
 * those who wait go together: one transaction and one flush of the disk for all, with a savepoint for each, so that a refusal takes back
 * its own work alone. A second convoy is let in so that it stands ready at the lock when the first commits.
 */
const convoysAtOnce = 2
const convoyLength = 16 // PostgreSQL keeps 64 subtransactions of a backend at hand

async function travel(driver: pg.Pool, protocol: Protocol, workspace: string, riders: readonly Rider[]): Promise<void> {
  try {
    await inTransaction(driver, protocol, 'write', { workspace }, async (tx) => {
      for (const one of riders) await one.ride(tx, riders.length)
    })
    for (const one of riders) one.arrive()
  } catch (error) {
    for (const one of riders) one.fail(error)
  }
}

function rider<T>({ isLong = false }: Context, work: (tx: Transaction) => Promise<T>, resolve: (answer: T) => void, reject: (error: unknown) => void): Rider {
  let arrive = (): void => undefined
  return {
    isAlone: isLong,
    async ride(tx, company) {
      if (company === 1) {
        const answer = await work(tx)
        arrive = () => resolve(answer)
        return
      }
      const end = await apart(tx, work)
      arrive = 'failed' in end ? () => reject(end.failed) : () => resolve(end.answer)
    },
    arrive: () => arrive(),
    fail: reject,
  }
}

/** Work within a transaction of others: what it did is taken back alone when it fails. Throws only when the transaction is lost for all. */
async function apart<T>(shared: Transaction, work: (tx: Transaction) => Promise<T>): Promise<{ readonly answer: T } | { readonly failed: unknown }> {
  const { tx, close, isWell } = untilClosed(shared)
  shared.query('savepoint rider').catch(ignore) // told by the statements behind it
  try {
    const answer = await work(tx).finally(close)
    if (!(await isWell())) throw rolledBackWhole()
    shared.query('release savepoint rider').catch(ignore)
    return { answer }
  } catch (failed) {
    shared.held?.clear()
    await shared.query('rollback to savepoint rider')
    return { failed }
  }
}

const rolledBackWhole = (): Problem => new Problem('conflict', 'The change was rolled back, because one of its statements failed.', 'Try again.')

/** A transaction that refuses statements once its work is done, and knows whether all before went well, also those that nobody waited for. */
function untilClosed(tx: Transaction) {
  let isOver = false
  let hasFailed = false
  const under = new Set<Promise<unknown>>()
  return {
    tx: {
      query: async (text, values) => {
        if (isOver) throw new Error('A statement came after the end of its transaction.')
        const asked = tx.query<never>(text, values)
        const seen: Promise<unknown> = asked.then(
          () => under.delete(seen),
          () => (hasFailed = under.delete(seen)),
        )
        under.add(seen)
        return await asked
      },
      held: tx.held,
    } satisfies Transaction,
    close: () => void (isOver = true),
    isWell: async (): Promise<boolean> => (await Promise.all(under), !hasFailed),
  }
}

/**
 * Statements are sent without waiting for the answer to the one before (PostgreSQL answers them in order): `begin` leaves with the first
 * statement, and the end of a reading is not waited for. When one fails, those behind it fail as well, and the transaction is rolled back.
 */
async function inTransaction<T>(driver: pg.Pool, protocol: Protocol, begin: Begin, { workspace }: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const setting = workspaceSetting(workspace)
  const client = await driver.connect().catch(rethrow)
  let isBroken = false
  client.once('error', ignore)
  try {
    const begun = inOnePacket(client, () => client.query(`${begins[begin]}; select set_config('app.workspace', '${setting}', true)`))
    begun.catch(ignore) // told below, or by the statements behind it
    const { tx, close } = untilClosed({ query: (text, values) => inOnePacket(client, () => ask(client, protocol, text, values)), held: new Map() })
    const answer = await work(tx).finally(close)
    await begun.catch(rethrow)
    const ended = inOnePacket(client, () => client.query('commit'))
    if (begin === 'read') ended.catch(ignore)
    else if ((await ended.catch(rethrow)).command !== 'COMMIT') throw rolledBackWhole()
    return answer
  } catch (error) {
    isBroken = !(await rolledBack(client))
    throw error
  } finally {
    client.off('error', ignore)
    client.release(isBroken)
  }
}

/** One statement in a reading transaction of its own: its beginning, itself and its end leave together. */
async function inOneJourney<R extends pg.QueryResultRow>(
  driver: pg.Pool,
  protocol: Protocol,
  { workspace }: Context,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<R>> {
  const setting = workspaceSetting(workspace)
  const client = await driver.connect().catch(rethrow)
  client.once('error', ignore)
  const sent = inOnePacket(client, () => ({
    begun: client.query(`begin read only; select set_config('app.workspace', '${setting}', true)`),
    asked: ask<R>(client, protocol, text, values),
    ended: client.query('commit'),
  }))
  const ended = sent.ended.then(
    () => true,
    () => false,
  )
  let isWell = true
  try {
    return (await Promise.all([sent.asked, sent.begun.catch(rethrow)]))[0]
  } catch (error) {
    isWell = await ended // the commit of a failed transaction is its rollback
    throw error
  } finally {
    client.off('error', ignore)
    client.release(!isWell)
  }
}

type Begin = keyof typeof begins
const begins = { read: 'begin isolation level repeatable read read only', write: 'begin' } as const

/** What is asked in the same turn of the event loop leaves together: a packet costs both sides more than most statements. */
function inOnePacket<T>({ connection: { stream } }: pg.PoolClient, send: () => T): T {
  stream.cork()
  process.nextTick(() => stream.uncork())
  return send()
}

/** The one text that goes into a statement instead of beside it, because two statements in one message save a journey; it can only be a UUID. */
function workspaceSetting(workspace: string | null): string {
  if (workspace === null) return ''
  if (isId(workspace)) return workspace
  throw new Problem('invalid', 'A workspace is named by its UUID.')
}

async function ask<R extends pg.QueryResultRow>(
  on: pg.Pool | pg.PoolClient,
  protocol: Protocol,
  text: string,
  values: readonly unknown[] = [],
): Promise<Answer<R>> {
  const { rows, rowCount } = await on.query<R>({ ...protocol, ...(protocol.queryMode ? preparedName(text) : {}), text, values: [...values] }).catch(rethrow)
  return { rows, rowCount: rowCount ?? 0 }
}

const prepared = new Map<string, { readonly name: string; uses: number }>()

/**
 * A statement that comes again is prepared once a connection and planned once or a few times, not at each call: planning costs more than
 * most of our answers. The name is the hash of the text, so that one name means one statement wherever connections are shared; the first
 * 300 texts are kept, for each connection pays for them in memory.
 */
function preparedName(text: string): { name?: string } {
  const known = prepared.get(text)
  if (known) return (known.uses += 1) > 2 ? { name: known.name } : {}
  if (prepared.size < 300 && text.length < 4000) prepared.set(text, { name: createHash('sha256').update(text).digest('base64url').slice(0, 24), uses: 1 })
  return {}
}

/** A connection whose rollback fails is closed, never lent again. */
const rolledBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  )

const ignore = (): void => undefined

/** Failures of the ground become Problems; failures of the statement (unique, check, foreign key …) stay the driver's, with their SQLSTATE in `code`. */
function rethrow(error: unknown): never {
  const code = codeOf(error)
  if (code === '53100') throw new Problem('unavailable', 'The disk of the database is full.', 'Free some space; reading still works.', { code: 'no-space' })
  if (isConnectionLoss(code, words(error)))
    throw new Problem('unavailable', 'The database cannot be reached at this moment.', 'Try again in a few seconds.', { code: 'database-away' })
  throw error
}

/** Class 08 and 57P0x of PostgreSQL's SQLSTATE table, too many connections, and the network's own codes. */
const isConnectionLoss = (code: string, message: string): boolean =>
  /^(08...|57P0[1-4]|53300|E(CONNREFUSED|CONNRESET|PIPE|NOTFOUND|TIMEDOUT|HOSTUNREACH)|ENOENT)$/.test(code) ||
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(message)
