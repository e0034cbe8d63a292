import { createHash } from 'node:crypto'
import { canonical, isRecord, type Noun, type Source } from '#kernel'
import { snake } from './registry.ts'
import type { Stored } from './tables.ts'

/** A line of the record, as it is hashed. */
export interface Change {
  readonly seq: number
  readonly recordedAt: string
  /** When it holds in the world; today that is always when it was recorded. */
  readonly effectiveAt: string
  readonly actor: string | null
  readonly actorName: string
  readonly door: string
  readonly request: string
  readonly noun: string
  readonly id: string
  readonly key: string
  readonly verb: string
  readonly version: number
  /** The fields that the verb set, as they were and as they are; `before` is null for a new row. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>>
  readonly why: string | null
  readonly undoes: number | null
}

export const chainStart = '0'.repeat(64)

/** SHA-256 over the previous hash and the change in canonical JSON (RFC 8785). */
export function chainHash(workspace: string, previous: string, change: Change): string {
  return createHash('sha256')
    .update(previous)
    .update('\n')
    .update(canonical({ workspace, ...change }))
    .digest('hex')
}

/** The images of one write: what its fields were and are. A secret leaves only the fact that it was set. */
export function images(
  noun: Noun,
  before: Readonly<Record<string, unknown>> | null,
  set: Readonly<Record<string, unknown>>,
  also: { archivedAt?: string | null; source?: Source },
) {
  const names = Object.keys(set)
  const archives = also.archivedAt === undefined ? {} : { archivedAt: also.archivedAt }
  return {
    before: before && { ...pick(noun, before, names), ...(also.archivedAt === undefined ? {} : { archivedAt: before['archivedAt'] ?? null }) },
    after: { ...pick(noun, set, names), ...archives, ...(also.source ? { source: also.source } : {}) },
  }
}

/** The columns of a change: its names in snake case, but for those that a row has of its own. */
export function toColumnsOfChange(workspace: string, change: Change, prevHash: string, hash: string): Record<string, unknown> {
  const columns = Object.entries(change).map(([name, value]) => [own[name] ?? snake(name), isRecord(value) ? JSON.stringify(value) : value])
  return { workspace_id: workspace, ...Object.fromEntries(columns), prev_hash: prevHash, hash }
}

const own: Readonly<Record<string, string>> = { id: 'object_id', key: 'object_key' }

export const toChange = (stored: Stored): Change => ({
  seq: Number(stored['seq']),
  recordedAt: String(stored['recorded_at']),
  effectiveAt: String(stored['effective_at']),
  actor: textOrNull(stored['actor']),
  actorName: String(stored['actor_name']),
  door: String(stored['door']),
  request: String(stored['request']),
  noun: String(stored['noun']),
  id: String(stored['object_id']),
  key: String(stored['object_key']),
  verb: String(stored['verb']),
  version: Number(stored['version']),
  before: isRecord(stored['before']) ? stored['before'] : null,
  after: isRecord(stored['after']) ? stored['after'] : {},
  why: textOrNull(stored['why']),
  undoes: stored['undoes'] === null ? null : Number(stored['undoes']),
})

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function pick(noun: Noun, values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, noun.fields[name]?.class === 'secret' && values[name] != null ? '(secret)' : (values[name] ?? null)]))
}
