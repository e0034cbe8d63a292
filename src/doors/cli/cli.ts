import { parseArgs } from 'node:util'
import { isProblem, Problem } from '#kernel'
import { askCommand } from './askCommand.ts'
import type { Command, Flags } from './command.ts'
import { eventsCommand } from './eventsCommand.ts'
import { forecastCommand } from './forecastCommand.ts'
import { importCommand } from './importCommand.ts'
import { measureCommand } from './measureCommand.ts'
import { policiesCommand } from './policiesCommand.ts'
import { metricsCommand } from './metricsCommand.ts'
import { backupCommand, doctorCommand, exportCommand, restoreCommand } from './operations.ts'
import { nounCommand } from './nounCommand.ts'
import { planCommand } from './planCommand.ts'
import { problemLine } from './problemLine.ts'
import { queryCommand } from './queryCommand.ts'
import { reviewCommand } from './reviewCommand.ts'
import { roadmapCommand } from './roadmapCommand.ts'
import { signalsCommand } from './signalsCommand.ts'
import { targetsCommand } from './targetsCommand.ts'
import type { Io, Tools } from './tools.ts'
import { verifyCommand, workspaceCommand } from './workspaceCommand.ts'

const commands: Readonly<Record<string, Command>> = {
  ask: askCommand,
  backup: backupCommand,
  doctor: doctorCommand,
  events: eventsCommand,
  export: exportCommand,
  forecast: forecastCommand,
  import: importCommand,
  measure: measureCommand,
  policies: policiesCommand,
  metrics: metricsCommand,
  plan: planCommand,
  query: queryCommand,
  restore: restoreCommand,
  review: reviewCommand,
  roadmap: roadmapCommand,
  signals: signalsCommand,
  targets: targetsCommand,
  verify: verifyCommand,
  workspace: workspaceCommand,
}

/** Runs one command. Answers the exit code: 0 done, 1 refused or failed, 2 bad usage. */
export async function runCli(args: readonly string[], io: Io, tools: () => Promise<Tools>): Promise<number> {
  const [first = 'help', ...rest] = args
  const asJson = args.includes('--json')
  if (['help', '--help', '-h'].includes(first)) return help(io)
  const command = commands[first] ?? (/^[a-z]/i.test(first) ? nounCommand(first) : undefined)
  if (!command) return usage(io, asJson, `There is no command “${first}”.`)
  if (rest.includes('--help')) {
    io.out([command.says, `  throughline ${command.usage}`, ...(command.details ? [command.details] : [])].join('\n\n'))
    return 0
  }
  const parsed = parse(command.takesSwitches ? switchesAsSet(rest, command) : rest, command)
  if (typeof parsed === 'string') return usage(io, asJson, parsed, command.usage)
  try {
    return await command.run({ ...parsed, io, tools: await tools() })
  } catch (error) {
    return failed(io, asJson, error)
  }
}

function parse(args: readonly string[], command: Command): { words: readonly string[]; flags: Flags } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, workspace: { type: 'string', short: 'w' }, ...command.options },
      allowPositionals: true,
      strict: true,
    })
    return {
      words: positionals,
      flags: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value])),
    }
  } catch (error) {
    return error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error)
  }
}

/** --churn-recognised cancellation becomes --set churn_recognised=cancellation; the policy itself refuses what is no switch. */
function switchesAsSet(args: readonly string[], { options }: Command): string[] {
  const known = new Set(['json', 'workspace', 'help', ...Object.keys(options)])
  const plain: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const [name, value] = /^--([a-z][a-z0-9_-]*)(?:=(.*))?$/s.exec(args[at] ?? '')?.slice(1) ?? []
    if (name === undefined || known.has(name)) plain.push(args[at] ?? '')
    else plain.push('--set', `${name.replaceAll('-', '_')}=${value ?? args[(at += 1)] ?? ''}`)
  }
  return plain
}

function failed(io: Io, asJson: boolean, error: unknown): number {
  const problem = isProblem(error) ? error : new Problem('unavailable', error instanceof Error ? error.message : String(error), '', { code: 'internal' })
  if (asJson) io.err(problemLine(problem))
  else io.err(`throughline: ${problem.message}${problem.hint ? ` ${problem.hint}` : ''}`)
  return problem.details.code === 'usage' ? 2 : 1
}

function usage(io: Io, asJson: boolean, message: string, shape?: string): number {
  if (asJson) io.err(problemLine(new Problem('invalid', message, shape ? `throughline ${shape}` : 'throughline help', { code: 'usage' })))
  else io.err(`throughline: ${message} ${shape ? `Usage: throughline ${shape}` : 'See “throughline help”.'}`)
  return 2
}

function help(io: Io): number {
  const rows = [
    ['serve', 'Start everything and open the web app.'],
    ...Object.entries(commands).map(([name, { says }]) => [name, says]),
    ['mcp', 'Let an assistant read, over standard input and output.'],
    ['<noun> <verb>', 'Any noun: list, get, history, create, edit and its own verbs.'],
  ]
  io.out(
    `throughline, the product operating system of a B2B software company\n\n${rows.map(([name = '', says = '']) => `  ${name.padEnd(15)} ${says}`).join('\n')}\n\nEvery command takes --workspace NAME and --json; “throughline COMMAND --help” says more.\nExit codes: 0 done, 1 refused or failed, 2 bad usage.`,
  )
  return 0
}
