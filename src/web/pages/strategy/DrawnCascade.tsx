import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { columnLayout, type InColumn } from '#engines/charts/columnLayout.ts'
import { Segments } from '#web/parts/Segments.tsx'
import { Shape } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { measurement, scorecard } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import type { Cascade } from './cascade.ts'
import { cascadeMap, columns, measureId, measuresOf, threadOf, type MapEdge, type Measure, type MapNode } from './cascadeMap.ts'
import { betSays, keyResultReads, metricSays, readingsOf, type Reading } from './telling.ts'

/** More boxes than these are drawn one pillar at a time. */
const most = 160
const [height, between, below] = [52, 36, 10]

/** Pillar, objective, key result, bet and metric in columns, with what they read. The thread of whatever is pointed at or focused stands out, both ways. */
export function DrawnCascade({ cascade, width, ways }: { readonly cascade: Cascade; readonly width: number; readonly ways: ReactNode }) {
  const { workspace, asOf, search } = useUrl()
  const { serverTime } = useMe()
  const { data: card } = useQuery(scorecard(workspace, asOf))
  const readings = useReadings(cascade)
  const map = useMemo(() => {
    const items = card?.items ?? []
    const now = asOf ?? serverTime
    const say = {
      ofKeyResult: keyResultReads,
      ofBet: (row: Parameters<typeof betSays>[0]) => betSays(row, now),
      ofMetric: (measure: Measure) => metricSays(measure, items, readings),
    }
    const asked = cascade.pillars.find(({ title }) => title === search['pillar'])?.title
    const whole = cascadeMap(cascade, say, asked)
    const first = cascade.pillars[0]?.title
    const isMuch = asked === undefined && search['pillar'] !== 'all' && whole.nodes.length > most && cascade.pillars.length > 1
    return isMuch ? { ...cascadeMap(cascade, say, first), pillar: first, isMuch } : { ...whole, pillar: asked, isMuch }
  }, [cascade, card, readings, asOf, serverTime, search])
  const pillars = cascade.pillars.map(({ title }) => ({ id: title, says: title }))
  const options = map.isMuch || search['pillar'] === 'all' ? [...pillars, { id: 'all', says: 'All' }] : [{ id: 'all', says: 'All pillars' }, ...pillars]
  return (
    <section className="sec cmap-s" aria-label="The cascade, drawn">
      <div className="casc-bar no-print">
        {pillars.length > 1 && <Segments name="pillar" label="Pillar" value={map.pillar ?? 'all'} options={options} />}
        {ways}
      </div>
      <Drawing nodes={map.nodes} edges={map.edges} room={width} />
    </section>
  )
}

/** What each part of a metric reads that the drawing names: as a key result has it, else as it is measured. */
function useReadings(cascade: Cascade): ReadonlyMap<string, Reading> {
  const { workspace, asOf } = useUrl()
  const known = useMemo(() => readingsOf(cascade), [cascade])
  const asked = useMemo(() => {
    const parts = cascade.pillars.flatMap(({ objectives }) => objectives.flatMap(({ bets }) => bets.flatMap(measuresOf)))
    return [...new Map(parts.flatMap((one) => (one.by && !known.has(measureId(one)) ? [[measureId(one), one] as const] : []))).values()]
  }, [cascade, known])
  const queries = asked.map(({ metric, by }) => measurement(workspace, metric, { by, asOf }))
  const answers = useQueries({ queries, combine: (all) => all.map(({ data }) => data) })
  return useMemo(() => {
    const measured = asked.flatMap((one, at) => {
      const answer = answers[at]
      const group = answer?.groups?.find(({ key }) => key.toLowerCase() === one.part?.toLowerCase())
      return answer && group ? [[measureId(one), { value: group.value, unit: answer.unit, currency: answer.currency }] as const] : []
    })
    return new Map([...known, ...measured])
  }, [asked, answers, known])
}

interface Props {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
  readonly room: number
}

