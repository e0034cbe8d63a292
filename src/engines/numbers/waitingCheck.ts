const suffix = '.waiting'

/** The name of the finding that rows of a fact wait at import. */
export const waitingCheck = (fact: string): string => `${fact}${suffix}`

/** Is it the finding of rows that wait at import? */
export const isWaiting = (check: string): boolean => check.endsWith(suffix)
