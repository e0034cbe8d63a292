/** Why a question gets no answer (kpis.md §8), and what goes wrong before that. */
export type RefusalCode =
  | 'unknown_metric'
  | 'dimension_not_allowed'
  | 'unsupported'
  /** A join would count rows twice. */
  | 'fan_out'
  /** The question itself cannot be read. */
  | 'invalid_query'
  /** The model contradicts itself. */
  | 'invalid_model'

/** A named "no". Never a number instead of one. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  /** The next step. */
  readonly hint: string

  constructor(code: RefusalCode, message: string, hint = '') {
    super(message)
    this.code = code
    this.hint = hint
  }
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal
