import { expect, test } from 'vitest'
import { choices, comparePolicies, defaultPolicy, policyId, presets, resolvePolicy } from './revenue.ts'

test('no input is the default policy, and every switch of it is marked as assumed', () => {
  const policy = resolvePolicy()
  expect(policy).toMatchObject(defaultPolicy)
  expect(policy.provenance).toMatchObject({ extends: 'default', set: [], assumed: Object.keys(defaultPolicy) })
})

test.each(Object.entries(presets))('the preset %s is the default and what it documents, nothing else', (name, switches) => {
  const policy = resolvePolicy(name)
  expect(policy).toMatchObject({ ...defaultPolicy, ...switches })
  expect(policy.provenance.set).toEqual(Object.keys(switches).sort())
  expect([...policy.provenance.set, ...policy.provenance.assumed].sort()).toEqual(Object.keys(defaultPolicy).sort())
})

test('an object of switches goes over the preset that it extends', () => {
  const policy = resolvePolicy({ extends: 'stripe', past_due: 'active_through_dunning(15)', window_months: 3, cohort: 'min_contract(10000, 12)' })
  expect(policy).toMatchObject({
    churn_recognised: 'cancellation',
    past_due: { rule: 'active_through_dunning', days: 15 },
    window_months: 3,
    cohort: { rule: 'min_contract', value: 10000, term: 12 },
  })
  expect(policy.provenance.assumed).not.toContain('window_months')
})

test('resolving a resolved policy again changes nothing', () => {
  const once = resolvePolicy({ extends: 'chartmogul', trials: 'count_logo' })
  expect(resolvePolicy(once)).toEqual(once)
})

test.each([
  ['baremetrics', /no revenue policy preset "baremetrics".*chartmogul/],
  [{ churn: 'service_end' }, /"churn" is not a revenue policy switch.*churn_recognised/],
  [{ fx: 'spot' }, /fx cannot be "spot".*at_purchase, constant_plan, month_end, payout/],
  [{ window_months: 6 }, /window_months cannot be 6.*1, 12, 24, 3/],
  [{ gap_grace_days: 91 }, /gap_grace_days.*0 to 90/],
  [{ past_due: 'active_through_dunning(soon)' }, /past_due days cannot be "soon"/],
  [{ past_due: { rule: 'forgive' } }, /past_due cannot be.*drop_at_once, keep/],
  [{ cohort: 'min_contract' }, /min_contract\(value, term in months\)/],
  [17, /name of a preset or an object/],
])('a wrong policy %j is refused by name, with what is allowed', (input, message) => {
  expect(() => resolvePolicy(input)).toThrow(RangeError)
  expect(() => resolvePolicy(input)).toThrow(message)
})

test('the id names what a policy says, however it was written', () => {
  expect(policyId(resolvePolicy('board'))).toBe(policyId(defaultPolicy))
  expect(policyId(resolvePolicy({ past_due: 'active_through_dunning(30)' }))).toBe(
    policyId(resolvePolicy({ past_due: { days: 30, rule: 'active_through_dunning' } })),
  )
  const ids = new Set(Object.entries(choices).flatMap(([name, values]) => values.map((value) => policyId(resolvePolicy({ [name]: value })))))
  const changed = Object.values(choices).reduce((count, values) => count + values.length - 1, 0)
  expect(ids.size).toBe(changed + 1)
})

test('the id of the default policy stays what it was, so that old results can name it', () => {
  expect(policyId(defaultPolicy)).toMatchInlineSnapshot(`"4de6a9bd0e47de82"`)
})

test('a comparison names the switches that differ and both sides', () => {
  expect(comparePolicies(resolvePolicy('polar'), defaultPolicy)).toEqual([{ switch: 'paused', a: 'keep', b: 'zero' }])
  expect(comparePolicies(defaultPolicy, resolvePolicy('posthog'))).toEqual([{ switch: 'churn_recognised', a: 'service_end', b: 'day_after_service' }])
})
