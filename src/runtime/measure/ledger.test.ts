import { expect, test } from 'vitest'
import { Problem } from '#kernel'
import { policyOf } from './ledger.ts'

test('a switch that nobody knows is refused by its name, and a fault of the program stays a fault', () => {
  expect(() => policyOf({ churn: 'never' }, 'default')).toThrow(Problem)
  const fault = new RangeError('Invalid array length')
  const broken = {
    get churn_recognised(): string {
      throw fault
    },
  }
  expect(() => policyOf(broken, 'default')).toThrow(fault)
})
