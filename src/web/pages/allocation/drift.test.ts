import { expect, test } from 'vitest'
import type { Allocated, Row } from './asked.ts'
import { headline, points } from './drift.ts'

const side = (share: number | null, standing: Row['planned']['standing'] = 'within') => ({ weeks: 1, share, standing })
const row = (investment: string, target: number, planned: Row['planned'], actual: Row['actual'] = null): Row => ({
  investment,
  target,
  floor: 0.2,
  ceiling: null,
  planned,
  actual,
  planDrift: null,
  executionDrift: null,
  bets: [],
})
function asked(rows: readonly Row[], actual: number | null = null, isAgreed = true): Allocated {
  return {
    quarter: '2026-Q4',
    quarters: [],
    running: '2026-Q4',
    squad: null,
    squads: [],
    agreed: isAgreed ? { id: 'a', key: 'ALC-1', title: 'Split', revision: 1, cause: null, isOwn: false } : null,
    split: {
      rows,
      planned: 10,
      actual,
      misallocation: { planned: 0, actual: null },
      unplanned: null,
      upkeep: { cap: 0.15, planned: 0, actual: null, isOver: false },
    },
    effort: { lacks: 'No effort rows.' },
    uncounted: [],
  }
}

test('a broken floor comes before the widest drift', () => {
  expect(headline(asked([row('growth', 0.6, side(0.82, 'over')), row('platform', 0.4, side(0.18, 'belowFloor'))]))).toBe(
    'Platform is planned with 18% of the effort, below its floor of 20%',
  )
})

test('what was spent is told where it is known, else what is planned', () => {
  const rows = [row('growth', 0.4, side(0.4), side(0.25, 'under')), row('retention', 0.6, side(0.6), side(0.75, 'over'))]
  expect(headline(asked(rows, 80))).toBe('Growth got 25% of the effort where 40% was agreed')
  expect(headline(asked(rows))).toBe('The plan follows the agreed split')
})

test('nothing agreed and nothing planned are said so', () => {
  expect(headline(asked([row('growth', 0.6, side(1))], null, false))).toBe('No split of effort is agreed for this quarter')
  expect(headline(asked([]))).toBe('No committed bet and no recorded effort falls into this quarter')
})

test('a drift has its sign, nothing has none, and the unknown is a dash', () => {
  expect([points(0.123), points(-0.05), points(0.004), points(null)]).toEqual(['+12', '−5', '0', '–'])
})
