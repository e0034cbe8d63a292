import { useState } from 'react'
import type { AnyRow } from '#kernel'
import { usePerform } from '#web/perform.ts'
import { inputWords } from '#web/pages/prioritise/words.ts'
import { nouns } from '#web/vocabulary.ts'
import type { RoundBet, Vote } from './asked.ts'
import { FigureBox } from './FigureBox.tsx'
import { figuresOf, stepsOf, type Typed } from './figures.ts'

/** What is agreed on one bet, begun with the medians; a factor that a metric tells is left to it. */
export function Agree(props: {
  readonly bet: RoundBet
  readonly vote: Vote
  readonly row: AnyRow
  readonly factors: readonly string[]
  readonly close: () => void
}) {
  const noun = nouns['scoringRound']?.noun
  return noun ? <Agreeing {...props} noun={noun} /> : null
}

function Agreeing({ bet, vote, row, factors, close, noun }: Parameters<typeof Agree>[0] & { readonly noun: Parameters<typeof usePerform>[0] }) {
  const open = factors.filter((factor) => !bet.measured.includes(factor))
  const [typed, setTyped] = useState<Typed>(() => Object.fromEntries(open.map((factor) => [factor, startOf(factor, bet, vote)])))
  const { perform, isPending } = usePerform(noun)
  const told = figuresOf(open, typed, (factor) => inputWords[factor] ?? factor)
  const note = typed['note']?.trim()
  return (
    <form
      className="give"
      aria-label={`Agree on ${bet.title}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (told.figures && !isPending) void perform('agree', row, { bet: bet.id, figures: told.figures, ...(note ? { note } : {}) }).then(close, () => null)
      }}
    >
      <div className="boxes">
        {open.map((factor) => (
          <FigureBox key={factor} factor={factor} value={typed[factor] ?? ''} change={(value) => setTyped({ ...typed, [factor]: value })} />
        ))}
        <label className="why">
          What the talk brought
          <input className="inp" maxLength={500} value={typed['note'] ?? ''} onChange={({ target }) => setTyped({ ...typed, note: target.value })} />
        </label>
        <button type="submit" className="btn pri" aria-disabled={!told.figures || isPending} title={told.lacks}>
          Agree
        </button>
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
        {bet.measured.some((factor) => factors.includes(factor)) && (
          <output className="note">What a metric tells is not agreed on: the live value counts.</output>
        )}
      </div>
    </form>
  )
}

/** What was agreed before, or the median, on the nearest step of the scale below it. */
function startOf(factor: string, bet: RoundBet, vote: Vote): string {
  const agreed = bet.agreed.find((one) => one.factor === factor)?.value
  const median = vote.factors.find((one) => one.factor === factor)?.median ?? null
  const value = agreed ?? median
  if (value === null) return ''
  const steps = stepsOf(factor)
  return String(steps ? (steps.findLast((step) => step <= value) ?? value) : value)
}
