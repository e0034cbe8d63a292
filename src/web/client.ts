import { isRecord, Problem, type ProblemKind } from '#kernel'

/** One call of the public API. Paths start after /api/v1; `workspace` is the slug in the address bar. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly workspace?: string
  readonly body?: unknown
  /** The version that the person saw; a newer one is answered with 412 and the current row. */
  readonly version?: number
  /** Repeated with the same key, a write has one effect. */
  readonly idempotencyKey?: string
  /** The password of a shared link; a header holds Latin letters alone, so that it goes percent-encoded. */
  readonly password?: string
  readonly signal?: AbortSignal | undefined
}

/** Calls the server; a refusal of any kind becomes a Problem with the server's own words. */
export async function call<T>(path: string, { method = 'GET', workspace, body, version, idempotencyKey, password, signal }: Call = {}): Promise<T> {
  const isForm = body instanceof FormData
  const headers = new Headers({ Accept: 'application/json' })
  if (workspace) headers.set('X-Workspace', workspace)
  if (body !== undefined && !isForm) headers.set('Content-Type', 'application/json')
  if (password !== undefined) headers.set('Link-Password', encodeURIComponent(password))
  if (version !== undefined) headers.set('If-Match', `"${version}"`)
  if (method !== 'GET') headers.set('Idempotency-Key', idempotencyKey ?? newKey())
  const response = await reach(apiUrl(path), {
    method,
    headers,
    credentials: 'same-origin',
    ...(signal ? { signal } : {}),
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return empty()
  return response.json()
}

export const apiUrl = (path: string): string => `/api/v1${path}`

/** A fresh key for one intended effect. `randomUUID` needs https, so that random bytes are used. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A path with its query; empty and missing values are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]]))
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}

/** Status and current row of a 412, for showing both versions. */
export const currentOf = (error: unknown): Readonly<Record<string, unknown>> | null => {
  const current = error instanceof Problem ? error.details.more?.['current'] : null
  return isRecord(current) ? current : null
}
export const isSignedOut = (error: unknown): boolean => error instanceof Problem && error.details.code === 'unauthenticated'
export const isStale = (error: unknown): boolean => error instanceof Problem && error.details.code === 'stale-version'
export const isOffline = (error: unknown): boolean => error instanceof Problem && error.details.code === 'offline'

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem('unavailable', 'The server cannot be reached.', 'Nothing was lost; try again when the connection is back.', { code: 'offline' })
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const said = isRecord(body) ? body : {}
  const code = text(said['code']) || (codes[response.status] ?? '')
  const says = text(said['detail']) || text(said['title']) || `The server answered ${response.status}.`
  const field = text(said['field'])
  return new Problem(kinds[response.status] ?? 'unavailable', says, text(said['hint']), {
    code,
    ...(field ? { at: { field } } : {}),
    ...(isRecord(said['more']) ? { more: said['more'] } : {}),
  })
}

const kinds: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid',
  401: 'forbidden',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  412: 'conflict',
  413: 'invalid',
  422: 'refused',
}
const codes: Readonly<Record<number, string>> = { 401: 'unauthenticated', 412: 'stale-version', 413: 'too-large' }
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A call without an answer is typed by its caller as void. */
function empty<T>(): T {
  return JSON.parse('null')
}
