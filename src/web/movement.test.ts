import { expect, test } from 'vitest'
import type { Movement } from '#kernel'
import { movedSteps, signedStep, steps } from './movement.ts'

const october: Movement = { opening: 4_020, new: 44, expansion: 38, reactivation: 6, contraction: 52, churn: 36, fx: 0, transfer: 0, closing: 4_020 }

test('the signed steps lead from opening to closing', () => {
  expect(october.opening + steps.reduce((sum, step) => sum + signedStep(october, step), 0)).toBe(october.closing)
})

test('a step that moved nothing is not drawn', () => {
  expect(movedSteps(october)).toEqual(['new', 'expansion', 'reactivation', 'contraction', 'churn'])
})
