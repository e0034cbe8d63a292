import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  action,
  change,
  date,
  dateTime,
  email,
  formula,
  integer,
  list,
  money,
  number,
  object,
  oneOf,
  Problem,
  ref,
  refs,
  refuse,
  richText,
  tags,
  text,
  type Actor,
  type Role,
  type Workspace,
} from '#kernel'
import { setClock } from '#platform/clock.ts'
import { idMaker } from '#platform/ids.ts'
import type { Pool } from '#platform/postgres/pool.ts'
import { desiredTables, diffTables } from '#runtime/derive/ddl.ts'
import type { FactDesk } from '#runtime/factDesk.ts'
import { live } from '#runtime/live.ts'
import { registry } from '#runtime/registry.ts'
import { scope, type Ground, type Scope } from '#runtime/scope.ts'
import { cloneDatabase, type TestDatabase } from './postgres.ts'
import { root } from '../structure/source.ts'

/** Three toy nouns, so that the runtime is proven without the real ones. */
const team = object('team', {
  says: 'Some people.',
  key: 'TEA',
  chapter: 'toys',
  title: 'name',
  unique: [['name']],
  fields: { name: text({ required: true, max: 80 }), parent: ref('team'), from: date(), group: text() },
})

const bet = object('bet', {
  says: 'Something that a team tries.',
  key: 'BET',
  chapter: 'toys',
  title: 'title',
  allow: 'contributor',
  unique: [['title', 'team']],
  unfit: ({ size, odds }) => (size === 99 && odds === 1 ? 'A bet of 99 is never sure.' : null),
  fields: {
    title: text({ required: true, max: 120 }),
    team: ref('team'),
    backers: refs('team'),
    labels: tags(),
    size: integer({ min: 0 }),
    odds: number(),
    startsOn: date(),
    dueAt: dateTime(),
    budget: money({ class: 'confidential' }),
    lead: email(),
    pin: text({ class: 'secret' }),
    steps: list({ what: text({ required: true }), by: date() }),
    health: formula({ type: 'string' }),
    stage: oneOf(['idea', 'live', 'stopped'], { required: true, initial: 'idea', byVerb: true }),
    moves: integer({ initial: 0, byVerb: true }),
  },
})
const start = action(bet, 'start', {
  says: 'Begin.',
  run: ({ row }) => (row.stage === 'live' ? refuse('It is live already.', 'Stop it first.') : change({ stage: 'live', moves: (row.moves ?? 0) + 1 })),
})
const stop = action(bet, 'stop', {
  says: 'End it and say why.',
  allow: 'admin',
  input: { reason: text({ required: true }) },
  run: ({ row }) => change({ stage: 'stopped', moves: (row.moves ?? 0) + 1 }),
})
const settle = action(bet, 'settle', { says: 'Only the system does this.', inner: true, run: () => change({ stage: 'stopped' }) })
const pitch = action(bet, 'pitch', {
  says: 'Add a bet of a new team.',
  creates: true,
  input: { title: text({ required: true }), team: text({ required: true }) },
  run: ({ input }) => change({ title: input.title }, [{ noun: 'team', verb: 'create', input: { name: input.team } }]),
})
const adopt = action(bet, 'adopt', {
  says: 'Start it by way of another verb.',
  run: ({ row }) => change({ size: 1 }, [{ noun: 'bet', verb: 'start', id: row.id, input: {} }]),
})
const blunder = action(bet, 'blunder', { says: 'A definition with a mistake.', run: () => change({ size: -1 }) })

const memo = object('memo', {
  says: 'Words for few eyes.',
  key: 'MEM',
  chapter: 'toys',
  title: 'body',
  allow: 'admin',
  read: 'admin',
  without: { edit: 'What was written stays.', archive: 'What was written stays.' },
  fields: { body: richText({ required: true }) },
})

export const toys = registry({ team: { team }, bet: { bet, start, stop, settle, pitch, adopt, blunder }, memo: { memo } }, {}, {})

const recordSql = ['0001-record', '0006-confirmed', '0021-said']
  .map((name) => readFileSync(join(root, `src/runtime/migrations/${name}.sql`), 'utf8'))
  .join('\n')
const template = { name: 'toys', build: (owner: Pool) => owner.query([recordSql, ...diffTables([], desiredTables(toys)).sql].join('\n')) }

/** Two companies in one database that must never see one another, with a clock that moves a second at every look. */
export interface ToyCompany {
  readonly db: TestDatabase
  readonly ground: Ground
  readonly workspace: Workspace
  readonly stranger: Workspace
  /** A person of this role; each call is another request road, the same person. */
  as(role: Role, may?: 'read' | 'write', workspace?: Workspace): Scope
  now(): string
}

export async function toyCompany(): Promise<ToyCompany> {
  const db = await cloneDatabase(template)
  const clock = setClock('2026-11-16T08:00:00.000Z')
  const newId = idMaker(clock)
  const now = () => {
    clock.advance(1000)
    return clock.now()
  }
  const ground: Ground = { registry: toys, pool: db.app, live: live(db.app), now, newId, desk: () => noFacts }
  const [workspace, stranger] = [company(newId(), 'harborlight'), company(newId(), 'stranger')]
  const people = new Map<string, Actor>()
  const person = (role: Role, of: Workspace): Actor => {
    const key = `${of.id} ${role}`
    const known = people.get(key) ?? { id: newId(), name: `Vera the ${role}`, role, door: 'test' }
    people.set(key, known)
    return known
  }
  return { db, ground, workspace, stranger, now, as: (role, may = 'write', of = workspace) => scope(ground, of, person(role, of), may) }
}

const company = (id: string, slug: string): Workspace => ({ id, slug, name: slug, currency: 'USD', timeZone: 'Europe/Berlin' })

/** The analytical side has tests of its own; here every question to it is answered like one to a store that is down. */
const noFacts: FactDesk = new Proxy(Object.create(null), {
  get: (_, name) => (name === 'undoBatch' ? async () => undefined : () => Promise.reject(new Problem('unavailable', 'The toy company has no facts.'))),
})
