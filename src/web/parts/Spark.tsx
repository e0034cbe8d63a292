import { sparkline } from '#engines/charts/sparkline.ts'
import type { ScoreItem, ScoreTarget } from '#web/contract.ts'

/** The last 16 periods in the room of a word: limits as a band, mean or target as a dash, a signal as a diamond. */
export function Spark({
  item,
  width,
  height,
  tone = 'colour',
}: {
  readonly item: Pick<ScoreItem, 'points' | 'signal' | 'better' | 'value'> & { readonly target: Pick<ScoreTarget, 'value'> | null }
  readonly width: number
  readonly height: number
  readonly tone?: 'colour' | 'ink'
}) {
  const closed = item.points.filter(({ mature }) => mature).slice(-16)
  const limits = tone === 'ink' ? null : (item.signal?.limits ?? null)
  const dash = tone === 'ink' ? (isSameSeries(item, closed) ? (item.target?.value ?? null) : null) : (limits?.centre ?? null)
  if (closed.filter(({ value }) => value !== null).length < 2) return <span className="muted t12">too few</span>
  const { band, dash: dashY, path, point } = sparkline({ values: closed.map(({ value }) => value), limits, dash, width, height })
  const from = startOf(item.signal?.spans ?? [], closed, width)
  const isSignal = tone === 'colour' && item.signal?.state === 'signal'
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {band && <rect x={from} y={band.y} width={width - from} height={Math.max(band.height, 1)} fill="var(--raised)" />}
      {dashY !== null && <line x1="0" x2={width} y1={dashY} y2={dashY} stroke="var(--grey-line)" strokeDasharray="2 2" />}
      <path d={path} fill="none" stroke={tone === 'ink' ? 'var(--muted)' : 'var(--c1)'} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      {point && !isSignal && <circle cx={point.x} cy={point.y} r="2" fill="var(--text)" />}
      {point && isSignal && (
        <path d={`M${point.x} ${point.y - 4}l4 4-4 4-4-4z`} fill={isGood(item) ? 'var(--green)' : 'var(--red)'} stroke="var(--ground)" strokeWidth="1.5" />
      )}
    </svg>
  )
}

/** Where the process of the limits began, in px: limits of today say nothing of the time before a declared change. */
function startOf(spans: NonNullable<NonNullable<ScoreItem['signal']>['spans']>, closed: ScoreItem['points'], width: number): number {
  const first = spans.find(({ segment }) => segment === spans.at(-1)?.segment)?.from ?? ''
  const at = closed.findIndex(({ period }) => period >= first)
  return at <= 0 ? 0 : Math.round(((at - 0.5) / (closed.length - 1)) * width)
}

function isGood({ points, signal, better }: Pick<ScoreItem, 'points' | 'signal' | 'better'>): boolean {
  if (signal?.gaps) return signal.gaps.latest?.isGood ?? false
  const last = points.findLast(({ mature, value }) => mature && value !== null)?.value ?? 0
  return last > (signal?.limits?.centre ?? 0) === (better === 'up')
}

/** A target of a trailing window has no place among the figures of single months. */
const isSameSeries = ({ value }: Pick<ScoreItem, 'value'>, closed: ScoreItem['points']): boolean => value !== null && closed.at(-1)?.value === value