function Drawing({ nodes, edges, room }: Props) {
  const width = Math.max(148, Math.floor((room - between * (columns.length - 1) - 2) / columns.length))
  const { nodes: placed, ...size } = useMemo(() => columnLayout(nodes, edges, { width, height, between, below }), [nodes, edges, width])
  const places = useMemo(() => new Map(placed.map((node) => [node.id, node])), [placed])
  const [at, setAt] = useState<string | null>(null)
  const [stop, setStop] = useState<string | null>(null)
  const thread = useMemo(() => (at === null ? null : threadOf(edges, at)), [edges, at])
  const area = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent, from: InColumn<MapNode>) => {
    const next = stepFrom(from, event.key, placed, edges, places)
    if (!next) return
    event.preventDefault()
    setStop(next)
    area.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus()
  }
  const first = places.has(stop ?? '') ? stop : (placed[0]?.id ?? null)
  const total = columns.length * (width + between) - between
  return (
    <Wide label="Columns of the cascade">
      <div className="cmap-h" style={{ width: total, gridTemplateColumns: `repeat(${columns.length}, ${width}px)`, columnGap: between }} aria-hidden="true">
        {columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <div ref={area} className={thread ? 'cmap on' : 'cmap'} style={{ width: total, height: size.height }} onMouseLeave={() => setAt(null)}>
        <svg width={total} height={size.height} aria-hidden="true">
          {edges.map(({ from, to }) => {
            const [a, b] = [places.get(from), places.get(to)]
            return a && b ? <path key={`${from} ${to}`} d={curve(a, b)} className={thread?.has(from) && thread.has(to) ? 'lit' : ''} /> : null
          })}
        </svg>
        {placed.map((node) => (
          <Box
            key={node.id}
            node={node}
            leads={countOf(edges, node.id)}
            isLit={thread?.has(node.id) ?? false}
            isStop={node.id === first}
            point={() => setAt(node.id)}
            leave={() => setAt(null)}
            walk={(event) => walk(event, node)}
          />
        ))}
      </div>
      <p className="note no-print">Point at a box, or walk with the arrow keys: what it serves and what serves it stands out. Enter opens it.</p>
    </Wide>
  )
}

const countOf = (edges: readonly MapEdge[], id: string) => ({
  up: edges.filter(({ to }) => to === id).length,
  down: edges.filter(({ from }) => from === id).length,
})

/** Right to the first that it leads to, left to the first that leads to it, up and down within the column. */
function stepFrom(
  from: InColumn<MapNode>,
  key: string,
  placed: readonly InColumn<MapNode>[],
  edges: readonly MapEdge[],
  places: ReadonlyMap<string, InColumn<MapNode>>,
): string | undefined {
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const ends =
      key === 'ArrowRight'
        ? edges.filter((edge) => edge.from === from.id).map(({ to }) => to)
        : edges.filter(({ to }) => to === from.id).map((edge) => edge.from)
    return ends.toSorted((a, b) => (places.get(a)?.y ?? 0) - (places.get(b)?.y ?? 0))[0]
  }
  const way = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  if (way === 0) return undefined
  const column = placed.filter(({ x }) => x === from.x).toSorted((a, b) => a.y - b.y)
  return column[column.findIndex(({ id }) => id === from.id) + way]?.id
}

const tones = { red: 'red', amber: 'amber', green: 'green', none: '', untrusted: '' } as const

interface BoxProps {
  readonly node: InColumn<MapNode>
  readonly leads: { readonly up: number; readonly down: number }
  readonly isLit: boolean
  readonly isStop: boolean
  readonly point: () => void
  readonly leave: () => void
  readonly walk: (event: KeyboardEvent) => void
}

function Box({ node, leads, isLit, isStop, point, leave, walk }: BoxProps) {
  const { set, go } = useUrl()
  const { id, column, title, says, state, isOrphan, opens, x, y, width } = node
  const open = () => {
    if (opens && 'peek' in opens) set({ peek: opens.peek })
    else if (opens) go(opens.page, opens.words)
  }
  return (
    <button
      type="button"
      data-node={id}
      tabIndex={isStop ? 0 : -1}
      className={`cbox ${isLit ? 'lit' : ''} ${isOrphan ? 'orphan' : ''}`}
      style={{ insetInlineStart: x, insetBlockStart: y, width, height }}
      title={`${title}${says ? `\n${says}` : ''}`}
      onMouseEnter={point}
      onFocus={point}
      onBlur={leave}
      onClick={open}
      onKeyDown={walk}
    >
      <span className="sr">{`${columns[column] ?? ''}: `}</span>
      <b>{title}</b>
      <span className="muted num">
        {(isOrphan || state) && (
          <i className={tones[isOrphan ? 'amber' : (state ?? 'none')]}>
            <Shape state={isOrphan ? 'amber' : (state ?? 'none')} />
          </i>
        )}
        <span>{isOrphan && says === '' ? 'Orphan' : says}</span>
      </span>
      <span className="sr">{`, serves ${leads.up}, served by ${leads.down}`}</span>
    </button>
  )
}

function curve(from: InColumn<MapNode>, to: InColumn<MapNode>): string {
  const [x0, y0, x1, y1] = [from.x + from.width, from.y + height / 2, to.x, to.y + height / 2]
  const bend = Math.min(48, (x1 - x0) / 2)
  return `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`
}
