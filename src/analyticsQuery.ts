import { readFile } from 'node:fs/promises'
import { collector, type GivenProfile } from '#engines/analytics/columns/collect.ts'
import type { Events } from '#engines/analytics/columns/events.ts'
import { eventProperties } from '#engines/analytics/query/refs.ts'
import { askEvents, cohortsIn, drillEvents, type Answered, type DrillAnswer } from '#flows/analytics/ask.ts'
import { eventReader, profileReader } from '#flows/analytics/eventRow.ts'
import { isProblem, isRecord, Problem, type SourceTable } from '#kernel'
import { factReader, type FactReader } from '#platform/columnar/factReader.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { eventShelf, ownProperties } from './eventColumns.ts'
import { readDocument } from './documents.ts'

/** An answer with what it cost; times are of this run and no part of the result. */
export type Costed = Answered & { readonly cost?: { readonly cpuMs: number; readonly wallMs: number } }

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
  await eachRow(files.events, (headings, file) => {
    const read = eventReader(headings, file)
    return (cells, row) => {
      const event = read(cells, row)
      newest = Math.max(newest, event.ts, event.received ?? 0)
      own.add(event)
    }
  })
  const [person, account] = [await profilesIn(files.persons, 'person'), await profilesIn(files.accounts, 'account')]
  const cohorts = files.cohorts === undefined ? {} : await readDocument(files.cohorts)
  const place = { events: own.events({ person, account }), now: newest, cohorts: cohortsIn(cohorts) }
  return { ask: (query) => costed(() => askEvents(query, place)), drill: (given) => drillEvents(given, place) }
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
const answers = new Map<string, Costed>()

/** Answers a query over the stored events of a workspace. The same query on the same facts is not computed again. */
export async function askWorkspace(app: App, scope: Scope, given: unknown): Promise<Costed> {
  const { place, defaults, position } = await placeOf(app, scope, given)
  const key = JSON.stringify([scope.workspace.id, position, defaults, given, isDated(given) ? null : place.now])
  const known = answers.get(key)
  if (known) return known
  const answer = costed(() => askEvents(given, place, defaults))
  answers.set(key, answer)
  for (const [oldest] of answers) if (answers.size > 200) answers.delete(oldest)
  return answer
}

const isDated = (given: unknown): boolean => isRecord(given) && typeof given['asOf'] === 'string'

/** The actors behind a number of an answer. */
export async function drillWorkspace(app: App, scope: Scope, given: unknown): Promise<DrillAnswer> {
  const { place, defaults } = await placeOf(app, scope, given)
  return drillEvents(given, place, defaults)
}

/** What a query may name: events with how often they came, and properties by whose they are. */
export async function vocabularyOf(app: App, scope: Scope) {
  const reader = await readerOf(app, scope)
  const events = await shelf.of(scope.workspace.id, reader, [])
  const profiles = (['account', 'person'] as const).flatMap((owner) => [...events.profiles[owner].columns.keys()].map((name) => `${owner}.${name}`))
  const own = events.length === 0 ? [] : (await ownProperties(reader)).map((name) => `event.${name}`)
  const named = events.names.map((name, code) => ({ name, n: (events.runs[code + 1] ?? 0) - (events.runs[code] ?? 0) }))
  let newest = -Infinity
  for (const at of events.ts) if (at > newest) newest = at
  return { events: named.toSorted((a, b) => b.n - a.n), properties: [...profiles, ...own], newest: events.length === 0 ? null : new Date(newest).toISOString() }
}

async function placeOf(app: App, scope: Scope, given: unknown) {
  const reader = await readerOf(app, scope)
  const events: Events = await shelf.of(scope.workspace.id, reader, eventProperties(given))
  const now = Math.floor(Date.parse(app.clock.now()) / 60_000) * 60_000 // a minute: a page that asks again gets the same answer
  const cohorts = cohortsIn(names(given, '"cohort') ? await savedCohorts(scope) : {})
  return { place: { events, now, cohorts }, defaults: { tz: scope.workspace.timeZone }, position: reader.position }
}

const names = (given: unknown, what: string): boolean => JSON.stringify(given)?.includes(what) ?? false

/** Cohorts that were saved as analyses, by title. */
async function savedCohorts(scope: Scope): Promise<Record<string, unknown>> {
  const { items } = await scope.read('analysis', { filter: { kind: 'cohort' }, limit: 500 })
  return Object.fromEntries(items.map((row) => [String(row['title']), row['spec']]))
}

async function readerOf({ store, registry }: App, scope: Scope): Promise<FactReader> {
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
