import { periodEnd } from '../../numbers/dates.ts'
import { countUses } from '../dialect/periods.ts'
import { adoptionSeries, type AdoptionSplit, type Feature, type Use } from '../series/adoption.ts'
import { spansOf } from '../series/timing.ts'
import { accountRead, accountsOf } from './accounts.ts'
import type { Asked, Row, Split, Way } from './way.ts'

export interface AdoptionTerms {
  readonly fact: string
  readonly at: string
  /** The column of the fact that names the feature’s event. */
  readonly feature: string
}

const queryOf = (how: AdoptionTerms, { time }: Asked) => countUses({ fact: how.fact, at: how.at, spans: spansOf(time) }, how.feature)

/** Adoption of the defined features; without definitions every event name is a feature with k = 1 that every paying account could use. */
export const adoption: Way<AdoptionTerms> = {
  counts: ({ fact }) => fact,
  ledger: 'ownAccounts',
  reads: (how, asked) => ({
    uses: queryOf(how, asked),
    feature: { fact: 'feature', columns: ['id', 'core_event', 'min_count', 'area', 'eligible_rule', 'released_at', 'retired_at'] },
    account: accountRead,
  }),
  figures: (how, asked, given) => {
    const { time } = asked
    const uses = given.rows('uses').map((row): Use => ({
      period: String(row['key']),
      event: String(row['feature']),
      account: String(row['account']),
      n: Number(row['n']),
    }))
    const defined = given.rows('feature').flatMap(toFeature)
    const isDefined = given.rows('feature').length > 0
    const { attribute } = accountsOf(given.rows('account'))
    const kept = new Map<string, ReadonlySet<string>>()
    const paying = (period: string): ReadonlySet<string> => {
      const end = periodEnd(period)
      const set = kept.get(period) ?? given.ledger?.payingOn(end < time.asOf ? end : time.asOf) ?? new Set<string>()
      kept.set(period, set)
      return set
    }
    const notes = isDefined ? [] : ['No feature is defined: every event name counts as a feature that every paying account could use, once in the window.']
    return {
      ...adoptionSeries(uses, isDefined ? defined : seen(uses), time.periods, splitOf(asked.by), { paying, attribute }, time.headline),
      text: queryOf(how, asked).text,
      notes,
    }
  },
}

function splitOf(split: Split | null): AdoptionSplit {
  if (!split) return null
  return split.of === 'account' ? { of: 'account', column: split.column } : { of: split.column === 'area' ? 'area' : 'feature' }
}

/** A live feature; a retired one is none. */
function toFeature(row: Row): Feature[] {
  if (row['retired_at'] !== null) return []
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]))
  return [
    {
      id: String(row['id']),
      event: String(row['core_event']),
      least: Number(row['min_count'] ?? 1),
      area: text('area'),
      plans:
        text('eligible_rule')
          ?.split(',')
          .map((plan) => plan.trim()) ?? null,
      from: text('released_at'),
    },
  ]
}

const seen = (uses: readonly Use[]): Feature[] =>
  [...new Set(uses.map(({ event }) => event))].toSorted().map((event) => ({ id: event, event, least: 1, area: null, plans: null, from: null }))
