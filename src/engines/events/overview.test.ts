import { expect, test } from 'vitest'
import { areasOf, overviewOf, type PlannedForOverview } from './overview.ts'

const planned = (name: string, more: Partial<PlannedForOverview> = {}): PlannedForOverview => ({
  name,
  status: 'live',
  mode: 'warn',
  properties: [],
  owner: 'mina',
  passive: false,
  ...more,
})
const seen = (name: string, count: number, flagged = 0) => ({ name, count, flagged, last: '2026-11-02T00:00:00Z' })

test('coverage is the share of events that the plan knows, by volume', () => {
  const { coverage, violationRate, unplanned } = overviewOf([planned('a'), planned('b')], [seen('a', 60, 6), seen('b', 20), seen('c', 20)], [])
  expect([coverage, violationRate]).toEqual([0.8, 0.075])
  expect(unplanned.map(({ name }) => name)).toEqual(['c'])
})

test('without any event there is no share, not a share of nothing', () => {
  expect(overviewOf([planned('a')], [], [])).toMatchObject({ coverage: null, violationRate: null })
})

test('violations stand with their event and property; what the door noted is counted and is no violation', () => {
  const flags = [
    { name: 'a', flag: 'unknown_property:colour', count: 3 },
    { name: 'a', flag: 'late_time', count: 9 },
  ]
  const { events, classes } = overviewOf([planned('a')], [seen('a', 10, 3)], flags)
  expect(events[0]?.violations).toEqual([{ class: 'unknown_property', property: 'colour', count: 3 }])
  expect(classes).toEqual([
    { class: 'late_time', count: 9 },
    { class: 'unknown_property', count: 3 },
  ])
})

test('each debt is named once, the heaviest first', () => {
  const plan = [
    planned('dead'),
    planned('future', { status: 'planned' }),
    planned('old', { status: 'deprecated' }),
    planned('orphan', { owner: null }),
    planned('bare', { properties: [{ name: 'x', kind: 'text', required: false, choices: [], class: null }] }),
    planned('drifting'),
  ]
  const came = [seen('old', 5), seen('orphan', 7), seen('bare', 1), seen('drifting', 2), seen('stray', 90)]
  const { debt } = overviewOf(plan, came, [{ name: 'drifting', flag: 'type_mismatch:size', count: 2 }])
  expect(debt.map(({ kind, event, count }) => `${kind} ${event} ${count}`)).toEqual([
    'unplanned stray 90',
    'nobody orphan 7',
    'deprecatedAndSent old 5',
    'drift drifting 2',
    'unclassified bare 1',
    'dead dead 0',
    'neverSent future 0',
  ])
})

test('the plan by area: what of it came, what did not fit, and events of no area apart', () => {
  const events = [
    { area: 'Reports', count: 10, flagged: 1 },
    { area: 'Reports', count: 0, flagged: 0 },
    { area: null, count: 90, flagged: 0 },
    { area: 'Billing', count: 0, flagged: 0 },
  ]
  expect(areasOf(events)).toEqual([
    { area: null, planned: 1, came: 1, count: 90, flagged: 0, violationRate: 0 },
    { area: 'Reports', planned: 2, came: 1, count: 10, flagged: 1, violationRate: 0.1 },
    { area: 'Billing', planned: 1, came: 0, count: 0, flagged: 0, violationRate: null },
  ])
})
