/** What went wrong, in the few kinds that every door can translate. */
export type ProblemKind = 'invalid' | 'refused' | 'forbidden' | 'missing' | 'conflict' | 'unavailable'

/** Where it went wrong: a field of an object, or a cell of a file. Rows count from 1, the heading included, as a spreadsheet shows them. */
export interface Place {
  readonly file?: string
  readonly row?: number
  readonly column?: string
  readonly field?: string
}

export interface ProblemDetails {
  /** A stable word for programs: `unauthenticated`, `stale-version`, `no-space`, `too-large` ... */
  readonly code?: string
  readonly at?: Place
  /** More to show, already safe to show: the current version of a stale row, the allowed values. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** An answer of "no" that a person can act on: what is wrong (`message`) and the next step (`hint`). REST renders it as RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly kind: ProblemKind
  readonly hint: string
  readonly details: ProblemDetails

  constructor(kind: ProblemKind, message: string, hint = '', details: ProblemDetails = {}) {
    super(message)
    this.kind = kind
    this.hint = hint
    this.details = details
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem
