import { ChevronDown, ChevronUp, Maximize2 } from 'lucide-react'
import { useState } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { sayDay } from '#web/say.ts'
import { Go, useUrl } from '#web/url.tsx'
import { scoreHistoryOf, type Cause, type Priorities, type RankedBet } from './asked.ts'
import { wordsOf } from './words.ts'
import { Inputs } from './Inputs.tsx'
import { Kano } from './Kano.tsx'
import { causeSays, lacksSays, mainOf, sayInput, sayScore, wordOf } from './shown.ts'
import { workedOut } from './workedOut.ts'

/** Why a bet ranks where it does: its inputs with their age, what would change the order, how sure it is, and what it scored before. */
export function Why({ bet, answer, step }: { readonly bet: RankedBet; readonly answer: Priorities; readonly step: (by: number) => void }) {
  const { set } = useUrl()
  const { method, currency, draws } = answer
  const main = mainOf(answer)
  const words = wordsOf(main)
  const score = bet.scores[method] ?? { value: null, rank: null, missing: [], band: null }
  return (
    <Peek
      label={`Why ${bet.key}`}
      close={() => set({ why: undefined })}
      title={
        <>
          <span className="muted">{bet.key}</span>{' '}
          <b className="b">{score.value === null ? 'Why no score?' : `Why ${sayScore(score.value, method, currency)}?`}</b>
        </>
      }
      tools={
        <>
          <span className="muted num">{`${bet.rank} of ${answer.summary.of}`}</span>
          <button type="button" className="ib" aria-label="Previous" onClick={() => step(-1)}>
            <Icon of={ChevronUp} />
          </button>
          <button type="button" className="ib" aria-label="Next" onClick={() => step(1)}>
            <Icon of={ChevronDown} />
          </button>
          <Go to={`n/initiatives/${bet.key}`} className="ib" aria-label="Open the whole page">
            <Icon of={Maximize2} />
          </Go>
        </>
      }
    >
      <section>
        <h2 className="pk-t">{bet.title}</h2>
        <p>
          {score.value === null
            ? `${words.says} cannot be told. ${lacksSays(score, method)}.`
            : `${words.says} is ${words.means}. It ranks ${score.rank} of ${answer.summary.of}${score.band ? ` and is called ${score.band}` : ''}.`}
        </p>
        {score.value !== null && <p className="code num">{workedOut(bet, answer)}</p>}
      </section>
      <Inputs bet={bet} inputs={bet.inputs.toSorted((a, b) => Number(main.reads.includes(b.name)) - Number(main.reads.includes(a.name)))} currency={currency} />
      {(bet.kano || method === 'kano') && <Kano bet={bet} />}
      <Flips bet={bet} currency={currency} />
      {bet.spread && (
        <section>
          <h3>How sure the rank is</h3>
          <p className="num">{`Rank ${bet.spread.low} to ${bet.spread.high} in eight of ten draws; in the first ${draws.k}: ${Math.round(bet.spread.inTop * 100)}%.`}</p>
          <p className="t12 muted num">{`${draws.draws.toLocaleString('en-US')} draws from the ranges of the inputs, seed ${draws.seed}. An input without a range does not vary.`}</p>
        </section>
      )}
      <History bet={bet} answer={answer} />
    </Peek>
  )
}

function Flips({ bet, currency }: { readonly bet: RankedBet; readonly currency: string }) {
  if (bet.next === null || bet.flips?.length === 0) return null
  return (
    <section>
      <h3>What would change the order</h3>
      {bet.flips === null && <p className="note">Not worked out this far down: there are too many bets for so long a score.</p>}
      <ul className="fp num">
        {bet.flips?.map(({ key, at, change }) => (
          <li key={key}>
            <span>{`${bet.next} passes it if ${wordOf(key)} is ${change !== null && change < 0 ? 'under' : 'over'}`}</span>
            <b>{at === null ? 'no flip in range' : sayInput(key, at, currency)}</b>
            <span className={at === null ? 'muted' : 'red'}>{change === null ? '' : `${change < 0 ? '−' : '+'}${Math.abs(Math.round(change * 100))}%`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ bet, answer }: { readonly bet: RankedBet; readonly answer: Priorities }) {
  const { workspace } = useUrl()
  const [isOpen, setOpen] = useState(false)
  return (
    <section>
      <h3>What it scored before</h3>
      {isOpen ? (
        <Tile of={scoreHistoryOf(workspace, bet.key, answer.method)} name="The history" lines={4}>
          {({ items }) => (
            <ul className="fp num">
              {items.map(({ on, value, rank, of, causes }) => (
                <li key={on}>
                  <span>{sayDay(on)}</span>
                  <b>{sayScore(value, answer.method, answer.currency)}</b>
                  <span className="muted">{rank === null ? 'not ranked' : `${rank} of ${of}`}</span>
                  {causes.length > 0 && <Causes of={causes} currency={answer.currency} />}
                </li>
              ))}
            </ul>
          )}
        </Tile>
      ) : (
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          Compute from the record
        </button>
      )}
      <p className="t12 muted">As the record stood on each day: what we believed then, not what we know now.</p>
    </section>
  )
}

/** What moved it since the day above. */
function Causes({ of: causes, currency }: { readonly of: readonly Cause[]; readonly currency: string }) {
  return (
    <span className="why t12 muted">
      {causes.map((cause) => (
        <span key={cause.input ?? cause.by}>{causeSays(cause, currency)}</span>
      ))}
    </span>
  )
}
