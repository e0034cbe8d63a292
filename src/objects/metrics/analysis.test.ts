import { expect, test } from 'vitest'
import { parseField } from '#kernel'
import { analysis } from './analysis.ts'

test('an analysis keeps its whole query; without one there is nothing to keep', () => {
  const spec = { kind: 'funnel', steps: [{ event: 'signed up' }, { event: 'invited' }] }
  expect(parseField('spec', analysis.fields.spec, spec)).toEqual(spec)
  expect(analysis.fields.spec.required).toBe(true)
  expect(() => parseField('kind', analysis.fields.kind, 'tunnel')).toThrow('kind')
})
