/** The system's code of an error: `ENOENT`, `EACCES`, or PostgreSQL's `28P01`; empty when it has none. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
