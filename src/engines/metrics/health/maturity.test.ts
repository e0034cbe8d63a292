import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maturityOf, portfolioOf, stages, type Records } from './maturity.ts'

const all: Records = { hasDefinition: true, hasInputs: true, computedPeriods: 12, dashboards: 1, targets: 1, guardrails: 1, reviews: 1 }
const rungs: readonly (readonly [Partial<Records>, string | null])[] = [
  [{ hasDefinition: false }, null],
  [{ hasInputs: false }, 'defined'],
  [{ computedPeriods: 0 }, 'instrumented'],
  [{ dashboards: 0 }, 'computed'],
  [{ targets: 0 }, 'dashboarded'],
  [{ guardrails: 0 }, 'targeted'],
  [{ reviews: 0 }, 'guarded'],
]

describe('the ladder', () => {
  test('everything recorded is in review', () => {
    expect(maturityOf(all)).toEqual({ stage: 'inReview', next: null, ahead: [] })
  })
  test.each(rungs)('without %o it stands on %s', (missing, stage) => {
    const found = maturityOf({ ...all, ...missing })
    expect(found.stage).toBe(stage)
    expect(found.ahead).toEqual(stages.slice(stages.indexOf(found.next?.stage ?? 'inReview') + 1))
  })
  test('the next rung says what it takes', () => {
    expect(maturityOf({ ...all, guardrails: 0, reviews: 0 })).toEqual({
      stage: 'targeted',
      next: { stage: 'guarded', says: 'Name what must not get worse meanwhile.' },
      ahead: [],
    })
  })
  test('more records never lower the stage', () => {
    const records = fc.record<Records>({
      hasDefinition: fc.boolean(),
      hasInputs: fc.boolean(),
      computedPeriods: fc.nat(1),
      dashboards: fc.nat(1),
      targets: fc.nat(1),
      guardrails: fc.nat(1),
      reviews: fc.nat(1),
    })
    const place = (drawn: Records) => stages.findIndex((stage) => stage === maturityOf(drawn).stage)
    fc.assert(
      fc.property(records, fc.constantFrom(...rungs.map(([missing]) => missing)), (drawn, rung) => {
        const more = { ...drawn, ...Object.fromEntries(Object.keys(rung).map((key) => [key, Reflect.get(all, key)])) }
        expect(place(more)).toBeGreaterThanOrEqual(place(drawn))
      }),
    )
  })
})

describe('the portfolio', () => {
  const metric = (id: string, over: Partial<Records>, definition: string) => ({
    id,
    records: { ...all, ...over },
    isHealthKnown: id !== 'csat',
    changesThisQuarter: 1,
    definition,
  })
  const metrics = [
    metric('activation', {}, 'Share of new accounts that reach the core workflow within 14 days'),
    metric('activated', { targets: 0 }, 'Share of new accounts that reach the core workflow within 30 days'),
    metric('csat', { hasDefinition: false }, ''),
  ]
  test('counts stages, targets and what is not known', () => {
    expect(portfolioOf(metrics)).toMatchObject({
      metrics: 3,
      byStage: { inReview: 1, dashboarded: 1, none: 1, defined: 0 },
      targetCoverage: { with: 2, of: 3 },
      unknownHealth: 1,
      changesThisQuarter: 3,
    })
  })
  test('two definitions that differ in one word of twelve are near duplicates', () => {
    expect(portfolioOf(metrics).nearDuplicates).toEqual([{ one: 'activation', other: 'activated', likeness: 11 / 13 }])
  })
  test('every metric is on one rung', () => {
    expect(Object.values(portfolioOf(metrics).byStage).reduce((total, count) => total + count, 0)).toBe(3)
    expect(portfolioOf([]).nearDuplicates).toEqual([])
  })
})
