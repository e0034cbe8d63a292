import type { Answer, Batch, Outcome, Protocol, Received, Refusal, Incoming } from '../neutral.ts'
import { Malformed } from '../neutral.ts'
import {
  basicOf,
  formOf,
  groupsOf,
  instantOf,
  json,
  listOf,
  oneOrMany,
  parsedJson,
  plain,
  recordOf,
  refusal,
  sent,
  statusOf,
  textOf,
  without,
  type Loose,
} from '../wire.ts'

/** Mixpanel’s track, import, engage and groups. https://developer.mixpanel.com/reference/ingestion-api */
export const mixpanel: Protocol = {
  name: 'mixpanel',
  read(request) {
    const items = oneOrMany(dataIn(request))
    const head = recordOf(items[0])
    const basic = basicOf(request.headers)
    const path = request.path.replace(/\/$/, '')
    return {
      key: textOf(recordOf(head['properties'])['token'] ?? head['$token']) ?? (basic?.[0] || basic?.[1] || request.query.get('token')),
      items,
      sentAt: null,
      options: { path, isImport: path === '/import' ? 'yes' : 'no', now: String(request.now) },
    }
  },
  item: (raw, { options }) => {
    const record = recordOf(raw)
    return options['path'] === '/engage' ? profileOf(record) : options['path'] === '/groups' ? groupOf(record) : itemOf(record, options)
  },
  answer: (outcome, request, batch) =>
    batch?.options['isImport'] === 'yes' || request.path.startsWith('/import') ? importAnswer(outcome, batch) : trackAnswer(outcome, request),
}

/** JSON, NDJSON, a form with `data` as JSON or base64, or the same in the address. */
function dataIn(request: Received): unknown {
  const packed = formOf(request)?.get('data') ?? request.query.get('data')
  if (packed !== null && packed !== undefined) return parsedJson(/^\s*[[{]/.test(packed) ? packed : Buffer.from(packed, 'base64').toString())
  const head = request.text.trimStart()
  if (head === '') throw new Malformed('The request holds no data.')
  const isLines = head.startsWith('{') && /\}\s*\n\s*\{/.test(head)
  return isLines
    ? head
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parsedJson)
    : parsedJson(head)
}

const placeholders = new Set([
  '00000000-0000-0000-0000-000000000000',
  'anon',
  'anonymous',
  'nil',
  'none',
  'null',
  'n/a',
  'na',
  'undefined',
  'unknown',
  'lmy47d',
  'true',
  'false',
  '[]',
  '{}',
  '0',
  '-1',
])
const own = new Set([
  'token',
  'distinct_id',
  'time',
  '$insert_id',
  '$device_id',
  '$user_id',
  'mp_lib',
  '$lib_version',
  'ip',
  'mp_sent_by_lib_version',
  '$source',
  '$mp_api_endpoint',
  '$session_id',
])
const fiveDays = 5 * 86_400_000
const hour = 3_600_000

function itemOf(raw: Loose, options: Readonly<Record<string, string>>): Incoming | Refusal {
  const [name, properties] = [textOf(raw['event']), recordOf(raw['properties'])]
  if (name === null) return refusal('event', 'An event has a name.')
  const id = textOf(properties['distinct_id'])
  if (id !== null && placeholders.has(id.toLowerCase())) return refusal('properties.distinct_id', 'This id stands for nobody.', 'id_placeholder')
  if (Object.keys(properties).length > 255) return refusal('properties', 'An event has at most 255 properties.', 'oversize')
  const at = instantOf(properties['time'])
  const refused = tooFar(at ?? null, options)
  if (refused) return refused
  if (name === '$create_alias') return sent({ kind: 'alias', userId: id, other: textOf(properties['alias']), insertId: textOf(properties['$insert_id']), at })
  if (name === '$merge') {
    const [one, other] = listOf(properties['$distinct_ids']).map(textOf)
    return sent({ kind: 'alias', userId: one ?? null, other: other ?? null, insertId: textOf(properties['$insert_id']) })
  }
  if (name === '$identify') return sent({ kind: 'identify', userId: textOf(properties['$identified_id']), anonymousId: textOf(properties['$anon_id']), at })
  const isDevice = id?.startsWith('$device:') === true
  return sent({
    kind: 'track',
    name,
    userId: textOf(properties['$user_id']) ?? (isDevice ? null : id),
    anonymousId: textOf(properties['$device_id']) ?? (isDevice ? id.slice(8) : null),
    at,
    timeField: 'properties.time',
    insertId: textOf(properties['$insert_id']),
    groups: groupsOf(Object.fromEntries(groupTypes.flatMap((type) => (properties[type] === undefined ? [] : [[type, properties[type]]])))),
    sessionId: textOf(properties['$session_id']),
    props: without(properties, ownAndGroups),
  })
}

/** Mixpanel sends the groups of an event as plain properties; these names are groups here. */
const groupTypes = ['account', 'company', 'organization', 'account_id', 'company_id'] as const
const ownAndGroups = new Set([...own, ...groupTypes])

function tooFar(at: number | null, options: Readonly<Record<string, string>>): Refusal | null {
  const now = Number(options['now'])
  if (at === null) return null
  if (at > now + hour) return refusal('properties.time', 'The time is more than an hour ahead.', 'future_time')
  return options['isImport'] === 'no' && at < now - fiveDays
    ? refusal('properties.time', '/track takes the last five days; send older events to /import.', 'late_time')
    : null
}

function profileOf(raw: Loose): Incoming | Refusal {
  const id = textOf(raw['$distinct_id'])
  if (id === null) return refusal('$distinct_id', 'A profile names its person.')
  return sent({ kind: 'identify', userId: id, at: instantOf(raw['$time']), props: { ...recordOf(raw['$set_once']), ...recordOf(raw['$set']) } })
}

function groupOf(raw: Loose): Incoming | Refusal {
  const [type, key] = [textOf(raw['$group_key']), textOf(raw['$group_id'])]
  if (type === null || key === null) return refusal('$group_id', 'A group has a key and an id.')
  return sent({ kind: 'group', groups: { [type]: key }, props: { ...recordOf(raw['$set_once']), ...recordOf(raw['$set']) } })
}

function trackAnswer(outcome: Outcome, { query }: Received): Answer {
  const isGood = outcome.is === 'taken' && (outcome.refused.length === 0 || outcome.accepted + outcome.duplicates > 0)
  const reason = outcome.is === 'taken' ? (outcome.refused[0]?.message ?? '') : outcome.reason
  const status = outcome.is === 'unauthorized' ? 401 : statusOf(outcome)
  return query.get('verbose') === '1' ? json(status, { status: isGood ? 1 : 0, error: isGood ? null : reason }) : plain(status, isGood ? '1' : '0')
}

/** A record that failed is named by its place and by the id that the client gave it. */
function importAnswer(outcome: Outcome, batch: Batch | null): Answer {
  if (outcome.is !== 'taken') return json(statusOf(outcome), { code: statusOf(outcome), error: outcome.reason, status: outcome.is })
  const { accepted, duplicates, refused } = outcome
  if (refused.length === 0) return json(200, { code: 200, num_records_imported: accepted + duplicates, status: 'OK' })
  return json(400, {
    code: 400,
    error: 'some data points in the request failed validation',
    num_records_imported: accepted + duplicates,
    status: 'Bad Request',
    failed_records: refused.map(({ index, field, message }) => ({ index, insert_id: insertIdOf(batch?.items[index]), field: field ?? '', message })),
  })
}

const insertIdOf = (raw: unknown): string => textOf(recordOf(recordOf(raw)['properties'])['$insert_id']) ?? ''
