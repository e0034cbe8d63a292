import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gradeOf, limitFaults, propose, rules, signals, type InputName, type Inputs, type Limits } from './health.ts'

const strong: Inputs = {
  growth: 0.17,
  netRetention: 1.07,
  margin: 0.8,
  revenueShare: 0.6,
  usageShare: 0.97,
  usageShareBefore: 0.97,
  usageGrowth: 0.02,
  costToUsage: 0.8,
  ticketLoad: 1,
  incidents: 0,
}
const names: readonly InputName[] = [
  'growth',
  'netRetention',
  'margin',
  'revenueShare',
  'usageShare',
  'usageShareBefore',
  'usageGrowth',
  'costToUsage',
  'ticketLoad',
  'incidents',
]
const inputs = fc
  .record(Object.fromEntries(names.map((name) => [name, fc.option(fc.double({ min: -1, max: 3, noNaN: true }))])))
  .map((some): Inputs => ({ ...strong, ...some }))

describe('a proposal', () => {
  test.each([
    ['invest', strong],
    ['hold', { ...strong, margin: 0.59 }],
    ['harvest', { ...strong, netRetention: 0.94, growth: 0.08, margin: 0.26 }],
    ['hold', { ...strong, netRetention: 0.94, growth: 0.08, margin: 0.3 }],
    ['sunset', { ...strong, usageShare: 0.08, usageShareBefore: 0.09, costToUsage: 2.1, revenueShare: 0.02 }],
    ['invest', { ...strong, usageShare: 0.08, usageShareBefore: 0.1, costToUsage: 2.1, revenueShare: 0.02 }],
  ] as const)('is %s by the first rule that holds', (proposal, given) => expect(propose(given)).toMatchObject({ proposal, lacks: [] }))

  test('is unknown while an unknown input could change it, and names that input', () => {
    expect(propose({ ...strong, margin: null })).toMatchObject({ proposal: null, lacks: ['margin'] })
    expect(propose({ ...strong, usageShare: 0.05, usageShareBefore: 0.05, revenueShare: null, costToUsage: null })).toMatchObject({
      proposal: null,
      lacks: ['costToUsage', 'revenueShare'],
    })
  })

  test('does not wait for an input that cannot change it: one condition that fails is enough', () => {
    expect(propose({ ...strong, costToUsage: null, revenueShare: null }).proposal).toBe('invest')
  })

  test('an unknown input never yields what some value of it would not', () => {
    expect(propose({ ...strong, margin: null }).proposal).toBeNull()
    fc.assert(
      fc.property(inputs, fc.constantFrom(...names), fc.double({ min: -1, max: 3, noNaN: true }), (given, name, value) => {
        const [{ proposal }, known] = [propose({ ...given, [name]: null }), propose({ ...given, [name]: value })]
        expect(proposal ?? known.proposal).toBe(known.proposal)
      }),
    )
  })

  test('shows each rule that was asked with what it read, and ends with the one that decided', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { asked, proposal } = propose(given)
        for (const { when } of asked) for (const one of when) expect(one.value).toBe(given[one.input])
        expect(asked.slice(0, -1).every(({ holds }) => holds === false)).toBe(true)
        expect(asked.at(-1)?.holds).toBe(proposal === null ? null : proposal !== 'hold')
        expect(asked.map(({ proposes }) => proposes)).toEqual(rules.slice(0, asked.length).map(({ proposes }) => proposes))
      }),
    )
  })
})

