import { useMemo, useState } from 'react'
import { columnLayout, type InColumn } from '#engines/charts/columnLayout.ts'
import { useKeys } from '#web/keys.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayDay } from '#web/say.ts'
import type { DependencyMap, MapNode } from './asked.ts'
import { drawable } from './layout.ts'

/** The map of waiting: what gives stands left of what waits. A red line passes lateness on; a dashed one is soft. A bet opens what its slip would hit. */
export function DrawnMap({ map, pick }: { readonly map: DependencyMap; readonly pick: (key: string) => void }) {
  const [isOpen, setOpen] = useState(true)
  useKeys([{ keys: 'm', says: 'Show or hide the map', group: 'On this page', run: () => setOpen((open) => !open) }])
  if (map.edges.length === 0) return null
  return (
    <section className="sec" aria-label="Map">
      <SectionHead title="What waits for what" count={map.critical.length > 0 ? `critical path ${map.critical.join(' → ')}` : undefined}>
        <button type="button" className="btn no-print" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide map' : 'Show map'} <kbd aria-hidden="true">M</kbd>
        </button>
      </SectionHead>
      {isOpen && <Drawing map={map} pick={pick} />}
    </section>
  )
}

const boxes = { width: 212, height: 46, between: 64, below: 14 }

function Drawing({ map, pick }: { readonly map: DependencyMap; readonly pick: (key: string) => void }) {
  const some = useMemo(() => drawable(map, 150), [map])
  const { nodes, width, height } = useMemo(() => columnLayout(some.nodes, some.edges, boxes), [some])
  const at = new Map(nodes.map((node) => [node.id, node]))
  return (
    <>
      <Wide label="Map of dependencies">
        <div className="dmap" style={{ width, height }}>
          <svg width={width} height={height} aria-hidden="true">
            {some.edges.map((edge, n) => {
              const [from, to] = [at.get(edge.from), at.get(edge.to)]
              return from && to ? <path key={edge.need} d={lineOf(from, to, n)} className={`${edge.passes ? 'late' : ''} ${edge.strength}`} /> : null
            })}
          </svg>
          {nodes.map((node) => (
            <Box key={node.id} node={node} pick={pick} />
          ))}
        </div>
      </Wide>
      <ul className="dkey t12 muted">
        <li>
          <i className="late" /> passes lateness on
        </li>
        <li>
          <i /> hard, on time
        </li>
        <li>
          <i className="soft" /> soft
        </li>
        <li>Dates are those of 85%, as its people say</li>
        {some.edges.length < map.edges.length && (
          <li>{`${sayCount(some.edges.length)} of ${sayCount(map.edges.length)} are drawn, late and critical ones first; the table has all`}</li>
        )}
      </ul>
      <ul className="sr">
        {some.edges.map(({ need, from, to, strength, passes }) => (
          <li key={need}>{`${at.get(to)?.key} waits for ${at.get(from)?.title}, ${strength}${passes ? ', late' : ''}`}</li>
        ))}
      </ul>
    </>
  )
}

function Box({ node, pick }: { readonly node: InColumn<MapNode>; readonly pick: (key: string) => void }) {
  const { key, title, on, isLate, isOutside, isCritical, x, y } = node
  const inside = (
    <>
      <b>{title}</b>
      <span className="muted">{`${isOutside ? (node.squad ?? key) : key} · ${on ? sayDay(on) : 'no date'}`}</span>
    </>
  )
  const look = `dbox ${isLate ? 'late' : ''} ${isOutside ? 'out' : ''} ${isCritical ? 'crit' : ''}`
  const place = { insetInlineStart: x, insetBlockStart: y }
  return isOutside ? (
    <div className={look} style={place}>
      {inside}
    </div>
  ) : (
    <button type="button" className={look} style={place} onClick={() => pick(key)} title={`What a slip of ${key} would hit`}>
      {inside}
    </button>
  )
}

/** Right, up or down, and right again; one that passes a column runs below the row that it starts in, so that it touches no box between. */
function lineOf(from: InColumn<MapNode>, to: InColumn<MapNode>, n: number): string {
  const [x0, y0, x1, y1] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const bend = x1 - 12 - (n % 5) * 7
  if (x1 - x0 > 64 + 1) {
    const lane = from.y + from.height + 7
    return `M${x0} ${y0}H${x0 + 12 + (n % 4) * 5}V${lane}H${bend}V${y1}H${x1}`
  }
  return x1 > x0 ? `M${x0} ${y0}H${bend}V${y1}H${x1}` : `M${x0} ${y0}h10V${y0 + 26}H${x1 - 12}V${y1}H${x1}`
}
