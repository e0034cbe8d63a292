import { amount, boolean, date, dateTime, duration, email, integer, number, oneOf, percent, richText, score, text, timeframe, url } from '#kernel'
import type { KindCase } from './kindCase.ts'

/** Kinds of one value: what comes in, what is kept, what a person reads. */
export const plainKinds: Readonly<Record<string, KindCase>> = {
  amount: {
    field: amount(),
    column: 'bigint',
    good: [
      [19.99, 19_990_000, '19.99'],
      ['-0.5', -500_000, '-0.5'],
      [0.0000005, 0, '0'],
      [0.0000015, 2, '0'],
      [0.0000025, 2, '0'],
    ],
    bad: [
      [1e12, 'larger than an amount'],
      ['12 EUR', 'expected a number'],
    ],
  },
  boolean: {
    field: boolean(),
    column: 'boolean',
    good: [
      [true, true, 'Yes'],
      [' Yes ', true, 'Yes'],
      ['t', true, 'Yes'],
      [1, true, 'Yes'],
      ['0', false, 'No'],
      ['FALSE', false, 'No'],
    ],
    bad: [
      ['maybe', 'expected yes or no'],
      [2, 'expected yes or no'],
      [[true], 'got a list'],
      [{}, 'got an object'],
    ],
  },
  date: {
    field: date(),
    column: 'date',
    good: [
      ['2026-11-16', '2026-11-16', '16 Nov 2026'],
      [' 2024-02-29 ', '2024-02-29', '29 Feb 2024'],
    ],
    bad: [
      ['2026-02-29', 'not a day of the calendar'],
      ['16.11.2026', 'expected a date'],
      ['2026-13-01', 'not a day'],
      ['0000-01-01', 'not a day'],
      [20261116, 'expected a date'],
      ['2026-11-16T00:00', 'expected a date'],
    ],
  },
  dateTime: {
    field: dateTime(),
    column: 'timestamptz',
    good: [
      ['2026-11-16T07:30:00Z', '2026-11-16T07:30:00.000Z', '16 Nov 2026, 07:30 UTC'],
      ['2026-11-16 08:30+01:00', '2026-11-16T07:30:00.000Z', '16 Nov 2026, 07:30 UTC'],
      ['2026-11-16T07:30:00.123456-0500', '2026-11-16T12:30:00.123Z', '16 Nov 2026, 12:30 UTC'],
    ],
    bad: [
      ['2026-11-16T07:30:00', 'with its offset'],
      ['2026-11-31T07:30:00Z', 'not a day'],
      ['2026-02-30T07:30:00Z', 'not a day'],
      ['2026-11-16T27:30:00Z', 'not a time'],
      ['0000-05-05T00:00Z', 'not a time'],
      [0, 'with its offset'],
    ],
  },
  duration: {
    field: duration(),
    column: 'text',
    good: [
      ['90min', '90min', '90min'],
      [' 12mo ', '12mo', '12mo'],
      ['5d', '5d', '5d'],
    ],
    bad: [
      ['90m', 'expected a duration'],
      ['-5d', 'expected a duration'],
      [5, 'expected a duration'],
    ],
  },
  email: {
    field: email(),
    column: 'text',
    good: [[' Vera@Harborlight.Example ', 'vera@harborlight.example', 'vera@harborlight.example']],
    bad: [
      ['vera', 'expected an e-mail address'],
      ['vera@host', 'expected an e-mail'],
      ['a b@c.de', 'expected an e-mail'],
      ['a\u0000@c.de', 'expected an e-mail'],
      [`${'a'.repeat(250)}@c.de`, 'expected an e-mail'],
      [7, 'expected an e-mail'],
    ],
  },
  integer: {
    field: integer({ min: 0, max: 10 }),
    column: 'bigint',
    good: [
      [7, 7, '7'],
      ['+7', 7, '7'],
      ['1e1', 10, '10'],
    ],
    bad: [
      [7.5, 'expected a whole number'],
      [11, 'outside 0 to 10'],
      ['-1', 'outside'],
      ['7,5', 'expected a number'],
    ],
  },
  number: {
    field: number({ min: -10, max: 2000 }),
    column: 'double precision',
    good: [
      [1204.5, 1204.5, '1,204.5'],
      [' -0.25 ', -0.25, '-0.25'],
      ['.5e1', 5, '5'],
    ],
    bad: [
      ['1,204', 'expected a number'],
      [Number.NaN, 'expected a number'],
      ['Infinity', 'expected a number'],
      ['1e999', 'expected a number'],
      ['', 'expected a number'],
      [true, 'expected a number'],
      [2001, 'outside -10 to 2000'],
      [null, 'got nothing'],
    ],
  },
  oneOf: {
    field: oneOf(['now', 'next']),
    column: 'text',
    good: [[' now ', 'now', 'now']],
    bad: [
      ['Now', 'is not one of the choices'],
      [0, 'is not one'],
      [['now'], 'is not one'],
    ],
  },
  percent: {
    field: percent({ min: 0, max: 1 }),
    column: 'double precision',
    good: [
      [0.125, 0.125, '12.5 %'],
      ['12.5 %', 0.125, '12.5 %'],
      ['100%', 1, '100 %'],
      ['0.5', 0.5, '50 %'],
    ],
    bad: [
      ['50', 'outside 0 to 1'],
      ['150 %', 'outside 0 to 1'],
      ['-1 %', 'outside'],
      ['%', 'expected a number'],
      ['half', 'expected a number'],
    ],
  },
  richText: {
    field: richText(),
    column: 'text',
    good: [['# A\n\nline', '# A\n\nline', '# A\n\nline']],
    bad: [
      ['x'.repeat(100_001), '100000 are allowed'],
      ['  ', 'is empty'],
      [1, 'expected text'],
    ],
  },
  score: {
    field: score(5),
    column: 'double precision',
    good: [
      [4, 4, '4 of 5'],
      ['2.5', 2.5, '2.5 of 5'],
    ],
    bad: [
      [6, 'outside 0 to 5'],
      [-1, 'outside'],
    ],
  },
  text: {
    field: text({ max: 5 }),
    column: 'text',
    good: [
      ['  Vera ', 'Vera', 'Vera'],
      ['zażół', 'zażół', 'zażół'],
      ['👍👍', '👍👍', '👍👍'],
    ],
    bad: [
      ['', 'is empty'],
      [' \n ', 'is empty'],
      ['abcdef', 'is 6 characters long; 5 are allowed'],
      ['a\u0000', 'cannot be stored'],
      ['\uD83D', 'cannot be stored'],
      [5, 'expected text, got 5'],
    ],
  },
  timeframe: {
    field: timeframe(),
    column: 'text',
    good: [
      ['2026', '2026', '2026'],
      [' 2026-q4 ', '2026-Q4', '2026-Q4'],
      ['2026-h1', '2026-H1', '2026-H1'],
      ['2026-W53', '2026-W53', '2026-W53'],
      ['2026-11', '2026-11', '2026-11'],
      ['2024-02-29', '2024-02-29', '2024-02-29'],
    ],
    bad: [
      ['2026-Q5', 'expected a timeframe'],
      ['2026-13', 'expected a timeframe'],
      ['2025-W53', '2025 has 52 weeks'],
      ['2026-02-30', 'not a day'],
      ['soon', 'expected a timeframe'],
      [2026, 'expected a timeframe'],
    ],
  },
  url: {
    field: url(),
    column: 'text',
    good: [[' https://harborlight.example/a b ', 'https://harborlight.example/a%20b', 'https://harborlight.example/a%20b']],
    bad: [
      ['javascript:alert(1)', 'expected a web address'],
      ['harborlight.example', 'expected a web address'],
      ['data:text/html,x', 'expected'],
      [`https://x.example/${'a'.repeat(2000)}`, 'expected'],
      [`https://x.example/${' '.repeat(1000)}y`, 'longer than 2,000'],
      [1, 'expected'],
    ],
  },
}
