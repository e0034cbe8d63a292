import { isProblem, Problem } from '#kernel'
import { detailsOf, statusOf } from '../problemDetails.ts'

/** Renders any failure as RFC 9457 problem details. What is not a Problem is ours: it is logged, and answered without a word about internals. */
export function answerProblem(error: unknown, log: (error: unknown, request: string) => void, request: string): Response {
  if (!isProblem(error)) log(error, request)
  const problem = isProblem(error)
    ? error
    : new Problem('unavailable', 'Something failed on our side.', `Nothing was half done. Try again; if it stays, send request id ${request}.`, {
        code: 'internal',
      })
  const status = statusOf(problem)
  const body = { ...detailsOf(problem), status, request }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } })
}
