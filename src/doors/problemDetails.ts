import type { Problem, ProblemKind } from '#kernel'

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

/** The members of a problem that every door shows, in the same words. */
export function detailsOf(problem: Problem): Record<string, unknown> {
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

/** The status of HTTP that stands for a problem. */
export const statusOf = ({ kind, details: { code = '' } }: Problem): number => (code === 'internal' ? 500 : (byCode[code] ?? statuses[kind]))
