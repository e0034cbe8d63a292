import { wilson } from '../../numbers/intervals.ts'
import { barFault, scoreOf as barScore, type Bar } from '../keyResults/score.ts'
import { nothing } from '../series/figure.ts'
import { isWithin, line, numberOf, shareOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Given, Row, Way } from './way.ts'

/**
 * Did outcomes move (kpis.md 4.15)? Committed key results at their target / committed key results due in the period. A dropped one stays in the denominator;
 * the target is the first one, however often it moved. Stretch and milestone key results are told apart. Wilson’s interval.
 * Parts: dropped, unscored, stretchMet and stretch, milestonesMet and milestones, lateBaselines (measured after the start), retargeted, meanScore.
 */
export const outcomes: Way<object> = {
  counts: () => null,
  reads: () => ({ results: { noun: 'keyResult' }, objectives: { noun: 'objective' } }),
  figures: (_, asked, given) => {
    const titles = new Map(given.rows('objectives').map((row) => [String(row['id']), textOf(row, 'title') ?? String(row['key'])]))
    return {
      ...thingSeries(
        asked,
        live(given),
        (row, column) => (column === 'objective' ? (titles.get(String(row['objective'])) ?? '(none)') : (textOf(row, column) ?? '(none)')),
        figure,
      ),
      text: 'committed key results that reached their first target ÷ committed key results due in the period, dropped ones included',
      notes: [],
    }
  },
  behind: (_, { time }, given, period) =>
    due(live(given), stretchOf(time, period))
      .toSorted((a, b) => (scoreOf(a) ?? -1) - (scoreOf(b) ?? -1) || (String(a['key']) < String(b['key']) ? -1 : 1))
      .map((row) =>
        line({
          account: String(row['key']),
          name: textOf(row, 'title'),
          opening: numberOf(row, 'baseline'),
          closing: numberOf(row, 'result'),
          change: scoreOf(row),
          movement: isMilestone(row) ? 'milestone' : textOf(row, 'type'),
          reason:
            row['state'] === 'dropped'
              ? 'dropped'
              : isRetargeted(row)
                ? `first target ${String(row['originalTarget'])}, moved to ${String(row['target'])}`
                : null,
        }),
      ),
}

const live = (given: Given): Row[] => given.rows('results').filter((row) => row['state'] !== 'draft')
const due = (rows: readonly Row[], stretch: Stretch): Row[] => rows.filter((row) => isWithin(stretch, textOf(row, 'due')))
const isMilestone = (row: Row): boolean => row['kind'] === 'milestone'
const isRetargeted = (row: Row): boolean => numberOf(row, 'originalTarget') !== null && numberOf(row, 'originalTarget') !== numberOf(row, 'target')
const isMet = (row: Row): boolean => (scoreOf(row) ?? 0) >= 1

/** The score against the first target; null while nobody has closed it. A dropped one scores 0, and so does one whose bar says nothing. */
function scoreOf(row: Row): number | null {
  if (row['state'] === 'dropped') return 0
  if (row['state'] !== 'scored') return null
  const bar = barOf(row)
  return bar === null || barFault(bar) !== null ? 0 : (barScore(bar, numberOf(row, 'result')) ?? 0)
}

/** The bar as it was committed; a milestone starts at zero. */
function barOf(row: Row): Bar | null {
  const [target, start] = [numberOf(row, 'originalTarget') ?? numberOf(row, 'target'), numberOf(row, 'baseline')]
  const baseline = start ?? (isMilestone(row) ? 0 : null)
  if (target === null) return null
  if (row['kind'] === 'maintain') return { goal: { direction: 'within', low: target, high: numberOf(row, 'upper') ?? Infinity }, baseline: baseline ?? target }
  return baseline === null ? null : { goal: { direction: target > baseline ? 'up' : 'down', value: target }, baseline }
}

function figure(rows: readonly Row[], stretch: Stretch): Told {
  const all = due(rows, stretch)
  const [milestones, others] = [all.filter(isMilestone), all.filter((row) => !isMilestone(row))]
  const [committed, stretchGoals] = [others.filter((row) => row['type'] === 'committed'), others.filter((row) => row['type'] !== 'committed')]
  const [hits, n] = [committed.filter(isMet).length, committed.length]
  const unscored = committed.filter((row) => scoreOf(row) === null).length
  const scores = committed.flatMap((row) => scoreOf(row) ?? [])
  const parts = {
    dropped: committed.filter((row) => row['state'] === 'dropped').length,
    unscored,
    meanScore: shareOf(
      scores.reduce((sum, score) => sum + score, 0),
      scores.length,
    ),
    stretchMet: stretchGoals.filter(isMet).length,
    stretch: stretchGoals.length,
    milestonesMet: milestones.filter(isMet).length,
    milestones: milestones.length,
    retargeted: committed.filter(isRetargeted).length,
    lateBaselines: committed.filter((row) => (textOf(row, 'baselineAt') ?? '') > (textOf(row, 'start') ?? '')).length,
  }
  if (n === 0) return { ...nothing('no_data'), parts }
  return { value: hits / n, interval: wilson(hits, n), numerator: hits, denominator: n, n, mature: unscored === 0, parts }
}
