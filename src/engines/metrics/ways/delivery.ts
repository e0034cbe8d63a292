import { garwood, wilson } from '../../numbers/intervals.ts'
import { once } from '../../numbers/once.ts'
import { nothing } from '../series/figure.ts'
import { kaplanMeier } from '../survival/kaplanMeier.ts'
import type { Family } from '../delivery/families.ts'
import { countedFamilies, incidentRead } from './incidents.ts'
import { between } from './inSpans.ts'
import { survived, watchedToTheEnd } from './survived.ts'
import { days, dimensionOf, isBy, isWithin, line, shareOf, stretchOf, textOf, thingSeries, asOfDay, type Stretch, type Told } from './things.ts'
import type { Asked, Given, Read, Row, Way } from './way.ts'

export interface DeliveryTerms {
  readonly measure: 'frequency' | 'leadTime' | 'failures' | 'restore'
}

const hours = 3_600_000

/**
 * The four measures of DORA (Forsgren, Humble and Kim, Accelerate, 2018; dora.dev), from releases and incidents. frequency = releases; leadTime = median
 * days from first commit to release; failures = releases rolled back / releases (or with a severe defect besides, by switch); restore = median hours from
 * the start to the end of an impact of a P0 or P1 incident, by Kaplan–Meier: an incident that runs on is censored.
 */
export const delivery: Way<DeliveryTerms> = {
  counts: ({ measure }) => (measure === 'restore' ? 'incident' : 'release'),
  pairs: 'own',
  events: ({ measure }) =>
    measure === 'failures' ? { event: 'failed release', events: 'failed releases', between: { one: 'release', many: 'releases' } } : null, // a wait for the next release cannot be told from a feed that stopped: no other row would be newer
  switches: {
    failure: { says: 'What makes a release a failed change.', values: ['rolled_back', 'rolled_back_or_severe_defect'], initial: 'rolled_back' },
  },
  reads: ({ measure }): Readonly<Record<string, Read>> =>
    measure === 'restore'
      ? { incidents: incidentRead }
      : {
          releases: { fact: 'release', columns: ['id', 'product_id', 'area', 'name', 'released_at', 'first_commit_at', 'rolled_back_at', 'tier'] },
          ...(measure === 'failures' ? { defects: { fact: 'defect', columns: ['release_id', 'phase', 'severity', 'duplicate_of', 'found_at'] } } : {}),
        },
  figures: ({ measure }, asked, given) => {
    const series =
      measure === 'restore'
        ? thingSeries(asked, severe(given), familyDimension, restored)
        : thingSeries(asked, given.rows('releases'), dimensionOf, releaseFigures[measure](failedIn(given, asked)))
    return { ...series, text: says[measure], notes: notesOf(measure, asked) }
  },
  behind: ({ measure }, asked, given, period) => {
    const { time } = asked
    const stretch = stretchOf(time, period)
    if (measure === 'restore')
      return severe(given)
        .filter(({ start }) => isWithin(stretch, start))
        .map((one) => line({ account: one.id, name: one.service, change: hoursOf(one, stretch).time, reason: isBy(stretch, one.end) ? null : 'runs on' }))
    const failed = failedIn(given, asked)
    return inside(given.rows('releases'), stretch).map((row) =>
      line({
        account: String(row['id']),
        name: textOf(row, 'name'),
        change: measure === 'failures' ? Number(failed(row)) : daysOf(row),
        reason: failed(row) ? 'failed' : null,
      }),
    )
  },
}

const says = {
  frequency: 'releases in the period',
  leadTime: 'median days from the first commit of a release to its delivery',
  failures: 'releases that failed in the days after them ÷ releases',
  restore: 'Kaplan–Meier median of hours from impact start to impact end of customer-impacting P0 and P1 incidents',
}

const notesOf = (measure: DeliveryTerms['measure'], { maturityDays }: Asked): string[] =>
  measure === 'restore'
    ? [watchedToTheEnd]
    : measure === 'failures'
      ? [`Each release is watched for ${maturityDays} days; what went wrong later is not held against it.`]
      : []

