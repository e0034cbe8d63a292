/** Capacity is planned by quarter: what a timeframe lacks to be one; null when it is. */
export const quarterly = (period: string): readonly [string, string] | null =>
  /^\d{4}-Q[1-4]$/.test(period) ? null : [`“${period}” is not a quarter.`, 'Capacity is planned by quarter: write it as 2027-Q1.']

/** The quarter of a moment. */
export const quarterOf = (now: string): string => `${now.slice(0, 4)}-Q${Math.ceil(Number(now.slice(5, 7)) / 3)}`
