import { Analytics } from '@segment/analytics-node'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import * as amplitude from '@amplitude/analytics-node'
import Mixpanel from 'mixpanel'
import { PostHog } from 'posthog-node'
import { buildSelfDescribingEvent, newTracker } from '@snowplow/node-tracker'
import { OTLPLogExporter as OtlpJson } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as OtlpProto } from '@opentelemetry/exporter-logs-otlp-proto'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { OpenPanel } from '@openpanel/sdk'

/** What every client is made to say, in its own words: somebody signs up, joins an account, does two things, and turns out to be somebody else. */
export const story = {
  user: 'vera-1',
  former: 'visitor-1',
  account: 'harborlight',
  traits: { role: 'admin' },
  accountTraits: { plan: 'scale' },
  events: [
    { name: 'report_opened', props: { size: 3, kind: 'funnel' } },
    { name: 'report_shared', props: { size: 5, kind: 'trend' } },
  ],
} as const

/** A vendor’s own client, told nothing but our address and a key. */
export type Teller = (url: string, key: string) => Promise<void>

const told = (send: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())))

const { user, former, account, traits, accountTraits, events } = story

async function segment(url: string, key: string): Promise<void> {
  const client = new Analytics({ writeKey: key, host: url, path: '/v1/batch', flushAt: 100 })
  client.identify({ userId: user, anonymousId: former, traits })
  client.group({ userId: user, groupId: account, traits: accountTraits })
  for (const { name, props } of events) client.track({ userId: user, event: name, properties: props, context: { groupId: account } })
  client.alias({ userId: user, previousId: former })
  await client.closeAndFlush({ timeout: 20_000 })
}

async function rudderstack(url: string, key: string): Promise<void> {
  const client = new RudderAnalytics(key, { dataPlaneUrl: url, flushAt: 100, logLevel: 'error' })
  client.identify({ userId: user, anonymousId: former, traits })
  client.group({ userId: user, groupId: account, traits: accountTraits })
  for (const { name, props } of events) client.track({ userId: user, event: name, properties: props })
  client.alias({ userId: user, previousId: former })
  await told((done) => void client.flush((error) => done(error ?? null)))
}

async function amplitudeOver(url: string, key: string, useBatch: boolean): Promise<void> {
  const client = amplitude.createInstance()
  await client.init(key, { serverUrl: `${url}${useBatch ? '/batch' : '/2/httpapi'}`, useBatch, flushQueueSize: 100, logLevel: amplitude.Types.LogLevel.None })
    .promise
  const person = new amplitude.Identify().set('role', traits.role)
  const group = new amplitude.Identify().set('plan', accountTraits.plan)
  client.identify(person, { user_id: user, device_id: former })
  client.groupIdentify('account', account, group, { user_id: user })
  client.setGroup('account', account, { user_id: user })
  for (const { name, props } of events) client.track(name, { ...props }, { user_id: user, groups: { account } })
  await client.flush().promise
  await fetch(`${url}/usermap`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ api_key: key, mapping: JSON.stringify([{ user_id: former, global_user_id: user }]) }),
  })
}

async function mixpanel(url: string, key: string): Promise<void> {
  const { host } = new URL(url)
  const client = Mixpanel.init(key, { host, protocol: 'http' })
  await told((done) => client.people.set(user, { ...traits }, done))
  await told((done) => client.groups.set('account', account, { ...accountTraits }, done))
  const [first, second] = events
  await told((done) => client.track(first.name, { ...first.props, distinct_id: user, account }, done))
  await told((done) =>
    client.track_batch([{ event: second.name, properties: { ...second.props, distinct_id: user, account } }], (errors) => done(errors?.[0] ?? null)),
  )
  await told((done) => client.alias(user, former, done))
}

async function posthog(url: string, key: string): Promise<void> {
  const client = new PostHog(key, { host: url, flushAt: 100 })
  client.identify({ distinctId: user, properties: { ...traits, $anon_distinct_id: former } })
  client.groupIdentify({ groupType: 'account', groupKey: account, properties: { ...accountTraits }, distinctId: user })
  for (const { name, props } of events) client.capture({ distinctId: user, event: name, properties: { ...props }, groups: { account } })
  client.alias({ distinctId: user, alias: former })
  await client.shutdown(20_000)
}

async function otlp(url: string, key: string, Exporter: typeof OtlpJson | typeof OtlpProto): Promise<void> {
  const exporter = new Exporter({ url: `${url}/v1/logs`, headers: { authorization: `Bearer ${key}` } })
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  const logger = provider.getLogger('harbour')
  const who = { 'user.id': user, 'account.id': account }
  let count = 0
  const say = (eventName: string, attributes: Record<string, string | number>): void =>
    logger.emit({ eventName, attributes: { ...attributes, 'event.id': `${Exporter.name}-${process.pid}-${Date.now()}-${(count += 1)}` } })
  say('identify', { 'user.id': user, 'user.anonymous_id': former, ...traits })
  say('group', { ...who, ...accountTraits })
  for (const { name, props } of events) say(name, { ...who, ...props })
  say('alias', { 'user.id': user, 'user.previous_id': former })
  await provider.forceFlush()
  await provider.shutdown()
}

async function snowplow(url: string, key: string): Promise<void> {
  const { host } = new URL(url)
  let [sent, wanted] = [0, 0]
  const finished = new Promise<void>((resolve, reject) => {
    const tracker = newTracker(
      { namespace: 'harbour', appId: key, encodeBase64: true },
      {
        endpoint: `http://${host}`,
        eventMethod: 'post',
        bufferSize: 1,
        onRequestSuccess: (batch: readonly unknown[]) => {
          sent += batch.length
          if (sent >= wanted) resolve()
        },
        onRequestFailure: () => reject(new Error('The collector refused.')),
      },
    )
    tracker.setUserId(user)
    const entity = { schema: 'iglu:com.harbour/account/jsonschema/1-0-0', data: { id: account } }
    const say = (name: string, data: Record<string, unknown>): void => {
      wanted += 1
      tracker.track(buildSelfDescribingEvent({ event: { schema: `iglu:com.harbour/${name}/jsonschema/1-0-0`, data } }), [entity])
    }
    tracker.setDomainUserId(former)
    say('identify', { ...traits })
    say('group', { ...accountTraits })
    for (const { name, props } of events) say(name, { ...props })
    say('alias', { previousId: former })
  })
  await finished
}

async function openpanel(url: string, key: string): Promise<void> {
  const client = new OpenPanel({ apiUrl: url, clientId: 'harbour', clientSecret: key })
  await client.identify({ profileId: user, properties: { ...traits } })
  await client.upsertGroup({ id: account, type: 'account', name: 'x', properties: { ...accountTraits } })
  await client.setGroup(account)
  for (const { name, props } of events) await client.track(name, { ...props, profileId: user })
}

/** The drivers by protocol. What a client has no word for (OpenPanel: alias; Mixpanel: that a person joins a group) it does not say. */
export const vendors: Readonly<Record<string, Teller>> = {
  segment,
  rudderstack,
  'amplitude http': (url, key) => amplitudeOver(url, key, false),
  'amplitude batch': (url, key) => amplitudeOver(url, key, true),
  mixpanel,
  posthog,
  'otlp json': (url, key) => otlp(url, key, OtlpJson),
  'otlp protobuf': (url, key) => otlp(url, key, OtlpProto),
  snowplow,
  openpanel,
}
