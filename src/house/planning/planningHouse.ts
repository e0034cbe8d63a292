import type { Aside } from '#flows/planning/aside.ts'
import { allocated } from '#flows/planning/allocation/allocated.ts'
import { bindKeyResult, commitObjective, rebindKeyResult } from '#flows/planning/binding.ts'
import { decisionDetail } from '#flows/planning/decisions/decision.ts'
import { weighDraft } from '#flows/planning/cases/draft.ts'
import { loaded } from '#flows/planning/capacity/loaded.ts'
import { weighedCase } from '#flows/planning/cases/weighed.ts'
import { chances, type Chances, type LookAhead } from '#flows/planning/chances/chances.ts'
import { chanceRecord, type ChanceRecord } from '#flows/planning/chances/record.ts'
import { citedDocument, citedText } from '#flows/planning/documents/cited.ts'
import { forecasted } from '#flows/planning/forecasted.ts'
import { goals } from '#flows/planning/goals.ts'
import { validateOpportunity } from '#flows/planning/opportunities/heard.ts'
import { opportunityDetail, opportunityTree } from '#flows/planning/opportunities/tree.ts'
import { planning } from '#flows/planning/planning.ts'
import { betDetail } from '#flows/planning/bets/bet.ts'
import { portfolioHealth } from '#flows/planning/portfolio/health.ts'
import { drawLimits } from '#flows/planning/portfolio/limits.ts'
import { endMigration, planSunset, retire } from '#flows/planning/portfolio/sunset.ts'
import type { Line } from '#flows/planning/record/changed.ts'
import { changedSince } from '#flows/planning/record/feed.ts'
import { kept } from '#flows/planning/record/kept.ts'
import { releaseDetail, releases } from '#flows/planning/releases/releases.ts'
import { shownRound } from '#flows/planning/rounds/round.ts'
import { branch } from '#flows/planning/scenarios/branch.ts'
import { scenarios } from '#flows/planning/scenarios/scenarios.ts'
import { pasteKano } from '#flows/planning/scoring/kanoPaste.ts'
import { scoreHistory, type Recorded } from '#flows/planning/scoring/history.ts'
import { keepFormula } from '#flows/planning/scoring/formulas.ts'
import { priorities, type Priorities } from '#flows/planning/scoring/priorities.ts'
import { betIn, firstOf } from '#flows/planning/scoring/window.ts'
import { dependencyMap } from '#flows/planning/waiting/dependencies.ts'
import { slipped } from '#flows/planning/waiting/slipped.ts'
import { Problem } from '#kernel'
import { solvingGround } from '#platform/solver/solving.ts'
import { endOf, type Scope } from '#runtime/scope.ts'
import type { PlanReads } from '#doors/cli/planReadTools.ts'
import type { House } from '#doors/rest/door.ts'
import type { App } from '../app.ts'
import { targetHouse } from '../metrics/targetHouse.ts'
import { keptAnswers } from './keptAnswers.ts'
import { keptGrounds } from './keptGrounds.ts'

