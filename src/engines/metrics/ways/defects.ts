import { wilson } from '../../numbers/intervals.ts'
import { nothing, type Figure } from '../series/figure.ts'
import { dimensionOf, days, isBy, isWithin, line, shareOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Asked, Given, Row, Way } from './way.ts'

export interface DefectTerms {
  /** escaped = found after release / all found; removal = 1 − that (defect removal efficiency). */
  readonly measure: 'escaped' | 'removal'
}

/** A release, and what was found of it. Both sides count only defects that it introduced, each once. */
interface Charged {
  readonly id: string
  readonly name: string
  readonly releasedAt: string
  readonly area: string
  /** When its 90 days are over, in milliseconds. */
  readonly ripe: number
  readonly before: readonly Row[]
  readonly after: readonly Row[]
  /** Found after its 90 days: in neither side. */
  readonly late: readonly Row[]
}

/** Days after a release within which a defect is charged to it; until they are over, it is not judged. */
export const observedDays = 90

/**
 * Escaped defects (kpis.md 4.13): found within 90 days after a release / found before it and within those days, charged to the release that introduced
 * them. Releases younger than 90 days are censored: in neither side, and counted apart. Wilson’s interval.
 * Parts: before, after, later (found after the 90 days), releases, censored (releases), perRelease, weighted (by severity), per1000Accounts.
 */
export const defects: Way<DefectTerms> = {
  counts: () => 'defect',
  ledger: 'ownAccounts',
  switches: {
    denominator: {
      says: 'Of all defects found, or of those found before release, as some tools divide.',
      values: ['all_found', 'found_before'],
      initial: 'all_found',
    },
  },
  reads: () => ({
    defects: { fact: 'defect', columns: ['id', 'found_at', 'phase', 'severity', 'release_id', 'area', 'duplicate_of'] },
    releases: { fact: 'release', columns: ['id', 'name', 'area', 'released_at'] },
  }),
  figures: ({ measure }, asked, given) => {
    const charged = chargedIn(given)
    const loose = chargeable(given).length - charged.reduce((sum, { before, after, late }) => sum + before.length + after.length + late.length, 0)
    return {
      ...thingSeries(
        asked,
        spread(charged, asked),
        (one, column) => dimensionOf(one.shown, column),
        (some, stretch, group) =>
          figure(
            measure,
            some.map(({ release }) => release),
            stretch,
            asked,
            group === null ? given : null,
          ),
      ),
      text: `defects found within ${observedDays} days after the release that introduced them ÷ defects of that release found before and within those days; duplicates once`,
      notes: [
        ...(loose > 0 ? [`${loose} defects name no known release, or were found after one that they are said to precede: they are in neither side.`] : []),
        ...flagged(asked),
      ],
    }
  },
  behind: ({ measure }, { time, switches }, given, period) => {
    const stretch = stretchOf(time, period)
    return chargedIn(given)
      .filter(({ releasedAt }) => isWithin(stretch, releasedAt))
      .toSorted((a, b) => b.after.length - a.after.length || (a.id < b.id ? -1 : 1))
      .map(({ id, name, before, after, late, ripe }) =>
        line({
          account: id,
          name,
          opening: before.length,
          closing: after.length,
          change: valueOf(measure, before.length, after.length, switches),
          movement: ripe > stretch.stop ? 'censored' : null,
          reason: late.length > 0 ? `${late.length} found after ${observedDays} days` : null,
        }),
      )
  },
}

const flagged = ({ switches }: Asked): string[] =>
  switches['denominator'] === 'found_before'
    ? ['Divided by defects found before release, as some tools do: 10 against 100 reads 10 % there, and 9.09 % of all found.']
    : []

/** Defects that count: a duplicate is its original’s. */
const chargeable = (given: Given): readonly Row[] => given.rows('defects').filter((row) => textOf(row, 'duplicate_of') === null)

function chargedIn(given: Given): Charged[] {
  const byRelease = Map.groupBy(chargeable(given), (row) => textOf(row, 'release_id') ?? '')
  return given.rows('releases').map((release) => {
    const id = String(release['id'])
    const releasedAt = String(release['released_at'])
    const [born, ripe] = [Date.parse(releasedAt), Date.parse(releasedAt) + observedDays * days]
    const own = byRelease.get(id) ?? []
    const found = (row: Row): number => Date.parse(String(row['found_at']))
    const escaped = own.filter((row) => row['phase'] === 'post_release' && found(row) >= born)
    return {
      id,
      name: textOf(release, 'name') ?? id,
      releasedAt,
      area: textOf(release, 'area') ?? '(none)',
      ripe,
      before: own.filter((row) => row['phase'] === 'pre_release'),
      after: escaped.filter((row) => found(row) < ripe),
      late: escaped.filter((row) => found(row) >= ripe),
    }
  })
}

