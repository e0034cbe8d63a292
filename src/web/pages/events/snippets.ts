export const sdks = ['segment', 'rudderstack', 'amplitude', 'mixpanel', 'posthog', 'otlp', 'snowplow', 'openpanel', 'own'] as const

type Snippet = (origin: string, key: string) => string

/** What changes in each client; the same lines as in docs/guide/send-events.md, and those that the tests drive. */
const snippets: Readonly<Record<string, Snippet>> = {
  segment: (origin, key) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: '${key}',
  host: '${origin}',
  path: '/v1/batch',
})`,
  rudderstack: (origin, key) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const analytics = new RudderAnalytics('${key}', {
  dataPlaneUrl: '${origin}',
})`,
  amplitude: (origin, key) => `import * as amplitude from '@amplitude/analytics-node'

amplitude.init('${key}', {
  serverUrl: '${origin}/2/httpapi',
})`,
  mixpanel: (origin, key) => `import Mixpanel from 'mixpanel'

const mixpanel = Mixpanel.init('${key}', {
  host: '${hostOf(origin)}',
  protocol: '${origin.startsWith('https') ? 'https' : 'http'}',
})`,
  posthog: (origin, key) => `import { PostHog } from 'posthog-node'

const posthog = new PostHog('${key}', {
  host: '${origin}',
})`,
  otlp: (origin, key) => `OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=${origin}/v1/logs
OTEL_EXPORTER_OTLP_LOGS_HEADERS="authorization=Bearer ${key}"`,
  snowplow: (origin, key) => `import { newTracker } from '@snowplow/node-tracker'

const tracker = newTracker(
  { namespace: 'app', appId: '${key}' },
  { endpoint: '${origin}', eventMethod: 'post' },
)`,
  openpanel: (origin, key) => `import { OpenPanel } from '@openpanel/sdk'

const op = new OpenPanel({
  apiUrl: '${origin}',
  clientId: 'app',
  clientSecret: '${key}',
})`,
  own: (origin, key) => `curl ${origin}/api/v1/events \\
  -H 'authorization: Bearer ${key}' \\
  -d '{"event_id":"1","name":"Report opened","user_id":"vera","account_id":"harborlight"}'`,
}

const hostOf = (origin: string): string => URL.parse(origin)?.host ?? origin

export const snippetOf = (sdk: string, origin: string, key: string): string => (snippets[sdk] ?? snippets['own'])?.(origin, key) ?? ''
