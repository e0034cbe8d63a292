import { Malformed, type Answer, type Outcome, type Protocol, type Received, type Refusal, type Incoming } from '../neutral.ts'
import { bearerOf, groupsOf, instantOf, json, listOf, recordIn, recordOf, refusal, sent, statusOf, textOf, without, type Loose } from '../wire.ts'
import { readLogs, writeAnswer } from './otlpProto.ts'

/** OpenTelemetry logs over HTTP, JSON or protobuf. An event is a record with an event name; the others are logs, and none of ours. https://opentelemetry.io/docs/specs/otlp/ */
export const otlp: Protocol = {
  name: 'otlp',
  read(request) {
    const body = isProto(request) ? decoded(request.body) : recordIn(request.text)
    const items = listOf(body['resourceLogs']).flatMap((one) => listOf(recordOf(one)['scopeLogs']).flatMap((scope) => listOf(recordOf(scope)['logRecords'])))
    return { key: bearerOf(request.headers) ?? request.headers.get('x-write-key'), items, sentAt: null, options: {} }
  },
  item: (raw) => itemOf(recordOf(raw)),
  answer: (outcome, request) => (isProto(request) ? protoAnswer(outcome) : jsonAnswer(outcome)),
}

const isProto = ({ headers }: Received): boolean => (headers.get('content-type') ?? '').includes('protobuf')

function decoded(body: Uint8Array): Loose {
  try {
    return recordOf(readLogs(body))
  } catch {
    throw new Malformed('The body is no ExportLogsServiceRequest.')
  }
}

const own = new Set([
  'event.name',
  'event.id',
  'log.record.uid',
  'user.id',
  'enduser.id',
  'user.anonymous_id',
  'device.id',
  'app.installation.id',
  'session.id',
  'account.id',
  'company.id',
  'user.previous_id',
])

function itemOf(raw: Loose): Incoming | Refusal | null {
  const attributes = attributesOf(raw['attributes'])
  const name = textOf(raw['eventName']) ?? textOf(attributes['event.name'])
  if (name === null) return null
  const about = {
    userId: textOf(attributes['user.id'] ?? attributes['enduser.id']),
    anonymousId: textOf(attributes['user.anonymous_id'] ?? attributes['device.id'] ?? attributes['app.installation.id']),
    at: instantOf(raw['timeUnixNano'] === '0' ? null : raw['timeUnixNano']) ?? instantOf(raw['observedTimeUnixNano']),
    timeField: 'timeUnixNano',
    insertId: textOf(attributes['event.id'] ?? attributes['log.record.uid']),
    groups: groupsOf({ account: attributes['account.id'] ?? attributes['company.id'] }),
    sessionId: textOf(attributes['session.id']),
  }
  const props = without(attributes, own)
  if (name === 'identify') return sent({ ...about, kind: 'identify', props })
  if (name === 'group') return about.groups ? sent({ ...about, kind: 'group', props }) : refusal('account.id', 'A group call names its account.')
  if (name === 'alias') return sent({ ...about, kind: 'alias', other: textOf(attributes['user.previous_id']) })
  return sent({ ...about, kind: 'track', name, props })
}

function attributesOf(list: unknown): Loose {
  const found: Record<string, unknown> = {}
  for (const one of listOf(list)) {
    const { key, value } = recordOf(one)
    if (typeof key === 'string' && key !== '__proto__') found[key] = valueOf(value)
  }
  return found
}

/** An AnyValue; whole numbers come as texts in JSON. */
function valueOf(any: unknown): unknown {
  const value = recordOf(any)
  if ('stringValue' in value) return value['stringValue']
  if ('boolValue' in value) return value['boolValue']
  if ('intValue' in value) return Number(value['intValue'])
  if ('doubleValue' in value) return value['doubleValue']
  if ('arrayValue' in value) return listOf(recordOf(value['arrayValue'])['values']).map(valueOf)
  if ('kvlistValue' in value) return attributesOf(recordOf(value['kvlistValue'])['values'])
  return value['bytesValue'] ?? null
}

const partly = (outcome: Outcome): { readonly rejected: number; readonly message: string } =>
  outcome.is === 'taken' ? { rejected: outcome.refused.length, message: outcome.refused[0]?.message ?? '' } : { rejected: 0, message: outcome.reason }

function jsonAnswer(outcome: Outcome): Answer {
  const { rejected, message } = partly(outcome)
  if (outcome.is !== 'taken') return json(statusOf(outcome), { code: codes[outcome.is] ?? 14, message })
  return json(200, rejected > 0 ? { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: message } } : {})
}

/** Codes of gRPC for what an exporter must not send again, or not at once; whatever else is that we are not there. https://grpc.io/docs/guides/status-codes */
const codes: Readonly<Partial<Record<Outcome['is'], number>>> = { malformed: 3, tooLarge: 3, limited: 8, unauthorized: 16 }

function protoAnswer(outcome: Outcome): Answer {
  const { rejected, message } = partly(outcome)
  return { status: statusOf(outcome), body: writeAnswer(outcome.is === 'taken' ? { rejected, message } : { status: message }), type: 'application/x-protobuf' }
}
