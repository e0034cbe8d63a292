import { expect, test } from 'vitest'
import type { LoadLine } from './asked.ts'
import { conclusion, lackingSkills, offSays, overSays, partsOf, shareOf } from './telling.ts'

const line = (squad: string, over: number, overIfHired = over, quarter = '2027-Q1'): LoadLine => ({
  squad,
  quarter,
  gives: 100,
  asked: 100 + over,
  over,
  overAll: over,
  overIfHired,
  state: over > 0 ? 'over' : 'ok',
  skills: [],
  headcount: 10,
  isConfirmed: true,
  seats: { filled: 0, open: 0, planned: 0 },
  off: { gross: 130, holidays: 6, away: 0, leave: 9, operations: 10, reserve: 5 },
  more: { bets: 0, weeks: 0 },
  bets: [],
})

test('the worst squad is named, and what hiring relieves', () => {
  const say = (quarter: string) => quarter
  expect(conclusion([line('Core', 0)], say)).toBe('Every squad can do what is asked of it')
  expect(conclusion([line('Core', 4), line('Platform', 12.34)], say)).toBe('2 squads are over; most of all Platform in 2027-Q1, by 12.3 person-weeks')
  expect(conclusion([line('Core', 4, 0), line('Core', 6, 2, '2027-Q2')], say)).toBe(
    '1 squad is over; most of all Core in 2027-Q2, by 6 person-weeks. Filling every seat on its day would relieve 1 of 2 quarters',
  )
})

test('what is taken off is told in order, what takes nothing is not', () => {
  expect(offSays(line('Core', 0))).toBe('130 person-weeks in all, less public holidays 6, leave 9, operations 10, reserve 5: 100.')
  expect(offSays({ ...line('Core', 0), seats: { filled: 4.25, open: 0, planned: 0 }, gives: 104.25 })).toMatch(', and 4.3 by whoever is hired: 104.3.')
})

test('what is shown adds up as it is shown', () => {
  // 175.06 of 104.54: 70.52 is over, and 175.1 less 104.5 is shown
  expect(overSays({ asked: 175.06, gives: 104.54, over: 70.52 })).toBe(70.6)
  expect(overSays({ asked: 60.04, gives: 104.46, over: 0 })).toBe(-44.5)
  expect(overSays({ asked: 60, gives: 104, over: 9.2 })).toBe(9.2) // for want of a skill
  expect(partsOf([30.04, 30.04, 30.04], 90.12)).toEqual([30.1, 30, 30])
  expect(partsOf([0, 0], 0)).toEqual([0, 0])
})

test('a squad that gives nothing has no share, and skills that are short are named', () => {
  expect([shareOf({ gives: 0, asked: 0 }), shareOf({ gives: 0, asked: 3 }), shareOf({ gives: 80, asked: 60 })]).toEqual(['–', 'over', '75%'])
  const skills = [
    { skill: 'data', gives: 5, asked: 9, over: 4 },
    { skill: 'web', gives: 5, asked: 5, over: 0 },
  ]
  expect(lackingSkills({ skills })).toEqual(['data'])
})
