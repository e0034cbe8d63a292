/* oxlint-disable jsx-a11y/prefer-tag-over-role -- parts of a drawing cannot be HTML buttons */
import { spanOf } from '#engines/numbers/showAnswer.ts'
import { useRef, useState, type KeyboardEvent } from 'react'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany } from '#web/say.ts'
import { useWidth } from '#web/useWidth.ts'
import type { PathsTold, Query } from './contract.ts'
import { barWidth, layPaths, mayBeCut, nextLink, stepName, type PlacedLink, type PlacedNode } from './pathLayout.ts'
import type { Pick } from './telling.ts'

/** What people do one after the other, as bands from step to step; each band opens who went that way. The same numbers stand in the table. */
export function PathFlow(shown: Shown) {
  return shown.told.links.length === 0 ? null : <Flow {...shown} />
}

interface Shown {
  readonly told: PathsTold
  readonly query: Query
  readonly of?: string | undefined
  readonly pick: Pick
}

function Flow({ told, query, of, pick }: Shown) {
  const room = useRef<HTMLElement>(null)
  const width = useWidth(room)
  const figure = useRef<SVGSVGElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const layout = layPaths(told.nodes, told.links, width, query['minCount'] === 1)
  const { nodes, links, levels, step, height } = layout
  const current = links.find(({ drill }) => drill === chosen)
  const tabbed = current ?? links[0]
  const say = ({ level, from, to, n, medianSec }: PlacedLink): string =>
    `${stepName(query, level)}: ${from} to ${to}, ${sayMany(n, 'time')}${medianSec === null ? '' : `, half within ${spanOf(medianSec)}`}`
  const move = (event: KeyboardEvent, from: PlacedLink): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'Enter' || event.key === ' ') pick(from.drill)
    else {
      const next = nextLink(links, from, event.key)
      if (!next) return
      figure.current?.querySelector<SVGPathElement>(`[data-at="${links.indexOf(next)}"]`)?.focus()
    }
    event.preventDefault()
  }
  return (
    <figure className="fig-room flow" ref={room}>
      <Wide label={of === undefined ? 'Flow of paths' : `Flow of paths, ${of}`}>
        <div className="flow-in" style={{ width: layout.width, height: height + top }}>
          <svg
            ref={figure}
            width={layout.width}
            height={height + top}
            role="group"
            aria-label="From step to step. Arrow keys move between the bands, Enter opens who went that way."
          >
            <g transform={`translate(0 ${top})`}>
              {links.map((link, at) => (
                <path
                  key={link.drill}
                  data-at={at}
                  d={bandOf(link)}
                  className={`band${link.to === 'Other' || link.from === 'Other' ? ' rest' : ''}`}
                  role="button"
                  tabIndex={link === tabbed ? 0 : -1}
                  aria-label={say(link)}
                  onClick={() => pick(link.drill)}
                  onFocus={() => setChosen(link.drill)}
                  onMouseEnter={() => setChosen(link.drill)}
                  onKeyDown={(event) => move(event, link)}
                />
              ))}
              {nodes.map((node) => (
                <rect
                  key={`${node.level} ${node.name}`}
                  className={node.name === 'Other' ? 'bar rest' : 'bar'}
                  x={node.x}
                  y={node.y}
                  width={barWidth}
                  height={node.height}
                />
              ))}
            </g>
          </svg>
          <Heads names={levels.map((level) => stepName(query, level))} step={step} />
          {nodes.map((node) => (
            <NodeWords key={`${node.level} ${node.name}`} node={node} step={step} />
          ))}
        </div>
      </Wide>
      <figcaption className="note num" aria-live="polite">
        {current ? say(current) : `${sayMany(told.paths, 'path')}; a band is as wide as it is walked often, and opens who went that way.`}
      </figcaption>
    </figure>
  )
}

const top = 26

function Heads({ names, step }: { readonly names: readonly string[]; readonly step: number }) {
  return names.map((name, column) => (
    <span key={name} className="flow-head" style={{ left: column * step, width: step - 8 }}>
      {name}
    </span>
  ))
}

/** Steps that are closer leave room for fewer words. */
const narrow = 150

function NodeWords({ node: { name, n, ends, x, y }, step }: { readonly node: PlacedNode; readonly step: number }) {
  const room = step - barWidth - 18
  return (
    <span className="flow-node" style={{ left: x + barWidth + 6, top: y + top, width: room }}>
      <b {...(mayBeCut(name, room) ? { className: 'cut', title: name } : {})}>{name}</b>
      <span className="num">{`${sayCount(n)}${ends ? ` · ${sayCount(ends)} ${step < narrow ? 'end' : 'end here'}` : ''}`}</span>
    </span>
  )
}

/** A band as an area: its upper edge there, its lower edge back. */
function bandOf({ x1, y1, x2, y2, width }: PlacedLink): string {
  const [half, middle] = [width / 2, (x1 + x2) / 2]
  return `M${x1} ${y1 - half}C${middle} ${y1 - half} ${middle} ${y2 - half} ${x2} ${y2 - half}V${y2 + half}C${middle} ${y2 + half} ${middle} ${y1 + half} ${x1} ${y1 + half}Z`
}
