import { badUsage, text, type Command, type Flags } from './command.ts'
import { planReadOptions, planReads, planReadsHelp, runPlanRead } from './planReads.ts'
import { shownCase, shownForecast, shownPlan, shownScores, shownThrash } from './planShown.ts'
import type { Tools } from './tools.ts'

interface Told {
  readonly answer: unknown
  readonly shown: string
  readonly exit: number
}
type Work = (tools: Tools, file: unknown, flags: Flags) => Promise<Told>

/** What each word does with the file; an answer that finds no plan ends with 1. */
const works: Readonly<Record<string, Work>> = {
  async optimise({ plan }, file, flags) {
    const answer = await plan.optimise(file, {
      ...within(flags, 'seconds', 0.1, 600),
      ...within(flags, 'seed', 0, 2 ** 31),
      ...within(flags, 'prices', 0, 500),
      ...within(flags, 'draws', 0, 10_000),
    })
    return { answer, shown: shownPlan(answer), exit: answer.status === 'optimal' || answer.status === 'feasible' ? 0 : 1 }
  },
  async forecast({ plan }, file) {
    const answer = plan.forecast(file)
    return { answer, shown: shownForecast(answer), exit: 0 }
  },
  async score({ plan }, file) {
    const answer = plan.score(file)
    return { answer, shown: shownScores(answer), exit: 0 }
  },
  async case({ plan }, file) {
    const answer = plan.weigh(file)
    return { answer, shown: shownCase(answer), exit: 0 }
  },
  async thrash({ plan }, file) {
    const answer = plan.thrash(file)
    return { answer, shown: shownThrash(answer), exit: 0 }
  },
}

export const planCommand: Command = {
  says: 'Read the plan of a workspace, or plan, forecast, score and weigh from a file alone.',
  usage: `plan (${Object.keys(planReads).join(' | ')}) [--workspace W] [--as-of DATE] [--json], or plan (optimise | forecast | score | thrash | case) --file FILE [--seconds N] [--seed N] [--prices N] [--draws N] [--json], or plan schema [portfolio | forecast | score | thrash | case]`,
  details: `Of a workspace:\n${planReadsHelp}\n\nFrom a file no workspace is needed; “throughline plan schema” prints what it may hold.`,
  options: {
    ...planReadOptions,
    file: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    prices: { type: 'string' },
    draws: { type: 'string' },
  },
  async run({ words, flags, io, tools }) {
    const [first = '', ...more] = words
    if (first === 'schema') {
      io.out(JSON.stringify(schemaOf(more[0] ?? 'portfolio', tools), null, 2))
      return 0
    }
    if (isPlanRead(first) && more.length === 0) {
      const { answer, lines } = await runPlanRead(first, { tools, flags })
      io.out(flags['json'] ? JSON.stringify(answer) : lines)
      return 0
    }
    const work = Object.hasOwn(works, first) ? works[first] : undefined
    if (!work || more.length > 0)
      throw badUsage(
        first === '' ? 'Say what to plan.' : `“${words.join(' ')}” is not planned.`,
        `There are ${[...Object.keys(planReads), ...Object.keys(works)].join(', ')} and schema.`,
      )
    const path = text(flags, 'file')
    if (path === undefined) throw badUsage('--file is required: a JSON or YAML file.', '“throughline plan schema” prints what it may hold.')
    const { answer, shown, exit } = await work(tools, await tools.readFile(path), flags)
    io.out(flags['json'] ? JSON.stringify(answer) : shown)
    return exit
  },
}

/** Is this word read from a workspace, not worked out from a file? */
export const isPlanRead = (word: string | undefined): boolean => word !== undefined && Object.hasOwn(planReads, word)

function schemaOf(name: string, { plan }: Tools): unknown {
  const known = name === 'optimise' ? 'portfolio' : name
  const schema = Object.hasOwn(plan.schemas, known) ? plan.schemas[known] : undefined
  if (!schema) throw badUsage(`There is no schema “${name}”.`, `There are ${Object.keys(plan.schemas).join(', ')}.`)
  return schema()
}

function within(flags: Flags, name: string, low: number, high: number): Record<string, number> {
  const given = text(flags, name)
  if (given === undefined) return {}
  const value = Number(given)
  if (!(value >= low && value <= high)) throw badUsage(`--${name} is a number from ${low} to ${high}, not “${given}”.`)
  return { [name]: value }
}
