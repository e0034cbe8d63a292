import { expect, test } from 'vitest'
import { activityOf } from '../activity/testing/log.ts'
import { milestoneOf } from './milestone.ts'
import { peopleOf } from './people.ts'

test('milestones that are said alike have keys of their own', () => {
  const log = ['report', 'report, 2 times'].map((name, at) => ({ at, account: 'acme', actor: 'ann', name }))
  const people = peopleOf({ activity: activityOf(log), ledger: null, rows: () => [] })
  const told = (milestone_event: string, milestone_count: string) => milestoneOf({ milestone_event, milestone_count, milestone_users: '1' }, people)
  const [twice, named] = [told('report', '2'), told('report, 2 times', '1')]
  expect(twice.says).toBe(named.says)
  expect(twice.key).not.toBe(named.key)
})
