import { expect, test } from 'vitest'
import { rowOf as row } from '#test/support/rowOf.ts'
import { scarceIn } from './scarce.ts'

const plan = (period: string, skills: readonly object[]) =>
  row(`CAP-${period}`, { team: 'Core', period, headcount: 10, weeks: 13, leave: 0, operations: 0, reserve: 0, skills })
const records = {
  initiatives: [row('INI-1', { skills: [{ skill: ' backend', share: 0.5 }] }), row('INI-2', { skills: [{ skill: 'Design', share: 0.1 }] })],
  capacity: [plan('2027-Q1', [{ skill: 'Backend', people: 2 }]), plan('2027-Q2', [])],
  allocations: [],
  dependencies: [],
  seats: [],
}
const taken = (bet: string, period: string, weeks: number) => ({ bet, squad: 'Core', period, weeks })
const said = (...all: readonly ReturnType<typeof taken>[]) => scarceIn(records, all, () => 1)

test('what a quarter asks of a skill beyond its people is told, however the skill is written', () => {
  expect(said(taken('INI-1', '2027-Q1', 60))).toEqual(['Core lacks 4 person-weeks of Backend in Q1 2027']) // 30 of 26
  expect(said(taken('INI-1', '2027-Q1', 52))).toEqual([])
  expect(said(taken('INI-1', '2027-Q1', 30), taken('INI-2', '2027-Q1', 20))).toEqual(['Core lacks 2 person-weeks of Design in Q1 2027'])
})

test('where a plan names no skills everybody does everything, and of a running quarter the rest counts', () => {
  expect(said(taken('INI-1', '2027-Q2', 130))).toEqual([])
  expect(scarceIn(records, [taken('INI-1', '2027-Q1', 40)], () => 0.5)).toEqual(['Core lacks 7 person-weeks of Backend in Q1 2027'])
})
