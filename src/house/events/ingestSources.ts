import type { SourceTerms } from '#flows/events/incoming.ts'
import { hashOf, workspaceOfKey } from '#flows/events/keys.ts'
import { everyRow, isProblem, type AnyRow } from '#kernel'
import type { App } from '../app.ts'
import type { IngestSource } from '#doors/ingest/ingest.ts'

/** A source as it stands, with its terms. */
export interface KnownSource extends IngestSource {
  readonly terms: SourceTerms
  readonly perMinute: number
}

/** What a source has sent since the start of this process. */
export interface Counters {
  accepted: number
  duplicates: number
  refused: number
  limited: number
  forgotten: number
  withheld: number
}

export interface IngestSources {
  sourceOf(key: string): Promise<KnownSource | null>
  sourceById(workspace: string, id: string): Promise<KnownSource | null>
  admit(source: IngestSource, events: number): number
  counters(source: string): Counters
}

/** A revoked key is dead within this many milliseconds. */
const trust = 1_500

/** Sources by their keys, each with its allowance: a bucket that holds a minute's worth and fills evenly. */
export function ingestSources(app: App): IngestSources {
  const known = new Map<string, { readonly until: number; readonly is: Promise<KnownSource | null> }>()
  const counted = new Map<string, Counters>()
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  const now = (): number => app.clock.millis()
  const counters = (source: string): Counters => {
    const own = counted.get(source) ?? { accepted: 0, duplicates: 0, refused: 0, limited: 0, forgotten: 0, withheld: 0 }
    counted.set(source, own)
    return own
  }
  return {
    counters,
    sourceById: (workspace, id) => findSource(app, workspace, (row) => row.id === id),
    async sourceOf(key) {
      const workspace = workspaceOfKey(key)
      if (workspace === null) return null
      const there = known.get(key)
      if (there && there.until > now()) return await there.is
      if (known.size > 10_000) known.clear()
      const hash = hashOf(key)
      const is = findSource(app, workspace, (row) => row['keyHash'] === hash && row['state'] === 'active')
      known.set(key, { until: now() + trust, is })
      is.catch(() => known.delete(key))
      return await is
    },
    admit(source, events) {
      const perMinute = isKnownSource(source) ? source.perMinute : 600_000
      const bucket = buckets.get(source.id) ?? { left: perMinute, at: now() }
      const left = Math.min(perMinute, bucket.left + ((now() - bucket.at) * perMinute) / 60_000)
      // a request larger than the whole allowance passes when the bucket is full, and leaves a debt
      const passes = left >= Math.min(events, perMinute)
      buckets.set(source.id, { left: passes ? left - events : left, at: now() })
      if (passes) return 0
      counters(source.id).limited += 1
      return Math.max(Math.ceil(((Math.min(events, perMinute) - left) * 60) / perMinute), 1)
    },
  }
}

async function findSource(app: App, workspace: string, is: (row: AnyRow) => boolean): Promise<KnownSource | null> {
  const scope = await app.workspaces.system(workspace, 'Events').catch((error: unknown) => {
    if (isProblem(error) && error.kind === 'missing') return null
    throw error
  })
  if (!scope) return null
  const row = (await everyRow(scope, 'eventSource')).find(is)
  if (!row) return null
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null)
  const terms: SourceTerms = {
    key: row.key,
    accountGroup: text('accountGroup'),
    accountProperty: text('accountProperty'),
    accountByDomain: row['accountByDomain'] === true,
    consent: text('consent'),
    unplanned: row['unplanned'] === 'quarantine' ? 'quarantine' : 'accept',
    personal: row['personal'] === 'hash' ? 'hash' : row['personal'] === 'drop' ? 'drop' : 'keep',
  }
  return { id: row.id, workspace, terms, perMinute: Number(row['perMinute']) }
}

const isKnownSource = (source: IngestSource): source is KnownSource => 'terms' in source

export function termsIn(source: IngestSource): SourceTerms {
  if (isKnownSource(source)) return source.terms
  throw new RangeError('A source was handed in without its terms.')
}
