import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answer, Place } from '#engines/analytics/answer.ts'
import { collector, type GivenEvent, type GivenProfile } from '#engines/analytics/columns/collect.ts'
import { columnOf, pieces, type Column, type Events } from '#engines/analytics/columns/events.ts'
import { withoutInternal } from '#engines/analytics/columns/internal.ts'
import { withTraits } from '#engines/analytics/columns/traits.ts'
import { traitNames } from '#engines/analytics/dialect/events.ts'
import { onlyMeant } from '#engines/analytics/query/meant.ts'
import type { Scalar } from '#engines/analytics/query/parts.ts'
import { eventProperties, personProperties } from '#engines/analytics/query/refs.ts'
import { exhibitOf, type Told } from '#engines/numbers/showAnswer.ts'
import type { Answered as ReviewAnswer } from '#flows/reviews/review.ts'
import { askEvents, cohortsIn, drillEvents, type Answered, type DrillAnswer } from '#flows/analytics/ask.ts'
import { eventReader, profileReader } from '#flows/analytics/eventRow.ts'
import { assertMayAsk, hiddenFrom, veiled, type Hidden } from '#flows/analytics/privacy.ts'
import { canonical, everyRow, isProblem, isRecord, Problem, rank, type AnyRow, type SourceTable } from '#kernel'
import { analysis } from '#objects'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import { newest } from '#platform/newest.ts'
import { mayMeasure, mayRead } from '#runtime/policy.ts'
import { scope as openScope, type Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { askClickHouse, presentOf } from './clickhouseQuery.ts'
import { eventShelf, ownProperties } from './eventColumns.ts'
import { readDocument } from '../files/documents.ts'
import { traitsOf } from './traits.ts'
import { groupReader, namedIn, savedCohorts, savedSegments, type GroupReader } from './savedGroups.ts'

/** An answer with what it cost; times are of this run and no part of the result. */
/** `left`: why the kernels answered although the workspace stands on ClickHouse. */
export type Costed = Answered & { readonly cost?: { readonly cpuMs: number; readonly wallMs: number; readonly left?: string } }

/** What a person may hand to the stateless form besides the events. */
export interface EventFiles {
  readonly events: string
  readonly accounts?: string
  readonly persons?: string
  /** A JSON or YAML file of cohorts by name. */
  readonly cohorts?: string
}

/** Reads a file of events once and answers queries over it, with nothing kept. Without `asOf` in a query, the newest event is the present. */
export async function openEventFile(files: EventFiles): Promise<{ ask(query: unknown): Costed; drill(given: unknown): DrillAnswer }> {
  const own = collector()
  let newest = 0
  const repeats = firstCopies()
  await eachRow(files.events, (headings, file) => {
    const read = eventReader(headings, file)
    return (cells, row) => {
      const event = read(cells, row)
      if (!repeats.isFirst(event)) return
      newest = Math.max(newest, event.ts, event.received ?? 0)
      own.add(event)
    }
  })
  const [person, account] = [await profilesIn(files.persons, 'person'), await profilesIn(files.accounts, 'account')]
  const cohorts = files.cohorts === undefined ? {} : await readDocument(files.cohorts)
  const events = own.events({ person, account })
  const of = (given: unknown) => ({ events: isRecord(given) && isOfAll(given) ? events : withoutInternal(events), now: newest, cohorts: cohortsIn(cohorts) })
  return { ask: (query) => costed(() => repeats.toldIn(askEvents(query, of(query)))), drill: (given) => drillEvents(given, of(given)) }
}

/** An event that bears its own id is counted once, the first copy of it; how many copies were left out is told in every answer. */
function firstCopies() {
  const seen = new Set<string>()
  let copies = 0
  return {
    isFirst({ once }: GivenEvent): boolean {
      if (once === null || once === undefined) return true
      const isFirst = !seen.has(once)
      if (isFirst) seen.add(once)
      else copies += 1
      return isFirst
    },
    toldIn(answer: Answered): Answered {
      if (copies === 0 || !('warnings' in answer)) return answer
      const message =
        copies === 1 ? 'One row repeats the id of an earlier event and is left out.' : `${copies} rows repeat the id of an earlier event and are left out.`
      return { ...answer, warnings: [...answer.warnings, { code: 'note', message }] }
    },
  }
}

async function profilesIn(path: string | undefined, owner: 'person' | 'account'): Promise<GivenProfile[]> {
  const found: GivenProfile[] = []
  if (path === undefined) return found
  await eachRow(path, (headings, file) => {
    const read = profileReader(headings, file, owner)
    return (cells, row) => void found.push(read(cells, row))
  })
  return found
}

async function eachRow(path: string, open: (headings: readonly string[], file: string) => (cells: readonly unknown[], row: number) => void): Promise<void> {
  for await (const { row, cells, fault, take, file } of rowsOf(await tableIn(path), open)) {
    if (fault) throw new Problem('invalid', `${file} row ${row}: ${fault}`, 'Correct the file.', { at: { file, row } })
    take(cells, row)
  }
}

async function* rowsOf(table: SourceTable, open: (headings: readonly string[], file: string) => (cells: readonly unknown[], row: number) => void) {
  const take = open(table.headings, table.file)
  for await (const row of table.rows()) yield { ...row, take, file: table.file }
}

async function tableIn(path: string): Promise<SourceTable> {
  const { tables, unreadable } = await openFiles([path])
  const [broken] = unreadable
  if (broken) throw new Problem('invalid', `${broken.file}: ${broken.reason}`, broken.hint, { at: { file: broken.file } })
  const [table] = tables
  if (table) return table
  throw new Problem('invalid', `${path} holds no events.`, 'Name an NDJSON or CSV file of events.')
}

/** The queries of a file, one a line. */
export async function queriesIn(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Problem('invalid', `${path} cannot be read.`, 'Check the path.')
  })
  return text.split(/\r?\n/).flatMap((line, place) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line)]
    } catch {
      throw new Problem('invalid', `${path} line ${place + 1} is not JSON.`, 'Write one query a line.')
    }
  })
}

