import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'

export const signalsCommand: Command = {
  says: 'What broke its limits and is not explained.',
  usage: 'signals [--workspace W] [--as-of DATE] [--json]',
  options: { 'as-of': { type: 'string' } },
  async run({ words, flags, io, tools }) {
    if (words.length > 0) throw badUsage(`“${words[0] ?? ''}” is one word too many.`)
    const feed = await tools.signals(await tools.enter(text(flags, 'workspace')), text(flags, 'as-of'))
    if (flags['json']) io.out(JSON.stringify(feed))
    else {
      const rows = feed.entries.map(({ severity, kind, period, name, says, driver }) => [severity, kind, period, name, driver ? `${says}; ${driver}` : says])
      io.out(rows.length === 0 ? 'No signal.' : textTable(['severity', 'kind', 'period', 'metric', 'what'], rows))
      for (const { name, says, cause } of feed.muted) io.out(`Muted: ${name}: ${says} (${cause})`)
      io.out(`${feed.expected.says} ${feed.expected.together}`)
    }
    return 0
  },
}
