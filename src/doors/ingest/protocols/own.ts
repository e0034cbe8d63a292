import { parse } from 'csv-parse/sync'
import { Malformed, type Protocol, type Received, type Refusal, type Incoming } from '../neutral.ts'
import {
  bearerOf,
  consentOf,
  groupsOf,
  instantOf,
  json,
  oneOrMany,
  parsedJson,
  recordOf,
  refusal,
  sent,
  statusOf,
  textOf,
  without,
  type Loose,
} from '../wire.ts'

/** Our own door: POST /api/v1/events with NDJSON, a JSON list, or CSV with a heading. Names are those of the fact `event`; whatever else is sent is a property. */
export const own: Protocol = {
  name: 'own',
  read(request) {
    return { key: keyOf(request), items: itemsIn(request), sentAt: instantOf(request.headers.get('x-sent-at')) ?? null, options: {} }
  },
  item: (raw) => itemOf(recordOf(raw)),
  answer(outcome) {
    if (outcome.is === 'taken') {
      const { accepted, duplicates, refused } = outcome
      return json(200, { accepted, duplicates, rejected: refused.map(({ index, class: kind, field, message }) => ({ index, class: kind, field, message })) })
    }
    const status = outcome.is === 'unavailable' && outcome.isFull ? 507 : statusOf(outcome)
    return { ...json(status, { type: 'about:blank', title: outcome.reason, status, code: outcome.is }), type: 'application/problem+json' }
  },
}

const keyOf = ({ headers, query }: Received): string | null => bearerOf(headers) ?? headers.get('x-write-key') ?? query.get('key')

function itemsIn({ headers, text }: Received): readonly unknown[] {
  const type = headers.get('content-type') ?? ''
  if (type.includes('csv')) return fromCsv(text)
  const head = text.trimStart()
  if (head.startsWith('[')) return oneOrMany(parsedJson(text))
  if (!head.startsWith('{')) throw new Malformed('Send NDJSON, a JSON list of events, or CSV as text/csv.')
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map(lineOf)
}

/** A line that is no JSON is one bad event, not a bad request: the others are good. */
function lineOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return { '': line }
  }
}

function fromCsv(text: string): readonly unknown[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, relax_column_count_more: true })
  } catch (error) {
    throw new Malformed(`The CSV cannot be read: ${error instanceof Error ? error.message : ''}`)
  }
}

const names = {
  id: ['event_id', 'insert_id', 'message_id', 'messageId', 'uuid', 'id'],
  time: ['ts', 'timestamp', 'time', 'event_time', 'occurred_at'],
  account: ['account_id', 'company_id', 'group_id', 'org_id', 'groupId'],
  user: ['user_id', 'userId', 'distinct_id'],
  device: ['anonymous_id', 'anonymousId', 'device_id'],
  name: ['name', 'event', 'event_name', 'event_type'],
  session: ['session_id', 'sessionId'],
} as const
const known = new Set<string>([...Object.values(names).flat(), 'type', 'properties', 'props', 'traits', 'groups', 'consent', 'previous_id', 'previousId'])

/** What is called consent and says nothing of it is a property as any other. */
const unasked = new Set([...known].filter((name) => name !== 'consent'))

/** A cell of CSV says as a text what JSON says as it is. */
const saidIn = (value: unknown): unknown => (typeof value === 'string' ? lineOf(value) : value)

function itemOf(raw: Loose): Incoming | Refusal {
  if (Object.hasOwn(raw, '')) return refusal(null, 'The line is not JSON.')
  const account = textOf(first(raw, names.account))
  const given = groupsOf(raw['groups'])
  const consent = consentOf(saidIn(raw['consent']))
  const about = {
    userId: textOf(first(raw, names.user)),
    anonymousId: textOf(first(raw, names.device)),
    at: instantOf(first(raw, names.time)),
    timeField: 'ts',
    insertId: textOf(first(raw, names.id)),
    groups: account === null ? given : { ...given, account },
    sessionId: textOf(first(raw, names.session)),
    consent,
  }
  const spoken = raw['properties'] ?? raw['props'] ?? raw['traits']
  const [others, named] = [without(raw, consent ? known : unasked), recordOf(saidIn(spoken))]
  const props = Object.keys(others).length === 0 ? named : { ...others, ...named }
  const kind = textOf(raw['type'])
  if (kind === 'identify') return sent({ ...about, kind, props })
  if (kind === 'group') return about.groups ? sent({ ...about, kind, props }) : refusal('account_id', 'A group call names its group.')
  if (kind === 'alias') return sent({ ...about, kind, other: textOf(raw['previous_id'] ?? raw['previousId']) })
  return sent({ ...about, kind: 'track', name: textOf(first(raw, names.name)) ?? '', props })
}

/** What stands under the first of these names that has anything. */
function first(raw: Loose, list: readonly string[]): unknown {
  for (const name of list) {
    const value = raw[name]
    if (value !== undefined && value !== '') return value
  }
  return undefined
}