const shelf = eventShelf()
const answers = newest<Costed>(200)

/** The saved groups of the record, to be handed to several questions of one request, so that it is read once for all of them. */
export const groupsOf = (app: App, scope: Scope): GroupReader => groupReader(scope, insideOf(app, scope))

/** Answers a query over the stored events of a workspace. The same query on the same facts is not computed again. */
export async function askWorkspace(app: App, scope: Scope, given: unknown, groups = groupsOf(app, scope)): Promise<Costed> {
  const plan = await trackingPlanOf(scope)
  const hidden = hiddenOf(app, scope, plan)
  assertMayAsk(given, hidden)
  assertNamesNobody(given, hidden)
  const elsewhere = await askClickHouse(app, scope, given, { passive: passiveOf(plan), hidden, groups })
  if (elsewhere && !('left' in elsewhere)) return elsewhere
  const answer = await inPlace(app, { scope, given, plan, hidden, groups }, ({ place, defaults, position }) => {
    const { events, now, cohorts, segments } = place
    const meant = [scope.workspace.id, position, defaults, given, isDated(given) ? null : now, [...events.passive], [...cohorts], [...segments]]
    const key = createHash('sha256').update(JSON.stringify(meant)).digest('base64')
    const own = answers.get(key) ?? costed(() => askEvents(given, place, defaults))
    answers.set(key, own)
    return own
  })
  if (!('members' in answer)) return elsewhere && answer.cost ? { ...answer, cost: { ...answer.cost, left: elsewhere.left } } : answer
  if (answer.def['actor'] !== 'person') return { ...answer, named: await namedOf(scope, answer.members.slice(0, mostRecords)) }
  if (!hidden.has('person.id')) return answer
  return { ...answer, def: analysis.withoutPersons({ ...answer.def }), members: [] } // how many they are is no secret; who they are is
}

/** A list of persons from outside, asked who of them is there, would tell what a filter by their ids is refused for. */
function assertNamesNobody(given: unknown, hidden: Hidden): void {
  if (isRecord(given) && hidden.has('person.id') && canonical(analysis.withoutPersons(given)) !== canonical(given)) assertMayAsk({ prop: 'person.id' }, hidden)
}

const isDated = (given: unknown): boolean => isRecord(given) && typeof given['asOf'] === 'string'

/** The actors behind a number of an answer. */
export async function drillWorkspace(app: App, scope: Scope, given: unknown) {
  const plan = await trackingPlanOf(scope)
  const hidden = hiddenOf(app, scope, plan)
  assertMayAsk(given, hidden)
  const answer = await inPlace(app, { scope, given, plan, hidden }, ({ place, defaults }) => drillEvents(given, place, defaults))
  const { actor } = answer
  const owner = actor === 'person' ? 'person' : 'account'
  const frozen = owner === 'person' && hidden.has('person.id') ? null : answer.cohort.frozen
  const records =
    typeof actor === 'object' && actor.group === 'account' ? await recordsOf(scope, answer.actors.slice(0, mostRecords)) : new Map<string, string>()
  const actors = veiled(answer.actors, owner, hidden).map((each) => ({ ...each, record: records.get(each.actor ?? '') ?? null }))
  return { ...answer, actors, cohort: { ...answer.cohort, frozen } }
}

const mostRecords = 500