/** By a dimension, a release is told once for each value that its defects have; whole, once. */
function spread(charged: readonly Charged[], { by }: Asked): { readonly release: Charged; readonly shown: Row }[] {
  if (!by) return charged.map((release) => ({ release, shown: {} }))
  return charged.flatMap((release) => {
    const all = [...release.before, ...release.after, ...release.late]
    const valueOf = (row: Row): string => textOf(row, by.column) ?? (by.column === 'area' ? release.area : '(none)')
    const only = (rows: readonly Row[], value: string): Row[] => rows.filter((row) => valueOf(row) === value)
    const values = [...new Set(all.map(valueOf))]
    return values.map((value) => ({
      release: { ...release, before: only(release.before, value), after: only(release.after, value), late: only(release.late, value) },
      shown: { [by.column]: value },
    }))
  })
}

function figure(measure: DefectTerms['measure'], releases: readonly Charged[], stretch: Stretch, asked: Asked, whole: Given | null): Told {
  const inside = releases.filter(({ releasedAt }) => isWithin(stretch, releasedAt))
  const ripe = inside.filter((release) => release.ripe <= stretch.stop)
  const known = (rows: readonly Row[]): Row[] => rows.filter((row) => isBy(stretch, String(row['found_at'])))
  const [before, after] = [ripe.flatMap((one) => known(one.before)), ripe.flatMap((one) => known(one.after))]
  const parts = {
    before: before.length,
    after: after.length,
    later: ripe.reduce((sum, one) => sum + known(one.late).length, 0),
    releases: new Set(ripe.map(({ id }) => id)).size,
    censored: new Set(inside.map(({ id }) => id)).size - new Set(ripe.map(({ id }) => id)).size,
    perRelease: shareOf(after.length, new Set(ripe.map(({ id }) => id)).size),
    weighted: weighted(before, after),
    per1000Accounts: whole ? perThousand(after.length, stretch, whole) : null,
  }
  const found = before.length + after.length
  if (found === 0) return { ...nothing(inside.length > 0 && ripe.length === 0 ? 'immature' : 'no_denominator'), parts }
  return { ...rate(measure, before.length, after.length, asked.switches), n: found, parts }
}

function rate(measure: DefectTerms['measure'], before: number, after: number, switches: Asked['switches']): Figure {
  const found = before + after
  const value = valueOf(measure, before, after, switches)
  const hits = measure === 'removal' ? before : after
  const isForeign = switches['denominator'] === 'found_before'
  if (value === null) return { ...nothing('no_denominator'), numerator: hits }
  return { value, interval: isForeign ? null : wilson(hits, found), numerator: hits, denominator: isForeign ? before : found, n: found }
}

function valueOf(measure: DefectTerms['measure'], before: number, after: number, switches: Asked['switches']): number | null {
  const escaped = shareOf(after, switches['denominator'] === 'found_before' ? before : before + after)
  return escaped === null ? null : measure === 'removal' ? 1 - escaped : escaped
}

const weights: Readonly<Record<string, number>> = {
  p0: 10,
  p1: 5,
  p2: 3,
  p3: 1,
  blocker: 10,
  critical: 10,
  major: 5,
  high: 5,
  medium: 3,
  minor: 1,
  low: 1,
  trivial: 1,
}

/** The same share with each defect by its severity: P0 10, P1 5, P2 3, P3 1. Null when a severity is unknown: a weight is never guessed. */
function weighted(before: readonly Row[], after: readonly Row[]): number | null {
  const sum = (rows: readonly Row[]): number => rows.reduce((total, row) => total + (weights[String(textOf(row, 'severity')).toLowerCase()] ?? NaN), 0)
  const [early, escaped] = [sum(before), sum(after)]
  return Number.isNaN(early + escaped) ? null : shareOf(escaped, early + escaped)
}

/** Escaped defects for each 1,000 accounts that paid on the stretch’s last day. */
function perThousand(after: number, { to }: Stretch, { ledger }: Given): number | null {
  const paying = ledger?.payingOn(to).size ?? 0
  return paying === 0 ? null : (1000 * after) / paying
}
