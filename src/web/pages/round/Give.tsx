import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem, type AnyRow } from '#kernel'
import { call } from '#web/client.ts'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { renew } from '#web/perform.ts'
import { inputWords, methodWords } from '#web/pages/prioritise/words.ts'
import { useUrl } from '#web/url.tsx'
import type { RoundBet, ShownRound } from './asked.ts'
import { FigureBox } from './FigureBox.tsx'
import { figuresOf, type Typed } from './figures.ts'

/** One’s own figures, bet by bet. They are sent and sealed; the page keeps what was typed only while it is open. */
export function Give({ row, round }: { readonly row: AnyRow; readonly round: ShownRound }) {
  const { answered = 0, of = 0 } = round.mine ?? {}
  const bets = round.bets.filter(({ id }) => round.asked.includes(id))
  return (
    <section className="sec" aria-label="Your figures">
      <SectionHead
        title={answered === of ? 'You have scored every bet' : 'Give your figures'}
        count={`${methodWords[round.method].says}; ${answered} of ${of} sealed`}
      />
      {typeof row['brief'] === 'string' && <p className="note">{row['brief']}</p>}
      {bets.map((bet) => (
        <GiveOne key={bet.id} bet={bet} row={row} round={round} />
      ))}
      <p className="note">Sealed figures are not read back, not by you either. Send a bet again and the last word counts.</p>
    </section>
  )
}

function GiveOne({ bet, row, round }: { readonly bet: RoundBet; readonly row: AnyRow; readonly round: ShownRound }) {
  const [typed, setTyped] = useState<Typed>({})
  const { send, sealed } = useSending(row, bet)
  const told = figuresOf(round.factors, typed, (factor) => inputWords[factor] ?? factor)
  const note = typed['note']?.trim()
  const words = note ? { note } : {}
  const says = send.isPending ? 'Sealing' : isProblem(send.error) ? `Not sealed. ${send.error.message} ${send.error.hint}` : sealed
  return (
    <form
      className="give"
      aria-label={bet.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (told.figures && !send.isPending) send.mutate({ figures: told.figures, ...words })
      }}
    >
      <p className="b">
        {bet.title} <span className="sub">{bet.key}</span>
      </p>
      <div className="boxes">
        {round.factors.map((factor) => (
          <FigureBox key={factor} factor={factor} value={typed[factor] ?? ''} change={(value) => setTyped({ ...typed, [factor]: value })} />
        ))}
        <label className="why">
          Why, if it needs saying
          <input className="inp" maxLength={500} value={typed['note'] ?? ''} onChange={({ target }) => setTyped({ ...typed, note: target.value })} />
        </label>
        <button type="submit" className="btn pri" aria-disabled={!told.figures || send.isPending} title={told.lacks}>
          Seal
        </button>
        <button type="button" className="btn" onClick={() => !send.isPending && send.mutate({ noOpinion: true, ...words })}>
          No opinion
        </button>
        <output className="note">{says}</output>
      </div>
    </form>
  )
}

/** Sends figures past the road of edits: a sealed word has no undo and shows nothing of itself. */
function useSending(row: AnyRow, bet: RoundBet) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const [sealed, setSealed] = useState('')
  const send = useMutation({
    mutationFn: (input: Readonly<Record<string, unknown>>) =>
      call(`/scoringRounds/${row.id}/score`, { method: 'POST', workspace, body: { bet: bet.id, ...input } }),
    onSuccess: (_row, input) => {
      setSealed('noOpinion' in input ? 'Sealed: no opinion.' : 'Sealed.')
      renew(cache, workspace, 'ballot')
    },
  })
  return { send, sealed }
}
