import { Fragment } from 'react'
import { useKeys } from '#web/keys.tsx'
import { NewOne } from '#web/object/NewOne.tsx'
import { CertaintyMark } from '#web/parts/Certainty.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { More, useSome } from '#web/parts/More.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayMany, sayPeriod } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { methodWords, prioritiesOf, type Method, type Priorities, type RankedBet } from './asked.ts'
import { flipSays, headline, sayScore, sayStale, wordOf } from './shown.ts'
import { Why } from './Why.tsx'
import '#web/pages/roadmap/roadmap.css'
import './prioritise.css'

export function PrioritiseView() {
  const { workspace, search } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-prio" id="main">
      <title>{`Prioritise · ${card.name}`}</title>
      <div className="xh">
        <h1>Prioritise</h1>
        <div className="acts no-print">
          <Go className="btn" to="n/scoringRounds">
            Score together
          </Go>
          <Go className="btn" to="n/scoreInputs">
            All inputs
          </Go>
        </div>
      </div>
      <RoadmapTabs />
      <Tile of={prioritiesOf(workspace, search)} name="The ranking" lines={8}>
        {(answer) => <Ranking answer={answer} />}
      </Tile>
    </main>
  )
}

const shownMethods: readonly Method[] = ['cd3', 'rice', 'wsjf', 'ice', 'opportunity', 'weighted']

function NoBet() {
  const mayImport = useMay()('editor')
  return (
    <Empty says="No bet is open" was="No bet was open" next="Write bets with a size and a value; they rank themselves, and their inputs say how old they are.">
      <NewOne noun="initiative" says="New bet" />
      {mayImport && (
        <Go className="btn" to="import">
          Import
        </Go>
      )}
    </Empty>
  )
}

function Ranking({ answer }: { readonly answer: Priorities }) {
  const { search, set } = useUrl()
  const { bets, method, cut, agreement, quarters } = answer
  const { some, more } = useSome(bets, 100)
  const at = bets.findIndex(({ key }) => key === search['why'])
  const step = (by: number) => set({ why: bets[Math.min(bets.length - 1, Math.max(0, at + by))]?.key }, { replace: at >= 0 })
  useKeys([
    { keys: 'j', says: 'Next bet', group: 'In a list', run: () => step(1) },
    { keys: 'k', says: 'Previous bet', group: 'In a list', run: () => step(at < 0 ? 1 : -1) },
  ])
  if (bets.length === 0) return <NoBet />
  const first = bets.findIndex(({ isAbove }) => !isAbove)
  return (
    <>
      <p className="concl">{headline(answer)}</p>
      <div className="lbar no-print">
        <Segments name="by" label="Rank by" value={method} options={shownMethods.map((id) => ({ id, says: methodWords[id].says }))} />
        <Segments
          name="fit"
          label="Cut line"
          value={cut.mode}
          options={[
            { id: 'strict', says: 'Strict' },
            { id: 'fill', says: 'Fill' },
          ]}
        />
        <span className="muted t13 num">
          {agreement.w === null ? 'Too few scores are complete to compare' : `${sayMany(agreement.of.length, 'score')} agree to W = ${agreement.w.toFixed(2)}`}
        </span>
      </div>
      <Wide label="Ranking" room="bl">
        <table className="pr cards num">
          <thead>
            <tr>
              <th scope="col" className="r">
                #
              </th>
              <th scope="col">80% of draws</th>
              <th scope="col">Bet, what would change it</th>
              {shownMethods.map((id) => (
                <th scope="col" className={`r ${isExtra(id, method) ? 'opt' : ''}`} key={id} title={methodWords[id].means}>
                  {methodWords[id].says}
                </th>
              ))}
              <th scope="col" className="r">
                Σ weeks
              </th>
            </tr>
          </thead>
          <tbody>
            {some.map((bet, place) => (
              <Fragment key={bet.key}>
                {place === first && <Cut answer={answer} />}
                <Row bet={bet} answer={answer} isOn={search['why'] === bet.key} />
              </Fragment>
            ))}
            {(first < 0 || first >= some.length) && <Cut answer={answer} />}
          </tbody>
        </table>
      </Wide>
      <More of={more} />
      <p className="note">
        {`Ranked by ${methodWords[method].says}: ${methodWords[method].means}. Small figure: the rank by that score, shaded when it is three or more places away; a dash lacks an input. `}
        {`Capacity of ${quarters.map((one) => sayPeriod(one)).join(' and ')}, what is left of the running quarter. A score with a stale input cannot carry a commitment.`}
      </p>
      {at >= 0 && bets[at] && <Why bet={bets[at]} answer={answer} at={at} step={step} />}
    </>
  )
}

