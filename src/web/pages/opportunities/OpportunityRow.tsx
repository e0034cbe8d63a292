import type { DragEvent } from 'react'
import { StateWords } from '#web/parts/StateMark.tsx'
import { sayCount, sayValue } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { OpportunityNode } from './asked.ts'
import { lacksOf, loudSays } from './telling.ts'

/** One opportunity of the tree: what stands behind it, what is missing, which bets address it. */
export function OpportunityRow({
  node,
  isPlaced,
  currency,
  move,
  drop,
}: {
  readonly node: OpportunityNode
  readonly isPlaced: boolean
  readonly currency: string
  readonly move: ((id: string) => void) | null
  readonly drop: (event: DragEvent) => void
}) {
  const { search, set } = useUrl()
  const { evidence } = node
  const [loud, lacks] = [loudSays(evidence), lacksOf(node, isPlaced)]
  return (
    <tr
      className={search['peek'] === `opportunity:${node.key}` ? 'sel' : ''}
      draggable={move !== null}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', node.id)}
      onDragOver={(event) => move && event.preventDefault()}
      onDrop={drop}
    >
      <td className="wide nm" style={{ paddingInlineStart: node.depth * 20 }}>
        <button type="button" className="b" onClick={() => set({ peek: `opportunity:${node.key}` })}>
          {node.title}
        </button>{' '}
        <span className="sub">{node.key}</span>
        <div className="marks">
          {loud && <StateWords state="amber">{`Loud: ${loud}`}</StateWords>}
          {lacks.length > 0 && <span className="chip line">{lacks.join(', ')}</span>}
        </div>
      </td>
      <td className="r" data-l="Voices">
        {sayCount(evidence.voices)}
      </td>
      <td className="r" data-l="Accounts">
        {sayCount(evidence.accounts)}
      </td>
      <td className="r" data-l="Revenue">
        {evidence.revenue === null ? <span className="muted">unknown</span> : sayValue(evidence.revenue, 'money', currency)}
      </td>
      <td className="r" data-l="Score">
        {node.score === null ? <span className="muted">not asked</span> : <span title={node.band ?? undefined}>{node.score.toFixed(1)}</span>}
      </td>
      <td className="wide" data-l="Addressed by">
        {node.bets.map((bet) => (
          <Go key={bet.key} className="link" to={`n/initiatives/${bet.key}`} title={bet.title}>
            {bet.key}
          </Go>
        ))}
        {node.bets.length === 0 && <span className="muted">no bet</span>}
      </td>
      <td data-l="State" className="nw">
        {words(node.state)}
      </td>
      <td className="r">
        {move && (
          <button type="button" className="btn quiet" onClick={() => move(node.id)} aria-label={`Move ${node.title}`}>
            Move
          </button>
        )}
      </td>
    </tr>
  )
}
