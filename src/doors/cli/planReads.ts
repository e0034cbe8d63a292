import type { ParseArgsOptionsConfig } from 'node:util'
import type { Scope } from '#runtime/scope.ts'
import { badUsage, text, type Flags } from './command.ts'
import * as shown from './planReadsShown.ts'
import * as shownAhead from './planAheadShown.ts'
import type { Tools } from './tools.ts'

interface Call {
  readonly tools: Tools
  readonly scope: Scope
  readonly flags: Flags
  readonly asOf: string | undefined
  readonly show: Tools['show']
}

interface Read {
  readonly says: string
  /** Flags of its own, besides --as-of. */
  readonly takes: string
  run(call: Call): Promise<{ readonly answer: unknown; readonly lines: string }>
}

/** What is read of the plan of a workspace, over the same flows as its pages. */
export const planReads: Readonly<Record<string, Read>> = {
  goals: read('Objectives and key results, scored from their live metrics.', '', async ({ tools, scope, asOf, show }) => {
    const answer = await tools.planReads.goals(scope, asOf)
    return { answer, lines: shown.goals(answer, show) }
  }),
  priorities: read(
    'Open bets ranked by one score, where the rank flips, and where capacity ends.',
    '[--method M] [--mode strict|fill] [--quarters N]',
    async ({ tools, scope, flags }) => {
      assertMode(text(flags, 'mode'))
      const quarters = whole(flags, 'quarters', 1, 8)
      const wanted = given(flags, ['method', 'mode', 'as-of'])
      const answer = await tools.planReads.priorities(scope, quarters === undefined ? wanted : { ...wanted, quarters })
      return { answer, lines: shown.priorities(answer) }
    },
  ),
  dependencies: read('What waits for what: needed against expected day, slack, critical path.', '', async ({ tools, scope, asOf }) => {
    const answer = await tools.planReads.dependencies(scope, asOf)
    return { answer, lines: shown.dependencies(answer) }
  }),
  slip: read('What a bet that lands later hits.', '--bet KEY [--days N]', async ({ tools, scope, flags, asOf, show }) => {
    const bet = text(flags, 'bet')
    if (bet === undefined) throw badUsage('Name the bet that slips with --bet.', 'throughline plan slip --bet INI-2 --days 14')
    const answer = await tools.planReads.slip(scope, bet, whole(flags, 'days', 1, 1000) ?? 14, asOf)
    return { answer, lines: shown.slip(answer, show) }
  }),
  forecasts: read('When the committed bets land, with their chances, and how our own forecasts have held.', '', async ({ tools, scope, asOf }) => {
    const answer = await tools.planReads.forecasted(scope, asOf)
    return { answer, lines: shown.forecasts(answer) }
  }),
  chances: read('How likely each active key result is: its metric’s forecast, and what the bets add.', '', async ({ tools, scope, asOf, show }) => {
    const answer = await tools.planReads.chances(scope, asOf)
    return { answer, lines: shownAhead.chances(answer, show) }
  }),
  'chance-record': read('What the same chances were of key results that are over, beside what came.', '', async ({ tools, scope, asOf }) => {
    const answer = await tools.planReads.chanceRecord(scope, asOf)
    return { answer, lines: shownAhead.chanceRecord(answer) }
  }),
  capacity: read(
    'What squads give and what is asked of them, by quarter and skill; who is over, and the headcount plan.',
    '[--quarters N]',
    async ({ tools, scope, flags, asOf }) => {
      const quarters = whole(flags, 'quarters', 1, 8)
      const answer = await tools.planReads.capacity(scope, { ...(quarters === undefined ? {} : { quarters }), ...(asOf ? { asOf } : {}) })
      return { answer, lines: shownAhead.capacity(answer) }
    },
  ),
  scenario: read('A kept scenario beside today’s plan, and what adopting it would change.', '--scenario KEY', async ({ tools, scope, flags, asOf, show }) => {
    if (asOf !== undefined) throw badUsage('A scenario is held against today: leave --as-of out.')
    const key = text(flags, 'scenario')
    if (key === undefined) throw badUsage('Name the scenario with --scenario.', 'throughline plan scenario --scenario SCN-1')
    const answer = await tools.planReads.branch(scope, key)
    return { answer, lines: shownAhead.branch(answer, show) }
  }),
  kept: read('How a committed quarter held: predictability and thrash with its rows.', '[--baseline KEY]', async ({ tools, scope, flags }) => {
    const answer = await tools.planReads.kept(scope, given(flags, ['baseline', 'as-of']))
    return { answer, lines: shown.kept(answer) }
  }),
  changes: read('What changed on the roadmap since a day.', '--since DATE', async ({ tools, scope, flags, asOf }) => {
    const since = text(flags, 'since')
    if (since === undefined || Number.isNaN(Date.parse(since))) throw badUsage('Say since when: --since 2027-01-01.')
    const answer = { items: await tools.planReads.changedSince(scope, since, asOf) }
    return { answer, lines: shown.changes(answer.items) }
  }),
  allocation: read(
    'The agreed split of effort beside the planned and the spent one.',
    '[--quarter 2027-Q1] [--squad NAME]',
    async ({ tools, scope, flags }) => {
      const answer = await tools.planReads.allocation(scope, given(flags, ['quarter', 'squad', 'as-of']))
      return { answer, lines: shown.allocation(answer) }
    },
  ),
  opportunities: read('Opportunities below their outcomes, with the accounts and revenue behind them.', '', async ({ tools, scope, asOf, show }) => {
    const answer = await tools.planReads.opportunities(scope, asOf)
    return { answer, lines: shown.opportunities(answer, show) }
  }),
  releases: read('Releases, what holds them, and whether their day is kept.', '', async ({ tools, scope, asOf }) => {
    const answer = await tools.planReads.releases(scope, asOf)
    return { answer, lines: shown.releases(answer) }
  }),
  health: read('Product lines with their figures, grade and proposal.', '', async ({ tools, scope, asOf, show }) => {
    const answer = await tools.planReads.health(scope, asOf)
    return { answer, lines: shown.health(answer, show) }
  }),
  scenarios: read(
    'Today’s plan beside the best one that keeps every rule. Nothing is written.',
    '[--quarters N] [--lock-in KEYS] [--lock-out KEYS] [--move SQUAD=WEEKS,…] [--people FROM>TO=N@QUARTER,…] [--seconds N] [--draws N]',
    async ({ tools, scope, flags, asOf, show }) => {
      if (asOf !== undefined) throw badUsage('A scenario is of today: leave --as-of out.')
      const answer = await tools.planReads.scenarios(scope, {
        quarters: whole(flags, 'quarters', 1, 8) ?? 4,
        lockedIn: await idsOf(scope, text(flags, 'lock-in')),
        lockedOut: await idsOf(scope, text(flags, 'lock-out')),
        moves: movesIn(text(flags, 'move')),
        people: peopleIn(text(flags, 'people')),
        seconds: whole(flags, 'seconds', 1, 20) ?? 6,
        draws: whole(flags, 'draws', 0, 500) ?? 0,
      })
      return { answer, lines: shown.scenarios(answer, show) }
    },
  ),
}

