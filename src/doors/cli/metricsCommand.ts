import type { Scope } from '#runtime/scope.ts'
import { badUsage, text, type Command, type Flags } from './command.ts'
import { textTable } from './table.ts'
import type { Definitions, DefinitionReport } from './definitionTools.ts'
import type { Io } from './tools.ts'

interface Call {
  readonly words: readonly string[]
  readonly flags: Flags
  readonly io: Io
  readonly scope: Scope
  readonly definitions: Definitions
}

const usage =
  'metrics import FILE|FOLDER... [--format own|metricflow|osi] [--dry-run] [--why WORDS] | export --out DIR [--format own|metricflow|osi] | convert FILE|FOLDER... --format metricflow|osi --out DIR | list | show KEY | diff KEY [--from 1] [--to 2|proposed] | restatement KEY --to VERSION | check KEY | certify KEY [--why WORDS] | dependants KEY | contract FILE [--against FILE] | contract --out DIR   [--workspace W] [--json]'

/** Metrics that people define: they come in from files, are reviewed, and go out again. */
export const metricsCommand: Command = {
  says: 'Define metrics in files: import, compare, certify, export.',
  usage,
  options: {
    format: { type: 'string' },
    'dry-run': { type: 'boolean' },
    why: { type: 'string' },
    out: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    against: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    const [verb = 'list', ...rest] = words
    const alone = Object.hasOwn(statelessVerbs, verb) ? statelessVerbs[verb] : undefined
    if (alone) return await alone({ words: rest, flags, io, definitions: tools.definitions })
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!run) throw badUsage(`“${verb}” is nothing that metrics do.`, `They ${Object.keys({ ...verbs, ...statelessVerbs }).join(', ')}.`)
    return await run({ words: rest, flags, io, scope: await tools.enter(text(flags, 'workspace')), definitions: tools.definitions })
  },
}

/** Verbs about files alone: they enter no workspace. */
const statelessVerbs: Readonly<Record<string, (call: Omit<Call, 'scope'>) => Promise<number>>> = {
  convert: convertFiles,
  async contract({ words, io, flags, definitions }) {
    const [file, ...more] = words
    if (file === undefined && flags['out'] !== undefined) return told(io, flags, await definitions.writeContract(folderIn(flags)))
    if (file === undefined || more.length > 0 || flags['out'] !== undefined)
      throw badUsage('Name one contract, an ODCS file; or --out DIR, to write that of our facts.')
    const held = await definitions.contract(file, text(flags, 'against'))
    const said = held.changes.map((one) => `${one.class}: ${one.says}`)
    io.out(
      flags['json']
        ? JSON.stringify(held)
        : [...(said.length > 0 ? said : ['Nothing changes.']), ...(held.version ? [held.version] : []), ...held.losses.map(sayLoss)].join('\n'),
    )
    return held.changes.some((one) => one.class === 'breaking') ? 1 : 0
  },
}

const verbs: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  import: importFiles,
  export: exportFiles,
  async list({ io, flags, scope, definitions }) {
    const items = await definitions.list(scope)
    io.out(
      flags['json']
        ? JSON.stringify({ items })
        : textTable(
            ['key', 'name', 'state', 'version', ''],
            items.map((one) => [one.key, one.name, one.state, one.version, one.proposed ? 'a revision waits' : '']),
          ),
    )
    return 0
  },
  async show({ io, flags, scope, definitions, ...call }) {
    const detail = await definitions.detail(scope, keyIn(call))
    io.out(flags['json'] ? JSON.stringify(detail) : detail.text.trimEnd())
    return 0
  },
  async diff({ io, flags, scope, definitions, ...call }) {
    const answer = await definitions.diff(scope, keyIn(call), text(flags, 'from'), text(flags, 'to'))
    io.out(flags['json'] ? JSON.stringify(answer) : [`${answer.from} → ${answer.to}`, ...lines(answer.changes)].join('\n'))
    return 0
  },
  async restatement({ io, flags, scope, definitions, ...call }) {
    const told = await definitions.restatement(scope, keyIn(call), text(flags, 'to') ?? 'proposed')
    const rows = told.points.map(({ period, before, after, difference }) => [period, before, after, difference])
    io.out(flags['json'] ? JSON.stringify(told) : textTable(['period', `version ${told.before.version}`, `version ${told.after.version}`, 'difference'], rows))
    return 0
  },
  async check({ io, flags, scope, definitions, ...call }) {
    const { checked } = await definitions.check(scope, keyIn(call))
    io.out(flags['json'] ? JSON.stringify(checked) : `${checked.passes ? 'It may be certified' : 'It may not be certified'}: ${checked.says}`)
    return checked.passes ? 0 : 1
  },
  async certify({ io, flags, scope, definitions, ...call }) {
    const { row, effect } = await definitions.certify(scope, keyIn(call), text(flags, 'why'))
    io.out(
      flags['json']
        ? JSON.stringify({ state: row['state'], version: row['definitionVersion'], effect })
        : `Certified: version ${String(row['definitionVersion'])}.${effect ? ` ${effect}` : ''}`,
    )
    return 0
  },
  async dependants({ io, flags, scope, definitions, ...call }) {
    const items = await definitions.dependants(scope, keyIn(call))
    io.out(
      flags['json']
        ? JSON.stringify({ items })
        : items.length === 0
          ? 'Nothing rests on it.'
          : textTable(
              ['', 'name', ''],
              items.map((one) => [one.key, one.name, one.how]),
            ),
    )
    return 0
  },
}