function Cut({ answer: { cut, bets } }: { readonly answer: Priorities }) {
  const why = bets.every(({ isAbove }) => isAbove)
    ? 'everything fits'
    : cut.mode === 'strict'
      ? 'strict: the next does not fit its squad'
      : 'fill: what does not fit its squad is left out'
  return (
    <tr className="cut">
      <td colSpan={10} className="wide">
        <b>Cut line</b> {`${sayCount(Math.round(cut.used))} of ${sayCount(Math.round(cut.capacity))} person-weeks, ${why}`}
        {cut.says.map((says) => (
          <StateWords key={says} state="amber">
            {says}
          </StateWords>
        ))}
      </td>
    </tr>
  )
}

function lacksSays({ scores }: RankedBet, method: Method): string {
  const { missing } = scores[method]
  return missing.length > 0 ? `Lacks ${missing.map((name) => wordOf(name)).join(', ')}` : 'No input in its range changes its place'
}

function Row({ bet, answer, isOn }: { readonly bet: RankedBet; readonly answer: Priorities; readonly isOn: boolean }) {
  const { set } = useUrl()
  const flip = flipSays(bet, answer.currency)
  return (
    <tr className={`${isOn ? 'sel' : ''} ${bet.isAbove ? '' : 'below'}`}>
      <td className="r hide">{bet.scores[answer.method].rank ?? '–'}</td>
      <td className="hide">
        <Spread bet={bet} of={answer.bets.length} />
      </td>
      <td className="wide nm2">
        <button type="button" className="b" onClick={() => set({ why: bet.key })}>
          {bet.title}
        </button>{' '}
        <span className="sub">{bet.key}</span>
        <div className="sub">
          {bet.flags[0] ? (
            <span className="amber">{bet.flags[0]}</span>
          ) : bet.stale[0] ? (
            <span className="stl">{`Stale: ${sayStale(bet.stale[0])}`}</span>
          ) : flip ? (
            <>
              {flip.says} <b>{flip.change}</b>
            </>
          ) : (
            lacksSays(bet, answer.method)
          )}
        </div>
      </td>
      {shownMethods.map((id) => (
        <Score key={id} bet={bet} id={id} currency={answer.currency} isMain={id === answer.method} isExtra={isExtra(id, answer.method)} />
      ))}
      <td className="r muted" data-l="Sum of weeks">
        <span>{bet.weeks === null ? 'not sized' : sayCount(Math.round(bet.total))}</span>
      </td>
    </tr>
  )
}

/** Beside an open panel the ranking score and one other stay in sight. */
const isExtra = (id: Method, main: Method): boolean => id !== main && id !== 'rice'

function Score({
  bet,
  id,
  currency,
  isMain,
  isExtra: extra,
}: {
  readonly bet: RankedBet
  readonly id: Method
  readonly currency: string
  readonly isMain: boolean
  readonly isExtra: boolean
}) {
  const { value, rank, missing } = bet.scores[id]
  const far = !isMain && rank !== null && Math.abs(rank - bet.rank) >= 3
  return (
    <td
      className={`r sc ${isMain ? 'b' : ''} ${far ? 'far' : ''} ${extra ? 'opt' : ''}`}
      data-l={methodWords[id].says}
      title={missing.length > 0 ? `Lacks ${missing.map((name) => wordOf(name)).join(', ')}` : undefined}
    >
      <span>
        {sayScore(value, id, currency)}
        {isMain && value !== null ? <CertaintyMark of={bet.stale.length > 0 ? 'stale' : 'estimated'} /> : !isMain && rank !== null && <i>{rank}</i>}
      </span>
    </td>
  )
}

/** Where the bet ranks in eight of ten drawn worlds, and where it ranks now. */
function Spread({ bet: { spread, rank }, of }: { readonly bet: RankedBet; readonly of: number }) {
  if (!spread) return null
  const x = (place: number): number => 3 + ((place - 1) / Math.max(1, of - 1)) * 60
  return (
    <>
      <svg width="66" height="14" viewBox="0 0 66 14" aria-hidden="true">
        <line x1="3" x2="63" y1="7" y2="7" stroke="var(--hairline)" />
        <rect x={x(spread.low) - 2} y="4" width={x(spread.high) - x(spread.low) + 4} height="6" rx="2" fill="var(--q3)" />
        <circle cx={x(rank)} cy="7" r="3" fill="var(--text)" />
      </svg>
      <span className="sr">{`Rank ${spread.low} to ${spread.high} in eight of ten draws`}</span>
    </>
  )
}