export const planReadOptions: ParseArgsOptionsConfig = Object.fromEntries(
  ['as-of', 'method', 'mode', 'quarters', 'bet', 'days', 'baseline', 'since', 'quarter', 'squad', 'lock-in', 'lock-out', 'move', 'people', 'scenario'].map(
    (name) => [name, { type: 'string' as const }],
  ),
)

/** A list of what is read, for “--help”. */
export const planReadsHelp = Object.entries(planReads)
  .map(([name, { says, takes }]) => `  ${name.padEnd(14)} ${says}${takes === '' ? '' : `\n  ${''.padEnd(14)} ${takes}`}`)
  .join('\n')

/** Runs one read; a flag that belongs to another one is refused, so that a mistyped question is not answered as another. */
export async function runPlanRead(
  name: string,
  { tools, flags }: { readonly tools: Tools; readonly flags: Flags },
): Promise<{ answer: unknown; lines: string }> {
  const found = planReads[name]
  if (!found) throw badUsage(`“${name}” is nothing that is read of a plan.`, `There are ${Object.keys(planReads).join(', ')}.`)
  const foreign = Object.keys(flags).find((flag) => !always.includes(flag) && !found.takes.includes(`--${flag} `))
  if (foreign !== undefined)
    throw badUsage(`“plan ${name}” takes no --${foreign}.`, `throughline plan ${[name, found.takes, '[--as-of DATE]'].filter(Boolean).join(' ')}`)
  return await found.run({ tools, scope: await tools.enter(text(flags, 'workspace')), flags, asOf: text(flags, 'as-of'), show: tools.show })
}

const always = ['workspace', 'json', 'as-of']

function read(says: string, takes: string, run: Read['run']): Read {
  return { says, takes, run }
}

/** Texts that were given, each under the name that the flow has for it. */
const given = (flags: Flags, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (text(flags, name) === undefined ? [] : [[name === 'as-of' ? 'asOf' : name, text(flags, name) ?? '']])))

function assertMode(mode: string | undefined): void {
  if (mode !== undefined && mode !== 'strict' && mode !== 'fill') throw badUsage(`--mode is strict or fill, not “${mode}”.`)
}

function whole(flags: Flags, name: string, low: number, high: number): number | undefined {
  const given = text(flags, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (!Number.isInteger(value) || value < low || value > high) throw badUsage(`--${name} is a whole number from ${low} to ${high}, not “${given}”.`)
  return value
}

const listed = (given: string | undefined): string[] => (given ?? '').split(',').flatMap((one) => one.trim() || [])

const idsOf = async (scope: Scope, keys: string | undefined): Promise<string[]> =>
  await Promise.all(listed(keys).map(async (key) => String((await scope.one('initiative', key)).id)))

function movesIn(given: string | undefined): Record<string, number> {
  return Object.fromEntries(
    listed(given).map((one) => {
      const [, squad = '', weeks = ''] = /^(.+)=([-+]?\d+(?:\.\d+)?)$/.exec(one) ?? []
      if (squad === '') throw badUsage(`--move names squads with their weeks, such as Platform=6,Web=-6; not “${one}”.`)
      return [squad, Number(weeks)]
    }),
  )
}

function peopleIn(given: string | undefined): { from: string; to: string; people: number; since: string }[] {
  return listed(given).map((one) => {
    const [, from = '', to = '', people = '', since = ''] = /^(.+)>(.+)=(\d+(?:\.\d+)?)@(\d{4}-Q[1-4])$/.exec(one) ?? []
    if (from === '') throw badUsage(`--people names who moves, such as Connect>Identity=2@2027-Q1; not “${one}”.`)
    return { from, to, people: Number(people), since }
  })
}
