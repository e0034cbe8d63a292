import { expect, test } from 'vitest'
import { rowOf } from '#test/support/rowOf.ts'
import { isSameShown, shownIn, shownOnRoadmap, viewAddress } from './viewAddress.ts'

const view = (values: object) => rowOf('VIW-1', { of: 'initiative', ...values })

test('a lens of the roadmap opens there with its filter and group, a list or board at the noun, by the same filter', () => {
  const filter = { teams: 'Identity', q: 'sign' }
  expect(viewAddress(view({ kind: 'timeline', filter, group: 'goal' }))).toEqual({
    to: 'roadmap',
    words: { squad: 'Identity', q: 'sign', group: 'goal', lens: 'timeline' },
  })
  expect(viewAddress(view({ kind: 'horizons', filter: {} }))).toEqual({ to: 'roadmap', words: { group: undefined, lens: undefined } })
  expect(viewAddress(view({ kind: 'board', filter, columns: ['title'], sort: '-updatedAt' }))).toEqual({
    to: 'n/initiatives',
    words: { teams: 'Identity', q: 'sign', columns: 'title', sort: '-updatedAt', lens: 'board' },
  })
})

test.each([
  [{}, 'horizons'],
  [{ lens: 'matrix', squad: 'Identity' }, 'matrix'],
  [{ lens: 'tree', group: 'kind', who: 'm1', goal: 'o1', kind: 'growth' }, 'tree'],
])('what the address %j shows is kept and comes back as the same address', (search, kind) => {
  const shown = shownOnRoadmap(search)
  expect(shown.kind).toBe(kind)
  const kept = view({ ...shown })
  expect(isSameShown(shownIn(kept), shown)).toBe(true)
  const { words } = viewAddress(kept)
  expect(Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))).toEqual(search)
})

test('a filter in another order shows the same, another value does not', () => {
  const one = { kind: 'list', filter: { teams: 'A', owner: 'm' } }
  expect(isSameShown(one, { kind: 'list', filter: { owner: 'm', teams: 'A' }, columns: [] })).toBe(true)
  expect(isSameShown(one, { kind: 'list', filter: { owner: 'n', teams: 'A' } })).toBe(false)
})
