import type { FeedEntry } from '#flows/planning/record/feed.ts'
import type { Kept } from '#flows/planning/record/kept.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { FeedEntry, Kept }

export function keptOf(workspace: string, baseline?: string, asOf?: string): Resource<Kept> {
  const path = withQuery('/plan/kept', { baseline, asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Kept>(path, { workspace, signal }) }
}

export function changesSince(workspace: string, since: string, asOf?: string): Resource<{ readonly items: readonly FeedEntry[] }> {
  const path = withQuery('/plan/changes', { since, asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call(path, { workspace, signal }) }
}
