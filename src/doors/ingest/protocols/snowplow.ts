import { Malformed, type Protocol, type Refusal, type Incoming } from '../neutral.ts'
import { groupsOf, instantOf, listOf, parsedJson, plain, recordIn, recordOf, refusal, sent, statusOf, textOf, type Loose } from '../wire.ts'

/** Snowplow’s tracker protocol, POST tp2. It has no key: the app id (`aid`) is ours. https://docs.snowplow.io/docs/fundamentals/canonical-event/tracker-protocol/ */
export const snowplow: Protocol = {
  name: 'snowplow',
  read(request) {
    const body = recordIn(request.text)
    if (!/\/payload_data\//.test(textOf(body['schema']) ?? '')) throw new Malformed('The body is no payload_data.')
    const items = listOf(body['data'])
    return { key: textOf(recordOf(items[0])['aid']), items, sentAt: null, options: {} }
  },
  item: (raw) => itemOf(recordOf(raw)),
  // a collector takes everything; what is bad goes aside and shows there
  answer: (outcome) => (outcome.is === 'taken' || outcome.is === 'unauthorized' ? plain(200, 'ok') : plain(statusOf(outcome), outcome.reason)),
}

function itemOf(raw: Loose): Incoming | Refusal | null {
  const contexts = entitiesIn(raw)
  const about = {
    userId: textOf(raw['uid']),
    anonymousId: textOf(raw['duid']) ?? textOf(raw['nuid']),
    at: instantOf(raw['ttm'] ?? raw['dtm']),
    timeField: 'dtm',
    sentAt: instantOf(raw['stm']) ?? null,
    insertId: textOf(raw['eid']),
    groups: groupIn(contexts),
    sessionId: textOf(raw['sid']),
  }
  const type = textOf(raw['e'])
  if (type === 'pv') return sent({ ...about, kind: 'track', name: '$pageview', props: { name: raw['page'] ?? null, url: raw['url'] ?? null } })
  if (type === 'se')
    return sent({
      ...about,
      kind: 'track',
      name: textOf(raw['se_ac']) ?? '',
      props: { category: raw['se_ca'] ?? null, label: raw['se_la'] ?? null, property: raw['se_pr'] ?? null, value: raw['se_va'] ?? null },
    })
  if (type === 'pp') return null // a page ping says that a tab is open
  if (type !== 'ue') return refusal('e', `“${type ?? ''}” is no event of the tracker protocol.`)
  const inner = recordOf(recordOf(unpacked(raw['ue_pr'], raw['ue_px']))['data'])
  const name = nameOf(inner['schema'])
  if (name === null) return refusal('ue_pr', 'The event describes itself by no schema.')
  const props = recordOf(inner['data'])
  if (name === 'identify') return sent({ ...about, kind: 'identify', props })
  if (name === 'group') return about.groups ? sent({ ...about, kind: 'group', props }) : refusal('co', 'A group call has an entity “account”.')
  if (name === 'alias') return sent({ ...about, kind: 'alias', other: textOf(props['previousId'] ?? props['alias']) })
  return sent({ ...about, kind: 'track', name, props })
}

/** JSON, or base64url of it. */
function unpacked(text: unknown, packed: unknown): unknown {
  try {
    if (typeof text === 'string') return parsedJson(text)
    return typeof packed === 'string' ? parsedJson(Buffer.from(packed, 'base64url').toString()) : {}
  } catch {
    return {}
  }
}

/** The name within iglu:vendor/name/jsonschema/version. */
const nameOf = (schema: unknown): string | null => /^iglu:[^/]+\/([^/]+)\/jsonschema\//.exec(textOf(schema) ?? '')?.[1] ?? null

const entitiesIn = (raw: Loose): readonly Loose[] => listOf(recordOf(unpacked(raw['co'], raw['cx']))['data']).map(recordOf)

const groupNames = new Set(['account', 'company', 'organization', 'group'])

function groupIn(entities: readonly Loose[]): Readonly<Record<string, string>> | null {
  const entity = entities.find(({ schema }) => groupNames.has(nameOf(schema) ?? ''))
  const data = recordOf(entity?.['data'])
  return entity ? groupsOf({ [nameOf(entity['schema']) ?? 'account']: data['id'] ?? data['account_id'] ?? data['group_id'] }) : null
}
