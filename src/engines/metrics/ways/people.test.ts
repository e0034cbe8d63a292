import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asking, table } from '#test/support/asking.ts'
import { competency } from './competency.ts'
import { hiring } from './hiring.ts'
import { outcomes } from './outcomes.ts'
import { ramp } from './ramp.ts'
import { stakeholders } from './stakeholders.ts'

const quarter = { grain: 'quarter' } as const
const answer = (rater: string, score: number, more: Readonly<Record<string, unknown>> = {}) => ({ wave_id: 'W', at: '2024-05-10T00:00:00Z', rater_id: rater, rater_group: 'Sales', question_id: 'q', score, ...more }) // prettier-ignore

describe('stakeholder satisfaction', () => {
  test('Student’s t over raters from ten on, with t of nine degrees 2.262 (NIST/SEMATECH 1.3.6.7.2)', () => {
    const scores = [3, 4, 5, 2, 4, 4, 3, 5, 4, 4]
    const point = asking(stakeholders, {}, { answers: scores.map((score, index) => answer(`r${index}`, score)) }).point('2024-Q2', quarter)
    // mean 3.8, s = 0.9189, half-width 2.262 · 0.2906 = 0.657
    expect(point).toMatchObject({ value: 3.8, n: 10, interval: { low: 3.1, high: 4.5 } })
    const nine = asking(stakeholders, {}, { answers: scores.slice(1).map((score, index) => answer(`r${index}`, score)) }).point('2024-Q2', quarter)
    expect(nine).toMatchObject({ n: 9, interval: null })
  })

  test('three raters are nobody: no figure, no parts', () => {
    const point = asking(stakeholders, {}, { answers: [answer('a', 1), answer('b', 5), answer('c', 5)] }).point('2024-Q2', quarter)
    expect(point).toMatchObject({ value: null, reason: 'suppressed', n: null })
    expect(point?.parts).toBeUndefined()
  })

  test('an open quarter, a month and a window are not told', () => {
    const ask = asking(stakeholders, {}, { answers: ['a', 'b', 'c', 'd'].map((rater) => answer(rater, 4)) })
    expect(ask.point('2024-Q2', { ...quarter, asOf: '2024-05-31' })).toMatchObject({ value: null, reason: 'immature' })
    expect(ask.point('2024-Q2', { ...quarter, today: '2024-06-30' })).toMatchObject({ value: null })
    expect(() => ask.computed({ grain: 'month' })).toThrow('whole quarters')
    expect(() => ask.computed({ ...quarter, window: '30d' })).toThrow('whole quarters')
  })

  test('questions behind the figure are hidden as groups are', () => {
    const rows = [...['a', 'b', 'c', 'd', 'e'].map((rater) => answer(rater, 4)), answer('a', 1, { question_id: 'p' }), answer('b', 1, { question_id: 'p' })]
    expect(asking(stakeholders, {}, { answers: rows }).behind('2024-Q2', quarter)).toEqual([])
    expect(asking(stakeholders, {}, { answers: rows.slice(0, 5) }).behind('2024-Q2', quarter)).toMatchObject([{ account: 'q', opening: 5, closing: 4 }])
  })

  test('no shown group has fewer than four raters, and what the shown ones leave of the whole is of four or more, in two groups or more', () => {
    const rater = fc.record({ group: fc.constantFrom('A', 'B', 'C', 'D'), score: fc.integer({ min: 1, max: 5 }) })
    fc.assert(
      fc.property(fc.array(rater, { maxLength: 30 }), (given) => {
        const rows = given.map(({ group, score }, index) => answer(`r${index}`, score, { rater_group: group }))
        const { points, groups = [] } = asking(stakeholders, {}, { answers: rows }).computed({
          ...quarter,
          by: 'rater_group',
          from: '2024-04-01',
          to: '2024-06-30',
        })
        const [whole] = points
        const shown = groups.flatMap((group) => (group.points[0]?.value == null ? [] : [group.points[0]]))
        for (const point of shown) expect(point.n).toBeGreaterThanOrEqual(4)
        const left = (whole?.n ?? 0) - shown.reduce((sum, { n }) => sum + (n ?? 0), 0)
        if (whole?.value != null && left !== 0)
          expect([left >= 4, groups.length - shown.length >= 2]).toEqual(shown.length > 0 ? [true, true] : [true, groups.length >= 2])
      }),
      { numRuns: 60 },
    )
  })
})

