import { useRef, useState } from 'react'
import { besideValue, fittingTree, isCompact, nameLines, type Boxes, type Placed } from '#engines/charts/treeLayout.ts'
import type { ScoreItem, State } from '#web/contract.ts'
import type { TreeEdge, TreeNode, TreeTold } from '#web/explained.ts'
import { HowFigure, useHow } from '#web/computed/how.tsx'
import { isVouched } from '#web/parts/Certainty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Shape, StateMark } from '#web/parts/StateMark.tsx'
import { NodeChange } from '#web/parts/NodeChange.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { sayValue, showVariance } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { Wide } from '#web/parts/Wide.tsx'

/** The tree with live values: solid lines sum exactly, dashed ones are beliefs with their record. Arrow keys walk along its edges; the table says the same. */
export function Drawing({ told, items }: { readonly told: TreeTold; readonly items: readonly ScoreItem[] }) {
  const [isTable, setTable] = useState(false)
  const edges = told.edges.filter(({ kind }) => kind !== 'guardrail')
  const inTree = told.nodes.filter(({ id }) => edges.some(({ from, to }) => from === id || to === id))
  return (
    <section className="sec" aria-labelledby="h-tree">
      <SectionHead id="h-tree" title={told.nodes.find(({ id }) => id === told.northStar)?.name ?? 'The tree'} count={told.northStar ? 'North Star' : undefined}>
        <span className="legend d-only">
          <span>
            <svg width="24" height="8" aria-hidden="true">
              <path d="M0 4h24" className="te exact" />
            </svg>
            sums exactly
          </span>
          <span>
            <svg width="24" height="8" aria-hidden="true">
              <path d="M0 4h24" className="te belief" />
            </svg>
            belief: lag, times the output followed
          </span>
        </span>
        <button type="button" className="link d-only" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'As a drawing' : 'As a table'}
        </button>
      </SectionHead>
      <div className={isTable ? 'd-none' : 'd-only'}>
        <Picture nodes={inTree} edges={edges} northStar={told.northStar} items={items} />
      </div>
      {isTable && <Table edges={told.edges} nodes={told.nodes} />}
      <div className="m-only">
        <Indented nodes={inTree} edges={edges} items={items} />
      </div>
    </section>
  )
}

interface Shown {
  readonly nodes: readonly TreeNode[]
  readonly edges: readonly TreeEdge[]
  readonly items: readonly ScoreItem[]
}

function Picture({ nodes, edges, items, northStar }: Shown & { readonly northStar: string | null }) {
  const { search, go } = useUrl()
  const how = useHow()
  const layout = fittingTree(
    nodes.map(({ id }) => id),
    edges,
  )
  const { boxes } = layout
  const places = new Map(layout.nodes.map((place) => [place.id, place]))
  const room = useRef<SVGSVGElement>(null)
  const focus = (id: string | undefined) => (id === undefined ? undefined : room.current?.querySelector<SVGElement>(`[data-node="${CSS.escape(id)}"]`)?.focus())
  const step = (place: Placed, key: string): string | undefined => {
    if (key === 'ArrowRight') return edges.find(({ to }) => to === place.id)?.from
    if (key === 'ArrowLeft') return edges.find(({ from }) => from === place.id)?.to
    const way = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    return way === 0 ? undefined : layout.nodes.find(({ layer, row }) => layer === place.layer && row === place.row + way)?.id
  }
  return (
    <Wide room="tree-room" label="The tree, drawn">
      <svg ref={room} width={layout.width + 8} height={layout.height + 8} viewBox={`-4 -4 ${layout.width + 8} ${layout.height + 8}`} className="tree-svg">
        {edges.map((edge) => (
          <Line key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} boxes={boxes} from={places.get(edge.from)} to={places.get(edge.to)} />
        ))}
        {edges.map((edge) => (
          <Words key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} boxes={boxes} from={places.get(edge.from)} />
        ))}
        {layout.nodes.map((place) => {
          const node = nodes.find(({ id }) => id === place.id)
          return node ? (
            <g key={place.id} transform={`translate(${place.x} ${place.y})`}>
              <a
                href={node.metric ? `./${node.metric}` : undefined}
                data-node={place.id}
                tabIndex={0}
                aria-label={labelOf(node)}
                className={`tn ${node.trust && node.trust.state !== 'trusted' ? 'unsure' : ''} ${place.id === northStar ? 'north' : ''} ${search['node'] === node.metric ? 'sel' : ''}`}
                onClick={(event) => {
                  event.preventDefault()
                  if (!node.metric) return
                  const isValue = event.target instanceof Element && event.target.classList.contains('val')
                  if (isValue) how(node.metric)
                  else go(`metrics/${node.metric}`)
                }}
                onKeyDown={(event) => {
                  if (event.key === 'h' && node.metric) return how(node.metric)
                  const next = step(place, event.key)
                  if (next === undefined) return
                  event.preventDefault()
                  focus(next)
                }}
              >
                <Box node={node} boxes={boxes} state={stateOf(node, items)} />
              </a>
            </g>
          ) : null
        })}
      </svg>
    </Wide>
  )
}

