import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { everyRow, isId, parseField, Problem, type Actor, type AnyRow, type Fact, type FactRow, type Noun, type Role, type Upsert } from '#kernel'
import { draftReview, signatureOf } from '#flows/reviews/review.ts'
import type { Day } from '#sample/calendar.ts'
import type { Harborlight } from '#sample/harborlight.ts'
import type { SampleObject } from '#sample/sampleObject.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transaction } from '#platform/postgres/pool.ts'
import { lockHead } from '#runtime/commit.ts'
import { perform, type Order } from '#runtime/perform.ts'
import { scope as scopeOf, type Scope } from '#runtime/scope.ts'
import { rowsBy } from '#runtime/tables.ts'
import { upsertAll } from '#runtime/upsert.ts'
import type { App } from './app.ts'
import { askingAs } from './askingAs.ts'
import { companyOn } from './companyOn.ts'
import { checked } from './dailyChecks.ts'
import { writeDefinitions } from './metrics/sampleDefinitions.ts'
import { measuring } from './reviewHouse.ts'

const connection = 'sample'

/**
 * Creates the workspace of the made-up company, with its record up to today. Everything goes the road of any import, so that removing it is undoing it.
 * It is listed when it is whole: what a killed start had begun is forgotten, and made anew.
 */
export async function createSample(app: App, company = sampleOf(app.clock)): Promise<string> {
  const [first, ...others] = company.people
  if (!first) throw new Problem('unavailable', 'The sample company has no people.')
  await forgetTorn(app)
  const since = `${company.record[0]?.day ?? app.clock.now().slice(0, 10)}T08:00:00.000Z`
  const wanted = { name: 'Harborlight', slug: 'harborlight', isSample: true, owner: first, since }
  const { workspace } = await app.workspaces.create(wanted, async (scope) => {
    writeFileSync(unfinished(app), scope.workspace.id)
    const then = scopeOf({ ...app.ground, now: () => since }, scope.workspace, scope.me)
    const ids = new Map([[first.externalId, scope.me.id]])
    for (const person of others) ids.set(person.externalId, (await addPerson(then, person)).id)
    const actors = new Map(company.people.map((person) => [person.externalId, actorOf(person, ids)]))
    await then.perform('workspace', 'edit', { id: scope.workspace.id }, { northStar: 'annual-recurring-revenue' })
    const facts = await begin(then)
    const objects = await begin(then)
    await Promise.all([loadFacts(scope, app.registry.facts, company.facts, facts), loadObjects(app, scope, company, { ids, actors }, objects)])
    await checked(app, scope)
    await writeReview(app, scope, company.closedMonth, objects.batch)
    await writeDefinitions(app, scope, objects.batch, actors)
  })
  rmSync(unfinished(app), { force: true })
  return workspace.slug
}

/** The made-up company as of today. It takes most of a second, which a first start spends while the database is made. */
export const sampleOf = (clock: Clock): Harborlight => companyOn(clock.now().slice(0, 10))

/** Names the workspace that is being furnished, so that the next start can forget its facts should this one be killed. */
const unfinished = ({ home }: App): string => join(home, 'sample.unfinished')

/** A workspace that is not listed was never there; its folder of facts goes. */
async function forgetTorn(app: App): Promise<void> {
  if (!existsSync(unfinished(app))) return
  const id = readFileSync(unfinished(app), 'utf8').trim()
  if (isId(id) && !(await app.workspaces.list()).some((listed) => listed.id === id)) await app.store.dropWorkspace(id)
  rmSync(unfinished(app), { force: true })
}

interface Begun {
  readonly id: string
  readonly batch: string
}

async function begin(scope: Scope): Promise<Begun> {
  const batch = scope.newId()
  return { id: (await scope.perform('import', 'create', {}, { name: 'Sample company', batch })).id, batch }
}

/** Takes the sample's facts and objects back. People and words written since stay. */
export async function removeSample(app: App, scope: Scope): Promise<{ readonly removed: number }> {
  const batches = (await scope.read('import', { filter: { name: 'Sample company', state: 'done' }, limit: 10 })).items
  for (const batch of batches) {
    await scope.undoBatch(String(batch['batch']))
    await scope.perform('import', 'markUndone', { id: batch.id }, {})
  }
  await app.directory.setSample(scope.workspace.id, false)
  return { removed: batches.length }
}

