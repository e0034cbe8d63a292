import { expect, test } from 'vitest'
import { date, integer, percent, text } from '#kernel'
import { readDraft, reasonOf } from './draft.ts'

const fields = { name: text({ required: true, max: 10 }), on: date(), share: percent(), seats: integer({ min: 1 }) }

test('a draft is read by the kinds’ own parsers', () => {
  const { values, reasons } = readDraft(fields, { name: ' Ostler ', on: '2026-11-16', share: '12.5%', seats: '18' })
  expect(values).toEqual({ name: 'Ostler', on: '2026-11-16', share: 0.125, seats: 18 })
  expect(reasons).toEqual({})
})

test('each field that cannot be read keeps its own reason, and the others are read', () => {
  const { values, reasons } = readDraft(fields, { name: 'Far too long a name', on: '31 November 2026', seats: '18' })
  expect(Object.keys(reasons)).toEqual(['name', 'on'])
  expect(reasons['name']).toContain('10 are allowed')
  expect(values).toEqual({ seats: 18 })
})

test('a required field that was never touched is asked for', () => {
  expect(readDraft(fields, {}).reasons).toEqual({ name: 'This is required.' })
})

test('an emptied optional field is no value', () => {
  let kept: unknown = 'untouched'
  expect(reasonOf(fields.on, '', (read) => (kept = read))).toBeNull()
  expect(kept).toBeNull()
})
