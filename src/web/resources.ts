import type { Offered } from '#flows/offered.ts'
import { everyRow, type Contribution, type Finding, type Measurement, type Query } from '#kernel'
import { call, withQuery } from './client.ts'
import type {
  AnyRow,
  ChainCheck,
  Change,
  Found,
  ImportProgress,
  WaitingRows,
  Key,
  Me,
  PolicyView,
  ReviewComparison,
  Rows,
  Scorecard,
  Storage,
  TodayAnswer,
  FollowingAnswer,
  Welcome,
} from './contract.ts'
import type { RoleCard } from '#web/pages/role/contract.ts'
import type { ForecastAnswer, QualityAnswer, SignalsAnswer, TargetCheck, TargetsAnswer } from '#web/signals/contract.ts'

/** Something that can be read: its place in the one query cache, and how to fetch it. Hand it to useQuery. */
export interface Resource<T> {
  readonly queryKey: readonly string[]
  readonly queryFn: (asked: { readonly signal?: AbortSignal }) => Promise<T>
}

export type Words = Readonly<Record<string, string | number | boolean | null | undefined>>

/** The key is [workspace, path with query], so that the change feed can find every answer about a noun by its path. */
export function read<T>(workspace: string, path: string, query: Words = {}): Resource<T> {
  const full = withQuery(path, query)
  return { queryKey: [workspace, full], queryFn: ({ signal }) => call<T>(full, { workspace, signal }) }
}

export const meOf = (workspace: string) => read<Me>(workspace, '/me')
export const today = (workspace: string, asOf?: string) => read<TodayAnswer>(workspace, '/today', { asOf })
export const following = (workspace: string, asOf?: string) => read<FollowingAnswer>(workspace, '/following', { asOf })
export const scorecard = (workspace: string, asOf?: string) => read<Scorecard>(workspace, '/scorecard', { asOf })
export const roleCard = (workspace: string, asOf?: string) => read<RoleCard>(workspace, '/scorecard/role', { asOf })
export const signals = (workspace: string, asOf?: string) => read<SignalsAnswer>(workspace, '/signals', { asOf })
export const forecast = (workspace: string, key: string, asked: Words) => read<ForecastAnswer>(workspace, `/metrics/${key}/forecast`, asked)
export const targets = (workspace: string, asked: Words) => read<TargetsAnswer>(workspace, '/targets', asked)
export const targetCheck = (workspace: string, key: string, asked: Words) => read<TargetCheck>(workspace, `/metrics/${key}/target-check`, asked)
export const qualityOverview = (workspace: string) => read<QualityAnswer>(workspace, '/quality/overview')
export const measurement = (workspace: string, key: string, asked: Words) => read<Measurement>(workspace, `/metrics/${key}`, asked)
export const metricDefinition = (workspace: string, key: string) => read<Offered>(workspace, `/metrics/${key}/definition`)
export const behind = (workspace: string, key: string, asked: Words) =>
  read<{ readonly items: readonly Contribution[] }>(workspace, `/metrics/${key}/behind`, asked)
export const policies = (workspace: string, key: string, asOf?: string) =>
  read<{ readonly items: readonly PolicyView[] }>(workspace, `/metrics/${key}/policies`, { asOf })
export const rows = (workspace: string, plural: string, query: Words = {}) => read<Rows>(workspace, `/${plural}`, query)
/** All rows of a noun, in as many answers as it takes: a page that adds them up may leave none out. With `fields` they are short, thousands to an answer. */
export function allRows(workspace: string, plural: string, query: Words = {}, fields?: readonly string[]): Resource<Rows> {
  const asked = { ...query, fields: fields?.join(',') }
  return {
    queryKey: [workspace, withQuery(`/${plural}`, asked)],
    queryFn: async ({ signal }) => {
      const page = (_: string, { sort, limit, cursor }: Query) =>
        call<Rows>(withQuery(`/${plural}`, { ...asked, sort, limit: fields ? 5000 : limit, cursor }), { workspace, signal })
      const items = await everyRow({ read: page }, plural)
      return { items, next: null, total: items.length }
    },
  }
}
export const row = (workspace: string, plural: string, id: string, asOf?: string) => read<AnyRow>(workspace, `/${plural}/${encodeURIComponent(id)}`, { asOf })
export const history = (workspace: string, plural: string, id: string) =>
  read<{ readonly items: readonly Change[] }>(workspace, `/${plural}/${encodeURIComponent(id)}/history`)
export const changes = (workspace: string, query: Words = {}) =>
  read<{ readonly items: readonly Change[]; readonly next: number | string | null }>(workspace, '/changes', query)
export const search = (workspace: string, q: string) => read<{ readonly items: readonly Found[] }>(workspace, '/search', { q, limit: 10 })
export const quality = (workspace: string) => read<{ readonly items: readonly Finding[] }>(workspace, '/quality')
export const waitingRows = (workspace: string) => read<WaitingRows>(workspace, '/imports/waiting')
export const importProgress = (workspace: string, id: string) => read<ImportProgress>(workspace, `/imports/${id}/progress`)
export const compared = (workspace: string, id: string) => read<ReviewComparison>(workspace, `/reviews/${encodeURIComponent(id)}/compare`)
export const keys = (workspace: string) => read<{ readonly items: readonly Key[] }>(workspace, '/keys')
export const storage = (workspace: string) => read<Storage>(workspace, '/storage')
export const chain = (workspace: string) => read<ChainCheck>(workspace, '/audit/verify')
export const welcome = (token: string) => read<Welcome>('', `/welcome/${encodeURIComponent(token)}`)
