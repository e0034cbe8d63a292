/* oxlint-disable jsx-a11y/no-static-element-interactions -- quarters take dropped bars; “Move to” does the same by keyboard */
import { Ellipsis } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { isRecord, type AnyRow } from '#kernel'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { More, useSome } from '#web/parts/More.tsx'
import { percent, QuarterHeads } from '#web/parts/Quarters.tsx'
import { sayDay, sayMany, sayNames, sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { barOf, placeOf, quartersFrom } from '#engines/numbers/timeline.ts'
import { cuts, groupedBy } from './cuts.ts'
import { Legend, timelineMarks } from './Legend.tsx'
import type { Move } from './MoveDialog.tsx'
import { useMovable } from './reading.ts'

/** Four quarters, one row for each bet, by squad or by what the address says. Coarse times fade at their ends; the thin line is what its people say, from 50 to 85 %. */
export function Timeline({
  bets,
  names,
  move,
}: {
  readonly bets: readonly AnyRow[]
  readonly names: ReadonlyMap<string, string>
  readonly move: (move: Move) => void
}) {
  const { asOf, search } = useUrl()
  const { serverTime } = useMe()
  const today = (asOf ?? serverTime).slice(0, 10)
  const quarters = quartersFrom(today)
  const dragged = useRef<AnyRow | null>(null)
  const room = useRef<HTMLDivElement>(null)
  /** Nothing is drawn anew when a bar is lifted: rows that take it are shown by the room that holds them. */
  const lift = (row: AnyRow | null) => {
    dragged.current = row
    room.current?.classList.toggle('lifted', row !== null)
  }
  const canMove = useMovable()
  const groups = groupedBy(bets, cuts.find(({ id }) => id === search['group']) ?? cuts[0], names)
  const to = (row: AnyRow, quarter: string) =>
    row['timeframe'] !== quarter && move({ row, verb: 'reschedule', input: { timeframe: quarter }, says: `Move ${row.key} to ${sayPeriod(quarter)}` })
  const undated = bets.filter((row) => barOf(row['timeframe'], quarters) === null)
  return (
    <div className="tl" ref={room}>
      <Legend marks={timelineMarks} />
      <QuarterHeads quarters={quarters} className="tl-h" />
      {groups.map((group) => (
        <Squad
          key={group.name}
          name={group.name}
          bets={group.bets}
          line={(row) => (
            <Line
              key={row.id}
              row={row}
              quarters={quarters}
              today={today}
              drag={canMove ? lift : null}
              drop={(quarter) => dragged.current && to(dragged.current, quarter)}
              to={canMove ? to : null}
            />
          )}
        />
      ))}
      {undated.length > 0 && (
        <p className="note">{`${sayMany(undated.length, 'bet has', 'bets have')} no time in these quarters: ${sayNames(undated.map(({ key }) => key))}.`}</p>
      )}
    </div>
  )
}

function Squad({ name, bets, line }: { readonly name: string; readonly bets: readonly AnyRow[]; readonly line: (row: AnyRow) => ReactNode }) {
  const { some, more } = useSome(bets, 25)
  return (
    <section aria-label={name}>
      <h2 className="t13">{name}</h2>
      <ul>{some.map(line)}</ul>
      <More of={more} />
    </section>
  )
}

function Line({
  row,
  quarters,
  today,
  drag,
  drop,
  to,
}: {
  readonly row: AnyRow
  readonly quarters: readonly string[]
  readonly today: string
  readonly drag: ((row: AnyRow | null) => void) | null
  readonly drop: (quarter: string) => void
  readonly to: ((row: AnyRow, quarter: string) => void) | null
}) {
  const { search, set } = useUrl()
  const address = `initiative:${row.key}`
  return (
    <li className={search['peek'] === address ? 'on' : undefined}>
      <div className="tl-n t13">
        <button type="button" onClick={() => set({ peek: address })}>
          <span className="muted">{row.key}</span> {String(row['title'])}
        </button>
        {to && (
          <DropMenu
            label="Move to"
            align="end"
            choices={quarters.map((quarter) => ({
              id: quarter,
              says: sayPeriod(quarter),
              isChosen: row['timeframe'] === quarter,
              pick: () => to(row, quarter),
            }))}
            button={
              <button type="button" className="ib sm" aria-label={`Move ${row.key} to a quarter`}>
                <Icon of={Ellipsis} />
              </button>
            }
          />
        )}
      </div>
      <div className="tl-r">
        {quarters.map((quarter) => (
          <div key={quarter} className="tl-q" onDragOver={(event) => event.preventDefault()} onDrop={() => drop(quarter)} />
        ))}
        <Bars row={row} quarters={quarters} today={today} drag={drag} />
      </div>
    </li>
  )
}

function Bars({
  row,
  quarters,
  today,
  drag,
}: {
  readonly row: AnyRow
  readonly quarters: readonly string[]
  readonly today: string
  readonly drag: ((row: AnyRow | null) => void) | null
}) {
  const bar = barOf(row['timeframe'], quarters)
  const forecast = isRecord(row['forecast']) ? row['forecast'] : null
  const [half, likely] = [placeOf(forecast?.['half'], quarters), placeOf(forecast?.['likely'], quarters)]
  const now = placeOf(today, quarters) ?? 0
  const hard = isRecord(row['hardDate']) ? placeOf(row['hardDate']['on'], quarters) : null
  const fade = bar ? [bar.isFuzzy && !bar.isCutLeft ? 'fl' : '', bar.isFuzzy && !bar.isCutRight ? 'fr' : ''].join(' ') : ''
  return (
    <>
      <i className="tl-now" style={{ insetInlineStart: percent(now) }} />
      {bar && (
        <div
          className={`tl-b ${String(row['horizon'] ?? 'later')} ${fade}`}
          style={{ insetInlineStart: percent(bar.from), width: percent(bar.to - bar.from) }}
          draggable={drag !== null}
          onDragStart={() => drag?.(row)}
          onDragEnd={() => drag?.(null)}
          title={`${String(row['title'])}: ${sayPeriod(String(row['timeframe']))}`}
        />
      )}
      {half !== null && likely !== null && (
        <span className="tl-f" style={{ insetInlineStart: percent(half), width: percent(Math.max(0.004, likely - half)) }}>
          <span className="sr">{`Its people say: ${sayDay(String(forecast?.['half']))} with 50 %, ${sayDay(String(forecast?.['likely']))} with 85 %`}</span>
        </span>
      )}
      {hard !== null && (
        <span className="tl-d" style={{ insetInlineStart: percent(hard) }}>
          <span className="sr">{`Hard date ${sayDay(String(isRecord(row['hardDate']) ? row['hardDate']['on'] : ''))}`}</span>
        </span>
      )}
    </>
  )
}
