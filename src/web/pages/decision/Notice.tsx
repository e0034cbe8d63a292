import { useQuery } from '@tanstack/react-query'
import type { AnyRow } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { row as one } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'

/** What the reader must know first: it is open again, another decision is in force, or its day is over. */
export function Notice({ row }: { readonly row: AnyRow }) {
  const { workspace, asOf } = useUrl()
  const by = typeof row['supersededBy'] === 'string' ? row['supersededBy'] : null
  const later = useQuery({ ...one(workspace, 'decisions', by ?? '-', asOf), enabled: by !== null }).data
  if (row['state'] === 'reopened')
    return (
      <Banner tone="red" says={`Reopened on ${sayDay(row.updatedAt.slice(0, 10))}.`}>
        {`${String(row['reopenedFor'] ?? '')} ${row['chosen'] ? 'What was chosen stays in force until you decide.' : ''}`}
      </Banner>
    )
  if (row['state'] !== 'superseded') return null
  return (
    <Banner
      tone="amber"
      says="Another decision is in force."
      action={
        later && (
          <Go className="link" to={`n/decisions/${later.key}`}>
            {`Open ${later.key}`}
          </Go>
        )
      }
    >
      {later ? String(later['question']) : ''}
    </Banner>
  )
}
