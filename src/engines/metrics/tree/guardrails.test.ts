import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardBreaks, guardState, type Guarded } from './guardrails.ts'

const moved = (move: Guarded['move'], better: Guarded['better'] = 'up'): Guarded => ({ move, better })

test.each([
  [moved('up'), moved('down'), 'breached'],
  [moved('still'), moved('down'), 'strained'],
  [moved('down'), moved('down'), 'strained'],
  [moved('up'), moved('still'), 'held'],
  [moved('up'), moved('up'), 'held'],
  [moved('down', 'down'), moved('up', 'down'), 'breached'],
  [moved('up'), moved('unknown'), 'unknown'],
  [moved('up'), moved('down', 'within'), 'unknown'],
] as const)('%o guarded by %o is %s', (metric, guard, state) => {
  expect(guardState(metric, guard)).toBe(state)
})

test('breaches come first, and a guard that nobody measures is named, not passed over', () => {
  const values = new Map([
    ['activation', moved('up')],
    ['retention', moved('down')],
    ['csat', moved('still')],
  ])
  const edge = (guard: string) => ({ kind: 'guardrail', of: 'activation', guard }) as const
  const breaks = guardBreaks([edge('margin'), edge('csat'), edge('retention')], (id) => values.get(id) ?? null)
  expect(breaks.map((one) => [one.edge.guard, one.state])).toEqual([
    ['retention', 'breached'],
    ['margin', 'unknown'],
  ])
})

test('turning both axes around changes nothing', () => {
  const turn = ({ move, better }: Guarded): Guarded => {
    const swap = <T extends string>(word: T) => (word === 'up' ? 'down' : word === 'down' ? 'up' : word)
    return { move: swap(move), better: swap(better) }
  }
  const drawn = fc.record<Guarded>({ move: fc.constantFrom('up', 'down', 'still', 'unknown'), better: fc.constantFrom('up', 'down', 'within') })
  fc.assert(
    fc.property(drawn, drawn, (metric, guard) => {
      expect(guardState(turn(metric), turn(guard))).toBe(guardState(metric, guard))
    }),
  )
})