describe('competency', () => {
  const score = (person: string, half: string, level: number | null, more: Readonly<Record<string, unknown>> = {}) => ({ person_id: person, half, competency_id: 'discovery', level: level ?? 1, rater_id: 'lead', calibrated_level: level, expected_level: 3, role_critical: true, at: `${half.slice(0, 4)}-${half.endsWith('1') ? '06' : '12'}-15T00:00:00Z`, ...more }) // prettier-ignore
  const four = ['a', 'b', 'c', 'd']

  test('the last half that is over counts, in the quarters after it too; an uncalibrated score is in neither side', () => {
    const rows = four.flatMap((person, index) => [score(person, '2023-H2', 2), score(person, '2024-H1', index < 3 ? 3 : 2)])
    const ask = asking(competency, {}, { scores: [...rows, score('e', '2023-H2', null), score('e', '2024-H1', null)] })
    expect(ask.point('2024-Q2', quarter)).toMatchObject({
      value: 0.75,
      numerator: 3,
      denominator: 4,
      parts: { people: 4, before2: 4, level3: 3, level2: 1, uncalibrated: 1, openGaps: 1 },
    })
    expect(ask.point('2024-Q3', quarter)?.value).toBe(0.75)
    expect(ask.point('2024-Q1', quarter)).toMatchObject({ value: null, reason: 'no_data' })
  })

  test('a new rubric is a new competency: no trend runs across it', () => {
    const rows = four.flatMap((person) => [score(person, '2023-H2', 2), score(person, '2024-H1', 3, { competency_id: 'discovery 2' })])
    expect(asking(competency, {}, { scores: rows }).point('2024-Q2', quarter)).toMatchObject({ value: null, reason: 'no_data' })
  })

  test('three people are suppressed, and so is a group that the others would give away', () => {
    const rows = (people: readonly string[], expected: number) => people.flatMap((person) => [score(person, '2023-H2', 2, { expected_level: expected }), score(person, '2024-H1', 3, { expected_level: expected })]) // prettier-ignore
    expect(asking(competency, {}, { scores: rows(['a', 'b', 'c'], 3) }).point('2024-Q2', quarter)).toMatchObject({ value: null, reason: 'suppressed' })
    const ask = asking(competency, {}, { scores: [...rows(four, 3), ...rows(['x', 'y'], 4)] })
    expect(ask.group('3', '2024-Q2', { ...quarter, by: 'level' })).toMatchObject({ value: null, reason: 'suppressed' })
    expect(ask.group('4', '2024-Q2', { ...quarter, by: 'level' })).toMatchObject({ value: null, reason: 'suppressed' })
  })
})

