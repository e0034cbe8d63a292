import type { ReleaseLine, Releases } from '#flows/planning/releases/releases.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { ReleaseFeature, ReleaseLine, Releases, Scope } from '#flows/planning/releases/releases.ts'

export type ReleaseDetail = Pick<Releases, 'today' | 'unplaced'> & { readonly line: ReleaseLine }

/** Every release with what is in it, what holds it and what slipped past it. */
export function releasesOf(workspace: string, asOf?: string): Resource<Releases> {
  const path = withQuery('/plan/releases', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Releases>(path, { workspace, signal }) }
}

/** One release, and the features that could go in. */
export function releaseOf(workspace: string, id: string, asOf?: string): Resource<ReleaseDetail> {
  const path = withQuery(`/plan/releases/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<ReleaseDetail>(path, { workspace, signal }) }
}
