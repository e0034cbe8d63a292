import { isRecord, recordsIn } from '#kernel'
import type { Query } from './contract.ts'

export const isAnyOrder = (draft: Query): boolean => draft['order'] === 'unordered'

/** What a funnel says of its steps by their place, when only `size` of them are left: nothing names a step beyond the last. */
export function cutTo(draft: Query, size: number): Query {
  const end = Math.max(2, size)
  const exclusions = recordsIn(draft['exclusions']).flatMap((each) => {
    if (isAnyOrder(draft)) return [{ ...each, after: 1, before: end }]
    return Number(each['after']) < end ? [{ ...each, before: Math.min(end, Number(each['before'])) }] : []
  })
  const { attribution } = draft
  const beyond = [
    exclusions.length === 0 ? 'exclusions' : '',
    isRecord(attribution) && Number(attribution['step']) > end ? 'attribution' : '',
    Number(draft['fromStep'] ?? 1) >= end ? 'fromStep' : '',
    Number(draft['toStep'] ?? 2) > end ? 'toStep' : '',
  ]
  return Object.fromEntries(Object.entries({ ...draft, exclusions }).filter(([key]) => !beyond.includes(key)))
}

/** A funnel asked in another order. In any order no step is optional or has a time of its own, and an exclusion lies between all steps: those go. */
export function inOrder(draft: Query, order: unknown): Query {
  const next = { ...draft, order }
  if (!isAnyOrder(next)) return next
  const steps = recordsIn(draft['steps'])
  const bare = steps.map((step) => Object.fromEntries(Object.entries(step).filter(([key]) => key !== 'optional' && key !== 'within')))
  return cutTo({ ...next, ...(steps.length > 0 ? { steps: bare } : {}) }, steps.length)
}
