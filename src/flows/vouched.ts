import { everyRow, showDate, type Context, type Measurement, type Trust } from '#kernel'
import { memberNames } from './memberNames.ts'

const check = 'override'

/** An untrusted number that somebody vouches for until a day may be used, and says by whom and why; the faults stay beneath. */
export async function vouched(ctx: Context, measured: Measurement): Promise<Measurement> {
  if (measured.trust.state !== 'untrusted') return measured
  const rows = await everyRow(ctx, 'trustOverride', { filter: { metricKey: measured.metric, state: 'active', until: { gte: measured.asOf } }, sort: '-until' })
  const [row] = rows
  if (!row) return measured
  const name = (await memberNames(ctx)).get(String(row['by'])) ?? 'Somebody'
  const says = `${name} vouches for it until ${showDate(String(row['until']))}: ${String(row['rationale'])}`
  return { ...measured, trust: { state: 'provisional', reasons: [{ check, says }, ...measured.trust.reasons] } }
}

/** The word of whoever vouches for the number, where somebody does. */
export const voucherOf = ({ reasons }: Trust): string | null => reasons.find((reason) => reason.check === check)?.says ?? null
