import type { TableShape } from './shape.ts'

/**
 * What a stream of events leaves besides the events themselves. These tables have no views: the roads of `eventLog.ts` read them.
 *  event_link     who turned out to be whom, and which group a person acted in from when
 *  event_profile  what a source said of a person or an account
 *  event_held     what could not be taken, as it came, with the reason
 *  event_settled  what became of a held event
 */
export const sideTables = [
  {
    name: 'event_link',
    key: ['link_id'],
    columns: [
      { name: 'link_id', type: 'VARCHAR' },
      { name: 'kind', type: 'VARCHAR' },
      { name: 'person', type: 'VARCHAR' },
      { name: 'other', type: 'VARCHAR' },
      { name: 'group_type', type: 'VARCHAR' },
      { name: 'ts', type: 'TIMESTAMP' },
    ],
  },
  {
    name: 'event_profile',
    key: ['profile_id'],
    columns: [
      { name: 'profile_id', type: 'VARCHAR' },
      { name: 'kind', type: 'VARCHAR' },
      { name: 'subject', type: 'VARCHAR' },
      { name: 'traits', type: 'JSON' },
      { name: 'ts', type: 'TIMESTAMP' },
    ],
  },
  {
    name: 'event_held',
    key: ['held_id'],
    columns: [
      { name: 'held_id', type: 'VARCHAR' },
      { name: 'class', type: 'VARCHAR' },
      { name: 'field', type: 'VARCHAR' },
      { name: 'place', type: 'BIGINT' },
      { name: 'reason', type: 'VARCHAR' },
      { name: 'protocol', type: 'VARCHAR' },
      { name: 'raw', type: 'VARCHAR' },
      { name: 'sent_at', type: 'TIMESTAMP' },
      { name: 'received_at', type: 'TIMESTAMP' },
    ],
  },
  {
    name: 'event_settled',
    key: ['held_id'],
    columns: [
      { name: 'held_id', type: 'VARCHAR' },
      { name: 'state', type: 'VARCHAR' },
    ],
  },
] as const satisfies readonly TableShape[]
