import type { ReleaseLine, Releases } from '#flows/planning/releases/releases.ts'
import { read } from '#web/resources.ts'

export type { ReleaseFeature, ReleaseLine, Releases, Scope } from '#flows/planning/releases/releases.ts'

export type ReleaseDetail = Pick<Releases, 'today' | 'unplaced'> & { readonly line: ReleaseLine }

/** Every release with what is in it, what holds it and what slipped past it. */
export const releasesOf = (workspace: string, asOf?: string) => read<Releases>(workspace, '/plan/releases', { asOf })

/** One release, and the features that could go in. */
export const releaseOf = (workspace: string, id: string, asOf?: string) => read<ReleaseDetail>(workspace, `/plan/releases/${encodeURIComponent(id)}`, { asOf })