function keyIn({ words }: Pick<Call, 'words'>): string {
  const [key, ...more] = words
  if (key === undefined || more.length > 0) throw badUsage('Name one metric by its key, such as p1-ticket-share.')
  return key
}

const lines = (changes: readonly { readonly says: string; readonly isProse: boolean }[]): string[] =>
  changes.length === 0 ? ['  nothing changes'] : changes.map(({ says, isProse }) => `  ${isProse ? '(words) ' : ''}${says}`)

async function importFiles({ words, flags, io, scope, definitions }: Call): Promise<number> {
  if (words.length === 0) throw badUsage('Name at least one file or folder.', usage)
  const report = await definitions.import(scope, words, {
    dryRun: flags['dry-run'] === true,
    ...(text(flags, 'format') ? { format: text(flags, 'format') ?? '' } : {}),
    ...(text(flags, 'why') ? { why: text(flags, 'why') ?? '' } : {}),
  })
  io.out(flags['json'] ? JSON.stringify(report) : shown(report))
  return report.faults.length > 0 || report.metrics.some(({ faults }) => faults.length > 0) ? 1 : 0
}

async function exportFiles({ flags, io, scope, definitions }: Call): Promise<number> {
  return told(io, flags, await definitions.export(scope, folderIn(flags), text(flags, 'format') ?? 'own'))
}

async function convertFiles({ words, flags, io, definitions }: Omit<Call, 'scope'>): Promise<number> {
  const format = text(flags, 'format')
  if (words.length === 0 || format === undefined) throw badUsage('Name the files or the folder of a manifest, and the form to write with --format.', usage)
  return told(io, flags, await definitions.convert(words, folderIn(flags), format))
}

function folderIn(flags: Flags): string {
  const out = text(flags, 'out')
  if (out === undefined) throw badUsage('--out is required: the folder to write to.')
  return out
}

function told(io: Io, flags: Flags, { files, losses }: Awaited<ReturnType<Definitions['export']>>): number {
  io.out(flags['json'] ? JSON.stringify({ files, losses }) : [...files.map((file) => `Wrote ${file}`), ...losses.map(sayLoss)].join('\n'))
  return 0
}

const sayLoss = ({ path, construct, action, reason }: DefinitionReport['losses'][number]): string =>
  `${path}: ${construct} ${action.replaceAll('_', ' ')}. ${reason}`

const done: Readonly<Record<string, string>> = {
  define: 'new, as a draft',
  redefine: 'changed',
  words: 'words changed, same version',
  propose: 'proposed: a second person certifies it',
  unchanged: 'unchanged',
  refused: 'refused',
}

function shown({ format, dryRun, metrics, faults, losses }: DefinitionReport): string {
  const told = (fault: DefinitionReport['faults'][number]): string =>
    `  ${[fault.file, fault.path].filter((part) => part !== '').join(', ')}: ${fault.message}${fault.hint ? ` ${fault.hint}` : ''}`
  return [
    `Read as ${format}${dryRun ? '; nothing is kept' : ''}.`,
    ...faults.map(told),
    ...metrics.flatMap((one) => [
      `${one.key} (${one.version}): ${done[one.action] ?? one.action}`,
      ...(one.action === 'define' || one.action === 'unchanged' ? [] : lines(one.changes)),
      ...one.faults.map(told),
    ]),
    ...losses.map(sayLoss),
  ].join('\n')
}
