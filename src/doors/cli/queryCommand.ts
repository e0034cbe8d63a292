import { Problem } from '#kernel'
import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'
import type { QueryAnswer } from './tools.ts'

export const queryCommand: Command = {
  says: 'Ask metrics by any dimension, of a workspace or of MetricFlow files.',
  usage: 'query (--workspace W | --manifest DIR --tables FILE) --query FILE [--json]',
  options: { manifest: { type: 'string' }, tables: { type: 'string' }, query: { type: 'string' } },
  async run({ words, flags, io, tools }) {
    const [manifest, tables, file] = [text(flags, 'manifest'), text(flags, 'tables'), text(flags, 'query')]
    if (words.length > 0) throw badUsage(`“${words[0]}” is not expected.`, `throughline ${queryCommand.usage}`)
    if (file === undefined) throw badUsage('--query is required: a JSON or YAML file with metrics and groupBy.')
    if ((manifest === undefined) !== (tables === undefined)) throw badUsage('--manifest and --tables belong together.')
    if (manifest !== undefined && flags['workspace']) throw badUsage('Give --workspace or --manifest, not both.')
    const query = await tools.readFile(file)
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
