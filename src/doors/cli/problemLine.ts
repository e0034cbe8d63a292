import type { Problem, ProblemKind } from '#kernel'

const shown: Readonly<Record<ProblemKind, readonly [status: number, title: string]>> = {
  invalid: [400, 'Not understood'],
  refused: [422, 'Refused'],
  forbidden: [403, 'Not allowed'],
  missing: [404, 'Not found'],
  conflict: [409, 'In conflict'],
  unavailable: [503, 'Not available now'],
}

/** A problem as one line of JSON: the members of RFC 9457, and the same by its kind under `problem`. */
export function problemLine({ kind, message: detail, hint, details }: Problem): string {
  const { code = kind, at, more } = details
  const [status, title] = shown[kind]
  const own = { code, detail, hint, ...(at ? { at } : {}), ...(more ? { more } : {}) }
  return JSON.stringify({ type: `https://throughline.dev/problems/${code}`, title, status, ...own, problem: { kind, ...own } })
}
