/** A question that cannot be asked or answered: what is wrong, where in the query, and what to write instead. Never a number instead of one. */
export class QueryRefusal extends Error {
  override readonly name = 'QueryRefusal'
  readonly code: 'invalid_query' | 'unsupported'
  /** The place in the query, such as `steps[1].within`; empty for the whole. */
  readonly at: string
  readonly hint: string

  constructor(at: string, message: string, hint = '', code: 'invalid_query' | 'unsupported' = 'invalid_query') {
    super(at === '' ? message : `${at}: ${message}`)
    this.at = at
    this.hint = hint
    this.code = code
  }
}

export const isQueryRefusal = (error: unknown): error is QueryRefusal => error instanceof QueryRefusal