const severe = (given: Given): Family[] => countedFamilies(given, ['p0', 'p1'])
const familyDimension = (family: Family, column: string): string => (column === 'severity' ? family.severity : column === 'area' ? family.area : family.service)

/** Releases of a stretch, in time. Rows are put in order once, however many days are asked. */
const inside = (rows: readonly Row[], { start, stop }: Stretch): Row[] =>
  between(inTime(rows), ({ time }) => time, { from: start, to: stop }).map(({ row }) => row)

const inTime = once((rows: readonly Row[]) => rows.map((row) => ({ row, time: Date.parse(String(row['released_at'])) })).toSorted((a, b) => a.time - b.time))

/** From impact to its end, in hours; an incident that runs on at the end of the stretch is watched until then. */
const hoursOf = ({ start, end }: Family, stretch: Stretch) => {
  const ended = isBy(stretch, end)
  return { time: ((ended ? Date.parse(end) : stretch.stop) - Date.parse(start)) / hours, ended }
}

function restored(families: readonly Family[], stretch: Stretch): Told {
  const watched = families.filter(({ start }) => isWithin(stretch, start)).map((family) => hoursOf(family, stretch))
  return survived(kaplanMeier(watched), { openAfter: [] })
}

type Failed = (release: Row) => boolean

/**
 * A release fails when it is rolled back; by switch also when a P0 or P1 defect that it brought is found. Each is watched for the same time, the days in which the
 * metric matures, so that the last release of a month is judged as the first one is, and no closed month changes once they have passed (decision 071).
 */
function failedIn(given: Given, { time, switches, maturityDays }: Asked): Failed {
  const rule = switches['failure']
  const known = asOfDay(time)
  const severeDefects = given
    .rows('defects')
    .filter(
      (row) => row['phase'] === 'post_release' && textOf(row, 'duplicate_of') === null && /^(p0|p1|blocker|critical)$/i.test(textOf(row, 'severity') ?? ''),
    )
  const found = Map.groupBy(severeDefects, (row) => textOf(row, 'release_id') ?? '')
  return (release) => {
    const until = Date.parse(String(release['released_at'])) + maturityDays * days
    const isSoon = (at: string | null): boolean => isBy(known, at) && Date.parse(at) < until
    return (
      isSoon(textOf(release, 'rolled_back_at')) ||
      (rule === 'rolled_back_or_severe_defect' && (found.get(String(release['id'])) ?? []).some((row) => isSoon(textOf(row, 'found_at'))))
    )
  }
}

function daysOf(row: Row): number | null {
  const first = textOf(row, 'first_commit_at')
  return first === null ? null : (Date.parse(String(row['released_at'])) - Date.parse(first)) / days
}

type Reader = (failed: Failed) => (rows: readonly Row[], stretch: Stretch) => Told

const releaseFigures: Readonly<Record<Exclude<DeliveryTerms['measure'], 'restore'>, Reader>> = {
  frequency: () => (rows, stretch) => {
    const [n, length] = [inside(rows, stretch).length, (stretch.stop - stretch.start) / days]
    const active = new Set(inside(rows, stretch).map((row) => String(row['released_at']).slice(0, 10))).size
    return { value: n, interval: garwood(n, 1), numerator: n, denominator: null, n, parts: { perWeek: (7 * n) / length, daysWithRelease: active } }
  },
  leadTime: () => (rows, stretch) => {
    const own = inside(rows, stretch)
    const times = own.flatMap((row) => daysOf(row) ?? [])
    const told = survived(kaplanMeier(times.filter((time) => time >= 0).map((time) => ({ time, ended: true }))), { openAfter: [] })
    return { ...told, parts: { ...told.parts, withoutCommit: own.length - times.length, backwards: times.filter((time) => time < 0).length } }
  },
  failures: (failed) => (rows, stretch) => {
    const own = inside(rows, stretch)
    const hits = own.filter(failed).length
    if (own.length === 0) return nothing('no_data')
    return { value: shareOf(hits, own.length), interval: wilson(hits, own.length), numerator: hits, denominator: own.length, n: own.length }
  },
}
