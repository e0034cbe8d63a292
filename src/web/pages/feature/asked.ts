import type { FeatureUse } from '#flows/analytics/featureUse.ts'
import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

export interface Adopted {
  readonly asOf: string
  readonly n: number
  readonly data: {
    readonly features: readonly {
      readonly eligible: number
      readonly adopted: number
      readonly rate: number | null
      readonly depthMedian: number | null
      readonly personsPerAccount: number | null
      readonly drill: string
      readonly trend: readonly { readonly at: string; readonly rate: number | null }[]
    }[]
  }
}

/** The question that tells a feature’s adoption, or why it cannot be asked. */
export const useOf = (workspace: string, id: string) => read<FeatureUse>(workspace, `/features/${encodeURIComponent(id)}/use`)

export const adoptionOf = (workspace: string, query: Readonly<Record<string, unknown>>): Resource<Adopted> => ({
  queryKey: [workspace, `/query#${JSON.stringify(query)}`],
  queryFn: ({ signal }) => call<Adopted>('/query', { method: 'POST', workspace, body: query, signal }),
})
