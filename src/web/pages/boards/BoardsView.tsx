import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import type { Scorecard } from '#web/contract.ts'
import { tree } from '#web/explained.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { scorecard } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Turn, useUrl } from '#web/url.tsx'
import { MetricRows } from '#web/pages/metrics/MetricTable.tsx'
import { makeBoards, type Board } from './makeBoards.ts'
import { Wide } from '#web/parts/Wide.tsx'
import '#web/pages/metrics/metrics.css'
import './boards.css'

export function BoardsView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-boards p-metrics" id="main">
      <title>{`Boards · ${card.name}`}</title>
      <div className="xh">
        <h1>Boards</h1>
        <div className="acts no-print">
          <button type="button" className="btn" onClick={() => print()}>
            <Icon of={Printer} /> Print
          </button>
        </div>
      </div>
      <MetricsTabs />
      <Tile of={scorecard(workspace, asOf)} name="The boards" lines={10}>
        {(answer) => <Chosen answer={answer} />}
      </Tile>
    </main>
  )
}

function Chosen({ answer }: { readonly answer: Scorecard }) {
  const { workspace, asOf, search } = useUrl()
  const told = useQuery(tree(workspace, asOf)).data
  if (!told) return null
  const boards = makeBoards(answer.items, told)
  const board = boards.find(({ id }) => id === search['board']) ?? boards[0]
  if (!board)
    return (
      <Empty says="No metric has an owner or a place in the tree yet" next="Name owners in the dictionary, or draw the tree; boards follow by themselves." />
    )
  return (
    <div className="boards">
      <nav aria-label="Boards" className="pick no-print">
        <Choices boards={boards.filter(({ kind }) => kind === 'executive')} current={board.id} title="" />
        <Choices boards={boards.filter(({ kind }) => kind === 'line')} current={board.id} title="Product line" />
        <Choices boards={boards.filter(({ kind }) => kind === 'squad')} current={board.id} title="Squad, by owner" />
      </nav>
      <article aria-label={`Board: ${board.name}`}>
        <p className="concl">{board.name}</p>
        <p className="note">{`As of ${sayDay(answer.asOf)}. Made from the tree and the owners.`}</p>
        {board.parts.map((part) => (
          <section className="sec" key={part.title}>
            <SectionHead title={part.title} count={part.says} />
            <Wide label={part.title}>
              <MetricRows items={part.items} />
            </Wide>
          </section>
        ))}
      </article>
    </div>
  )
}

function Choices({ boards, current, title }: { readonly boards: readonly Board[]; readonly current: string; readonly title: string }) {
  if (boards.length === 0) return null
  return (
    <div>
      {title && <h3 className="muted">{title}</h3>}
      <ul>
        {boards.map(({ id, name }) => (
          <li key={id}>
            <Turn words={{ board: id === 'executive' ? undefined : id }} isCurrent={id === current}>
              {name}
            </Turn>
          </li>
        ))}
      </ul>
    </div>
  )
}
