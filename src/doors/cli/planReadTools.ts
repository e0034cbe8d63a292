import type { Allocated } from '#flows/planning/allocation/allocated.ts'
import type { Loaded } from '#flows/planning/capacity/loaded.ts'
import type { Chances } from '#flows/planning/chances/chances.ts'
import type { ChanceRecord } from '#flows/planning/chances/record.ts'
import type { PlanForecast } from '#flows/planning/forecasted.ts'
import type { Goals } from '#flows/planning/goals.ts'
import type { OpportunityTree } from '#flows/planning/opportunities/tree.ts'
import type { PortfolioHealth } from '#flows/planning/portfolio/health.ts'
import type { FeedEntry } from '#flows/planning/record/feed.ts'
import type { Kept } from '#flows/planning/record/kept.ts'
import type { Releases } from '#flows/planning/releases/releases.ts'
import type { Branch } from '#flows/planning/scenarios/branch.ts'
import type { ScenarioAnswer } from '#flows/planning/scenarios/scenarios.ts'
import type { Priorities, RankedBet } from '#flows/planning/scoring/priorities.ts'
import type { BetInRanking, RankingWanted } from '#flows/planning/scoring/window.ts'
import type { DependencyMap } from '#flows/planning/waiting/dependencies.ts'
import type { SlipAnswer } from '#flows/planning/waiting/slipped.ts'
import type { Scope } from '#runtime/scope.ts'

/** The plan of a workspace as its pages read it, now or as of the end of a day. */
export interface PlanReads {
  goals(scope: Scope, asOf?: string): Promise<Goals>
  priorities(scope: Scope, wanted: RankingWanted & { readonly first?: number }, head?: string | null): Promise<Priorities>
  rankedBet(scope: Scope, bet: string, wanted: RankingWanted, head?: string | null): Promise<BetInRanking<RankedBet>>
  /** `head` is the state of the record that the reader was shown; under it what these read is kept. */
  dependencies(scope: Scope, asOf?: string, head?: string | null): Promise<DependencyMap>
  slip(scope: Scope, bet: string, days: number, asOf?: string, head?: string | null): Promise<SlipAnswer>
  forecasted(scope: Scope, asOf?: string, head?: string | null): Promise<PlanForecast>
  chances(scope: Scope, asOf?: string, head?: string | null): Promise<Chances>
  chanceRecord(scope: Scope, asOf?: string, head?: string | null): Promise<ChanceRecord>
  capacity(scope: Scope, wish: { readonly quarters?: number; readonly asOf?: string }): Promise<Loaded>
  branch(scope: Scope, scenario: string): Promise<Branch>
  kept(scope: Scope, wish: { readonly baseline?: string; readonly asOf?: string }): Promise<Kept>
  changedSince(scope: Scope, since: string, asOf?: string): Promise<readonly FeedEntry[]>
  allocation(scope: Scope, wish: { readonly quarter?: string; readonly squad?: string; readonly asOf?: string }): Promise<Allocated>
  opportunities(scope: Scope, asOf?: string): Promise<OpportunityTree>
  releases(scope: Scope, asOf?: string): Promise<Releases>
  health(scope: Scope, asOf?: string): Promise<PortfolioHealth>
  scenarios(
    scope: Scope,
    wish: {
      readonly quarters: number
      readonly lockedIn: readonly string[]
      readonly lockedOut: readonly string[]
      readonly moves: Readonly<Record<string, number>>
      /** People who change squads: from, to, people, since, and their skill. */
      readonly people: readonly unknown[]
      readonly seconds: number
      readonly draws: number
    },
  ): Promise<ScenarioAnswer>
}
