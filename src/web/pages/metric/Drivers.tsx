import type { AnyMetric } from '#kernel'
import type { ScoreItem } from '#web/contract.ts'
import { tree, type TreeEdge, type TreeNode, type TreeTold } from '#web/explained.ts'
import { NodeChange } from '#web/parts/NodeChange.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayMany, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { metrics } from '#web/vocabulary.ts'

/** What it is made of and what is believed to move it, from the tree; and what must not get worse meanwhile. */
export function Drivers({ metricKey, metric, items }: { readonly metricKey: string; readonly metric: AnyMetric; readonly items: readonly ScoreItem[] }) {
  const { workspace, asOf } = useUrl()
  return (
    <div className="cols drivers">
      <section className="sec" aria-labelledby="h-drv">
        <Tile of={tree(workspace, asOf)} name="The drivers" lines={3}>
          {(told) => <Edges told={told} metricKey={metricKey} />}
        </Tile>
      </section>
      <section className="sec" aria-labelledby="h-guard">
        <SectionHead id="h-guard" title="Read it with" count={metric.guardrails.length > 0 ? 'guardrails' : undefined} />
        {metric.guardrails.length === 0 && <p className="note">Nothing guards it. What could get worse while it gets better?</p>}
        <ul className="rows t13 num">
          {metric.guardrails.map((key) => (
            <Guard key={key} metricKey={key} item={items.find((item) => item.key === key)} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function Guard({ metricKey, item }: { readonly metricKey: string; readonly item: ScoreItem | undefined }) {
  return (
    <li className="row line">
      <Go to={`metrics/${metricKey}`} className="b">
        {metrics[metricKey]?.name ?? metricKey}
      </Go>
      {item ? <Spark item={item} width={72} height={20} /> : <span />}
      <span className="r">
        {item ? <Struck trust={item.value === null ? null : item.trust}>{sayValue(item.value, item.unit, item.currency)}</Struck> : '–'}
      </span>
      <span className="r">{item && <StateMark state={item.state} />}</span>
    </li>
  )
}

function Edges({ told, metricKey }: { readonly told: TreeTold; readonly metricKey: string }) {
  const isOwn = (id: string) => id === metricKey || id.startsWith(`${metricKey}:`)
  const below = told.edges.filter(({ to, from, kind }) => kind !== 'guardrail' && isOwn(to) && !isOwn(from))
  const above = told.edges.filter(({ to, from, kind }) => kind !== 'guardrail' && isOwn(from) && !isOwn(to))
  return (
    <>
      <SectionHead id="h-drv" title="Drivers" count={below.length + above.length > 0 ? sayMany(below.length, 'input') : undefined}>
        <Go to="metrics/tree" words={{ node: metricKey }} className="link">
          In the tree
        </Go>
      </SectionHead>
      {below.length + above.length === 0 && <p className="note">The tree does not name it yet. Say what it is made of, or what you believe moves it.</p>}
      <ul className="rows t13 num">
        {below.map((edge) => (
          <EdgeRow key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} node={told.nodes.find(({ id }) => id === edge.from)} way="from" />
        ))}
        {above.map((edge) => (
          <EdgeRow key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} node={told.nodes.find(({ id }) => id === edge.to)} way="to" />
        ))}
      </ul>
    </>
  )
}

function EdgeRow({ edge, node, way }: { readonly edge: TreeEdge; readonly node: TreeNode | undefined; readonly way: 'from' | 'to' }) {
  if (!node) return null
  return (
    <li className="row edge">
      <div>
        {node.metric ? (
          <Go to={`metrics/${node.metric}`} className="b">
            {node.name}
          </Go>
        ) : (
          <b className="b">{node.name}</b>
        )}
        <div className="sub">{`${way === 'to' ? 'Leads to it: ' : ''}${saysOf(edge)}`}</div>
      </div>
      <div className="r">
        <Struck trust={node.value === null ? null : node.trust}>{sayValue(node.value, node.unit, node.currency)}</Struck>
        <div className="t12">
          <NodeChange node={node} />
        </div>
      </div>
    </li>
  )
}

/** Arithmetic, or a belief with its record; only an experiment makes it a cause. */
export function saysOf({ kind, operation, sign, lag, evidence, score }: TreeEdge): string {
  if (kind === 'identity')
    return operation === 'sum' ? (sign === 1 ? 'adds to it, exactly' : 'taken from it, exactly') : `part of a ${operation ?? 'sum'}, exactly`
  if (kind === 'guardrail') return 'must not get worse'
  const after = lag ? `after ${sayMany(lag, 'month')}` : 'at once'
  const record = score && score.tested > 0 ? `followed ${score.confirmed} of ${score.tested}` : 'not tested yet'
  const proof = evidence === 'experiment' ? 'by experiment' : evidence === 'regression' ? 'a correlation' : 'an opinion'
  return `${evidence === 'experiment' ? (sign === 1 ? 'raises it' : 'lowers it') : sign === 1 ? 'may raise it' : 'may lower it'} ${after}, ${proof}; ${record}`
}
