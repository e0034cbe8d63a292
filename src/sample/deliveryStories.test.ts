import { describe, expect, test } from 'vitest'
import { cluster } from './team.ts'
import { eager } from './commitments.ts'
import { late } from './experiments.ts'
import { leaky } from './quality.ts'
import { orphan } from './costs.ts'
import { companyOn } from '../house/companyOn.ts'
import type { Values } from './revenueFacts.ts'
import { stories } from './stories.ts'

const company = companyOn('2026-11-16')
const rows = (fact: string): Values[] => [...(company.facts[fact] ?? [])]
const share = (some: readonly Values[], is: (row: Values) => boolean): number => Math.round((1000 * some.filter(is).length) / some.length) / 1000

describe('what is hidden in the delivery and the people of Harborlight', () => {
  test('one release leaked, the others did not', () => {
    const counted = rows('defect').filter((row) => row['duplicate_of'] === null)
    const [own, others] = [counted.filter((row) => row['release_id'] === leaky), counted.filter((row) => row['release_id'] !== leaky)]
    expect({
      before: own.filter((row) => row['phase'] === 'pre_release').length,
      after: own.filter((row) => row['phase'] === 'post_release').length,
      shareOfOthers: share(others, (row) => row['phase'] === 'post_release'),
    }).toEqual(stories.leak.figures)
  })

  test('one squad promises more and lands less', () => {
    const done = new Map(rows('commitment_result').map((row) => [String(row['item_id']), String(row['done_at']).slice(0, 10)]))
    const sprints = rows('commitment_snapshot').filter(
      (row) => row['period_kind'] === 'sprint' && row['committed'] === true && String(row['period_end']) <= '2026-10-31',
    )
    const landed = (row: Values) => (done.get(String(row['item_id'])) ?? '9999') <= String(row['period_end'])
    const own = sprints.filter((row) => row['team_id'] === eager)
    expect({
      before: share(
        own.filter((row) => String(row['period_start']) < '2026-05-01'),
        landed,
      ),
      now: share(
        own.filter((row) => String(row['period_start']) >= '2026-05-01'),
        landed,
      ),
      others: share(
        sprints.filter((row) => row['team_id'] !== eager),
        landed,
      ),
    }).toEqual(stories.eager.figures)
  })

  test('one cost has neither class nor owner, and grows', () => {
    const bills = rows('cost_line').filter((row) => row['service'] === orphan)
    expect(bills.every((row) => row['cost_class'] === null && row['product_id'] === null)).toBe(true)
    expect({ first: Math.round(Number(bills[0]?.['effective_cost'])), last: Math.round(Number(bills.at(-1)?.['effective_cost'])) }).toEqual(
      stories.orphan.figures,
    )
  })

  test('regretted exits fall into one role and two months', () => {
    const regretted = rows('hiring').filter((row) => row['kind'] === 'exit' && row['regretted'] === true)
    const exits = regretted.filter((row) => row['role'] === cluster && String(row['at']) >= '2026-08-01')
    const year = regretted.filter((row) => String(row['at']) >= '2025-11-01')
    expect({ exits: exits.length, shareOfYear: Math.round((100 * exits.length) / year.length) / 100 }).toEqual(stories.cluster.figures)
  })

  test('one experiment was registered after it had begun', () => {
    const found = rows('experiment').filter((row) => String(row['registered_at']) > String(row['start']))
    expect(found.map((row) => row['id'])).toEqual([late])
    expect({ daysLate: (Date.parse(String(found[0]?.['registered_at'])) - Date.parse(String(found[0]?.['start']))) / 86_400_000 }).toEqual(stories.late.figures)
  })
})
