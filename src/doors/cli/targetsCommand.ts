import type { Scope } from '#runtime/scope.ts'
import { badUsage, text, type Command, type Flags } from './command.ts'
import { textTable } from './table.ts'
import type { TargetReport } from './targetTools.ts'
import type { Io, Tools } from './tools.ts'

interface Call {
  readonly words: readonly string[]
  readonly flags: Flags
  readonly io: Io
  readonly tools: Tools
  readonly scope: Scope
}

const usage = 'targets [list] [--as-of DATE] | import FILE [--dry-run] [--agree] [--why WORDS] | export [--out FILE]   [--workspace W] [--json]'

/** Where metrics should be: how targets stand, and sheets of them in and out. */
export const targetsCommand: Command = {
  says: 'Targets: how they stand, and sheets of them in and out.',
  usage,
  options: { 'as-of': { type: 'string' }, 'dry-run': { type: 'boolean' }, agree: { type: 'boolean' }, why: { type: 'string' }, out: { type: 'string' } },
  async run({ words, flags, io, tools }) {
    const [verb = 'list', ...rest] = words
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!run) throw badUsage(`“${verb}” is nothing that targets do.`, usage)
    return await run({ words: rest, flags, io, tools, scope: await tools.enter(text(flags, 'workspace')) })
  },
}

const verbs: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  async list({ words, flags, io, tools, scope }) {
    if (words.length > 0) throw badUsage(`“${words[0] ?? ''}” is one word too many.`, usage)
    const asOf = text(flags, 'as-of')
    const answer = await tools.targets.overview(scope, asOf === undefined ? {} : { asOf })
    const rows = answer.items.map(({ key, metric, segment, value, unit, currency, by, kind, now, asked, status, state, says }) => {
      const show = (figure: number | null) => (unit === null ? String(figure ?? '') : tools.show(figure, unit, currency))
      return [
        key,
        metric,
        segment ?? '',
        show(value),
        by ?? '',
        kind,
        now ? `${show(now.value)} (${now.period})` : (says ?? ''),
        show(asked),
        state === 'draft' ? 'draft' : status,
      ]
    })
    const head = ['key', 'metric', 'part', 'target', 'by', 'kind', 'now', 'asked', 'status']
    io.out(flags['json'] ? JSON.stringify(answer) : rows.length === 0 ? 'No target is set.' : textTable(head, rows))
    return 0
  },
  async import({ words, flags, io, tools, scope }) {
    const [file, ...more] = words
    if (file === undefined || more.length > 0) throw badUsage('Name one sheet of targets, as CSV or XLSX.', usage)
    const why = text(flags, 'why')
    const report = await tools.targets.import(scope, file, { dryRun: flags['dry-run'] === true, agree: flags['agree'] === true, ...(why ? { why } : {}) })
    io.out(flags['json'] ? JSON.stringify(report) : shown(report))
    return report.held.length > 0 ? 1 : 0
  },
  async export({ words, flags, io, tools, scope }) {
    if (words.length > 0) throw badUsage(`“${words[0] ?? ''}” is one word too many.`, usage)
    const out = text(flags, 'out')
    const csv = await tools.targets.export(scope, out)
    io.out(flags['json'] ? JSON.stringify({ out: out ?? null, csv }) : out === undefined ? csv : `Wrote ${out}`)
    return 0
  },
}

const done: Readonly<Record<string, string>> = { create: 'new', change: 'changed', revise: 'revised, the first value stays', unchanged: 'unchanged' }

function shown({ file, dryRun, lines, held, notes, totals }: TargetReport): string {
  return [
    `${file}: ${totals.created} new, ${totals.changed} changed, ${totals.unchanged} unchanged, ${totals.held} held${dryRun ? '; nothing is kept' : ''}.`,
    ...lines.flatMap(({ key, metric, segment, by, action, state, changes, says }) => [
      `${[key, metric, segment, by && `by ${by}`].filter(Boolean).join(', ')}: ${done[action] ?? action}, ${state}`,
      ...changes.map(({ field, from, to }) => `  ${field}: ${from === null ? '' : `${said(from)} → `}${said(to)}`),
      ...says.map((one) => `  ${one}`),
    ]),
    ...held.map(({ row, column, reason }) => `Line ${row}${column ? `, ${column}` : ''} is held: ${reason}`),
    ...notes,
  ].join('\n')
}

const said = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
