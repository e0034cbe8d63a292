/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role -- lanes take dropped cards; “Move to” and the arrow keys do the same */
import { Ellipsis, Target } from 'lucide-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { AnyRow } from '#kernel'
import { Avatar } from '#web/parts/Avatar.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { More, useSome } from '#web/parts/More.tsx'
import { usePerform, useUnsynced } from '#web/perform.ts'
import { sayCount, sayDays, sayPeriod, sayValue } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { metrics, nouns, partName, words } from '#web/vocabulary.ts'
import { isRecord } from '#kernel'
import { healthIn, standingOf } from '#web/pages/bet/telling.ts'
import { StateWords } from '#web/parts/StateMark.tsx'
import { horizons, isCommitted, people, worthOf } from './bets.ts'
import type { Move } from './MoveDialog.tsx'
import { outcomeOf, useMovable, useNames } from './reading.ts'

type Lane = (typeof horizons)[number]

/** The bets by decreasing certainty. A card moves by dragging, by “Move to”, or with Alt and an arrow key. */
export function Lanes({ bets, move, of }: { readonly bets: readonly AnyRow[]; readonly move: (move: Move) => void; readonly of?: string }) {
  const noun = nouns['initiative']?.noun
  return noun ? <Board bets={bets} move={move} noun={noun} of={of} /> : null
}

function Board({
  bets,
  move,
  noun,
  of,
}: {
  readonly bets: readonly AnyRow[]
  readonly move: (move: Move) => void
  readonly noun: Parameters<typeof usePerform>[0]
  readonly of: string | undefined
}) {
  const { workspace } = useUrl()
  const { perform } = usePerform(noun)
  const dragged = useRef<AnyRow | null>(null)
  const room = useRef<HTMLDivElement>(null)
  /** Nothing is drawn anew when a card is lifted: the lanes that take it are marked where they stand. */
  const lift = (row: AnyRow | null) => {
    dragged.current = row
    for (const [at, section] of [...(room.current?.children ?? [])].entries())
      section.classList.toggle('takes', row !== null && horizons[at]?.id !== row['horizon'])
  }
  const canMove = useMovable()
  const names = useNames(people(workspace))
  const to = (row: AnyRow, horizon: Lane['id']) => {
    if (row['horizon'] === horizon) return
    if (isCommitted(row)) move({ row, verb: 'move', input: { horizon }, says: `Move ${row.key} to ${words(horizon)}` })
    else void perform('move', row, { horizon }).catch(() => null)
  }
  return (
    <div className="lanes" ref={room}>
      {horizons.map((lane) => {
        return (
          <section
            key={lane.id}
            aria-label={of === undefined ? lane.says : `${lane.says}, ${of}`}
            onDragOver={(event) => canMove && event.preventDefault()}
            onDrop={() => dragged.current && canMove && to(dragged.current, lane.id)}
          >
            <Cards
              lane={lane}
              bets={bets}
              card={(row) => <Card key={row.id} row={row} owner={names.get(String(row['owner'])) ?? null} to={canMove ? to : null} drag={lift} />}
            />
          </section>
        )
      })}
    </div>
  )
}

/** A lane of many hundred cards begins with those that were touched last. */
function Cards({ lane, bets, card }: { readonly lane: Lane; readonly bets: readonly AnyRow[]; readonly card: (row: AnyRow) => ReactNode }) {
  const own = bets.filter((row) => (row['horizon'] ?? 'later') === lane.id)
  const { some, more } = useSome(own, 50)
  return (
    <>
      <h2>
        {lane.says} <span className="muted num">{sayCount(own.length)}</span>
        <span className="muted t12 r">{lane.means}</span>
      </h2>
      <ul>
        {some.map(card)}
        {own.length === 0 && <li className="muted t13 none">Nothing here</li>}
      </ul>
      <More of={more} />
    </>
  )
}

function Card({
  row,
  owner,
  to,
  drag,
}: {
  readonly row: AnyRow
  readonly owner: string | null
  readonly to: ((row: AnyRow, horizon: Lane['id']) => void) | null
  readonly drag: (row: AnyRow | null) => void
}) {
  const { search, set } = useUrl()
  const unsynced = useUnsynced()
  const address = `initiative:${row.key}`
  const byKey = (event: KeyboardEvent) => {
    const step = event.altKey ? (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0) : 0
    const next = step === 0 ? undefined : horizons[horizons.findIndex(({ id }) => id === row['horizon']) + step]
    if (!next || !to) return
    event.preventDefault()
    to(row, next.id)
  }
  const teams = Array.isArray(row['teams']) ? row['teams'].join(', ') : ''
  return (
    <li className={`card ${search['peek'] === address ? 'on' : ''}`} draggable={to !== null} onDragStart={() => drag(row)} onDragEnd={() => drag(null)}>
      <div className="card-h muted t12">
        <span>{teams}</span>
        <span>
          {row.key}
          {unsynced.has(row.id) && <span className="uns" role="img" aria-label="Not yet saved" />}
          {to && (
            <DropMenu
              label="Move to"
              align="end"
              choices={horizons.map(({ id, says }) => ({ id, says, isChosen: row['horizon'] === id, pick: () => to(row, id) }))}
              button={
                <button type="button" className="ib sm" aria-label={`Move ${row.key} to`}>
                  <Icon of={Ellipsis} />
                </button>
              }
            />
          )}
        </span>
      </div>
      <button type="button" className="b" onClick={() => set({ peek: address })} onKeyDown={byKey} aria-keyshortcuts="Alt+ArrowRight Alt+ArrowLeft">
        {String(row['title'])}
      </button>
      <Outcome row={row} />
      <div className="card-f t12">
        <Health row={row} />
        <When row={row} />
        {owner && <Avatar name={owner} small />}
      </div>
    </li>
  )
}

function Health({ row }: { readonly row: AnyRow }) {
  const { serverTime } = useMe()
  const { asOf } = useUrl()
  const health = healthIn(row, asOf ?? serverTime)
  const standing = health && standingOf(health)
  return standing ? <StateWords state={standing[0]}>{standing[1]}</StateWords> : null
}

function Outcome({ row }: { readonly row: AnyRow }) {
  const outcome = outcomeOf(row)
  const worth = worthOf(row)
  const unit = metrics[outcome?.metric ?? '']?.unit
  const { workspace: card } = useMe()
  const show = (value: number): string => (unit ? sayValue(value, unit, card.currency) : String(value))
  return (
    <div className="t12 num out">
      {outcome ? (
        <div>
          <Icon of={Target} /> {partName(outcome.metric, outcome.part)} {outcome.baseline === null ? '' : `${show(outcome.baseline)} → `}
          {show(outcome.target)}
        </div>
      ) : (
        <div className="muted">No outcome yet</div>
      )}
      {worth && (
        <div>
          <b>{sayValue(worth.amount, 'money', worth.currency)}</b> <span className="muted">a year</span>
        </div>
      )}
    </div>
  )
}

/** Now shows what its people forecast, Next its quarter, Later no date at all. */
function When({ row }: { readonly row: AnyRow }) {
  const forecast = isRecord(row['forecast']) ? row['forecast'] : null
  if (row['horizon'] === 'later') return <span className="muted">No dates in Later</span>
  if (row['horizon'] === 'now' && forecast)
    return (
      <span className="num" title="Its people say: by these days with chances of 50 and 85%">
        <span className="muted">Its people say</span> {sayDays(String(forecast['half']), String(forecast['likely']))}
      </span>
    )
  return typeof row['timeframe'] === 'string' ? <span className="num">{sayPeriod(row['timeframe'])}</span> : <span className="muted">No time yet</span>
}