async function addPerson(scope: Scope, person: Harborlight['people'][number]): Promise<AnyRow> {
  const role = person.role === 'owner' ? 'admin' : person.role
  const row = await scope.orderInner({
    noun: 'member',
    verb: 'invite',
    target: {},
    input: { name: person.name, email: person.email, role },
    source: { connection, externalId: person.externalId },
  })
  return await scope.orderInner({ noun: 'member', verb: 'edit', target: { id: row.id }, input: { title: person.title } })
}

async function loadFacts(scope: Scope, facts: ReadonlyMap<string, Fact>, rows: Harborlight['facts'], { id, batch }: Begun): Promise<void> {
  const files = []
  for (const [name, values] of Object.entries(rows)) {
    const fact = facts.get(name)
    if (!fact) continue
    const { created } = await scope.ingest(batch, { fact: name, file: `sample/${name}`, source: connection, rows: inChunks(fact, values) })
    files.push({ file: name, recognisedAs: name, report: { created } })
  }
  await scope.seal(batch)
  await scope.perform('import', 'finish', { id }, { files, quality: null })
}

/** The generator writes texts, times and plain numbers as they are kept (a test holds it to that): only amounts and the like are parsed, column by column. */
async function* inChunks({ columns }: Fact, rows: Iterable<Readonly<Record<string, unknown>>>): AsyncGenerator<readonly FactRow[]> {
  const parsed = Object.entries(columns).filter(([, { columnar }]) => !writtenAsKept.has(String(columnar)))
  let chunk: FactRow[] = []
  let row = 1
  for (const values of rows) {
    const read = parsed.flatMap(([name, field]) => (values[name] == null ? [] : [[name, parseField(name, field, values[name])]]))
    chunk.push({ row: (row += 1), values: read.length === 0 ? values : { ...values, ...Object.fromEntries(read) } })
    if (chunk.length < 10_000) continue
    yield chunk
    chunk = []
    await setImmediate() // what loads beside it gets its turn
  }
  if (chunk.length > 0) yield chunk
}

/** Types of columns whose values the generator writes as the store keeps them. */
const writtenAsKept: ReadonlySet<string> = new Set(['VARCHAR', 'DATE', 'TIMESTAMP', 'BOOLEAN', 'DOUBLE'])

/**
 * Day by day, creates what was written down and lets verbs run as the people who did them: each a change of its own in the record, with its own
 * actor and request, and all in one transaction. Nobody has been told of any of them before the workspace is listed, so that one flush serves all.
 */
async function loadObjects(app: App, scope: Scope, company: Harborlight, known: Pick<Loading, 'ids' | 'actors'>, { id, batch }: Begun): Promise<void> {
  await app.ground.pool.transaction({ workspace: scope.workspace.id, isLong: true }, async (tx) => {
    await lockHead(tx, scope.workspace.id)
    const metrics = await everyRow(scope, 'metric')
    for (const day of company.record) await loadDay({ app, tx, scope, ...known, batch, metrics }, day)
  })
  await scope.perform('import', 'finish', { id }, { files: [{ file: 'objects', recognisedAs: 'objects' }], quality: null })
}

/** The review of the last closed month, as the owner sends it: one record of the sample like the others, and taken back with them. */
async function writeReview(app: App, scope: Scope, period: string, batch: string): Promise<void> {
  const { registry, pool } = app.ground
  const draft = await draftReview(scope, measuring(app, scope), { kind: 'mbr', period })
  await pool.transaction({ workspace: scope.workspace.id }, async (tx) => {
    const asking = askingAs(app, scope, scope.me, batch)
    const order = (verb: string, target: Order['target'], input: unknown) => perform(tx, registry, asking, { noun: 'review', verb, target, input })
    const row = await order('generate', {}, draft)
    await order('freeze', { id: row.id }, { signature: signatureOf(row) })
    await order('send', { id: row.id }, {})
  })
}