/** Keys of the records of accounts, by their ids in the events. */
async function recordsOf(scope: Scope, actors: readonly { readonly actor: string | null }[]): Promise<ReadonlyMap<string, string>> {
  const named = await namedOf(
    scope,
    actors.flatMap(({ actor }) => (actor === null ? [] : [actor])),
  )
  return new Map(named.map(({ id, record }) => [id, record]))
}

/** Accounts of the record by their ids in the events, as many as are asked for at most, in that order; those without a record are left out. */
async function namedOf(scope: Scope, ids: readonly string[]): Promise<{ readonly id: string; readonly name: string; readonly record: string }[]> {
  if (ids.length === 0) return []
  const { items } = await scope.read('account', { filter: { 'source.externalId': { in: ids } }, limit: mostRecords })
  const rows = new Map(items.flatMap((row) => (row.source ? [[row.source.externalId, row] as const] : [])))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [{ id, name: String(row['name']), record: row.key }] : []
  })
}

/** What a query may name: events with how often they came, and properties by whose they are. What whoever asks may not see is not named. */
export async function vocabularyOf(app: App, scope: Scope) {
  const reader = await readerOf(app, scope)
  const hidden = hiddenOf(app, scope, await trackingPlanOf(scope))
  return await inColumns(app, scope, reader, [], async (events) => {
    const profiles = (['account', 'person'] as const).flatMap((owner) =>
      [...new Set(['id', ...events.profiles[owner].columns.keys()])].map((name) => `${owner}.${name}`),
    )
    const own = events.length === 0 ? [] : (await ownProperties(reader)).map((name) => `event.${name}`)
    const said = (await reader.ask(traitNames)).map(({ name }) => `person.${String(name)}`)
    const named = events.names.map((name, code) => ({ name, n: (events.runs[code + 1] ?? 0) - (events.runs[code] ?? 0) }))
    const newest = events.filed?.newest ?? events.ts.reduce((last, at) => Math.max(last, at), -Infinity)
    return {
      events: named.toSorted((a, b) => b.n - a.n),
      properties: [...new Set([...profiles, ...said, ...own])].filter((ref) => !hidden.has(ref)),
      newest: events.length === 0 ? null : new Date(newest).toISOString(),
    }
  })
}

/** The values of a property with how many events (of an account or a person: how many of them) bear each, the commonest first; at most 200. */
export async function valuesOf(app: App, scope: Scope, ref: string): Promise<{ readonly items: readonly { readonly value: Scalar; readonly n: number }[] }> {
  const [, owner, name = ''] = /^(event|account|person)\.(.+)$/s.exec(ref) ?? []
  if (owner === undefined) throw new Problem('invalid', `“${ref}” is not a property.`, 'Write event.plan, person.role or account.segment.')
  const plan = await trackingPlanOf(scope)
  const hidden = hiddenOf(app, scope, plan)
  assertMayAsk({ prop: ref }, hidden)
  return await inPlace(app, { scope, given: { prop: ref }, plan, hidden }, ({ place }) => {
    const columns = owner === 'account' || owner === 'person' ? [columnOf(place.events, owner, name)] : propertyOf(place.events, name)
    return { items: commonest(columns).slice(0, 200) }
  })
}

/** A property of the events by pieces: the codes of one are written over by the next. */
function* propertyOf(events: Events, name: string): Generator<Column | undefined> {
  for (const { events: piece } of pieces(events)) yield piece.properties.get(name)
}

/** How often each value stands in columns of the same values, the commonest first. */
function commonest(columns: Iterable<Column | undefined>): { readonly value: Scalar; readonly n: number }[] {
  let [values, counts]: [readonly Scalar[], Float64Array | null] = [[], null]
  for (const column of columns) {
    if (!column) continue
    values = column.values
    counts ??= new Float64Array(values.length)
    for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  }
  return values.flatMap((value, code) => (counts?.[code] ? [{ value, n: counts[code] }] : [])).toSorted((a, b) => b.n - a.n)
}

/** Properties that whoever asks may not see. Who may not read events at all is refused: every road to them comes by here. */
export function hiddenOf({ registry }: App, { me }: Scope, plan: readonly AnyRow[]): Hidden {
  if (!mayMeasure(registry, { inputs: ['event'] }, me.role))
    throw new Problem('forbidden', `The role ${me.role} may not read events.`, 'Ask an administrator of this workspace.', { code: 'no_permission' })
  return hiddenFrom((classification) => mayRead(classification, me.role), registry.facts, plan)
}

/** Definitions put away stay in it: what they call personal stays so. */
export const trackingPlanOf = (scope: Scope): Promise<readonly AnyRow[]> => everyRow(scope, 'eventDefinition', { archived: true })

interface Placing {
  readonly scope: Scope
  readonly given: unknown
  readonly plan: readonly AnyRow[]
  readonly hidden: Hidden
  readonly groups?: GroupReader
}