describe('hiring', () => {
  const rows = table(`
  requisition_id,person_id,kind,at,role,source,meets_standard,regretted
  1,a,started,2023-01-15T00:00:00Z,PM,agency,,
  1,a,exit,2024-01-14T00:00:00Z,PM,agency,,true
  2,b,started,2023-01-15T00:00:00Z,PM,agency,,
  2,b,exit,2024-01-16T00:00:00Z,PM,agency,,false
  2,b,review_12m,2024-01-15T00:00:00Z,PM,agency,true,
  3,c,started,2023-02-10T00:00:00Z,PM,agency,,`)

  test('who left a day before the checkpoint is a miss, a day after is judged by the review; who has none is told apart', () => {
    expect(asking(hiring, { measure: 'quality' }, { stages: rows }).point('2024-Q1', quarter)).toMatchObject({
      value: 0.5,
      numerator: 1,
      denominator: 2,
      parts: { left: 1, unreviewed: 1, immature: 0 },
    })
    expect(asking(hiring, { measure: 'quality' }, { stages: rows }).point('2024-Q1', { ...quarter, asOf: '2024-02-01' })).toMatchObject({
      parts: { immature: 1 },
    })
  })

  test('attrition divides by the mean headcount of the months; without one it has no base', () => {
    const headcount = [{ month: '2024-01-01', count: 10 }, { month: '2024-02-01', count: 20 }] // prettier-ignore
    expect(asking(hiring, { measure: 'attrition' }, { stages: rows, headcount }).point('2024-Q1', quarter)).toMatchObject({
      value: 1 / 15,
      numerator: 1,
      denominator: 15,
      parts: { exits: 2 },
    })
    expect(asking(hiring, { measure: 'attrition' }, { stages: rows }).computed(quarter)).toMatchObject({
      notes: ['No headcount is stored, so that attrition has no base.'],
    })
  })

  test('an open or withdrawn offer changes no side', () => {
    const offer = (person: string, ...kinds: readonly string[]) => kinds.map((kind, index) => ({ requisition_id: '9', person_id: person, kind, at: `2024-02-0${index + 1}T00:00:00Z`, role: 'PM', source: 'agency' })) // prettier-ignore
    const value = (...stages: readonly Readonly<Record<string, unknown>>[][]) =>
      asking(hiring, { measure: 'offers' }, { stages: stages.flat() }).point('2024-Q1', quarter)
    const both = [offer('a', 'offer_extended', 'offer_accepted'), offer('b', 'offer_extended', 'offer_declined')]
    expect(value(...both)).toMatchObject({ value: 0.5, denominator: 2 })
    expect(value(...both, offer('c', 'offer_extended'), offer('d', 'offer_extended', 'offer_withdrawn'))).toMatchObject({
      value: 0.5,
      denominator: 2,
      parts: { open: 1, withdrawn: 1 },
    })
    expect(value(offer('c', 'offer_extended'))).toMatchObject({ value: null, reason: 'no_denominator' })
  })

  test('ramp waits for half to arrive, and who left is censored at the exit', () => {
    const person = (id: string, ramped: string | null, exit: string | null = null) => [
      { person_id: id, kind: 'started', at: '2024-01-01T00:00:00Z', role: 'PM' },
      ...(ramped ? [{ person_id: id, kind: 'ramped', at: `${ramped}T00:00:00Z`, role: 'PM' }] : []),
      ...(exit ? [{ person_id: id, kind: 'exit', at: `${exit}T00:00:00Z`, role: 'PM' }] : []),
    ]
    const ask = (...people: readonly Readonly<Record<string, unknown>>[][]) =>
      asking(ramp, {}, { stages: people.flat() }).point('2024-Q4', { ...quarter, window: '12m' })
    expect(ask(person('a', '2024-02-10'), person('b', '2024-03-01'), person('c', null))).toMatchObject({
      value: 60,
      n: 3,
      parts: { ended: 2, open: 1, lost: 0 },
    })
    expect(ask(person('a', '2024-02-10'), person('b', null, '2024-01-20'), person('c', null))).toMatchObject({ value: 40, parts: { ended: 1, lost: 1 } })
    expect(ask(person('a', null), person('b', null))).toMatchObject({ value: null, reason: 'not_reached' })
  })
})

describe('roadmap outcomes', () => {
  const kr = {
    id: '1',
    key: 'KR-1',
    title: 't',
    objective: 'o',
    kind: 'increase',
    type: 'committed',
    baseline: 10,
    target: 20,
    originalTarget: 20,
    upper: null,
    baselineAt: '2024-03-31',
    start: '2024-04-01',
    due: '2024-06-30',
    state: 'scored',
    result: 20,
  }
  const value = (...more: readonly Readonly<Record<string, unknown>>[]) =>
    asking(outcomes, {}, { results: more.map((one, index) => ({ ...kr, key: `KR-${index}`, ...one })) }).point('2024-Q2', quarter)

  test('reached at the target, missed a step below it; a falling metric the other way round', () => {
    expect(value({}, { result: 19.99 })).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 })
    expect(
      value({ kind: 'decrease', baseline: 20, originalTarget: 10, result: 9 }, { kind: 'decrease', baseline: 20, originalTarget: 10, result: 11 }),
    ).toMatchObject({ value: 0.5 })
    expect(value({ kind: 'maintain', originalTarget: 5, upper: 8, result: 8 }, { kind: 'maintain', originalTarget: 5, upper: 8, result: 8.1 })).toMatchObject({
      value: 0.5,
    })
  })

  test('a target that moved does not help: the first one counts, and the move is told', () => {
    expect(value({ target: 15, originalTarget: 20, result: 16 })).toMatchObject({ value: 0, parts: { retargeted: 1 } })
  })

  test('dropped stays in the denominator; drafts, stretch and milestones do not enter', () => {
    expect(
      value(
        {},
        { state: 'dropped', result: null },
        { state: 'draft' },
        { type: 'stretch' },
        { kind: 'milestone', baseline: null, originalTarget: 1, result: 1 },
      ),
    ).toMatchObject({
      value: 0.5,
      denominator: 2,
      parts: { dropped: 1, stretch: 1, stretchMet: 1, milestones: 1, milestonesMet: 1 },
    })
  })

  test('while one is not scored the quarter stays open; a baseline measured after the start is flagged', () => {
    expect(value({}, { state: 'active', result: null })).toMatchObject({ mature: false, parts: { unscored: 1 } })
    expect(value({ baselineAt: '2024-04-20' })).toMatchObject({ parts: { lateBaselines: 1 } })
  })
})
