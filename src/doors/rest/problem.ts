import { isProblem, Problem, type ProblemKind } from '#kernel'

const statuses: Readonly<Record<ProblemKind, number>> = { invalid: 400, refused: 422, forbidden: 403, missing: 404, conflict: 409, unavailable: 503 }
const byCode: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  'stale-version': 412,
  'version-required': 428,
  'too-large': 413,
  'wrong-media': 415,
  'too-many': 429,
  'no-space': 507,
  'idempotency-key-reused': 422,
  duplicate: 409,
}
const titles: Readonly<Record<ProblemKind, string>> = {
  invalid: 'Not understood',
  refused: 'Refused',
  forbidden: 'Not allowed',
  missing: 'Not found',
  conflict: 'In conflict',
  unavailable: 'Not available now',
}

/** Renders any failure as RFC 9457 problem details. What is not a Problem is ours: it is logged, and answered without a word about internals. */
export function answerProblem(error: unknown, log: (error: unknown, request: string) => void, request: string): Response {
  if (!isProblem(error)) log(error, request)
  const problem = isProblem(error)
    ? error
    : new Problem('unavailable', 'Something failed on our side.', `Nothing was half done. Try again; if it stays, send request id ${request}.`, {
        code: 'internal',
      })
  const status = problem.details.code === 'internal' ? 500 : (byCode[problem.details.code ?? ''] ?? statuses[problem.kind])
  const body = { ...toJson(problem), status, request }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } })
}

/** The members of a problem that every door shows, in the same words. */
export function toJson(problem: Problem): Record<string, unknown> {
  const { code, at, more } = problem.details
  return {
    type: `https://throughline.dev/problems/${code ?? problem.kind}`,
    title: titles[problem.kind],
    detail: problem.message,
    hint: problem.hint,
    code: code ?? problem.kind,
    ...(at ? { at, ...(at.field ? { field: at.field, pointer: `/${at.field.replaceAll('.', '/')}` } : {}) } : {}),
    ...(more ? { more } : {}),
  }
}
