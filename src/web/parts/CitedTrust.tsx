import { useQuery } from '@tanstack/react-query'
import type { AnyRow, Noun } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { row, scorecard } from '#web/resources.ts'
import { Go, useUrl } from '#web/url.tsx'

/** What cites a metric says so while its number is not to be trusted: a key result, a target, a promise (kpis.md §7, the failure path). */
export function CitedTrust({ noun, row: one }: { readonly noun: Noun; readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const cited = noun.noun !== 'metric' && noun.fields['metric']?.target === 'metric' ? one['metric'] : null
  const isCiting = typeof cited === 'string'
  const entry = useQuery({ ...row(workspace, 'metrics', isCiting ? cited : '-', asOf), enabled: isCiting }).data
  const card = useQuery({ ...scorecard(workspace, asOf), enabled: isCiting }).data
  const item = card?.items.find(({ key }) => key === entry?.['metricKey'])
  if (!item || (item.trust.state !== 'untrusted' && item.trust.state !== 'stale')) return null
  return (
    <Banner
      tone={item.trust.state === 'untrusted' ? 'red' : 'amber'}
      says={`It cites ${item.name}, which is ${item.trust.state} now.`}
      action={
        <Go className="link" to={`metrics/${item.key}`}>
          Open the metric
        </Go>
      }
    >
      {item.trust.reasons[0]?.says ?? ''}
    </Banner>
  )
}
