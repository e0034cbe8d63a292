import { Malformed, type Batch, type Protocol, type Refusal, type Incoming } from '../neutral.ts'
import { formOf, groupsOf, instantOf, json, listOf, parsedJson, recordIn, recordOf, refusal, sent, statusOf, textOf, type Loose } from '../wire.ts'

/** Amplitude’s HTTP V2 and batch API, and its mapping of users. One bad event refuses the request; the client sends the rest again. https://amplitude.com/docs/apis/analytics/http-v2 */
export const amplitude: Protocol = {
  name: 'amplitude',
  isWhole: true,
  read(request) {
    const form = formOf(request)
    if (request.path.startsWith('/usermap')) return usermap(form ?? request.query)
    const body = form ? { api_key: form.get('api_key'), events: parsedJson(form.get('event') ?? form.get('events') ?? '[]') } : recordIn(request.text)
    if (!Array.isArray(body['events'])) throw new Malformed('missing_event: the body has no list “events”.')
    const least = textOf(recordOf(body['options'])['min_id_length'])
    return {
      key: textOf(body['api_key']),
      items: body['events'],
      sentAt: instantOf(body['client_upload_time']) ?? null,
      options: { minIdLength: least ?? '5' },
    }
  },
  item: (raw, { options }) => itemOf(recordOf(raw), Number(options['minIdLength'] ?? 5)),
  answer(outcome, request) {
    if (outcome.is !== 'taken') {
      const status = outcome.is === 'unauthorized' ? 400 : statusOf(outcome)
      return json(status, { code: status, error: outcome.is === 'unauthorized' ? `Invalid API key: ${outcome.reason}` : outcome.reason })
    }
    if (outcome.refused.length > 0) {
      const missing = outcome.refused.filter(({ message }) => message.startsWith('missing'))
      const byField = (list: typeof outcome.refused) =>
        Object.fromEntries([...Map.groupBy(list, ({ field }) => field ?? 'event')].map(([field, own]) => [field, own.map(({ index }) => index)]))
      return json(400, {
        code: 400,
        error: 'Request missing required field or with invalid values',
        events_with_invalid_fields: byField(outcome.refused.filter((one) => !missing.includes(one))),
        events_with_missing_fields: byField(missing),
      })
    }
    const { accepted, duplicates } = outcome
    return json(200, { code: 200, events_ingested: accepted + duplicates, payload_size_bytes: request.body.length, server_upload_time: request.now })
  },
}

function usermap(form: URLSearchParams): Batch {
  const maps = listOf(parsedJson(form.get('mapping') ?? '[]')).map((one) => ({ event_type: '$usermap', ...recordOf(one) }))
  return { key: form.get('api_key'), items: maps, sentAt: null, options: { minIdLength: '1' } }
}

const placeholders = new Set(['anonymous', 'nil', 'none', 'null', 'n/a', 'na', 'undefined', 'unknown', 'true', 'false', '0', '-1'])

function itemOf(raw: Loose, least: number): Incoming | Refusal | null {
  const [userId, anonymousId, type] = [textOf(raw['user_id']), textOf(raw['device_id']), textOf(raw['event_type'])]
  if (type === '$usermap') return sent({ kind: 'alias', userId: textOf(raw['global_user_id']), other: userId })
  if (type === null) return refusal('event_type', 'missing: event_type')
  if (userId === null && anonymousId === null && type !== '$groupidentify') return refusal('user_id', 'missing: user_id or device_id')
  const short = [['user_id', userId] as const, ['device_id', anonymousId] as const].find(([, id]) => id !== null && id.length < least)
  if (short) return refusal(short[0], `An id has at least ${least} characters.`)
  if (userId !== null && placeholders.has(userId.toLowerCase())) return refusal('user_id', 'This id stands for nobody.', 'id_placeholder')
  const session = textOf(raw['session_id'])
  const about = {
    userId,
    anonymousId,
    at: instantOf(raw['time']),
    timeField: 'time',
    insertId: textOf(raw['insert_id']),
    groups: groupsOf(raw['groups']),
    sessionId: session === '-1' ? null : session,
  }
  const said = recordOf(raw['user_properties'])
  const traits = {
    ...recordOf(said['$setOnce']),
    ...recordOf(said['$set']),
    ...Object.fromEntries(Object.entries(said).filter(([name]) => !name.startsWith('$'))),
  }
  if (type === '$identify') return sent({ ...about, kind: 'identify', props: traits })
  if (type === '$groupidentify') return sent({ ...about, kind: 'group', props: recordOf(recordOf(raw['group_properties'])['$set'] ?? raw['group_properties']) })
  return sent({ ...about, kind: 'track', name: type, props: recordOf(raw['event_properties']), traits: Object.keys(traits).length > 0 ? traits : null })
}
