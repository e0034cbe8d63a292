import { expect, test } from 'vitest'
import { answer, ines, nth, trial } from '../trial.ts'
import { processChange, withdraw } from './processChange.ts'
import { create, signalVerdict, withdraw as takeBack } from './signalVerdict.ts'

const chats = { name: 'Chats count', metrics: ['ticket-rate'], on: '2026-06-01', cause: 'Version 2 of the definition.' }

test('a declared change keeps its date and metrics; its words may be mended', () => {
  const row = Object(chats)
  expect(processChange.settled(row, ['on'])).toContain('Withdraw it')
  expect(processChange.settled(row, ['metrics', 'cause'])).toContain('Withdraw it')
  expect(processChange.settled(row, ['cause', 'evidence'])).toBeNull()
})

test('a declaration is withdrawn once, with a reason', () => {
  expect(answer(trial(processChange, withdraw, chats, { reason: 'It was the holiday.' }))).toEqual({ state: 'withdrawn', withdrawnFor: 'It was the holiday.' })
  expect(answer(trial(processChange, withdraw, { ...chats, state: 'withdrawn' }, { reason: 'x' }))).toBe('It is withdrawn already.')
  expect(() => trial(processChange, withdraw, chats)).toThrow('required')
})

const told = { signal: 'newSignal/csat/outside/below/2026-10', says: 'Below the lower limit', metricKey: 'csat', rule: 'outside', period: '2026-10' }

test.each([
  [{ verdict: 'real' }, { verdict: 'real', reason: null }],
  [
    { verdict: 'noise', reason: 'A survey went astray.' },
    { verdict: 'noise', until: null },
  ],
  [{ verdict: 'noise' }, 'A signal is not set aside without a reason.'],
  [{ verdict: 'muted', until: '2026-12-01' }, 'A signal is not set aside without a reason.'],
  [{ verdict: 'muted', reason: 'After the review.' }, 'A mute ends some day.'],
  [{ verdict: 'muted', reason: 'After the review.', until: '2026-11-15' }, 'The mute would be over already.'],
  [
    { verdict: 'muted', reason: 'After the review.', until: '2026-11-16' },
    { verdict: 'muted', until: '2026-11-16' },
  ],
])('%j of a signal', (input, decided) => {
  const said = answer(trial(signalVerdict, create, { ...told, verdict: 'real' }, { ...told, ...input }))
  expect(said).toEqual(typeof decided === 'string' ? decided : expect.objectContaining(decided))
})

test('the verdict is of whoever says it, whatever the input names', () => {
  const said = answer(trial(signalVerdict, create, { ...told, verdict: 'real' }, { ...told, verdict: 'real' }, ines))
  expect(said).toMatchObject({ judge: ines.id, state: 'given' })
  expect(() => trial(signalVerdict, create, { ...told, verdict: 'real' }, { ...told, verdict: 'real', judge: nth(7) })).toThrow('judge')
})

test('a verdict is taken back once', () => {
  expect(answer(trial(signalVerdict, takeBack, { ...told, verdict: 'noise' }))).toEqual({ state: 'withdrawn' })
  expect(answer(trial(signalVerdict, takeBack, { ...told, verdict: 'noise', state: 'withdrawn' }))).toBe('It is withdrawn already.')
})
