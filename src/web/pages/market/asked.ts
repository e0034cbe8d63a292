import type { AttributeValues, Market, SegmentView, Tried } from '#flows/market/market.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { Market, SegmentView, Tried }
export type { AttributeValues, Member } from '#flows/market/market.ts'
export type { IdealFit } from '#flows/market/ideal.ts'
export type { JobLine, OutcomeLine } from '#flows/market/jobs.ts'
export type { ClaimLine, CompetitorLine, StandingLine } from '#flows/market/rivals.ts'
export type { SegmentLine, Segmentation, Share } from '#flows/market/segments.ts'

export function marketOf(workspace: string, asOf?: string): Resource<Market> {
  const path = withQuery('/market', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<Market>(path, { workspace, signal }) }
}

export function segmentOf(workspace: string, id: string, asOf?: string): Resource<SegmentView> {
  const path = withQuery(`/market/segments/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<SegmentView>(path, { workspace, signal }) }
}

/** What a rule takes in, before it is kept. */
export const triedOf = (workspace: string, rule: unknown): Resource<Tried> => ({
  queryKey: [workspace, `/market/try#${JSON.stringify(rule)}`],
  queryFn: ({ signal }) => call<Tried>('/market/try', { method: 'POST', workspace, body: { rule }, signal }),
})

export const attributesOf = (workspace: string): Resource<{ readonly items: readonly AttributeValues[] }> => ({
  queryKey: [workspace, '/market/attributes'],
  queryFn: ({ signal }) => call('/market/attributes', { workspace, signal }),
})
