import { keepPreviousData } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useKeys } from '#web/keys.tsx'
import { NewOne } from '#web/object/NewOne.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { More } from '#web/parts/More.tsx'
import { RoadmapTabs } from '#web/parts/RoadmapTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayPeriod } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { most, prioritiesOf, type Priorities, type RankedBet } from './asked.ts'
import { wordsOf } from './words.ts'
import { FormulaDialog } from './FormulaDialog.tsx'
import { RankBy } from './RankBy.tsx'
import { isExtra, Score, Spread } from './Score.tsx'
import { agreementSays, flipSays, headline, lacksSays, mainOf, sayStale } from './shown.ts'
import { useShownBet } from './shownBet.ts'
import { Why } from './Why.tsx'
import '#web/pages/roadmap/roadmap.css'
import './prioritise.css'

export function PrioritiseView() {
  const { search } = useUrl()
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
      <Ranked key={JSON.stringify([search['by'], search['fit'], search['over'], search['asOf']])} />
    </main>
  )
}

/** The first bets of a ranking, and as many more at each press: what stands stays while they are read. */
function Ranked() {
  const { workspace, search } = useUrl()
  const [first, setFirst] = useState(most)
  const asked = { ...prioritiesOf(workspace, search, first), placeholderData: first > most ? keepPreviousData : undefined }
  return (
    <Tile of={asked} name="The ranking" lines={8}>
      {(answer) => {
        const left = answer.summary.of - answer.bets.length
        return <Ranking answer={answer} more={left > 0 ? { left, show: () => setFirst(first + most) } : null} />
      }}
    </Tile>
  )
}

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

function Ranking({ answer, more }: { readonly answer: Priorities; readonly more: Parameters<typeof More>[0]['of'] }) {
  const { search, set } = useUrl()
  const { bets, scores, cut, agreement, quarters, summary } = answer
  const main = wordsOf(mainOf(answer))
  const { bet: shown, step } = useShownBet(answer)
  useKeys([
    { keys: 'j', says: 'Next bet', group: 'In a list', run: () => step(1) },
    { keys: 'k', says: 'Previous bet', group: 'In a list', run: () => step(-1) },
  ])
  if (bets.length === 0) return <NoBet />
  return (
    <>
      <p className="concl">{headline(answer)}</p>
      <div className="lbar no-print">
        <RankBy answer={answer} />
        <Segments
          name="fit"
          label="Cut line"
          value={cut.mode}
          options={[
            { id: 'strict', says: 'Strict' },
            { id: 'fill', says: 'Fill' },
          ]}
        />
        <span className="muted t13 num" title="Kendall’s W: how alike the scores rank the bets. 1 is one order in all of them, 0 no order that they share.">
          {agreementSays(agreement)}
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
              {scores.map((score) => (
                <th scope="col" className={`r ${isExtra(score.id, answer.method) ? 'opt' : ''}`} key={score.id} title={wordsOf(score).means}>
                  {wordsOf(score).says}
                </th>
              ))}
              <th scope="col" className="r">
                Σ weeks
              </th>
            </tr>
          </thead>
          <tbody>
            {bets.map((bet, place) => (
              <Fragment key={bet.key}>
                {place === summary.below && <Cut answer={answer} />}
                <Row bet={bet} answer={answer} isOn={search['why'] === bet.key} />
              </Fragment>
            ))}
            {(summary.below === null || summary.below >= bets.length) && <Cut answer={answer} />}
          </tbody>
        </table>
      </Wide>
      <More of={more} />
      <p className="note">
        {`Ranked by ${main.says}: ${main.means}. Small figure: the rank by that score, shaded when it is three or more places away; a dash lacks an input. `}
        {`Capacity of ${quarters.map((one) => sayPeriod(one)).join(' and ')}, what is left of the running quarter. A stale input marks the score: have it judged anew before a commitment rests on it.`}
      </p>
      {search['form'] === 'formula' && <FormulaDialog key={search['edit'] ?? ''} answer={answer} close={() => set({ form: undefined, edit: undefined })} />}
      {shown && <Why bet={shown} answer={answer} step={step} />}
    </>
  )
}

function Cut({ answer: { cut, summary, scores } }: { readonly answer: Priorities }) {
  const why =
    summary.below === null
      ? 'everything fits'
      : cut.mode === 'strict'
        ? 'strict: the next does not fit its squad'
        : 'fill: what does not fit its squad is left out'
  return (
    <tr className="cut">
      <td colSpan={scores.length + 4} className="wide">
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

function Row({ bet, answer, isOn }: { readonly bet: RankedBet; readonly answer: Priorities; readonly isOn: boolean }) {
  const { set } = useUrl()
  const flip = flipSays(bet, answer.currency)
  const own = bet.scores[answer.method]
  return (
    <tr className={`${isOn ? 'sel' : ''} ${bet.isAbove ? '' : 'below'}`}>
      <td className="r hide">{own?.rank ?? '–'}</td>
      <td className="hide">
        <Spread bet={bet} of={answer.summary.of} />
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
          ) : own && own.value === null ? (
            lacksSays(own, answer.method)
          ) : (
            'No input in its range changes its place'
          )}
        </div>
      </td>
      {answer.scores.map((score) => (
        <Score
          key={score.id}
          bet={bet}
          score={score}
          currency={answer.currency}
          isMain={score.id === answer.method}
          isExtra={isExtra(score.id, answer.method)}
        />
      ))}
      <td className="r muted" data-l="Sum of weeks">
        <span>{bet.weeks === null ? 'not sized' : sayCount(Math.round(bet.total))}</span>
      </td>
    </tr>
  )
}
