import { describe, expect, test } from 'vitest'
import { readCohort } from './cohort.ts'
import { onlyMeant } from './meant.ts'
import { passingIn } from './passing.ts'
import { readQuery } from './resolve.ts'

const rolling = { last: 12, unit: 'week' }
const fixed = { from: '2026-01-01', to: '2026-04-01' }
const breakdown = [{ by: 'account.plan' }]
const kinds = {
  funnel: { kind: 'funnel', steps: [{ event: 'a' }, { event: 'b' }] },
  retention: { kind: 'retention', start: { event: 'a' }, back: { event: 'b' } },
  stickiness: { kind: 'stickiness', sel: { event: 'a' } },
  trend: { kind: 'trend', series: [{ sel: { event: 'a' } }] },
  lifecycle: { kind: 'lifecycle', sel: { event: 'a' } },
  paths: { kind: 'paths' },
  adoption: { kind: 'adoption', features: [{ name: 'A', sel: { event: 'a' } }] },
  activation: { kind: 'activation', milestone: [{ sel: { event: 'a' } }] },
}
type Kind = keyof typeof kinds

describe('a number by which a rule can be made', () => {
  /** With a range that moves on; of fixed days; of fixed days with a breakdown. */
  test.each<[Kind, string, string]>([
    ['funnel', 'step:2', '...'],
    ['funnel', 'step:2@1', 'lll'],
    ['funnel', 'entered:3', 'b..'],
    ['retention', 'cell:0:3:1', 'b.l'],
    ['stickiness', 'bin:0:3', '..l'],
    ['trend', 'point:0:0:2', 'b.l'],
    ['lifecycle', 'state:2026-01-05:new', 'b..'],
    ['paths', 'link:0:a:b', '...'],
    ['adoption', 'feature:0:0', '..l'],
    ['activation', 'cohort', '...'],
    ['activation', 'cohort:0:3', 'b.l'],
  ])('%s, %s: %s', (kind, drill, expected) => {
    const cell =
      (query: unknown, name = drill) =>
      () =>
        readCohort({ kind: 'cohort', def: { cell: { query, drill: name } } })
    const cases = [
      { ...kinds[kind], range: rolling },
      { ...kinds[kind], range: fixed },
      { ...kinds[kind], range: fixed, breakdown },
    ].map(onlyMeant)
    const told = cases.map((query) => passingIn(readQuery(query), drill)?.says ?? '.')
    expect(told.map((says) => (says.includes('line') ? 'l' : says.includes('bucket') ? 'b' : says)).join('')).toBe(expected)
    for (const [at, query] of cases.entries())
      if (expected[at] === '.') expect(cell(query)).not.toThrow()
      else expect(cell(query)).toThrow(`def.cell.drill: “${drill}” names a`)
  })

  test('is told through the groups that are compared and the stretch before, whose days may be fixed', () => {
    const beside = [{ segment: 'SEG-1' }, { segment: 'SEG-2' }]
    const query = (compareTo: unknown) => readQuery({ ...kinds.retention, range: rolling, beside, compareTo })
    expect(passingIn(query('previous'), 'beside:1/cell:0:3:1')).not.toBeNull()
    expect(passingIn(query('previous'), 'beside:1/before/cell:0:3:1')).not.toBeNull()
    expect(passingIn(query(fixed), 'beside:1/before/cell:0:3:1')).toBeNull()
    expect(passingIn(query(fixed), 'before/cell:0:3:1')).toBeNull()
  })
})
