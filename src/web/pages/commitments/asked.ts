import type { FeedEntry } from '#flows/planning/record/feed.ts'
import type { Kept } from '#flows/planning/record/kept.ts'
import { read } from '#web/resources.ts'

export type { FeedEntry, Kept }

export const keptOf = (workspace: string, baseline?: string, asOf?: string) => read<Kept>(workspace, '/plan/kept', { baseline, asOf })

export const changesSince = (workspace: string, since: string, asOf?: string) =>
  read<{ readonly items: readonly FeedEntry[] }>(workspace, '/plan/changes', { since, asOf })