/** The plan of a workspace for every door; one solver at a time for each workspace, so that a server keeps a core for its other work. */
export function planReads(app: App, aside: Aside, alone: Alone = oneAtATime()): PlanReads {
  const ground = keptGrounds()
  const ahead =
    (scope: Scope): LookAhead =>
    async (metric, asked) =>
      await targetHouse(app).forecast(scope, metric, asked)
  // metrics are looked ahead at from the facts too, and from today
  const readFrom = async ({ workspace, now }: Scope, asOf?: string) => [await app.store.position(workspace.id), now().slice(0, 10), asOf ?? null]
  const [keptRankings, keptChances, keptRecords] = [keptAnswers<Priorities>(4), keptAnswers<Chances>(4), keptAnswers<ChanceRecord>(4)]
  const ranking: PlanReads['priorities'] = async (scope, { mode, ...wanted }, head) => {
    const asked = [wanted.method, mode, wanted.quarters, ...(await readFrom(scope, wanted.asOf))]
    return await keptRankings(scope, head, asked, () => priorities(scope, { ...wanted, mode: mode === 'fill' ? 'fill' : 'strict' }, aside))
  }
  return {
    goals,
    priorities: async (scope, { first, ...wanted }, head) => firstOf(await ranking(scope, wanted, head), first),
    rankedBet: async (scope, bet, wanted, head) => betIn(await ranking(scope, wanted, head), bet),
    dependencies: async (scope, asOf, head) => await dependencyMap(scope, await ground(scope, asOf, head), asOf),
    slip: async (scope, bet, days, asOf, head) => await slipped(scope, await ground(scope, asOf, head), bet, days, asOf),
    forecasted: async (scope, asOf, head) => await forecasted(scope, await ground(scope, asOf, head), asOf, aside),
    chances: async (scope, asOf, head) =>
      await keptChances(scope, head, await readFrom(scope, asOf), async () => await chances(scope, ahead(scope), await ground(scope, asOf, head), asOf, aside)),
    chanceRecord: async (scope, asOf, head) =>
      await keptRecords(scope, head, await readFrom(scope, asOf), () => chanceRecord(scope, ahead(scope), (on) => ground(scope, on, null), asOf, aside)),
    capacity: loaded,
    branch,
    kept: (scope, { asOf, ...wish }) => kept(scope, linesOf(scope), { ...wish, ...(asOf ? { asOf: endOf(asOf, scope.workspace) } : {}) }),
    changedSince: (scope, since, asOf) => changedSince(scope, linesOf(scope), since, asOf ? endOf(asOf, scope.workspace) : undefined),
    allocation: allocated,
    opportunities: opportunityTree,
    releases,
    health: portfolioHealth,
    scenarios: (scope, wish) =>
      alone(scope, async () => {
        const ground = solvingGround()
        try {
          return await scenarios(scope, ground, wish)
        } finally {
          await ground.stop()
        }
      }),
  }
}

/** Planning for the REST door. */
export function planningHouse(app: App, aside: Aside): House['planning'] {
  const [stateless, alone] = [planning(solvingGround), oneAtATime()]
  return {
    ...planReads(app, aside, alone),
    optimise: (scope, file, options) => alone(scope, () => stateless.optimise(file, options)),
    bind: bindKeyResult,
    commitObjective,
    rebind: rebindKeyResult,
    scoreHistory: (scope, bet, method) => scoreHistory(scope, recordedIn(scope), bet, method),
    keepFormula,
    pasteKano,
    weighedCase,
    weighDraft,
    decision: decisionDetail,
    bet: betDetail,
    round: shownRound,
    opportunity: opportunityDetail,
    validateOpportunity,
    citedDocument,
    citedText,
    release: releaseDetail,
    drawLimits,
    planSunset,
    retire,
    endMigration,
    forecast: aside.forecast,
    score: aside.score,
    thrash: stateless.thrash,
    weigh: stateless.weigh,
    schema(name) {
      const found = Object.entries(stateless.schemas).find(([known]) => known === name)
      if (!found) throw new Problem('missing', `There is no schema “${name}”.`, `There are ${Object.keys(stateless.schemas).join(', ')}.`)
      return found[1]()
    },
  }
}

const recordedIn = (scope: Scope): Recorded => ({
  recordOf: (object, since) => linesSince(scope, { object }, since),
  endOf: (day) => endOf(day, scope.workspace),
})

type Alone = <T>(scope: Scope, work: () => Promise<T>) => Promise<T>

function oneAtATime(): Alone {
  const busy = new Set<string>()
  return async ({ workspace }, work) => {
    if (busy.has(workspace.id)) throw new Problem('unavailable', 'A plan is being solved for this workspace.', 'Try again when it has ended.', { code: 'busy' })
    busy.add(workspace.id)
    try {
      return await work()
    } finally {
      busy.delete(workspace.id)
    }
  }
}

/** The record of bets since a moment, newest first. */
const linesOf =
  (scope: Scope) =>
  (since: string): Promise<readonly Line[]> =>
    linesSince(scope, { noun: 'initiative' }, since)

type Page = Awaited<ReturnType<Scope['changes']>>

/** The record of a noun or an object since a moment, newest first; read page by page until it is older. */
async function linesSince(scope: Scope, of: { readonly noun: string } | { readonly object: string }, since: string): Promise<Page['items']> {
  const lines: Page['items'][number][] = []
  for (let before: number | null | undefined; before !== null;) {
    const page: Page = await scope.changes({ ...of, limit: 1000, ...(before === undefined ? {} : { before }) })
    lines.push(...page.items)
    before = (page.items.at(-1)?.recordedAt ?? '') < since ? null : page.next
  }
  return lines
}
