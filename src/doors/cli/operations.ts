import { badUsage, text, type Command } from './command.ts'
import type { BackupReport } from './operationTools.ts'
import { textTable } from './table.ts'

const listed = ({ workspaces }: BackupReport): string =>
  textTable(
    ['workspace', 'rows', 'changes', 'journal, MB'],
    workspaces.map((one) => [one.workspace, one.rows.toLocaleString('en-US'), one.changes.toLocaleString('en-US'), (one.journalBytes / 1e6).toFixed(1)]),
  )

export const backupCommand: Command = {
  says: 'Write everything into one file, while the app goes on.',
  usage: 'backup FILE [--json]',
  options: {},
  async run({ words, flags, io, tools }) {
    const [file] = words
    if (!file) throw badUsage('Name the file, such as backup.tar.gz.', `throughline ${backupCommand.usage}`)
    const report = await tools.operations.backup(file)
    io.out(
      flags['json']
        ? JSON.stringify(report)
        : `${listed(report)}\n\nWrote ${report.file} (${(report.bytes / 1e6).toFixed(1)} MB), and read it through: every piece fits its digest.`,
    )
    return 0
  },
}

export const restoreCommand: Command = {
  says: 'Bring a backup back, into an empty data folder.',
  usage: 'restore FILE [--into] [--json]',
  options: { into: { type: 'boolean' } },
  async run({ words, flags, io, tools }) {
    const [file] = words
    if (!file) throw badUsage('Name the file of the backup.', `throughline ${restoreCommand.usage}`)
    const report = await tools.operations.restore(file, { into: flags['into'] === true })
    const proof = report.verified
      ? 'Rows are as many as they were, the chains are whole, the stores are made again.'
      : 'It came back, but “throughline doctor” finds something.'
    io.out(flags['json'] ? JSON.stringify(report) : `${listed(report)}\n\nRestored the backup of ${report.at} by version ${report.version}. ${proof}`)
    return report.verified ? 0 : 1
  },
}

export const doctorCommand: Command = {
  says: 'Look this installation over, and say what to do.',
  usage: 'doctor [--json]',
  options: {},
  async run({ flags, io, tools }) {
    const checks = await tools.operations.doctor()
    const marks = { well: 'well', attention: 'look at', failed: 'FAILED' } as const
    const lines = checks.map(({ check, state, says, next }) => `${marks[state].padEnd(8)} ${check}: ${says}${next === '' ? '' : `\n         ${next}`}`)
    io.out(flags['json'] ? JSON.stringify({ well: checks.every(({ state }) => state !== 'failed'), checks }) : lines.join('\n'))
    return checks.some(({ state }) => state === 'failed') ? 1 : 0
  },
}

export const exportCommand: Command = {
  says: 'Write a workspace as files: nouns as CSV and JSON, facts as CSV.',
  usage: 'export --workspace W --out DIR [--json]',
  options: { out: { type: 'string', short: 'o' } },
  async run({ flags, io, tools }) {
    const folder = text(flags, 'out')
    if (!folder) throw badUsage('Name the folder with --out.', `throughline ${exportCommand.usage}`)
    const { folder: written, files } = await tools.operations.export(await tools.enter(text(flags, 'workspace')), folder)
    const table = textTable(
      ['file', 'rows'],
      files.map(({ file, rows }) => [file, rows.toLocaleString('en-US')]),
    )
    io.out(flags['json'] ? JSON.stringify({ folder: written, files }) : `${table}\n\nWrote ${files.length} files into ${written}.`)
    return 0
  },
}
