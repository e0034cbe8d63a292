import { showNumber } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { everyRow, recordsIn, showDate, type AnyRow, type Context } from '#kernel'
import { text } from '../reading.ts'
import { inForce } from './inForce.ts'
import { namesOf } from './live.ts'
import { watchedOf, type WatchedLine } from './watchedOf.ts'

/**
 * Asks for a decision where a kill criterion fires (R-1.3): one for each episode, put before its decider, on the agenda until it is taken.
 * The work goes on meanwhile. What reads well again ends the episode; what nobody knows changes nothing.
 */
export async function raiseKills(ctx: Context): Promise<{ readonly raised: number }> {
  const names = await namesOf(ctx)
  let raised = 0
  for (const row of await everyRow(ctx, 'businessCase', { filter: { state: ['draft', 'submitted', 'approved'] } })) {
    const force = await inForce(ctx, row)
    if (force) raised += await raiseOf(ctx, { ...force, raised: row['raised'] }, names)
  }
  return { raised }
}

async function raiseOf(ctx: Context, row: AnyRow, names: ReadonlyMap<string, string>): Promise<number> {
  const today = ctx.now().slice(0, 10)
  const before = recordsIn(row['raised'])
  const kept = [...before]
  let news = 0
  for (const line of await watchedOf(ctx, row, names, today)) {
    const open = kept.findIndex((one) => one['criterion'] === line.criterion && !one['recoveredOn'])
    if (line.state === 'firing' && open < 0) {
      const decision = await askFor(ctx, row, line)
      if (!decision) continue
      kept.push({ criterion: line.criterion, on: today, decision, recoveredOn: null })
      news += 1
    }
    if ((line.state === 'clear' || line.state === 'close') && open >= 0) kept[open] = { ...kept[open], recoveredOn: today }
  }
  if (kept.some((one, index) => one !== before[index])) await ctx.perform('businessCase', 'raise', { id: row.id }, { raised: kept })
  return news
}

/** Frames the decision and puts it before its decider. One that was framed, and then not noted, is taken up again. */
async function askFor(ctx: Context, row: AnyRow, line: WatchedLine): Promise<string | null> {
  if (line.decider === null) return null
  const question = `Does “${text(row['title'])}” go on although ${saidOf(line)}?`.slice(0, 200)
  const waiting = (await ctx.read('decision', { filter: { question, state: ['framed', 'awaiting', 'reopened'] }, limit: 1 })).items[0]
  if (waiting) return waiting.id
  const subject = text(row['subject'])
  const framed = await ctx.perform(
    'decision',
    'create',
    {},
    {
      question,
      context: contextOf(row, line),
      options: [
        { name: actions[line.action] ?? 'Stop it', summary: 'As the case said when it was approved.' },
        { name: 'Go on as it is', summary: 'Say what has changed since it was approved, and revise the case.' },
      ],
      class: 'crossFunctional',
      decider: line.decider,
      ...(subject ? { initiatives: [subject] } : {}),
    },
  )
  return (await ctx.perform('decision', 'request', { id: framed.id }, {})).id
}

const actions: Readonly<Record<string, string>> = { stop: 'Stop it', pause: 'Pause it', pivot: 'Change its course' }

const saidOf = (line: WatchedLine): string => `${line.name}${line.part ? `, ${line.part},` : ''} is ${line.comparison} ${shown(line, line.limit)}`

function contextOf(row: AnyRow, line: WatchedLine): string {
  const when = line.judged === 'always' ? `until ${showDate(line.by)}` : `from ${showDate(line.by)} on`
  return [
    `${row.key} named this as a kill criterion: ${line.comparison} ${shown(line, line.limit)}, ${when}.`,
    `It reads ${shown(line, line.value)}${line.period ? ` in ${showPeriod(line.period)}` : ''}.`,
    'Nothing has been stopped.',
  ].join(' ')
}

const shown = (line: WatchedLine, value: number | null): string => (line.unit ? showNumber(value, line.unit, { currency: line.currency }) : String(value))