function Box({ node, boxes, state }: { readonly node: TreeNode; readonly boxes: Boxes; readonly state: State | null }) {
  const foot = boxes.height - 12
  const value = sayValue(node.value, node.unit, node.currency)
  const changed = (decimals?: number) =>
    node.prior !== null && node.value !== null && node.metric !== null
      ? showVariance(node.value, node.prior, node.unit, { currency: node.currency, better: node.better ?? 'within', decimals })
      : null
  const was = changed()
  return (
    <>
      <rect width={boxes.width} height={boxes.height} rx="6" />
      {nameLines(node.name, boxes).map((line, at) => (
        <text key={line} x="10" y={20 + at * 14} className="name">
          {line}
        </text>
      ))}
      <text x="10" y={foot} className={was && !isUntrusted(node) ? { good: 'good', bad: 'bad', neutral: 'was' }[was.tone] : 'was'}>
        {was ? besideValue([was.absolute, changed(2)?.absolute ?? ''], value, boxes) : node.reason ? 'no data' : ''}
      </text>
      <text x={boxes.width - (state ? 26 : 10)} y={foot} textAnchor="end" className={`val ${node.value !== null && isUntrusted(node) ? 'doubted' : ''}`}>
        {value}
      </text>
      {state && (
        <svg
          x={boxes.width - 20}
          y={foot - 10}
          width="10"
          height="10"
          className={`rag ${{ red: 'r', amber: 'a', green: 'g', none: 'x', untrusted: 'x' }[state]}`}
        >
          <Shape state={state} />
        </svg>
      )}
    </>
  )
}

interface Drawn {
  readonly edge: TreeEdge
  readonly boxes: Boxes
  readonly from: Placed | undefined
}

function Line({ edge, boxes, from, to }: Drawn & { readonly to: Placed | undefined }) {
  if (!from || !to) return null
  const [x1, y1, x2, y2] = [to.x + boxes.width, to.y + boxes.height / 2, from.x, from.y + boxes.height / 2]
  const bend = x2 - boxes.between + 12
  return <path d={`M${x1} ${y1}H${bend}V${y2}H${x2}`} className={`te ${edge.kind === 'identity' ? 'exact' : 'belief'}`} />
}

/** What is said of an edge, above its end, or above its box where layers stand close; written over every line. */
function Words({ edge, boxes, from }: Drawn) {
  const { score } = edge
  const minus = edge.sign === -1 ? '−' : ''
  const record = score && score.tested > 0 ? `, ${score.confirmed} of ${score.tested}` : ''
  const says = edge.kind === 'hypothesis' ? `${minus && `${minus} `}${edge.lag ?? 0} m${record}` : minus
  if (!from || says === '') return null
  if (isCompact(boxes) && edge.kind === 'hypothesis')
    return (
      <text x={from.x + 2} y={from.y - 5} className="tl">
        {says}
      </text>
    )
  return (
    <text x={from.x - 6} y={from.y + boxes.height / 2 - 5} textAnchor="end" className="tl">
      {says}
    </text>
  )
}

const isUntrusted = ({ trust }: TreeNode): boolean => trust?.state === 'untrusted'

function labelOf(node: TreeNode): string {
  const was = node.prior === null ? '' : `, was ${sayValue(node.prior, node.unit, node.currency)}`
  const trust = node.trust && node.trust.state !== 'trusted' ? `, ${isVouched(node.trust) ? 'vouched for' : node.trust.state}` : ''
  return `${node.name}: ${sayValue(node.value, node.unit, node.currency)}${was}${trust}`
}

const stateOf = (node: TreeNode, items: readonly ScoreItem[]): State | null =>
  node.part === null && node.metric ? (items.find(({ key }) => key === node.metric)?.state ?? null) : null

function Table({ edges, nodes }: { readonly edges: readonly TreeEdge[]; readonly nodes: readonly TreeNode[] }) {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)
  return (
    <Wide label="Edges of the tree">
      <table className="num">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="r">
              Value
            </th>
            <th scope="col">To</th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => {
            const from = nameOf(edge.from)
            return (
              <tr key={`${edge.from} ${edge.to} ${edge.kind}`}>
                <td className="b">{from?.name ?? edge.from}</td>
                <td className="r">{from ? <NodeValue node={from} /> : '–'}</td>
                <td>{nameOf(edge.to)?.name ?? edge.to}</td>
                <td className="muted">{edge.says}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Wide>
  )
}

/** The value of a node, which opens its proof; a part opens that of its metric. */
function NodeValue({ node }: { readonly node: TreeNode }) {
  const value = <Struck trust={node.value === null ? null : node.trust}>{sayValue(node.value, node.unit, node.currency)}</Struck>
  return node.metric ? (
    <HowFigure of={node.metric} name={node.name}>
      {value}
    </HowFigure>
  ) : (
    value
  )
}

/** On a phone the tree is a list: what moves a number stands indented beneath it. */
function Indented({ nodes, edges, items }: Shown) {
  const tops = nodes.filter(({ id }) => !edges.some(({ from }) => from === id))
  const shown: { readonly node: TreeNode; readonly depth: number }[] = []
  const walk = (node: TreeNode, depth: number, seen: readonly string[]): void => {
    shown.push({ node, depth })
    for (const { from } of edges.filter(({ to }) => to === node.id)) {
      const below = nodes.find(({ id }) => id === from)
      if (below && !seen.includes(from)) walk(below, depth + 1, [...seen, from])
    }
  }
  for (const top of tops) walk(top, 0, [top.id])
  return (
    <ul className="rows indent num">
      {shown.map(({ node, depth }, index) => {
        const state = stateOf(node, items)
        return (
          <li className="row" key={`${index} ${node.id}`} style={{ paddingInlineStart: depth * 16 }}>
            <div>
              {node.metric ? (
                <Go to={`metrics/${node.metric}`} className="ttl">
                  {node.name}
                </Go>
              ) : (
                <span className="ttl">{node.name}</span>
              )}
              <div className="t12">
                <NodeChange node={node} />
              </div>
            </div>
            <span className="b">
              <NodeValue node={node} />
            </span>
            <span>{state && <StateMark state={state} />}</span>
          </li>
        )
      })}
    </ul>
  )
}
