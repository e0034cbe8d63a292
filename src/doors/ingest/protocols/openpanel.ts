import type { Protocol, Refusal, Incoming } from '../neutral.ts'
import { groupsOf, instantOf, json, listOf, oneOrMany, parsedJson, recordOf, refusal, sent, statusOf, textOf, without, type Loose } from '../wire.ts'

/** OpenPanel’s /track: one thing per request, named by `type`. The key is the client’s secret, or its id where a browser has none. https://openpanel.dev/docs/api/track */
export const openpanel: Protocol = {
  name: 'openpanel',
  read: (request) => ({
    key: request.headers.get('openpanel-client-secret') ?? request.headers.get('openpanel-client-id'),
    items: oneOrMany(parsedJson(request.text)),
    sentAt: null,
    options: {},
  }),
  item: (raw) => itemOf(recordOf(raw)),
  answer(outcome) {
    if (outcome.is !== 'taken') return json(statusOf(outcome), { error: outcome.is, message: outcome.reason })
    const [refused] = outcome.refused
    return refused ? json(400, { error: refused.class, message: refused.message }) : json(200, { deviceId: '', sessionId: '' })
  },
}

function itemOf(raw: Loose): Incoming | Refusal | null {
  const [type, payload] = [textOf(raw['type']), recordOf(raw['payload'])]
  const properties = recordOf(payload['properties'])
  const [group] = listOf(payload['groups']).map(textOf)
  const about = {
    userId: textOf(payload['profileId']),
    anonymousId: textOf(properties['__deviceId']),
    at: instantOf(properties['__timestamp']),
    timeField: 'properties.__timestamp',
    groups: group ? { account: group } : groupsOf(properties['$groups']),
  }
  const props = without(properties, new Set(['$groups']), ['__'])
  if (type === 'track') return sent({ ...about, kind: 'track', name: textOf(payload['name']) ?? '', props })
  if (type === 'identify') return sent({ ...about, kind: 'identify', props: { ...without(payload, new Set(['profileId', 'properties', 'groups'])), ...props } })
  if (type === 'alias') return sent({ ...about, kind: 'alias', other: textOf(payload['alias']) })
  if (type === 'group')
    return sent({
      ...about,
      kind: 'group',
      groups: groupsOf({ account: payload['id'] }),
      props: { ...without(payload, new Set(['id', 'type', 'properties'])), ...props },
    })
  if (type === 'assign_group') return sent({ ...about, kind: 'group', groups: groupsOf({ account: payload['groupIds'] }) })
  // counters of a profile and recordings of screens are no events
  return type === 'increment' || type === 'decrement' || type === 'replay' ? null : refusal('type', `“${type ?? ''}” is not known.`)
}
