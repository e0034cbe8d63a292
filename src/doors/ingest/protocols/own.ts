import { parse } from 'csv-parse/sync'
import { lineReader } from '../shapedLines.ts'
import { Malformed, type Protocol, type Received, type Refusal, type Incoming } from '../neutral.ts'
import { bearerOf, consentOf, groupsOf, instantOf, json, oneOrMany, parsedJson, recordOf, refusal, sent, statusOf, textOf, type Loose } from '../wire.ts'

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
    return readLine(line)
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

/** The names of each field; of several that have anything, the first counts. */
const names = {
  id: ['event_id', 'insert_id', 'message_id', 'messageId', 'uuid', 'id'],
  time: ['ts', 'timestamp', 'time', 'event_time', 'occurred_at'],
  account: ['account_id', 'company_id', 'group_id', 'org_id', 'groupId'],
  user: ['user_id', 'userId', 'distinct_id'],
  device: ['anonymous_id', 'anonymousId', 'device_id'],
  name: ['name', 'event', 'event_name', 'event_type'],
  session: ['session_id', 'sessionId'],
} as const
const fields = Object.values(names)
const readLine = lineReader(new Set(names.name))
const places = new Map(fields.flatMap((list, field) => list.map((name, rank) => [String(name), { field, rank }] as const)))
const known = new Set(['type', 'properties', 'props', 'traits', 'groups', 'consent', 'previous_id', 'previousId', '__proto__'])

/** What is called consent and says nothing of it is a property as any other. */
const unasked = new Set([...known].filter((name) => name !== 'consent'))

/** What the event at hand has under the names of each field, and the place of that name in its list: written over by the next, since a list for each event would cost more than reading it. */
const found = Array<unknown>(fields.length).fill(undefined)
const ranks = new Uint8Array(fields.length)
const unfound = 255

/** Reads `found`, and answers what is no field: every name is looked at once, whichever of them a client uses. */
function readFields(raw: Loose, ignored: ReadonlySet<string>): Loose | null {
  for (let field = 0; field < fields.length; field += 1) {
    found[field] = undefined
    ranks[field] = unfound
  }
  let others: Record<string, unknown> | null = null
  for (const name in raw) {
    const place = places.get(name)
    const value = raw[name]
    if (!place) {
      if (!ignored.has(name)) (others ??= {})[name] = value
    } else if (value !== undefined && value !== '' && place.rank < (ranks[place.field] ?? 0)) {
      found[place.field] = value
      ranks[place.field] = place.rank
    }
  }
  return others
}

/** A cell of CSV says as a text what JSON says as it is. */
const saidIn = (value: unknown): unknown => (typeof value === 'string' ? lineOf(value) : value)

function itemOf(raw: Loose): Incoming | Refusal {
  if (raw[''] !== undefined) return refusal(null, 'The line is not JSON.')
  const consent = raw['consent'] === undefined ? null : consentOf(saidIn(raw['consent']))
  const others = readFields(raw, consent ? known : unasked)
  const [id, time, of, user, device, name, session] = found
  const account = textOf(of)
  const given = raw['groups'] === undefined ? null : groupsOf(raw['groups'])
  const groups = account === null ? given : { ...given, account }
  const named = recordOf(saidIn(raw['properties'] ?? raw['props'] ?? raw['traits']))
  const kind = textOf(raw['type']) ?? 'track'
  const isAlias = kind === 'alias'
  const isTrack = !isAlias && kind !== 'identify' && kind !== 'group'
  if (kind === 'group' && !groups) return refusal('account_id', 'A group call names its group.')
  return sent({
    kind: isTrack ? 'track' : kind,
    name: isTrack ? (textOf(name) ?? '') : '',
    userId: textOf(user),
    anonymousId: textOf(device),
    at: instantOf(time),
    timeField: 'ts',
    insertId: textOf(id),
    groups,
    sessionId: textOf(session),
    consent,
    props: isAlias ? {} : others ? { ...others, ...named } : named,
    other: isAlias ? textOf(raw['previous_id'] ?? raw['previousId']) : null,
  })
}
