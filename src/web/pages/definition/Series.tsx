import type { Restated } from '#web/defined.ts'
import { TwoSeries } from '#web/parts/TwoSeries.tsx'

/** Two wordings of one metric period by period, the older above: the one that counts, and what is told of the other. */
export function Series({
  told: { points, unit, currency, before, after },
  counts,
  other,
}: {
  readonly told: Restated
  readonly counts: 'before' | 'after'
  readonly other: string
}) {
  const last = points.slice(-12)
  const line = (side: 'before' | 'after', { version }: Restated['before']) => ({
    key: side,
    says: `${side === counts ? 'as it counts' : other} (v${version})`,
    isMuted: side !== counts,
    unit,
    currency,
    values: last.map((point) => point[side]),
  })
  const older = line('before', before)
  return (
    <TwoSeries label="Both series, by period" periods={last.map(({ period }) => period)} rows={[older, { ...line('after', after), against: older.values }]} />
  )
}
