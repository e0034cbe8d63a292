import { expect, test } from 'vitest'
import { eventReader } from './eventRow.ts'

test('a file of uses, a row for each feature and day, is a file of events', () => {
  const read = eventReader(['usage_id', 'account_id', 'usage_date', 'feature_name', 'usage_count'], 'usage.csv')
  expect(read(['U-1', 'acme', '2026-03-01', 'export', '9'], 2)).toMatchObject({
    name: 'export',
    ts: Date.UTC(2026, 2, 1),
    account: 'acme',
    once: 'U-1',
    properties: { usage_count: 9 },
  })
  expect(eventReader(['event', 'feature', 'ts'], 'events.csv')(['opened', 'export', '2026-03-01'], 2)).toMatchObject({
    name: 'opened',
    properties: { feature: 'export' },
  })
})

test('a file without a name of its events is told which columns it has', () => {
  expect(() => eventReader(['feature', 'ts'], 'requests.csv')).toThrow('requests.csv has no column for the event’s name.')
  expect(() => eventReader(['ticket_id', 'submitted_at'], 'tickets.csv')).toThrow(
    expect.objectContaining({ hint: 'Call it event or name; its columns are ticket_id, submitted_at.' }),
  )
})
