import type { Protocol } from '../neutral.ts'
import { amplitude } from './amplitude.ts'
import { mixpanel } from './mixpanel.ts'
import { openpanel } from './openpanel.ts'
import { otlp } from './otlp.ts'
import { own } from './own.ts'
import { posthog } from './posthog.ts'
import { segment } from './segment.ts'
import { snowplow } from './snowplow.ts'

export const protocols: ReadonlyMap<string, Protocol> = new Map(
  [own, segment, amplitude, mixpanel, posthog, otlp, snowplow, openpanel].map((protocol) => [protocol.name, protocol]),
)

const routes: readonly (readonly [RegExp, Protocol])[] = [
  [/^\/api\/v1\/events$/, own],
  [/^\/v1\/logs\/?$/, otlp],
  [/^\/v1\/(batch|import|track|identify|group|page|screen|alias|t|i|g|p|s|a|b)\/?$/, segment],
  [/^\/(2\/httpapi|httpapi|usermap)\/?$/, amplitude],
  [/^\/(import|engage|groups)\/?$/, mixpanel],
  [/^\/(i\/v0\/e|e|capture|flags|decide)\/?$/, posthog],
  [/^\/com\.snowplowanalytics\.snowplow\/tp2\/?$/, snowplow],
]

/** Two addresses are spoken by two vendors each: what stands in the request tells which. */
const shared = /^\/(batch|track)\/?$/

/** Whether an address belongs to a protocol of events, by method. Pages and the API are never meant. */
export const isIngest = (method: string, path: string, query: URLSearchParams): boolean =>
  (shared.test(path) || routes.some(([pattern]) => pattern.test(path))) && (method !== 'GET' || query.has('data') || /^\/(flags|decide)\/?$/.test(path))

/** The protocol of a request; for a shared address by its headers, then by the first names in its body. */
export function protocolOf(path: string, headers: Headers, text: string): Protocol {
  if (/^\/batch\/?$/.test(path)) return /"events"\s*:/.test(text.slice(0, 2_000)) && !/"batch"\s*:/.test(text.slice(0, 2_000)) ? amplitude : posthog
  if (/^\/track\/?$/.test(path)) return headers.has('openpanel-client-id') || /^\s*\{\s*"type"\s*:/.test(text) ? openpanel : mixpanel
  return routes.find(([pattern]) => pattern.test(path))?.[1] ?? own
}
