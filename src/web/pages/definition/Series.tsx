import type { Restated } from '#web/defined.ts'
import { TwoSeries } from '#web/parts/TwoSeries.tsx'

/** The wording that counts. */
export const counts = 'as it counts'

/** Two wordings of one metric period by period, the older above. */
export function Series({
  told: { points, unit, currency, before, after },
  says,
}: {
  readonly told: Restated
  readonly says: { readonly before: string; readonly after: string }
}) {
  const last = points.slice(-12)
  const line = (side: 'before' | 'after', { version }: Restated['before']) => ({
    key: side,
    says: `${says[side]} (v${version})`,
    isMuted: says[side] !== counts,
    unit,
    currency,
    values: last.map((point) => point[side]),
  })
  const older = line('before', before)
  return (
    <TwoSeries label="Both series, by period" periods={last.map(({ period }) => period)} rows={[older, { ...line('after', after), against: older.values }]} />
  )
}