describe('a grade', () => {
  test.each([
    ['healthy', strong],
    ['healthy', { ...strong, ticketLoad: 1.3 }],
    ['watch', { ...strong, ticketLoad: 1.3, usageGrowth: -0.01 }],
    ['watch', { ...strong, incidents: 4 }],
    ['ailing', { ...strong, incidents: 4, margin: 0.29 }],
  ] as const)('is %s by its six signals', (grade, given) => expect(gradeOf(given).grade).toBe(grade))

  test('is never given while a signal is unknown, whichever it is', () => {
    for (const { input } of signals) expect(gradeOf({ ...strong, [input]: null })).toMatchObject({ grade: null })
  })

  test('a signal that gets better never lowers it', () => {
    const rank = { healthy: 2, watch: 1, ailing: 0 }
    fc.assert(
      fc.property(inputs, fc.constantFrom(...signals), fc.double({ min: 0, max: 1, noNaN: true }), (given, { input, better }, by) => {
        const [before, value] = [gradeOf(given).grade, given[input]]
        if (before === null || value === null) return
        const after = gradeOf({ ...given, [input]: better === 'up' ? value + by : value - by }).grade
        expect(after === null ? -1 : rank[after]).toBeGreaterThanOrEqual(rank[before])
      }),
    )
  })
})

describe('limits of a workspace', () => {
  const own: Limits = { rules: { harvest: { growth: 0.05 } }, signals: { margin: { weak: 0.4, bad: 0.2 } } }
  const shrinking: Inputs = { ...strong, netRetention: 0.94, growth: 0.08, margin: 0.26 }

  test('take the place of the usual ones where they are drawn, and say what was usual', () => {
    expect(propose(shrinking).proposal).toBe('harvest')
    const { proposal, asked } = propose(shrinking, own)
    expect(proposal).toBe('hold')
    const harvest = asked.find(({ proposes }) => proposes === 'harvest')
    expect(harvest?.when.map(({ input, limit, usual }) => [input, limit, usual])).toEqual([
      ['netRetention', 0.95, null],
      ['growth', 0.05, 0.1],
      ['margin', 0.3, null],
    ])
    expect(gradeOf(shrinking).marks.find(({ input }) => input === 'margin')?.mark).toBe('bad')
    expect(gradeOf(shrinking, own).marks.find(({ input }) => input === 'margin')).toMatchObject({ mark: 'weak', weak: 0.4, bad: 0.2 })
  })

  test('that are usual change nothing', () => {
    const usual: Limits = {
      rules: Object.fromEntries(rules.map(({ proposes, when }) => [proposes, Object.fromEntries(when.map(({ input, limit }) => [input, limit]))])),
      signals: Object.fromEntries(signals.map(({ input, weak, bad }) => [input, { weak, bad }])),
    }
    expect(limitFaults(usual)).toEqual([])
    fc.assert(
      fc.property(inputs, (given) => {
        expect(propose(given, usual)).toEqual(propose(given))
        expect(gradeOf(given, usual)).toEqual(gradeOf(given))
      }),
    )
  })

  test.each([
    [{ rules: { invest: { incidents: 1 } }, signals: {} }, 'The rule “invest” does not read “incidents”.'],
    [{ rules: { grow: {} }, signals: {} }, 'There is no rule “grow”.'],
    [{ rules: { invest: { margin: Number.NaN } }, signals: {} }, '“margin” of “invest” is not a number.'],
    [{ rules: { invest: { margin: 20 } }, signals: {} }, '“margin” of “invest” lies outside of -10 to 1; 20% is 0.2.'],
    [{ rules: { harvest: { growth: -1e300 } }, signals: {} }, '“growth” of “harvest” lies outside of -1 to 5; 20% is 0.2.'],
    [{ rules: {}, signals: { incidents: { weak: 1, bad: 1e9 } } }, '“incidents” lies outside of 0 to 1000.'],
    [{ rules: {}, signals: { revenueShare: { weak: 1, bad: 0 } } }, 'There is no signal “revenueShare”.'],
    [{ rules: {}, signals: { margin: { weak: 0.2, bad: 0.4 } } }, '“margin” would be bad before it is weak.'],
    [{ rules: {}, signals: { incidents: { weak: 3, bad: 1 } } }, '“incidents” would be bad before it is weak.'],
  ])('%j are refused', (given, fault) => expect(limitFaults(Object(given))).toEqual([fault]))
})
