import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { useRefusal } from '#web/object/useRefusal.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { inputWords, methodWords } from '#web/pages/prioritise/words.ts'
import { sayCount, sayMany } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { Agree } from './Agree.tsx'
import type { Rater, RoundBet, ShownRound, Vote } from './asked.ts'
import { Dots } from './Dots.tsx'
import { sayFigure } from './figures.ts'

/** What everybody gave, the widest disagreement over the most work first, and what was agreed. */
export function Talk({ row, round }: { readonly row: AnyRow; readonly round: ShownRound }) {
  const split = round.bets.filter(({ isSplit }) => isSplit).length
  const { agreement } = round
  const alike =
    agreement && agreement.w !== null
      ? `${sayMany(agreement.of, 'person ranks', 'people rank')} the bets alike to W = ${agreement.w.toFixed(2)}${agreement.leftOut > 0 ? `; ${agreement.leftOut} with gaps left out` : ''}`
      : 'too few scored every bet to compare their orders'
  return (
    <section className="sec" aria-label="What everybody gave">
      <SectionHead
        title={split > 0 ? `Talk about ${sayMany(split, 'bet')} first` : 'Nobody is far from the others'}
        count={`${methodWords[round.method].says}; ${alike}`}
      />
      {round.bets.map((bet) => (
        <BetTold key={bet.id} bet={bet} row={row} round={round} />
      ))}
      <p className="note">
        Spread: the middle half of the figures as a share of the scale; 25% and more is worth a talk. Bets stand by spread times effort. Without an opinion,
        absent and late are told apart, and none of them is a zero.
      </p>
    </section>
  )
}

function BetTold({ bet, row, round }: { readonly bet: RoundBet; readonly row: AnyRow; readonly round: ShownRound }) {
  const [isOpen, setOpen] = useState(false)
  const refused = useRefusal('scoringRound', 'edit')
  const mayAgree = refused === null && (row['state'] === 'revealed' || row['state'] === 'agreed')
  const { vote } = bet
  return (
    <article className="told" aria-label={bet.title}>
      <header>
        <h3>
          <Go to={`n/initiatives/${bet.key}`}>{bet.title}</Go> <span className="sub">{bet.key}</span>
        </h3>
        <span className="muted t12 num">{bet.weeks === null ? 'not sized' : `${sayCount(Math.round(bet.weeks))} person-weeks`}</span>
        {vote && bet.isSplit ? (
          <StateWords state="amber">Far apart</StateWords>
        ) : (
          <StateWords state={vote ? 'green' : 'none'}>{vote ? 'Close' : 'Not revealed'}</StateWords>
        )}
        {mayAgree && vote && (
          <button type="button" className="btn" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen} title={refused ?? undefined}>
            {bet.agreed.length > 0 ? 'Agree anew' : 'Agree'}
          </button>
        )}
      </header>
      {vote && <Given vote={vote} before={bet.before} bet={bet} />}
      {isOpen && vote && <Agree bet={bet} vote={vote} row={row} factors={round.factors} close={() => setOpen(false)} />}
    </article>
  )
}

function Given({ vote, before, bet }: { readonly vote: Vote; readonly before: Vote | null; readonly bet: RoundBet }) {
  return (
    <>
      <Wide label={`Figures of ${bet.key}`}>
        <table className="cards num">
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col">From low to high</th>
              <th scope="col" className="r">
                Median
              </th>
              <th scope="col" className="r">
                Range
              </th>
              <th scope="col" className="r">
                Std. dev.
              </th>
              <th scope="col" className="r">
                Spread
              </th>
              <th scope="col" className="r">
                Agreed
              </th>
            </tr>
          </thead>
          <tbody>
            {vote.factors.map((told) => {
              const first = before?.factors.find(({ factor }) => factor === told.factor)
              const agreed = bet.agreed.find(({ factor }) => factor === told.factor)
              return (
                <tr key={told.factor}>
                  <td className="wide">{inputWords[told.factor] ?? told.factor}</td>
                  <td className="hide">
                    <Dots told={told} values={vote.raters.flatMap(({ values }) => values[told.factor] ?? [])} />
                  </td>
                  <td className="r" data-l="Median">
                    <span>
                      {told.n < 3 ? <span className="muted">{`only ${told.n} of 3`}</span> : <b>{sayFigure(told.median)}</b>}
                      {first && first.median !== null && <span className="muted">{` was ${sayFigure(first.median)}`}</span>}
                    </span>
                  </td>
                  <td className="r" data-l="Range">
                    {told.low === null ? '–' : told.low === told.high ? sayFigure(told.low) : `${sayFigure(told.low)} – ${sayFigure(told.high)}`}
                  </td>
                  <td className="r" data-l="Std. dev.">
                    {sayFigure(told.deviation)}
                  </td>
                  <td className={`r ${told.isSplit ? 'amber b' : ''}`} data-l="Spread">
                    {told.spread === null ? '–' : `${Math.round(told.spread * 100)}%`}
                  </td>
                  <td className="r" data-l="Agreed">
                    {agreed ? <b title={agreed.by ?? undefined}>{sayFigure(agreed.value)}</b> : <span className="muted">–</span>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
      <ul className="said">
        {vote.raters.map((rater) => (
          <Said key={rater.id} rater={rater} factors={vote.factors.map(({ factor }) => factor)} />
        ))}
      </ul>
      {bet.agreed[0] && (
        <p className="note">{`Agreed${bet.agreed[0].by ? ` by ${bet.agreed[0].by}` : ''}${bet.agreed[0].note ? `: ${bet.agreed[0].note}` : '.'}`}</p>
      )}
    </>
  )
}

const words: Readonly<Record<Rater['word'], string>> = { scored: '', late: 'late', noOpinion: 'no opinion', absent: 'absent' }

function Said({ rater, factors }: { readonly rater: Rater; readonly factors: readonly string[] }) {
  const values = factors.flatMap((factor) => (rater.values[factor] === undefined ? [] : [sayFigure(rater.values[factor])]))
  return (
    <li>
      <span>{rater.name}</span>
      <span className="num">
        {values.join(' · ')} {words[rater.word] && <span className="chip line">{words[rater.word]}</span>}
      </span>
      <span className="muted">{rater.note ?? ''}</span>
    </li>
  )
}
