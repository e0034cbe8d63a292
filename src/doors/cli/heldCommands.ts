import { badUsage, text } from './command.ts'
import { textTable } from './table.ts'
import type { Io, Tools } from './tools.ts'

interface Call {
  readonly words: readonly string[]
  readonly flags: Parameters<typeof text>[0]
  readonly io: Io
  readonly tools: Tools
}

/** Which rows wait since imports, by file, with the reasons that most of them have. */
export async function showWaiting({ flags, io, tools }: Call): Promise<number> {
  const { total, items } = await tools.heldRows.waiting(await tools.enter(text(flags, 'workspace')))
  if (flags['json'] === true) io.out(JSON.stringify({ total, items }))
  else if (total === 0) io.out('No row waits.')
  else {
    const lines = items.map(({ key, file, facts, rows, since, reasons: [first] }) => [
      key,
      file,
      facts.join(', '),
      rows.toLocaleString('en-US'),
      since.slice(0, 10),
      `${first?.column ? `${first.column}: ` : ''}${first?.reason ?? ''}`,
    ])
    io.out(textTable(['import', 'file', 'holds', 'rows', 'since', 'mostly because'], lines))
    io.out('\nMend them: throughline import held IMPORT --file NAME --out FILE, then import FILE. Dismiss them: throughline import dismiss IMPORT --reason WHY')
  }
  return 0
}

/** Writes the waiting rows of a file under its own headings. */
export async function writeHeld({ words: [id], flags, io, tools }: Call): Promise<number> {
  if (!id) throw badUsage('Name the import whose rows wait.', 'throughline import held IMP-1 --out held.csv --workspace demo')
  const csv = await tools.heldRows.csv(await tools.enter(text(flags, 'workspace')), id, text(flags, 'file'))
  const out = text(flags, 'out')
  if (out === undefined) io.out(csv.trimEnd())
  else {
    await tools.writeFile(out, new TextEncoder().encode(csv))
    io.out(flags['json'] === true ? JSON.stringify({ written: out }) : `Written to ${out}. Mend its rows and import it as it is.`)
  }
  return 0
}

export async function dismissHeld({ words: [id], flags, io, tools }: Call): Promise<number> {
  const reason = text(flags, 'reason')?.trim() ?? ''
  if (!id || reason === '')
    throw badUsage('Name the import whose rows are not needed, and say why.', 'throughline import dismiss IMP-1 --reason "Test accounts" --workspace demo')
  const { dismissed } = await tools.heldRows.dismiss(await tools.enter(text(flags, 'workspace')), id, { file: text(flags, 'file'), reason })
  io.out(
    flags['json'] === true
      ? JSON.stringify({ dismissed })
      : `${dismissed === 1 ? 'One row is' : `${dismissed.toLocaleString('en-US')} rows are`} dismissed: ${reason}`,
  )
  return 0
}
