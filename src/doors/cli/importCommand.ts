import { badUsage, text, type Command } from './command.ts'
import { dismissHeld, showWaiting, writeHeld } from './heldCommands.ts'
import { textTable } from './table.ts'
import type { Io, PlannedFile, Tools } from './tools.ts'

export const importCommand: Command = {
  says: 'Bring in files that other tools export; “import undo ID” takes them back, “import waiting” shows rows that were held back.',
  usage:
    'import PATH... --workspace W [--dry-run] [--mapping FILE] [--on-held keep|undo] [--json]   |   import undo ID   |   import waiting   |   import held ID [--file NAME] [--out FILE]   |   import dismiss ID [--file NAME] --reason WHY',
  options: {
    'dry-run': { type: 'boolean' },
    mapping: { type: 'string' },
    'on-held': { type: 'string' },
    file: { type: 'string' },
    out: { type: 'string' },
    reason: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    if (words[0] === 'undo') return await undo(words.slice(1), text(flags, 'workspace'), io, tools, flags['json'] === true)
    const [own, ...rest] = words
    const held = own !== undefined && Object.hasOwn(heldVerbs, own) ? heldVerbs[own] : undefined
    if (held) return await held({ words: rest, flags, io, tools })
    if (words.length === 0) throw badUsage('Name at least one file or folder.', importCommand.usage)
    const onHeld = text(flags, 'on-held') ?? 'keep'
    if (onHeld !== 'keep' && onHeld !== 'undo') throw badUsage(`--on-held is keep or undo, not “${onHeld}”.`)
    const mappingFile = text(flags, 'mapping')
    const scope = await tools.enter(text(flags, 'workspace'), { unknown: flags['dry-run'] === true ? 'imagine' : 'make' })
    const report = await tools.importFiles(scope, words, {
      dryRun: flags['dry-run'] === true,
      mapping: mappingFile ? await tools.readFile(mappingFile) : undefined,
      onHeld,
      progress: (line) => (io.isTerminal && flags['json'] !== true ? io.err(line) : undefined),
    })
    if (flags['json'])
      io.out(
        JSON.stringify({
          import: report.import,
          files: report.files,
          quality: report.quality,
          ...(flags['dry-run'] ? { dryRun: true, mapping: report.plan } : {}),
        }),
      )
    else io.out(shown(report, flags['dry-run'] === true))
    return 0
  },
}

const heldVerbs: Readonly<Record<string, typeof showWaiting>> = { waiting: showWaiting, held: writeHeld, dismiss: dismissHeld }

async function undo(words: readonly string[], workspace: string | undefined, io: Io, tools: Tools, asJson: boolean): Promise<number> {
  const [id] = words
  if (!id) throw badUsage('Name the import to take back.', 'throughline import undo IMP-1 --workspace demo')
  const scope = await tools.enter(workspace)
  const row = await scope.one('import', id)
  await tools.undoImport(scope, row.id)
  io.out(asJson ? JSON.stringify({ import: row.id, state: 'undone' }) : `${row.key} is undone: what it alone had said is gone.`)
  return 0
}

function shown(report: Awaited<ReturnType<Tools['importFiles']>>, isDry: boolean): string {
  const files = report.files.map((file) => [file.file, file.recognisedAs ?? 'not recognised', file.created, file.updated, file.unchanged, heldIn(file)])
  const parts = [
    ...(isDry ? [mapping(report.plan), ''] : []),
    textTable(['file', 'recognised as', 'created', 'updated', 'unchanged', 'held'], files),
    ...held(report),
    ...quality(report),
    '',
    isDry ? 'Dry run: nothing was written.' : `Import ${report.import ?? '–'}. Take it back with: throughline import undo ${report.import ?? 'ID'}`,
  ]
  return parts.join('\n')
}

function mapping(plan: readonly PlannedFile[]): string {
  return plan
    .map((file) => {
      if (file.trouble) return `${file.file}: ${file.trouble.reason} ${file.trouble.hint}`
      const columns = file.columns.map((column) => [
        `  ${column.theirs}`,
        column.ours ? `${column.ours.fact}.${column.ours.column}` : 'left out',
        column.readAs,
        column.state,
      ])
      return `${file.file} is ${file.recognisedAs ?? 'not recognised'} (${Math.round(file.sure * 100)}% sure)\n${textTable(['  theirs', 'ours', 'read as', ''], columns)}`
    })
    .join('\n\n')
}

function held({ import: id, files }: Awaited<ReturnType<Tools['importFiles']>>): string[] {
  const lines = files.flatMap((file) =>
    file.quarantined.slice(0, 5).map((row) => `  ${file.file} row ${row.row}${row.column ? `, ${row.column}` : ''}: ${row.reason}`),
  )
  const all = files.reduce((sum, file) => sum + heldIn(file), 0)
  if (all === 0) return []
  const rest = all > lines.length ? [`  … and ${(all - lines.length).toLocaleString('en-US')} more; --json lists the first 10,000 of a file`] : []
  const kept =
    id === null
      ? []
      : [
          `Each with its cells and reason: throughline import held ${id}, GET /api/v1/imports/${id}/held.csv, or the import’s page. Mend that file and import it, or send the whole file again: rows that are in stay.`,
        ]
  return ['', all === 1 ? 'One row is held back:' : `${all.toLocaleString('en-US')} rows are held back:`, ...lines, ...rest, ...kept]
}

/** Of all rows that wait; a report lists the first of them. */
const heldIn = (file: Awaited<ReturnType<Tools['importFiles']>>['files'][number]): number => Number(file['quarantinedCount'] ?? file.quarantined.length)

function quality(report: Awaited<ReturnType<Tools['importFiles']>>): string[] {
  if (report.quality.length === 0) return ['', 'The checks found nothing wrong.']
  return [
    '',
    'Data quality:',
    ...report.quality.flatMap((finding) => [
      `  ${finding.severity === 'error' ? '◆' : '▲'} ${found(finding)}`,
      ...finding.samples.slice(0, 2).map((sample) => `      ${sample.key}: ${sample.shows}`),
      ...(finding.severity === 'error' && finding.metrics.length > 0 ? [`      untrusted: ${finding.metrics.join(', ')}`] : []),
    ]),
  ]
}

/** Some checks count rows, others tell of a whole source. */
const found = ({ count, of, says }: { readonly count: number; readonly of: number; readonly says: string }): string =>
  of > 0 ? `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${says}` : says
