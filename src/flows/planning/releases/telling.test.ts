import { expect, test } from 'vitest'
import { outlookOf, type Expected } from '#engines/portfolio/releases/releases.ts'
import { outlookSays, type Promised } from './telling.ts'

const today = '2026-11-16'
const expected = (half: string, likely = half, isOverdue = false): Expected => ({ half, likely, isOverdue })
const part = (key: string, when: Expected | null, isReady = false) => ({ key, title: 'Roles', isReady, expected: when })
type Part = ReturnType<typeof part>

/** The sentence for a release of these features that is promised for a day. */
function said(promised: string | null, features: readonly Part[], more: { promisedAs?: Promised; internalDate?: string; because?: string } = {}): string {
  const open = features.filter(({ isReady }) => !isReady).map(({ key, expected: when }) => ({ id: key, expected: when }))
  const outlook = outlookOf(promised, open, today)
  const { promisedAs = 'external', internalDate = null, because = '' } = more
  const last = features.find(({ key }) => key === outlook.last) ?? null
  return outlookSays({ outlook, promised, promisedAs: promised === null ? null : promisedAs, internalDate, features, last, because })
}

test('a broken promise names the feature, the days, the day and the reason', () => {
  const slow = [part('FEA-1', expected('2026-12-01')), part('FEA-2', expected('2026-12-20', '2027-01-04'))]
  expect(said('2026-12-22', slow, { because: 'INI-5 waits for DEP-1 Engine' })).toBe(
    'FEA-2 Roles is expected by 4 Jan 2027, with a chance of 85%, 13 days after the day that customers were told, 22 Dec 2026: INI-5 waits for DEP-1 Engine.',
  )
  expect(said('2026-12-19', [part('FEA-1', expected('2026-12-20'))], { promisedAs: 'internal' })).toBe(
    'FEA-1 Roles is expected by 20 Dec 2026, 1 day after the internal day, 19 Dec 2026.',
  )
  expect(said('2026-11-15', [part('FEA-1', expected(today, today, true))])).toBe(
    'FEA-1 Roles is expected by 16 Nov 2026, 1 day after the day that customers were told, 15 Nov 2026: it should be done already and is not.',
  )
  expect(said('2026-11-15', [part('FEA-1', null, true), part('FEA-2', null)])).toBe(
    'It should have shipped by the day that customers were told, 15 Nov 2026; 1 of 2 features are ready.',
  )
})

test('a kept promise says by how much, and that the internal day is missed where it is', () => {
  const one = [part('FEA-1', expected('2026-12-10'))]
  expect(said('2026-12-14', one)).toBe('FEA-1 Roles is expected by 10 Dec 2026, 4 days before the day that customers were told, 14 Dec 2026.')
  expect(said('2026-12-10', one, { promisedAs: 'window' })).toBe('FEA-1 Roles is expected by 10 Dec 2026, on the end of its window, 10 Dec 2026.')
  expect(said('2026-12-14', one, { internalDate: '2026-12-08' })).toMatch(/14 Dec 2026\. The internal day, 8 Dec 2026, is missed by 2 days\.$/)
  expect(said('2026-12-14', [part('FEA-1', null, true)])).toBe('All features are ready for the day that customers were told, 14 Dec 2026.')
})

test('what nobody knows is said to be unknown', () => {
  expect(said('2026-12-14', [part('FEA-1', expected('2026-12-01')), part('FEA-2', null), part('FEA-3', null)])).toBe(
    'Nothing says when FEA-2 and FEA-3 are done.',
  )
  expect(said(null, [part('FEA-1', null, true), part('FEA-2', null)])).toBe('No day is promised; 1 of 2 features are ready.')
  expect(said(null, [part('FEA-1', null, true)])).toBe('All features are ready; no day is promised.')
  expect(said('2026-12-14', [])).toBe('Nothing is in it yet.')
})