interface Loading {
  readonly app: App
  readonly tx: Transaction
  readonly scope: Scope
  readonly actors: ReadonlyMap<string, Actor>
  readonly ids: Map<string, string>
  readonly batch: string
  /** The metrics that every workspace has from its beginning. */
  readonly metrics: readonly AnyRow[]
}

async function loadDay({ app, tx, scope, actors, ids, batch, metrics }: Loading, { day, objects, steps }: Day): Promise<void> {
  const { registry, newId } = app.ground
  const now = min(`${day}T09:00:00.000Z`, app.clock.now())
  const asking = (actor: Actor, request = newId()) => askingAs(app, scope, actor, request, now)
  const order = (actor: Actor, one: Order) => perform(tx, registry, asking(actor), one, { inner: true })
  for (const edit of takenOver(metrics, objects, ids)) await order(scope.me, edit)
  const own = objects.filter(isOwn)
  for (const { noun, externalId, values } of own) {
    const verb = creatorOf(app, noun)
    if (!verb) continue
    const made = { noun, verb, target: {}, input: replaced(values, ids), source: { connection, externalId } }
    ids.set(externalId, (await perform(tx, registry, asking(scope.me, batch), made, { inner: true })).id)
  }
  for (const group of runs(own.filter(({ noun }) => !creatorOf(app, noun)))) {
    const noun = registry.noun(group[0]?.noun ?? '')
    const items = group.map((one) => toUpsert(noun, one, ids))
    await upsertAll(tx, registry, asking(scope.me, batch), items, false)
    const externalIds = group.map(({ externalId }) => externalId)
    for (const { source, ...row } of await rowsBy(tx, noun, 'source_external_id', externalIds))
      if (source?.connection === connection) ids.set(source.externalId, row.id)
  }
  for (const { noun, externalId, verb, input, by } of steps.filter(isOwn))
    await order(actors.get(by ?? '') ?? scope.me, { noun, verb, target: { id: ids.get(externalId) ?? '' }, input: replaced(input, ids) })
}

/** The metrics are the product's own, and certified by it. */
const isOwn = ({ noun }: { readonly noun: string }): boolean => noun !== 'metric'

/** The verb that makes rows of a noun which is not written down as it is. */
function creatorOf({ registry }: App, noun: string): string | undefined {
  const actions = registry.actions(noun)
  return actions.some(({ verb }) => verb === 'create') ? undefined : actions.find(({ creates }) => creates)?.verb
}

const min = (a: string, b: string): string => (a < b ? a : b)

const actorOf = ({ externalId, name, role }: Harborlight['people'][number], ids: ReadonlyMap<string, string>): Actor => ({
  id: ids.get(externalId) ?? '',
  name,
  role: role satisfies Role,
  door: 'sample',
})

const toUpsert = ({ noun, fields }: Noun, { externalId, values }: SampleObject, ids: ReadonlyMap<string, string>): Upsert => ({
  noun,
  source: { connection, externalId },
  values: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, fields[field]?.target ? pointed(value, ids) : replaced(value, ids)])),
})

/** The workspace has its computed metrics already: the sample's people take them over. */
function takenOver(known: readonly AnyRow[], objects: readonly SampleObject[], ids: Map<string, string>): Order[] {
  return objects.flatMap(({ noun, externalId, values }) => {
    const metric = noun === 'metric' ? known.find((one) => one['metricKey'] === values['metricKey']) : undefined
    if (!metric) return []
    ids.set(externalId, metric.id)
    return [{ noun: 'metric', verb: 'edit', target: { id: metric.id }, input: { owner: ids.get(String(values['owner'])) ?? null } }]
  })
}

/** Neighbours of one noun belong together: one transaction for each run. */
function runs(objects: readonly SampleObject[]): SampleObject[][] {
  const groups: SampleObject[][] = []
  for (const one of objects) {
    const last = groups.at(-1)
    if (last?.[0]?.noun === one.noun) last.push(one)
    else groups.push([one])
  }
  return groups
}

/** A reference: the id when it is known, else the external id, which the upsert resolves within the batch. */
function pointed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => pointed(one, ids))
  return typeof value === 'string' ? (ids.get(value) ?? { externalId: value }) : value
}

function replaced(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, ids))
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, ids)])) : value
}
