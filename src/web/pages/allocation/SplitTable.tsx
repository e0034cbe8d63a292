import { Fragment, useState } from 'react'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import type { Allocated, Row } from './asked.ts'
import { percent, points, standings } from './drift.ts'

/** Each kind of work: agreed, planned and spent, with what makes it up. */
export function SplitTable({ answer }: { readonly answer: Allocated }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Wide label="Split of effort" room="bl">
      <table className="cards num">
        <thead>
          <tr>
            <th scope="col">Kind of work</th>
            <th scope="col" className="r">
              Agreed
            </th>
            <th scope="col">Planned and spent</th>
            <th scope="col" className="r">
              Planned
            </th>
            <th scope="col" className="r">
              vs agreed
            </th>
            <th scope="col" className="r">
              Spent
            </th>
            <th scope="col" className="r">
              vs planned
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {answer.split.rows.map((row) => (
            <Fragment key={row.investment}>
              <KindRow row={row} isOpen={open === row.investment} turn={() => setOpen(open === row.investment ? null : row.investment)} />
              {open === row.investment && <Bets row={row} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function KindRow({ row, isOpen, turn }: { readonly row: Row; readonly isOpen: boolean; readonly turn: () => void }) {
  const { investment, target, floor, ceiling, planned, actual, planDrift, executionDrift } = row
  const limits = [
    floor === null || floor === 0 ? '' : `floor ${percent(floor)}`,
    ceiling === null || ceiling === 1 ? '' : `ceiling ${percent(ceiling)}`,
  ].filter((text) => text !== '')
  const standing = actual?.standing ?? planned.standing
  return (
    <tr>
      <td className="wide">
        <button type="button" className="b" aria-expanded={isOpen} onClick={turn}>
          {words(investment)}
        </button>
        {limits.length > 0 && <div className="sub">{limits.join(', ')}</div>}
      </td>
      <td data-l="Agreed" className="r">
        {percent(target)}
      </td>
      <td className="wide">
        <Bars row={row} />
      </td>
      <td data-l="Planned" className="r">
        {percent(planned.share)}
      </td>
      <td data-l="Planned vs agreed" className="r">
        {points(planDrift)}
      </td>
      <td data-l="Spent" className="r">
        {percent(actual?.share)}
      </td>
      <td data-l="Spent vs planned" className="r">
        {points(executionDrift)}
      </td>
      <td data-l="State">
        {standing ? <StateWords state={standings[standing].state}>{standings[standing].says}</StateWords> : <span className="muted">–</span>}
      </td>
    </tr>
  )
}

/** Two bars over one scale, the agreed share as a mark; the figures beside say the same. */
function Bars({ row: { target, floor, planned, actual } }: { readonly row: Row }) {
  const wide = (share: number | null | undefined): string => `${Math.min(100, (share ?? 0) * 100)}%`
  return (
    <div className="twobars" aria-hidden="true">
      <i>
        <u className="plan" style={{ width: wide(planned.share) }} />
      </i>
      <i>{actual && <u style={{ width: wide(actual.share) }} />}</i>
      {target !== null && target > 0 && <b style={{ insetInlineStart: wide(target) }} />}
      {floor !== null && floor > 0 && <b className="floor" style={{ insetInlineStart: wide(floor) }} />}
    </div>
  )
}

function Bets({ row }: { readonly row: Row }) {
  const { set } = useUrl()
  const weeks = (value: number | null): string => (value === null ? 'spent unknown' : `${Math.round(value)} spent`)
  return (
    <tr className="inside">
      <td colSpan={8} className="wide">
        <ul className="t13" aria-label={`What ${words(row.investment)} is made of, in person-weeks`}>
          {row.bets.map(({ bet, title, planned, actual }) => (
            <li key={bet ?? ''}>
              {title !== null && bet !== null ? (
                <button type="button" className="link" onClick={() => set({ peek: `initiative:${bet}` })}>
                  {`${bet} ${title}`}
                </button>
              ) : (
                <span>{bet ?? 'For no bet'}</span>
              )}
              <span className="muted">{`${Math.round(planned)} planned, ${weeks(actual)}`}</span>
            </li>
          ))}
          {row.bets.length === 0 && <li className="muted">No bet and no recorded effort</li>}
        </ul>
      </td>
    </tr>
  )
}