/** What a question is asked over; the events in it hold until `work` has answered. */
interface Placed {
  readonly place: Place & Required<Pick<Place, 'cohorts' | 'segments'>>
  readonly defaults: { readonly tz: string }
  readonly position: string
}

/** Saved cohorts that a question names are asked as if they were written in it: by the same rights, and with the properties that they read. */
async function inPlace<T>(app: App, { scope, given, plan, hidden, groups = groupsOf(app, scope) }: Placing, work: (placed: Placed) => T): Promise<T> {
  const reader = await readerOf(app, scope)
  const saved = await savedCohorts(groups, given)
  const whole = [given, saved.defs]
  assertMayAsk(whole, hidden)
  const segments = await savedSegments(groups, namedIn(whole, 'segment'), isRecord(given) && typeof given['asOf'] === 'string' ? given['asOf'] : undefined)
  const passive = passiveOf(plan)
  return await inColumns(app, scope, reader, eventProperties(whole), async (stored) => {
    const counted = isRecord(given) && isOfAll(given) ? stored : withoutInternal(stored)
    const traits = await traitsOf(scope.workspace.id, reader, personProperties(whole))
    const known = withTraits(counted, traits)
    const events = known.filed?.marked(passive) ?? { ...known, passive }
    const place = { events, now: presentOf(app, stored.knownBy), cohorts: cohortsIn(saved.defs), titles: saved.titles, segments }
    return work({ place, defaults: { tz: scope.workspace.timeZone }, position: reader.position })
  })
}

const inColumns = <T>(
  { store }: App,
  { workspace }: Scope,
  reader: FactReader,
  properties: readonly string[],
  work: (events: Events) => Promise<T>,
): Promise<T> => shelf.within({ workspace: workspace.id, reader, properties, folder: join(store.beside(workspace.id), 'columns') }, work)

/** Reads who is in a static cohort of persons for whoever may ask about it; only numbers of it are told. */
const insideOf = (app: App, { workspace, me }: Scope): Scope =>
  openScope(app.ground, workspace, { ...me, role: rank(me.role) < rank('contributor') ? 'contributor' : me.role }, 'read')

const passiveOf = (plan: readonly AnyRow[]): ReadonlySet<string> =>
  new Set(plan.filter((row) => row['passive'] === true && row.archivedAt === null).map((row) => String(row['eventName'])))

/** Does the question, or the one behind a drill, ask for our own accounts and people too? */
const isOfAll = ({ query, ...own }: Readonly<Record<string, unknown>>): boolean => own['internal'] === 'include' || (isRecord(query) && isOfAll(query))

/** Reads the facts of the workspace as they stand. */
export async function readerOf({ store, registry }: App, scope: Scope): Promise<FactReader> {
  return factReader(store, scope.workspace.id, registry.facts.keys(), await store.position(scope.workspace.id))
}

function costed(work: () => Answered): Costed {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  const answer = work()
  if (!('cost' in answer)) return answer
  const { user, system } = process.cpuUsage(cpu)
  return { ...answer, cost: { ...answer.cost, cpuMs: Math.round((user + system) / 1000), wallMs: Math.round(performance.now() - wall) } }
}

/** A refusal as one line of an answer, for many queries at once. */
export function refusedLine(error: unknown): { readonly refused: { readonly code: string; readonly message: string; readonly hint: string } } {
  if (!isProblem(error)) throw error
  return { refused: { code: error.details.code ?? error.kind, message: error.message, hint: error.hint } }
}

function storedQuestion(spec: unknown, asOf: string): unknown {
  const own = onlyMeant(spec)
  return { ...(isRecord(own) ? own : {}), asOf }
}

/** Saved questions as they are answered as of a day, for a review. */
export async function answersOf(app: App, scope: Scope, questions: readonly AnyRow[], asOf: string): Promise<ReviewAnswer[]> {
  const answers: ReviewAnswer[] = []
  const groups = groupsOf(app, scope)
  for (const { id, key, title, spec } of questions) {
    const answer = await askWorkspace(app, scope, storedQuestion(spec, asOf), groups)
    if ('members' in answer || !isTold(answer.data)) throw new Problem('refused', `${key} has no answer.`, 'Open it, and save it again.')
    answers.push({ id, key, title: String(title), hash: answer.hash, ...exhibitOf({ query: { ...answer.query }, data: answer.data, ...besideIn(answer) }) })
  }
  return answers
}

const besideIn = ({ beside }: Answer) => (beside ? { beside: beside.flatMap(({ name, data }) => (isTold(data) ? [{ name, data }] : [])) } : {})

const isTold = (data: unknown): data is Told => isRecord(data)
