import { useQuery } from '@tanstack/react-query'
import { allRows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import type { Query } from './contract.ts'

/** A saved segment or cohort as a choice: `segment:SEG-2` or `cohort:ANL-7`. */
export interface GroupChoice {
  readonly id: string
  readonly says: string
}

export interface Groups {
  readonly segments: readonly GroupChoice[]
  readonly cohorts: readonly GroupChoice[]
}

/** The segments and cohorts that a question may name. */
export function useGroups(): Groups {
  const { workspace, asOf } = useUrl()
  const day = asOf ? { asOf } : {}
  const segments = useQuery(allRows(workspace, nouns['segment']?.noun.plural ?? 'segments', { state: 'active', ...day }))
  const cohorts = useQuery(allRows(workspace, nouns['analysis']?.noun.plural ?? 'analyses', { kind: 'cohort' }))
  return {
    segments: byTitle(segments.data?.items.map((one) => ({ id: `segment:${one.key}`, says: String(one['title']) }))),
    cohorts: byTitle(cohorts.data?.items.map((one) => ({ id: `cohort:${one.key}`, says: String(one['title']) }))),
  }
}

const byTitle = (choices: readonly GroupChoice[] = []): readonly GroupChoice[] => choices.toSorted((a, b) => a.says.localeCompare(b.says))

/** A group in a query, and its choice. */
export const groupOf = (id: string): Query => (id.startsWith('segment:') ? { segment: id.slice(8) } : { cohort: id.slice(7) })
/** A query may name a group by its title, too. */
export function groupId(group: Query, { segments, cohorts }: Groups): string {
  const [what, name, all] = 'segment' in group ? ['segment', String(group['segment']), segments] : ['cohort', String(group['cohort']), cohorts]
  return all.find(({ says }) => says === name)?.id ?? `${what}:${name}`
}
export const isGroupId = (id: string): boolean => /^(segment|cohort):/.test(id)
