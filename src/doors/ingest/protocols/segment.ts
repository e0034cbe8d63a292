import type { Protocol, Received, Refusal, Incoming } from '../neutral.ts'
import { basicOf, consentOf, groupsOf, instantOf, json, listOf, plain, recordIn, recordOf, refusal, sent, statusOf, textOf, type Loose } from '../wire.ts'

const single = /^\/v1\/(track|identify|group|page|screen|alias|t|i|g|p|s|a)\/?$/
const kinds: Readonly<Record<string, string>> = { t: 'track', i: 'identify', g: 'group', p: 'page', s: 'screen', a: 'alias' }

/** Segment’s HTTP API, and RudderStack’s data plane, which speaks the same and answers in its own way. https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export const segment: Protocol = {
  name: 'segment',
  read(request) {
    const body = recordIn(request.text)
    const [, one] = single.exec(request.path) ?? []
    const items = one ? [{ ...body, type: kinds[one] ?? one }] : listOf(body['batch'])
    const context = recordOf(body['context'] ?? recordOf(items[0])['context'])
    return {
      key: basicOf(request.headers)?.[0] || textOf(body['writeKey']),
      items,
      sentAt: instantOf(body['sentAt']) ?? null,
      options: { speaks: isRudder(request, context) ? 'rudderstack' : 'segment' },
    }
  },
  item: (raw) => itemOf(recordOf(raw)),
  answer(outcome, _request, batch) {
    if (batch?.options['speaks'] === 'rudderstack') return plain(statusOf(outcome), outcome.is === 'taken' ? 'OK' : outcome.reason)
    if (outcome.is === 'taken') return json(200, { success: true })
    return json(outcome.is === 'tooLarge' ? 400 : statusOf(outcome), { success: false, message: outcome.reason })
  },
}

const isRudder = ({ headers }: Received, context: Loose): boolean =>
  /rudder/i.test(`${headers.get('user-agent') ?? ''} ${textOf(recordOf(context['library'])['name']) ?? ''}`) || headers.has('anonymousid')

/** Segment’s `context.consent.categoryPreferences` (purpose: yes or no), and RudderStack’s `context.consentManagement` (lists of what is allowed and denied). */
function consentIn(context: Loose): Readonly<Record<string, boolean>> | null {
  const { allowedConsentIds, deniedConsentIds } = recordOf(context['consentManagement'])
  const ids = (list: unknown, is: boolean): [string, boolean][] => listOf(list).flatMap((id) => (typeof id === 'string' ? [[id, is]] : []))
  return consentOf({
    ...Object.fromEntries([...ids(allowedConsentIds, true), ...ids(deniedConsentIds, false)]),
    ...recordOf(recordOf(context['consent'])['categoryPreferences']),
  })
}

function itemOf(raw: Loose): Incoming | Refusal {
  const context = recordOf(raw['context'])
  const groupId = textOf(raw['groupId']) ?? textOf(context['groupId'])
  const about = {
    userId: textOf(raw['userId']),
    anonymousId: textOf(raw['anonymousId']),
    at: instantOf(raw['timestamp'] ?? raw['originalTimestamp']),
    sentAt: instantOf(raw['sentAt']) ?? null,
    insertId: textOf(raw['messageId']),
    groups: groupId === null ? groupsOf(context['groups']) : { account: groupId },
    sessionId: textOf(context['sessionId']),
    consent: consentIn(context),
  }
  const kind = textOf(raw['type'])
  if (kind === 'track') return sent({ ...about, kind, name: textOf(raw['event']) ?? '', props: recordOf(raw['properties']) })
  if (kind === 'page' || kind === 'screen')
    return sent({
      ...about,
      kind: 'track',
      name: kind === 'page' ? '$pageview' : '$screen',
      props: { ...(raw['name'] ? { name: raw['name'] } : {}), ...recordOf(raw['properties']) },
    })
  if (kind === 'identify') return sent({ ...about, kind, props: recordOf(raw['traits']) })
  if (kind === 'group') return groupId === null ? refusal('groupId', 'A group call names its group.') : sent({ ...about, kind, props: recordOf(raw['traits']) })
  if (kind === 'alias') return sent({ ...about, kind, other: textOf(raw['previousId']) })
  return refusal('type', `“${kind ?? ''}” is none of track, identify, group, page, screen, alias.`)
}
