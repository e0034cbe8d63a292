import { garwood } from '../../numbers/intervals.ts'
import { days, dimensionOf, isWithin, line, numberOf, shareOf, stretchesOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Asked, Row, Way } from './way.ts'

/**
 * Experiments from which something may be learnt (kpis.md 4.14): decided in the period, with a hypothesis and a primary metric registered before the start,
 * the minimum runtime and the power met, and no mismatch of the sample ratio (p < 0.001).
 * Parts: perSquad, squads (that decided one), concluded, underpoweredShare, mismatchShare, winRate (shipped, of those that count), learningShare, lateShare.
 */
export const experiments: Way<object> = {
  counts: () => 'experiment',
  switches: {
    least_power: { says: 'The power from which a test counts.', values: ['0.8', '0.9', '0.7'], initial: '0.8' },
    unchecked_ratio: { says: 'What a test without a check of its sample ratio is.', values: ['counts', 'never_counts'], initial: 'counts' },
  },
  reads: () => ({
    experiments: {
      fact: 'experiment',
      columns: [
        'id',
        'squad_id',
        'area',
        'hypothesis',
        'primary_metric_id',
        'registered_at',
        'start',
        'end',
        'min_days',
        'power',
        'srm_p',
        'decision',
        'decision_at',
        'learning_id',
      ],
    },
  }),
  figures: (_, asked, given) => {
    const all = given.rows('experiments')
    const series = thingSeries(asked, all, dimensionOf, (some, stretch) => figure(some, stretch, asked))
    return {
      ...series,
      text: 'experiments decided in the period, registered before their start, run for their minimum, with enough power and an even split',
      notes: flags(all, asked),
    }
  },
  behind: (_, asked, given, period) =>
    concluded(given.rows('experiments'), stretchOf(asked.time, period)).map((row) => {
      const fault = faultOf(row, asked)
      return line({
        account: String(row['id']),
        name: textOf(row, 'hypothesis'),
        opening: numberOf(row, 'power'),
        closing: numberOf(row, 'srm_p'),
        change: fault === null ? 1 : 0,
        movement: textOf(row, 'decision'),
        reason: fault,
      })
    }),
}

const concluded = (rows: readonly Row[], stretch: Stretch): Row[] =>
  rows
    .filter((row) => textOf(row, 'decision') !== null && isWithin(stretch, textOf(row, 'decision_at')))
    .toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1))

const isLate = (row: Row): boolean => !(instant(row, 'registered_at') <= instant(row, 'start'))
const isMismatched = (row: Row): boolean => (numberOf(row, 'srm_p') ?? 1) < 0.001
const isWeak = (row: Row, { switches }: Asked): boolean => !((numberOf(row, 'power') ?? 0) >= Number(switches['least_power']))
const instant = (row: Row, column: string): number => Date.parse(textOf(row, column) ?? '')

/** Why an experiment does not count; null when it does. */
function faultOf(row: Row, asked: Asked): string | null {
  if (isLate(row)) return textOf(row, 'registered_at') === null ? 'never registered' : 'registered after its start'
  if (textOf(row, 'hypothesis') === null) return 'no hypothesis'
  if (textOf(row, 'primary_metric_id') === null) return 'no primary metric'
  if (isMismatched(row)) return 'sample ratio mismatch'
  if (numberOf(row, 'srm_p') === null && asked.switches['unchecked_ratio'] === 'never_counts') return 'sample ratio unchecked'
  if (isWeak(row, asked)) return numberOf(row, 'power') === null ? 'power unknown' : 'underpowered'
  if (!(instant(row, 'end') - instant(row, 'start') >= (numberOf(row, 'min_days') ?? 0) * days)) return 'stopped before its minimum'
  return null
}

function figure(rows: readonly Row[], stretch: Stretch, asked: Asked): Told {
  const done = concluded(rows, stretch)
  const valid = done.filter((row) => faultOf(row, asked) === null)
  const squads = new Set(done.map((row) => textOf(row, 'squad_id'))).size
  const share = (is: (row: Row) => boolean): number | null => shareOf(done.filter(is).length, done.length)
  return {
    value: valid.length,
    interval: garwood(valid.length, 1),
    numerator: valid.length,
    denominator: null,
    n: done.length,
    parts: {
      perSquad: shareOf(valid.length, squads),
      squads,
      concluded: done.length,
      underpoweredShare: share((row) => isWeak(row, asked)),
      mismatchShare: share(isMismatched),
      lateShare: share(isLate),
      learningShare: share((row) => textOf(row, 'learning_id') !== null),
      winRate: shareOf(valid.filter((row) => row['decision'] === 'ship').length, valid.length),
    },
  }
}

/** A team that nearly always wins tests what it knows already. */
function flags(rows: readonly Row[], asked: Asked): string[] {
  const stretch = stretchesOf(asked.time).find(({ key }) => key === asked.time.headline)
  if (!stretch) return []
  const valid = concluded(rows, stretch).filter((row) => faultOf(row, asked) === null)
  const wins = valid.filter((row) => row['decision'] === 'ship').length
  const unchecked = valid.filter((row) => numberOf(row, 'srm_p') === null).length
  return [
    ...(valid.length >= 5 && wins / valid.length >= 0.9 ? [`${wins} of ${valid.length} were shipped: ask whether the tests were trivial.`] : []),
    ...(unchecked > 0 ? [`${unchecked} count without a check of their sample ratio.`] : []),
  ]
}
