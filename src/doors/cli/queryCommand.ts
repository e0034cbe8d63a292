import { Problem } from '#kernel'
import { badUsage, text, type Command, type Flags } from './command.ts'
import { queryHelp } from './queryHelp.ts'
import { textTable } from './table.ts'
import type { Io, QueryAnswer, Tools } from './tools.ts'

export const queryCommand: Command = {
  says: 'Ask metrics by any dimension, or events by funnel, retention and the like; of a workspace or of files.',
  usage:
    'query (--workspace W | --manifest DIR --tables FILE | --events FILE [--accounts FILE] [--persons FILE] [--cohorts FILE]) (--query FILE | --queries FILE) [--drill D [--side in|dropped]] [--json]',
  details: queryHelp,
  options: {
    manifest: { type: 'string' },
    tables: { type: 'string' },
    events: { type: 'string' },
    accounts: { type: 'string' },
    persons: { type: 'string' },
    cohorts: { type: 'string' },
    query: { type: 'string' },
    queries: { type: 'string' },
    drill: { type: 'string' },
    side: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    assertFlags(words, flags)
    const [manifest, tables, queries] = [text(flags, 'manifest'), text(flags, 'tables'), text(flags, 'queries')]
    if (queries !== undefined) return await askAll(await askerOf(flags, tools), await tools.analytics.queries(queries), io, tools)
    const query = await tools.readFile(text(flags, 'query') ?? '')
    if (text(flags, 'events') !== undefined || tools.analytics.isAsked(query)) return await askOne(flags, query, io, tools)
    const answer =
      manifest !== undefined && tables !== undefined
        ? await tools.queryFolder(manifest, tables, query)
        : await tools.query(await tools.enter(text(flags, 'workspace')), query)
    if (flags['json']) io.out(JSON.stringify(answer))
    if (answer.refused) throw new Problem('refused', answer.refused.message, answer.refused.hint, { code: answer.refused.code })
    if (!flags['json']) io.out(shown(answer))
    return 0
  },
}

function assertFlags(words: readonly string[], flags: Flags): void {
  const has = (name: string): boolean => text(flags, name) !== undefined
  if (words.length > 0) throw badUsage(`“${words[0]}” is not expected.`, `throughline ${queryCommand.usage}`)
  if (has('query') === has('queries')) throw badUsage('--query is required: a JSON or YAML file with one query; or --queries, with one query a line.')
  if (has('manifest') !== has('tables')) throw badUsage('--manifest and --tables belong together.')
  if ([has('manifest'), has('events'), Boolean(flags['workspace'])].filter(Boolean).length > 1)
    throw badUsage('Give one of --workspace, --manifest and --events.')
  if (['accounts', 'persons', 'cohorts'].some(has) && !has('events')) throw badUsage('--accounts, --persons and --cohorts belong to --events.')
  if (has('queries') && (has('manifest') || has('drill'))) throw badUsage('--queries asks events; leave --manifest and --drill out.')
}

interface Asker {
  ask(query: unknown): unknown
  drill(given: unknown): unknown
}

async function askerOf(flags: Flags, tools: Tools): Promise<Asker> {
  const events = text(flags, 'events')
  const beside = (name: 'accounts' | 'persons' | 'cohorts') => {
    const file = text(flags, name)
    return file === undefined ? {} : { [name]: file }
  }
  if (events !== undefined) return await tools.analytics.open({ events, ...beside('accounts'), ...beside('persons'), ...beside('cohorts') })
  const scope = await tools.enter(text(flags, 'workspace'))
  return { ask: (query) => tools.analytics.ask(scope, query), drill: (given) => tools.analytics.drill(scope, given) }
}

async function askOne(flags: Flags, query: unknown, io: Io, tools: Tools): Promise<number> {
  const drill = text(flags, 'drill')
  const asker = await askerOf(flags, tools)
  const answer = await (drill === undefined ? asker.ask(query) : asker.drill({ query, drill, side: text(flags, 'side') ?? 'in' }))
  io.out(JSON.stringify(answer, null, flags['json'] ? 0 : 2))
  return 0
}

/** One answer a line, in the order of the queries; a refused one says why on its own line, and the exit code tells. */
async function askAll(asker: Asker, queries: readonly unknown[], io: Io, tools: Tools): Promise<number> {
  let exit = 0
  for (const query of queries)
    try {
      io.out(JSON.stringify(await asker.ask(query)))
    } catch (error) {
      io.out(JSON.stringify(tools.analytics.refused(error)))
      exit = 1
    }
  return exit
}

function shown({ columns, rows, notes }: QueryAnswer): string {
  const cells = rows.map((row) =>
    columns.map(({ name }) => {
      const cell = row[name] ?? null
      return cell === null || typeof cell === 'number' ? cell : String(cell)
    }),
  )
  return [
    textTable(
      columns.map(({ name }) => name),
      cells,
    ),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}
