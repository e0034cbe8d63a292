import { periodOf } from '../../numbers/dates.ts'
import { garwood } from '../../numbers/intervals.ts'
import { softened } from '../dialect/revisions.ts'
import { familiesOf, type Family } from '../delivery/families.ts'
import { days, isBy, isWithin, line, medianOf, stretchesOf, stretchOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Asked, Given, Read, Way } from './way.ts'

export interface IncidentTerms {
  /** Severities that count; the others do not. */
  readonly severities: readonly string[]
}

export const incidentRead: Read = {
  fact: 'incident',
  columns: [
    'id',
    'severity',
    'impact_start',
    'impact_end',
    'detected_at',
    'resolved_at',
    'accounts_affected',
    'account_ids',
    'area',
    'service_id',
    'customer_impacting',
    'maintenance',
    'split_from',
    'merged_into',
    'postmortem_closed_at',
  ],
}

/** The incidents of customers, a split or merged family as one, of the severities that count. */
export const countedFamilies = (given: Given, severities: readonly string[]): Family[] =>
  familiesOf(given.rows('incidents')).filter(({ severity }) => severities.includes(severity))

/**
 * Incidents that customers felt, by the start of their impact (kpis.md 4.11): a family once, maintenance never, with Garwood’s interval for the count.
 * Parts: accountMinutes = minutes of impact x accounts, daysSinceLast, detectionMinutes (median from impact to detection).
 */
export const incidents: Way<IncidentTerms> = {
  counts: () => 'incident',
  pairs: 'own',
  events: ({ severities }) => ({ event: namesOf(severities, 'or'), events: `${namesOf(severities, 'and')} incidents`, between: 'days' }),
  reads: () => ({ incidents: incidentRead, softened: softened('incident', 'severity') }),
  figures: ({ severities }, asked, given) => {
    const families = countedFamilies(given, severities)
    const reviewed = families.some(({ reviewedAt }) => reviewedAt !== null)
    return {
      ...thingSeries(asked, families, dimension, (some, stretch) => figure(some, stretch, endOf(asked), reviewed)),
      text: `incidents of ${severities.join(' and ')} that customers felt, by the start of their impact; a split or merged family once; maintenance never`,
      notes:
        given.rows('incidents').length === 0
          ? []
          : [...downgrades(given), ...small(families, stretchesOf(asked.time), asked.time.headline), ...(reviewed ? [] : [unreviewed])],
    }
  },
  behind: ({ severities }, asked, given, period) => {
    const [stretch, until] = [stretchOf(asked.time, period), endOf(asked)]
    return countedFamilies(given, severities)
      .filter(({ start }) => isWithin(stretch, start))
      .toSorted((a, b) => accountMinutes(b, until) - accountMinutes(a, until) || (a.id < b.id ? -1 : 1))
      .map((family) =>
        line({
          account: family.id,
          name: `${family.severity.toUpperCase()} ${family.service}`,
          opening: family.minutes(until),
          closing: family.accounts,
          change: accountMinutes(family, until),
          movement: family.members > 1 ? `${family.members} incidents as one` : null,
          reason: softenedIds(given).get(family.id) ?? null,
        }),
      )
  },
}

const namesOf = (severities: readonly string[], word: string): string => severities.map((one) => one.toUpperCase()).join(` ${word} `)
const unreviewed = 'No post-mortem is recorded, so that a month closes by its days alone.'

const dimension = (family: Family, column: string): string => (column === 'severity' ? family.severity : column === 'area' ? family.area : family.service)
const accountMinutes = (family: Family, until: number): number => family.minutes(until) * family.accounts

/** What runs on hurts until the end of the as-of day; an incident belongs wholly to the period in which it began. */
const endOf = ({ time }: Asked): number => stretchesOf({ ...time, periods: [periodOf(time.asOf, time.grain)] })[0]?.stop ?? 0

function figure(families: readonly Family[], stretch: Stretch, until: number, reviewed: boolean): Told {
  const inside = families.filter(({ start }) => isWithin(stretch, start))
  const last = families.filter(({ start }) => isBy(stretch, start)).reduce((latest, { start }) => Math.max(latest, Date.parse(start)), 0)
  return {
    value: inside.length,
    interval: garwood(inside.length, 1),
    numerator: inside.length,
    denominator: null,
    n: inside.length,
    mature: !reviewed || inside.every(({ reviewedAt }) => reviewedAt !== null),
    parts: {
      accountMinutes: inside.reduce((sum, family) => sum + accountMinutes(family, until), 0),
      daysSinceLast: last === 0 ? null : Math.floor((stretch.stop - last) / days),
      detectionMinutes: medianOf(inside.flatMap(({ detection }) => (detection === null ? [] : [detection]))),
    },
  }
}

/** Below ten, a change in percent says nothing (kpis.md 4.11). */
function small(families: readonly Family[], stretches: readonly Stretch[], headline: string | null): string[] {
  const stretch = stretches.find(({ key }) => key === headline)
  const count = stretch ? families.filter(({ start }) => isWithin(stretch, start)).length : 10
  return count < 10 ? [`${count} in ${headline}: below ten, a change is told as a count, never in percent.`] : []
}

const softenedIds = (given: Given): Map<string, string> =>
  new Map(given.rows('softened').map((row) => [String(row['id']), `downgraded from ${String(row['was'])} to ${String(row['now'])}`]))

function downgrades(given: Given): string[] {
  const found = [...softenedIds(given)]
  return found.length === 0
    ? []
    : [
        `${found.length} downgraded after the fact: ${found
          .slice(0, 5)
          .map(([id, how]) => `${id} ${how}`)
          .join('; ')}.`,
      ]
}
