import type { NullReason, Point } from '#kernel'

/** Why a figure is missing, as the end of a sentence about it. */
const because: Readonly<Record<NullReason, string>> = {
  no_denominator: 'there is nothing to divide by',
  no_data: 'no rows were recorded for it',
  immature: 'it has not had its full time yet',
  suppressed: 'too few stand behind it to show it',
  not_reached: 'it has not been reached',
  unsupported: 'it cannot be measured for this selection',
}

export const reasonOf = (point: Point | null): string => because[point?.reason ?? 'no_data']

/** Nothing was there, as opposed to what is not shown, not mature or not measured. */
export const isNothing = (point: Point | null | undefined): boolean => !point || point.reason === 'no_data' || point.reason === 'no_denominator'
