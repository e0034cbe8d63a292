import { expect, test } from 'vitest'
import { differenceOf } from './Versions.tsx'

test('a revision shows the words taken out and put in', () => {
  expect(differenceOf('Tickets by e-mail in the month.', 'Tickets by e-mail and chat in the month.')).toEqual([
    { kind: 'same', text: 'Tickets by e-mail' },
    { kind: 'in', text: 'and chat' },
    { kind: 'same', text: 'in the month.' },
  ])
  expect(differenceOf('a b c', 'a c')).toEqual([
    { kind: 'same', text: 'a' },
    { kind: 'out', text: 'b' },
    { kind: 'same', text: 'c' },
  ])
  expect(differenceOf('', 'new words')).toEqual([{ kind: 'in', text: 'new words' }])
  expect(differenceOf('old', 'new').map(({ kind }) => kind)).toEqual(['out', 'in'])
})
