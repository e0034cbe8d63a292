import { asBefore, headed, ofGroup, toldOf, withBeside, type Answer, type Segment } from '../../answer.ts'
import { spanBefore } from '../../calendar/span.ts'
import { misfitsAmong } from '../../columns/misfits.ts'
import type { Query } from '../../query/kinds.ts'
import type { Group, Scalar } from '../../query/parts.ts'
import { activationPlan } from './activation.ts'
import { lifecyclePlan, stickinessPlan } from './activity.ts'
import { adoptionPlan } from './adoption.ts'
import { withFilter } from './filter.ts'
import { funnelPlan } from './funnel.ts'
import { lookedUp, lookupsOf } from './property.ts'
import { pathsPlan } from './paths.ts'
import { retentionPlan } from './retention.ts'
import { knownAccounts, knownIn, noteSegments, sqlFrame, unsupported, type Looked, type Rows, type SqlFrame, type SqlPlace, type SqlPlan } from './rows.ts'
import { lineRows, lineStatements, trendPlan } from './trend.ts'

/** What ClickHouse is asked for an answer: statements of columns in order, and how their rows become the answer that the kernels would give. */
export interface SqlQuestion {
  readonly statements: readonly string[]
  /** One list of rows for each statement, in their order. */
  readonly answer: (answers: readonly Rows[]) => Answer
}

/** Bytes of a statement: ClickHouse reads 262,144 unless its `max_query_size` says otherwise. */
const longest = 250_000

function short(statements: readonly string[]): readonly string[] {
  if (statements.some((each) => each.length > longest || Buffer.byteLength(each) > longest)) throw unsupported('', 'a question with so many names')
  return statements
}

/** Runs a statement; `kept` may tell what it told before, since it asks of all events as they stand and of no question. */
export interface Asker {
  readonly ask: (statement: string) => Promise<Rows>
  readonly kept: (statement: string) => Promise<Rows>
}

/**
 * Answers a query by ClickHouse. What its properties are like is asked first, and which lines of a breakdown are told, where that decides what is counted. What
 * is not counted there as the kernels count it is refused by name (`unsupported`), mostly before anything is asked.
 */
export async function askedThere(query: Query, place: SqlPlace, asker: Asker): Promise<Answer> {
  assertCounted(query, place)
  const own = await askedAlone(query, place, asker)
  if (!query.beside) return own
  const beside = []
  for (const [at, group] of query.beside.entries()) {
    const who = groupOf(group, place, at)
    const known = new Set(place.accounts.map(({ id }) => id))
    for (const accounts of [who.accounts, who.former]) for (const [id] of await asker.ask(knownIn(place, accounts))) known.add(String(id))
    const sizeOf = (accounts: readonly string[]): number => new Set(accounts.filter((id) => known.has(id))).size
    const told = { name: who.title, counts: 'account', members: sizeOf(who.accounts), former: sizeOf(who.former) } as const
    beside.push(toldOf(group, at, told, await askedAlone(ofGroup(query, group), place, asker)))
  }
  return withBeside(own, beside)
}

/** Refuses by name what is not counted there, before anything is asked. */
export function assertCounted(query: Query, place: SqlPlace): void {
  clickHouseQuestion(query, place)
  query.beside?.forEach((group, at) => {
    groupOf(group, place, at)
    clickHouseQuestion(ofGroup(query, group), place)
  })
}

function groupOf(group: Group, { segments }: SqlPlace, at: number): Segment {
  const found = 'segment' in group ? segments?.get(group.segment) : undefined
  if (!found) throw unsupported(`beside[${at}]`, 'a comparison with anything but a segment')
  return found
}

/** The question itself, whatever it is compared with. */
async function askedAlone(query: Query, place: SqlPlace, { ask, kept }: Asker): Promise<Answer> {
  const properties = new Map<string, Looked>()
  for (const lookup of lookupsOf(query, place)) properties.set(lookup.name, lookedUp(lookup, await kept(lookup.statement)))
  const seen = { ...place, properties }
  const all = async (statements: readonly string[]): Promise<Rows[]> => {
    const found: Rows[] = []
    for (const statement of statements) found.push(await ask(statement))
    return found
  }
  const isCut = query.kind === 'trend' && query.breakdown.length > 0
  const lines = isCut ? { lines: lineRows(await all(short(lineStatements(withFilter(sqlFrame(query, seen)), query)))) } : {}
  const { statements, answer } = clickHouseQuestion(query, { ...seen, ...lines })
  return answer(await all(statements))
}

/**
 * The statements for a query, without the groups that it is compared with. The answer equals that of the kernels, except that `cost` names ClickHouse and rows that a kernel reads several times count once in `n`. What is not
 * counted here as the kernels count it is refused by name (`unsupported`).
 */
export function clickHouseQuestion(query: Query, place: SqlPlace): SqlQuestion {
  const own = withFilter(sqlFrame(query, place))
  const { frame } = own
  const before = query.compareTo === null ? null : spanBefore(query.range, frame.span, query.compareTo, frame.asOf, frame.calendar)
  const main = query.kind === 'trend' ? trendPlan(own, query, before) : planOf(own, query)
  const then = before === null || query.kind === 'trend' ? null : planOf({ ...own, frame: { ...frame, span: before } }, query)
  const asked = [...main.counts, ...main.statements, ...(then?.statements ?? [])]
  const [from, past] = [main.counts.length, main.counts.length + main.statements.length]
  const statements = [...asked, ...knownAccounts(own)]
  short(statements)
  const later = [...frame.notes]
  return {
    statements,
    answer: (given) => {
      frame.notes.clear() // the order in which an answer tells them is that of the kernels
      for (const note of misfitsAmong((ref) => samplesOf(place, ref), query)) frame.notes.add(note)
      noteSegments(own, given.slice(asked.length))
      for (const note of later) frame.notes.add(note)
      const answers = given.slice(0, asked.length)
      const n = answers.slice(0, from).reduce((sum, rows) => sum + Number(rows[0]?.[0] ?? 0), 0)
      const data = main.data(answers.slice(from, past))
      const compare = then && before ? { span: before, data: asBefore(then.data(answers.slice(past))) } : null
      return headed(frame, query, { n, engine: 'clickhouse', data, compare })
    },
  }
}

/** Of each type some value that a property has: what a question may make of it, these tell. */
function samplesOf({ properties, profiles }: SqlPlace, ref: string): readonly Scalar[] {
  const [scope = '', ...rest] = ref.split('.')
  const name = rest.join('.')
  if (scope === 'event') return properties?.get(name)?.samples ?? []
  if (scope !== 'account' && scope !== 'person') return []
  return [...(profiles?.[scope].get(name)?.keys() ?? (name === 'id' ? ['id'] : []))]
}

function planOf(own: SqlFrame, query: Query): SqlPlan {
  switch (query.kind) {
    case 'trend':
      return trendPlan(own, query, null)
    case 'funnel':
      return funnelPlan(own, query)
    case 'retention':
      return retentionPlan(own, query)
    case 'stickiness':
      return stickinessPlan(own, query)
    case 'lifecycle':
      return lifecyclePlan(own, query)
    case 'adoption':
      return adoptionPlan(own, query)
    case 'paths':
      return pathsPlan(own, query)
    case 'activation':
      return activationPlan(own, query)
  }
}
