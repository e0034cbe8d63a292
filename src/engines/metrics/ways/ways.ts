import { activation } from './activation.ts'
import { agreement } from './agreement.ts'
import { activeUsers, type ActiveUsersTerms } from './activeUsers.ts'
import { adoption } from './adoption.ts'
import { customerRetention, usageRetention, type CohortRetentionTerms } from './cohortRetention.ts'
import { competency } from './competency.ts'
import { defects, type DefectTerms } from './defects.ts'
import { delivery, type DeliveryTerms } from './delivery.ts'
import { effort } from './effort.ts'
import { experiments } from './experiments.ts'
import { flow } from './flow.ts'
import { assertCrossed } from './crossed.ts'
import { assertTold, toldGrains, type Untold } from './grains.ts'
import { hiring, type HiringTerms } from './hiring.ts'
import { incidents, type IncidentTerms } from './incidents.ts'
import { margin, type MarginTerms } from './margin.ts'
import { outcomes } from './outcomes.ts'
import { perPayingAccount, type PerPayingAccountTerms } from './perPayingAccount.ts'
import { predictability, type PredictabilityTerms } from './predictability.ts'
import { productRetention, productRevenue } from './productRevenue.ts'
import { ramp } from './ramp.ts'
import { renewals } from './renewals.ts'
import { revenue, type RevenueTerms } from './revenue.ts'
import { revenueFlows, type RevenueFlowTerms } from './revenueFlows.ts'
import { serviceLevel, type ServiceLevelTerms } from './serviceLevel.ts'
import { share, type ShareTerms } from './share.ts'
import { stakeholders } from './stakeholders.ts'
import { answers, promoters, type SurveyTerms } from './surveys.ts'
import { tickets } from './tickets.ts'
import { timeToValue } from './timeToValue.ts'
import type { Grain } from '../series/timing.ts'
import type { Asked, Behind, Computed, CountedEvents, Given, Read, Switch, Way } from './way.ts'

/** A way with what the metric's definition says to it. */
export interface Bound {
  readonly counts: string | null
  readonly ledger: Way<never>['ledger'] | null
  readonly activity: boolean
  readonly pairs: Way<never>['pairs']
  /** The grains that it tells, the finest first: every other is refused. */
  grains(): readonly Grain[]
  readonly events: CountedEvents | null
  /** Periods before the one whose background is asked. */
  lookBack(switches: Asked['switches']): number
  readonly switches: Readonly<Record<string, Switch>>
  reads(asked: Asked): Readonly<Record<string, Read>>
  behindReads(asked: Asked): Readonly<Record<string, Read>>
  figures(asked: Asked, given: Given): Computed
  readonly behind: ((asked: Asked, given: Given, period: string) => readonly Behind[]) | null
}

/** Ways to which a definition says nothing but their name. */
const plain = {
  activation,
  adoption,
  agreement,
  competency,
  effort,
  experiments,
  flow,
  outcomes,
  productRetention,
  productRevenue,
  ramp,
  renewals,
  stakeholders,
  tickets,
  timeToValue,
}

/** What a definition may say: the kernel's `Computation` must fit it, or the runtime does not compile. */
export type Said =
  | { readonly by: keyof typeof plain }
  | ({ readonly by: 'revenue' } & RevenueTerms)
  | ({ readonly by: 'share' } & ShareTerms)
  | ({ readonly by: 'activeUsers' } & ActiveUsersTerms)
  | ({ readonly by: 'usageRetention' | 'customerRetention' } & CohortRetentionTerms)
  | ({ readonly by: 'perPayingAccount' } & PerPayingAccountTerms)
  | ({ readonly by: 'incidents' } & IncidentTerms)
  | ({ readonly by: 'defects' } & DefectTerms)
  | ({ readonly by: 'predictability' } & PredictabilityTerms)
  | ({ readonly by: 'delivery' } & DeliveryTerms)
  | ({ readonly by: 'hiring' } & HiringTerms)
  | ({ readonly by: 'promoters' | 'answers' } & SurveyTerms)
  | ({ readonly by: 'revenueFlows' } & RevenueFlowTerms)
  | ({ readonly by: 'margin' } & MarginTerms)
  | ({ readonly by: 'slo' } & ServiceLevelTerms)

/** The way of each computation: one line each. */
export function wayOf(how: Said): Bound {
  switch (how.by) {
    case 'revenue':
      return bind(revenue, how)
    case 'share':
      return bind(share, how)
    case 'activeUsers':
      return bind(activeUsers, how)
    case 'usageRetention':
      return bind(usageRetention, how)
    case 'customerRetention':
      return bind(customerRetention, how)
    case 'perPayingAccount':
      return bind(perPayingAccount, how)
    case 'incidents':
      return bind(incidents, how)
    case 'defects':
      return bind(defects, how)
    case 'predictability':
      return bind(predictability, how)
    case 'delivery':
      return bind(delivery, how)
    case 'hiring':
      return bind(hiring, how)
    case 'promoters':
      return bind(promoters, how)
    case 'answers':
      return bind(answers, how)
    case 'revenueFlows':
      return bind(revenueFlows, how)
    case 'margin':
      return bind(margin, how)
    case 'slo':
      return bind(serviceLevel, how)
    default:
      return bind(plain[how.by], how)
  }
}

/** Does a figure follow the revenue policy: is it computed from the ledger, or for each account that pays by it? */
export const followsPolicy = (how: Said | undefined): boolean => how !== undefined && wayOf(how).ledger !== null

/** Whatever rests on a ledger rests on its rows. */
function withBroken(computed: Computed, { ledger }: Given): Computed {
  const broken = ledger?.findings.filter(({ severity }) => severity === 'error') ?? []
  return broken.length > 0 ? { ...computed, broken } : computed
}

/** A way with what a definition says to it; the runtime asks it no more. */
export function bind<C>(way: Way<C>, how: C): Bound {
  const untold: Untold = (grain) => way.untold?.(how, grain) ?? null
  const told = <T>({ time, by }: Asked, work: () => T): T => {
    assertTold(untold, time.grain)
    if (by) assertCrossed(way.pairs, by)
    return work()
  }
  return {
    counts: way.counts(how),
    ledger: way.ledger ?? null,
    activity: way.activity ?? false,
    pairs: way.pairs,
    grains: () => toldGrains(untold),
    events: way.events?.(how) ?? null,
    lookBack: (switches) => way.lookBack?.(switches) ?? 0,
    switches: way.switches ?? {},
    reads: (asked) => told(asked, () => way.reads(how, asked)),
    behindReads: (asked) => told(asked, () => (way.behindReads ?? way.reads)(how, asked)),
    figures: (asked, given) => told(asked, () => withBroken(way.figures(how, asked, given), given)),
    behind: way.behind ? (asked, given, period) => way.behind?.(how, asked, given, period) ?? [] : null,
  }
}
