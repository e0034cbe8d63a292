import { netRevenueRetention } from '#metrics/netRevenueRetention.ts'
import { harborlight, type Harborlight } from '#sample/harborlight.ts'

/**
 * The made-up company as of a day (YYYY-MM-DD). Its story is told in net revenue retention, so that it ends with the last month that this metric
 * takes for closed.
 */
export const companyOn = (today: string, seed?: number): Harborlight =>
  harborlight({ today, maturityDays: netRevenueRetention.maturityDays, ...(seed === undefined ? {} : { seed }) })
