import { Malformed, type Batch, type Outcome, type Protocol, type Refusal, type Refused, type Incoming } from '../neutral.ts'
import { formOf, groupsOf, instantOf, json, oneOrMany, parsedJson, recordOf, refusal, sent, statusOf, textOf, without, type Loose } from '../wire.ts'

/** PostHog’s capture API: batch, single events and the browser’s `/e/`. Flags are polled by its clients; there are none here. https://posthog.com/docs/api/capture */
export const posthog: Protocol = {
  name: 'posthog',
  read(request): Batch {
    if (/^\/(flags|decide)\/?$/.test(request.path)) return { key: flagsKey(request.text), items: [], sentAt: null, options: { speaks: 'flags' } }
    const form = formOf(request)
    const body = parsedJson(form ? Buffer.from(form.get('data') ?? '', 'base64').toString() : request.text)
    const head = recordOf(Array.isArray(body) ? body[0] : body)
    const items = Array.isArray(body) ? body : Array.isArray(head['batch']) ? head['batch'] : oneOrMany(body)
    if (items.length === 0 && !Array.isArray(head['batch'])) throw new Malformed('The request holds no event.')
    return {
      key: textOf(head['api_key'] ?? head['token'] ?? recordOf(head['properties'])['token']) ?? request.query.get('api_key'),
      items,
      sentAt: instantOf(head['sent_at'] ?? request.query.get('_')) ?? null,
      options: { now: String(request.now) },
    }
  },
  item: (raw, { options }) => itemOf(recordOf(raw), options),
  answer(outcome, _request, batch) {
    if (batch?.options['speaks'] === 'flags' && outcome.is === 'taken')
      return json(200, { flags: {}, featureFlags: {}, featureFlagPayloads: {}, errorsWhileComputingFlags: false, requestId: '' })
    if (outcome.is === 'taken') {
      const bare = bareOf(outcome, batch)
      return bare ? json(400, { type: 'validation_error', code: 'invalid_payload', detail: bare.message, attr: bare.field }) : json(200, { status: 'Ok' })
    }
    return json(statusOf(outcome), {
      type: outcome.is === 'unauthorized' ? 'authentication_error' : 'validation_error',
      code: outcome.is,
      detail: outcome.reason,
    })
  },
}

/**
 * PostHog refuses a request whose event has no name, or names no person. So is one of which nothing else came; its clients drop what is answered so, and do not
 * send it again. Where something else came with it that was taken, what is wrong waits aside and the rest is not sent twice.
 */
function bareOf({ accepted, duplicates, refused }: Extract<Outcome, { is: 'taken' }>, batch: Batch | null): Refused | null {
  const bare = refused.filter(({ field }) => field === 'event' || field === 'distinct_id')
  return accepted + duplicates === 0 && bare.length > 0 && bare.length === batch?.items.length ? (bare[0] ?? null) : null
}

const flagsKey = (text: string): string | null => {
  const body = recordOf(text.trim() === '' ? {} : parsedJson(text))
  return textOf(body['api_key'] ?? body['token'])
}

const own = new Set([
  'distinct_id',
  'token',
  '$groups',
  '$session_id',
  '$device_id',
  '$user_id',
  '$set',
  '$set_once',
  '$insert_id',
  '$time',
  '$is_identified',
  '$is_server',
])
const meta = ['$lib', '$geoip', '$process_person', '$feature/', '$active_feature']

function itemOf(raw: Loose, options: Batch['options']): Incoming | Refusal | null {
  const properties = recordOf(raw['properties'])
  const name = textOf(raw['event'])
  const id = textOf(raw['distinct_id'] ?? properties['distinct_id'])
  if (name === null) return refusal('event', 'An event has a name.')
  if (id === null) return refusal('distinct_id', 'An event names its person.')
  const device = textOf(properties['$device_id'])
  const isDevice = id === device || properties['$is_identified'] === false
  const about = {
    userId: isDevice ? null : id,
    anonymousId: isDevice ? id : device,
    at: instantOf(raw['timestamp'] ?? properties['$time']) ?? (typeof raw['offset'] === 'number' ? Number(options['now']) - raw['offset'] : null),
    insertId: textOf(raw['uuid'] ?? properties['$insert_id']),
    groups: groupsOf(properties['$groups']),
    sessionId: textOf(properties['$session_id']),
  }
  const traits = { ...recordOf(raw['$set_once'] ?? properties['$set_once']), ...recordOf(raw['$set'] ?? properties['$set']) }
  if (name === '$identify')
    return sent({ ...about, kind: 'identify', anonymousId: textOf(properties['$anon_distinct_id']) ?? about.anonymousId, props: traits })
  if (name === '$set') return sent({ ...about, kind: 'identify', props: traits })
  if (name === '$create_alias') return sent({ ...about, kind: 'alias', other: textOf(properties['alias']) })
  if (name === '$groupidentify') {
    const [type, key] = [textOf(properties['$group_type']), textOf(properties['$group_key'])]
    if (type === null || key === null) return refusal('$group_key', 'A group has a type and a key.')
    // clients without a person put a made-up one here, such as $company_acme
    const isMade = id.startsWith(`$${type}_`) || id === key
    return sent({ ...about, kind: 'group', userId: isMade ? null : about.userId, groups: { [type]: key }, props: recordOf(properties['$group_set']) })
  }
  if (name === '$feature_flag_called') return null
  return sent({ ...about, kind: 'track', name, props: without(properties, own, meta), traits: Object.keys(traits).length > 0 ? traits : null })
}
