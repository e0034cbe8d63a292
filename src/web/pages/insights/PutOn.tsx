import { useQuery } from '@tanstack/react-query'
import type { AnyRow } from '#kernel'
import { questionsOn, useQuestions } from '#web/pages/review/useQuestions.ts'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { rows } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'

/** Puts a saved question on a review that is not frozen yet; its answer is then that of the review's day. */
export function PutOn({ saved }: { readonly saved: AnyRow }) {
  const { workspace, go } = useUrl()
  const { put, isBusy, may } = useQuestions()
  const read = useQuery({ ...rows(workspace, 'reviews', { state: 'draft', sort: '-period', limit: 10 }), enabled: may })
  if (!may) return null
  const drafts = (read.data?.items ?? []).map((review) => ({
    id: review.id,
    says: String(review['name']),
    isChosen: questionsOn(review).includes(saved.id),
    pick: () => (questionsOn(review).includes(saved.id) ? go(`reviews/${review.key}`) : put(review, [...questionsOn(review), saved.id])),
  }))
  const none = { id: 'none', says: 'No review is a draft: prepare one', pick: () => go('reviews') }
  return (
    <DropMenu
      label="Put on a review"
      align="end"
      choices={drafts.length > 0 ? drafts : [none]}
      button={
        <button type="button" className="btn" disabled={isBusy || read.isPending}>
          {isBusy ? 'Answering' : 'Put on a review'}
        </button>
      }
    />
  )
}
