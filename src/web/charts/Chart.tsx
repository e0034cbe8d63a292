/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an SVG that is drawn into a box is an image */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { dark, light } from '#engines/charts/theme.ts'
import type { Figure, Frame } from '#engines/charts/figure.ts'
import { useDrawnTheme } from '#web/theme.ts'
import type { DrawnChart } from './engine.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { useWidth } from '#web/useWidth.ts'

/**
 * A chart from a pure option function, drawn in the theme and at the width that it stands in. ECharts arrives after the page; until then the
 * room is kept. Beside the drawing stand its summary, for who cannot see it, and its numbers as a table.
 */
export function Chart({
  figure,
  pick,
  children,
}: {
  readonly figure: (frame: Frame) => Figure
  readonly pick?: (index: number) => void
  readonly children?: (figure: Figure) => ReactNode
}) {
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const theme = useDrawnTheme() === 'dark' ? dark : light
  const drawn = useMemo(() => (width > 0 ? figure({ theme, width }) : null), [figure, theme, width])
  const [isTable, setTable] = useState(false)
  const summaryId = useId()
  return (
    <div className="chart-room">
      <div ref={room} style={{ height: isTable ? undefined : (drawn?.height ?? 240) }} className="chart-place">
        {drawn && !isTable && <Drawing figure={drawn} width={width} pick={pick} label={summaryId} />}
        {drawn && !isTable && children?.(drawn)}
        {drawn && isTable && <Twin figure={drawn} />}
      </div>
      <p id={summaryId} className="sr">
        {drawn?.summary}
      </p>
      <button type="button" className="link t12 twin-b" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
        {isTable ? 'As a chart' : 'As a table'}
      </button>
    </div>
  )
}

function Drawing({
  figure,
  width,
  pick,
  label,
}: {
  readonly figure: Figure
  readonly width: number
  readonly pick: ((index: number) => void) | undefined
  readonly label: string
}) {
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<DrawnChart | null>(null)
  const newestPick = useRef(pick)
  useLayoutEffect(() => {
    newestPick.current = pick
  })
  const canPick = pick !== undefined
  useEffect(() => {
    let started: DrawnChart | null = null
    let isGone = false
    void import('./engine.ts').then(({ startChart }) => {
      if (isGone || !place.current) return
      started = startChart(place.current, canPick ? (index) => newestPick.current?.(index) : undefined)
      setChart(started)
    })
    return () => {
      isGone = true
      started?.dispose()
      setChart(null)
    }
  }, [canPick])
  useEffect(() => chart?.draw(figure.option, { width, height: figure.height }), [chart, figure, width])
  return <div ref={place} role="img" aria-labelledby={label} style={{ width, height: figure.height }} />
}

function Twin({ figure }: { readonly figure: Figure }) {
  return (
    <Wide room="twin" label={figure.summary}>
      <table className="num">
        <thead>
          <tr>
            {figure.table.head.map((heading, index) => (
              <th key={heading} scope="col" className={index > 0 ? 'r' : ''}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figure.table.rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, index) => (
                <td key={`${figure.table.head[index] ?? index}`} className={index > 0 ? 'r' : 'b'}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
