import type { AttributeValues, Market, SegmentView, Tried } from '#flows/market/market.ts'
import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

export type { Market, SegmentView, Tried }
export type { AttributeValues, Member } from '#flows/market/market.ts'
export type { IdealFit } from '#flows/market/ideal.ts'
export type { JobLine, OutcomeLine } from '#flows/market/jobs.ts'
export type { ClaimLine, CompetitorLine, StandingLine } from '#flows/market/rivals.ts'
export type { SegmentLine, Segmentation, Share } from '#flows/market/segments.ts'

export const marketOf = (workspace: string, asOf?: string) => read<Market>(workspace, '/market', { asOf })

export const segmentOf = (workspace: string, id: string, asOf?: string) => read<SegmentView>(workspace, `/market/segments/${encodeURIComponent(id)}`, { asOf })

/** What a rule takes in, before it is kept. */
export const triedOf = (workspace: string, rule: unknown): Resource<Tried> => ({
  queryKey: [workspace, `/market/try#${JSON.stringify(rule)}`],
  queryFn: ({ signal }) => call<Tried>('/market/try', { method: 'POST', workspace, body: { rule }, signal }),
})

export const attributesOf = (workspace: string) => read<{ readonly items: readonly AttributeValues[] }>(workspace, '/market/attributes')
