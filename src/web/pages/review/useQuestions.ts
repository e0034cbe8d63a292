import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'

interface Putting {
  readonly review: AnyRow
  /** Ids of all that stand on it from now on. */
  readonly questions: readonly string[]
}

/** Sets the saved questions of a draft: each is answered, and every number measured again, as of the day of the review. */
export function useQuestions() {
  const { workspace, asOf } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const may = useMay()('editor') && !asOf
  const { mutate, isPending } = useMutation({
    mutationFn: ({ review, questions }: Putting) =>
      call<AnyRow>(`/reviews/${review.id}/refresh`, { method: 'POST', workspace, body: { questions }, version: review.version }),
    onSuccess: (saved) => say(`${String(saved['name'])} holds ${sayMany(questionsOn(saved).length, 'saved question')}`),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'Not done.', { tone: 'failed' }),
    onSettled: () => renew(cache, workspace, 'review'),
  })
  return { put: (review: AnyRow, questions: readonly string[]) => mutate({ review, questions }), isBusy: isPending, may }
}

/** Ids of the saved questions that stand on a review. */
export const questionsOn = (review: AnyRow): readonly string[] => (Array.isArray(review['questions']) ? review['questions'].map(String) : [])
