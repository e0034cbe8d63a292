import { isRecord, type AnyRow } from '#kernel'
import { readDefinitions } from '#engines/semantic/definition/read.ts'
import type { Definition } from '#engines/semantic/definition/definition.ts'

/** One wording of a definition that counted: what it said, since when, by whom and why. */
export interface Version {
  readonly version: number
  readonly hash: string
  readonly spec: Readonly<Record<string, unknown>>
  readonly by: string
  readonly at: string
  readonly why: string
  /** Who vouched for it, when somebody did. */
  readonly certifiedBy: string | null
}

/** A change of a certified definition that waits for a second person. */
export interface Proposal {
  readonly hash: string
  readonly spec: Readonly<Record<string, unknown>>
  readonly by: string
  readonly at: string
  readonly why: string
}

export const isDefined = (row: AnyRow): boolean => row['origin'] === 'defined' && isRecord(row['spec']) && row.archivedAt === null

/** What a stored spec says; null when no version of the form can read it any more. */
export function definitionIn(spec: unknown): Definition | null {
  return readDefinitions('', spec).definitions[0] ?? null
}

export function versionsOf(row: AnyRow): readonly Version[] {
  const list: readonly unknown[] = Array.isArray(row['versions']) ? row['versions'] : []
  return list.flatMap((one) =>
    isRecord(one) && isRecord(one['spec'])
      ? [
          {
            version: Number(one['version']),
            hash: String(one['hash']),
            spec: one['spec'],
            by: String(one['by']),
            at: String(one['at']),
            why: String(one['why'] ?? ''),
            certifiedBy: typeof one['certifiedBy'] === 'string' ? one['certifiedBy'] : null,
          },
        ]
      : [],
  )
}

export function proposalOf(row: AnyRow): Proposal | null {
  const given = row['proposal']
  if (!isRecord(given) || !isRecord(given['spec'])) return null
  return { hash: String(given['hash']), spec: given['spec'], by: String(given['by']), at: String(given['at']), why: String(given['why'] ?? '') }
}

/** A key may name a version of its metric: p1-ticket-share@2, p1-ticket-share@proposed. */
export function keyAndVersion(asked: string): { readonly key: string; readonly version: string | null } {
  const at = asked.indexOf('@')
  return at < 0 ? { key: asked, version: null } : { key: asked.slice(0, at), version: asked.slice(at + 1) }
}

/** The spec that a key asks for, with its number: the one that counts unless a version is named. */
export function specAsked(row: AnyRow, version: string | null): { readonly spec: unknown; readonly version: number } | null {
  if (version === null) return { spec: row['spec'], version: Number(row['definitionVersion'] ?? 1) }
  const proposal = proposalOf(row)
  if (version === 'proposed') return proposal ? { spec: proposal.spec, version: Number(row['definitionVersion'] ?? 1) + 1 } : null
  const found = versionsOf(row).find((one) => String(one.version) === version)
  return found ? { spec: found.spec, version: found.version } : null
}
