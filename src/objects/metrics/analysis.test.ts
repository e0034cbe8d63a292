import { expect, test } from 'vitest'
import { parseField } from '#kernel'
import { analysis, withoutPersons } from './analysis.ts'

test('an analysis keeps its whole query; without one there is nothing to keep', () => {
  const spec = { kind: 'funnel', steps: [{ event: 'signed up' }, { event: 'invited' }] }
  expect(parseField('spec', analysis.fields.spec, spec)).toEqual(spec)
  expect(analysis.fields.spec.required).toBe(true)
  expect(() => parseField('kind', analysis.fields.kind, 'tunnel')).toThrow('kind')
})

test('those who may not see persons read how many a static cohort holds, and no name in a condition; accounts stay', () => {
  const where = { prop: 'person.id', op: 'in', value: ['ann'] }
  const rule = { all: [{ ids: ['ann', 'cid'] }, { not: { ids: ['ann'] } }, where, { prop: 'person.role', op: 'eq', value: 'admin' }] }
  expect(withoutPersons({ kind: 'cohort', actor: 'person', def: rule })).toEqual({
    kind: 'cohort',
    actor: 'person',
    def: { all: [{ ids: null, n: 2 }, { not: { ids: null, n: 1 } }, { ...where, value: null }, { prop: 'person.role', op: 'eq', value: 'admin' }] },
  })
  expect(withoutPersons({ kind: 'trend', where })).toEqual({ kind: 'trend', where: { ...where, value: null } })
  const accounts = { kind: 'cohort', actor: { group: 'account' }, def: { ids: ['acme'] } }
  expect(withoutPersons(accounts)).toEqual(accounts)
})
