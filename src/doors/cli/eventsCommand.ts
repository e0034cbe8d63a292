import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'

export const eventsCommand: Command = {
  says: 'Move the events of a workspace to ClickHouse, or back.',
  usage: 'events move --to clickhouse|embedded --workspace W [--json]',
  details:
    'THROUGHLINE_CLICKHOUSE=http://user:password@host:8123/database names the server. Every event and day is counted on both sides; when they differ,\nnothing is moved. Moved again, it compares again. docs/guide/scale-out.md says when it is worth it.',
  options: { to: { type: 'string' } },
  async run({ words, flags, io, tools }) {
    const to = text(flags, 'to')
    if (words[0] !== 'move' || words.length > 1) throw badUsage('events takes “move”.', `throughline ${eventsCommand.usage}`)
    if (to !== 'clickhouse' && to !== 'embedded') throw badUsage('--to is clickhouse or embedded.')
    const moved = await tools.moveEvents(await tools.enter(text(flags, 'workspace')), to)
    if (flags['json']) {
      io.out(JSON.stringify(moved))
      return 0
    }
    if (moved.events.length > 0)
      io.out(
        textTable(
          ['event', 'days', 'embedded', 'ClickHouse', ''],
          moved.events.map(({ event, days, embedded, clickhouse, isEqual }) => [event, days, embedded, clickhouse, isEqual ? 'equal' : 'differs']),
        ),
      )
    if (moved.note !== null) io.out(moved.note)
    io.out(to === 'clickhouse' ? `Questions about events are asked at ${moved.address ?? ''}.` : 'Questions about events are asked of the embedded store.')
    return 0
  },
}
