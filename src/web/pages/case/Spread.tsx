/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an SVG that is drawn in place is an image */
import type { OptionWorth } from './asked.ts'

const [width, height] = [120, 30]

/** The drawn worlds of an option on the scale that all options share, with the line of nothing won or lost. Its figures stand beside it. */
export function Spread({
  option: { name, draws },
  scale,
  money,
}: {
  readonly option: OptionWorth
  readonly scale: { readonly low: number; readonly high: number }
  readonly money: (value: number) => string
}) {
  const room = scale.high - scale.low || 1
  const x = (value: number): number => ((value - scale.low) / room) * width
  const most = Math.max(...draws.spread.map(({ share }) => share))
  return (
    <svg
      className="spread"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${name}: from ${money(draws.p10)} to ${money(draws.p90)} in four worlds of five`}
    >
      {draws.spread.map(({ from, to, share }) => (
        <rect
          key={from}
          className={to <= 0 ? 'lost' : 'won'}
          x={x(from)}
          width={Math.max(2, x(to) - x(from) - 0.6)}
          y={height - 4 - (share / most) * (height - 6)}
          height={(share / most) * (height - 6)}
        />
      ))}
      <line x1={x(0)} x2={x(0)} y1="0" y2={height} />
    </svg>
  )
}
