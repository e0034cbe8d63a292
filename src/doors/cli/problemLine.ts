import type { Problem } from '#kernel'
import { detailsOf, statusOf } from '../problemDetails.ts'

/** A problem as one line of JSON: the members of RFC 9457 as every door shows them, and what a script reads of it under `problem`. */
export function problemLine(problem: Problem): string {
  const { code = problem.kind, at, more } = problem.details
  const own = { kind: problem.kind, code, detail: problem.message, hint: problem.hint, ...(at ? { at } : {}), ...(more ? { more } : {}) }
  return JSON.stringify({ ...detailsOf(problem), status: statusOf(problem), problem: own })
}
