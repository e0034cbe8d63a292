import { activation } from '#engines/metrics/ways/activation.ts'
import { activeUsers } from '#engines/metrics/ways/activeUsers.ts'
import { adoption } from '#engines/metrics/ways/adoption.ts'
import { customerRetention, usageRetention } from '#engines/metrics/ways/cohortRetention.ts'
import { defects } from '#engines/metrics/ways/defects.ts'
import { delivery } from '#engines/metrics/ways/delivery.ts'
import { hiring } from '#engines/metrics/ways/hiring.ts'
import { incidents } from '#engines/metrics/ways/incidents.ts'
import { predictability } from '#engines/metrics/ways/predictability.ts'
import { perPayingAccount } from '#engines/metrics/ways/perPayingAccount.ts'
import { plain } from '#engines/metrics/ways/plain.ts'
import { revenue } from '#engines/metrics/ways/revenue.ts'
import { serviceLevel } from '#engines/metrics/ways/serviceLevel.ts'
import { share } from '#engines/metrics/ways/share.ts'
import { timeToValue } from '#engines/metrics/ways/timeToValue.ts'
import type { Asked, Behind, Computed, Given, Read, Switch, Way } from '#engines/metrics/ways/way.ts'
import type { Computation } from '#kernel'

/** A way with what the metric's definition says to it. */
export interface Bound {
  readonly counts: string | null
  readonly ledger: 'asked' | 'ownAccounts' | null
  readonly activity: boolean
  /** Periods before the one whose background is asked. */
  lookBack(switches: Asked['switches']): number
  readonly switches: Readonly<Record<string, Switch>>
  reads(asked: Asked): Readonly<Record<string, Read>>
  figures(asked: Asked, given: Given): Computed
  readonly behind: ((asked: Asked, given: Given, period: string) => readonly Behind[]) | null
}

/** The way of each computation: one line each. */
export function wayOf(how: Computation): Bound {
  switch (how.by) {
    case 'revenue':
      return bind(revenue, how)
    case 'share':
      return bind(share, how)
    case 'activeUsers':
      return bind(activeUsers, how)
    case 'activation':
      return bind(activation, how)
    case 'timeToValue':
      return bind(timeToValue, how)
    case 'usageRetention':
      return bind(usageRetention, how)
    case 'customerRetention':
      return bind(customerRetention, how)
    case 'perPayingAccount':
      return bind(perPayingAccount, how)
    case 'adoption':
      return bind(adoption, how)
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
    case 'slo':
      return bind(serviceLevel, how)
    default:
      return bind(plain[how.by], how)
  }
}

function bind<C>(way: Way<C>, how: C): Bound {
  return {
    counts: way.counts(how),
    ledger: way.ledger ?? null,
    activity: way.activity ?? false,
    lookBack: (switches) => way.lookBack?.(switches) ?? 0,
    switches: way.switches ?? {},
    reads: (asked) => way.reads(how, asked),
    figures: (asked, given) => way.figures(how, asked, given),
    behind: way.behind ? (asked, given, period) => way.behind?.(how, asked, given, period) ?? [] : null,
  }
}
