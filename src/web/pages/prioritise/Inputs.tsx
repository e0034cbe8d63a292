import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Noun } from '#kernel'
import { initiative } from '#objects'
import { CertaintyMark } from '#web/parts/Certainty.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { usePerform } from '#web/perform.ts'
import { row } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { useMay } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { nouns, shortName } from '#web/vocabulary.ts'
import type { BetInput, RankedBet } from './asked.ts'
import { inputWords } from './words.ts'
import { Judge } from './Judge.tsx'
import { sayInput, wordOf } from './shown.ts'
import { Size } from './Size.tsx'

/** The inputs of a bet with their age; one that somebody judged is judged anew beneath its line. */
export function Inputs({
  bet,
  inputs,
  currency,
}: {
  readonly bet: Pick<RankedBet, 'id' | 'stage'>
  readonly inputs: readonly BetInput[]
  readonly currency: string
}) {
  const { asOf } = useUrl()
  const may = useMay()
  const [mayJudge, mayTake] = [may('contributor') && !asOf, may('editor') && !asOf]
  const [judged, setJudged] = useState<string | null>(null)
  const maySize = mayTake && !initiative.isFlying(bet.stage)
  const opens = ({ name, row }: BetInput): boolean => (name === 'effort' ? maySize : row !== null && mayJudge)
  return (
    <section>
      <h3>Inputs</h3>
      <Wide label="Inputs">
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Input</th>
              <th scope="col" className="r">
                Value
              </th>
              <th scope="col">From</th>
              <th scope="col" className="r">
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {inputs.map((input) => (
              <Line
                key={input.name}
                bet={bet.id}
                input={input}
                currency={currency}
                mayTake={mayTake}
                press={opens(input) ? () => setJudged(judged === input.name ? null : input.name) : null}
                isOpen={judged === input.name}
              />
            ))}
          </tbody>
        </table>
      </Wide>
      {mayJudge && (
        <p className="t12 muted">
          Press an input to judge it or size it anew; what else the bet itself holds is changed on its page, and a metric tells itself.
        </p>
      )}
    </section>
  )
}

/** One input with its age; pressed, it is judged or sized anew beneath. */
function Line({
  bet,
  input,
  currency,
  mayTake,
  press,
  isOpen,
}: {
  readonly bet: string
  readonly input: BetInput
  readonly currency: string
  readonly mayTake: boolean
  readonly press: (() => void) | null
  readonly isOpen: boolean
}) {
  return (
    <>
      <tr>
        <th scope="row" className="b">
          {press ? (
            <button type="button" className="link" title={`Judge ${wordOf(input.name)} anew`} aria-expanded={isOpen} onClick={press}>
              {inputWords[input.name] ?? input.name}
            </button>
          ) : (
            (inputWords[input.name] ?? input.name)
          )}
        </th>
        <td className="r nw">
          {sayInput(input.name, input.value, currency)}{' '}
          <CertaintyMark of={input.stale ? 'stale' : input.source === 'metric' || input.source === 'customers' ? 'measured' : 'estimated'} />
        </td>
        <td className="muted">
          <From input={input} />
        </td>
        <td className={`r nw ${input.stale ? 'amber' : ''}`} title={`As of ${sayDay(input.asOf)}${input.stale ? `: ${input.stale}` : ''}`}>
          {input.limit === null ? `${input.age} d` : `${input.age} of ${input.limit} d`}
        </td>
      </tr>
      {input.instead && (
        <tr>
          <td colSpan={4} className="wide sub">
            <Instead input={input} instead={input.instead} currency={currency} mayTake={mayTake} />
          </td>
        </tr>
      )}
      {press && isOpen && (
        <tr>
          <td colSpan={4} className="wide">
            {input.name === 'effort' ? <Size bet={bet} close={press} /> : <Judge input={input} close={press} />}
          </td>
        </tr>
      )}
    </>
  )
}

/** What customers say where a judgement stands before it; taking it puts the judgement away, which can be undone. */
function Instead({
  input,
  instead: { value, from },
  currency,
  mayTake,
}: {
  readonly input: BetInput
  readonly instead: NonNullable<BetInput['instead']>
  readonly currency: string
  readonly mayTake: boolean
}) {
  const noun = nouns['scoreInput']?.noun
  return (
    <>
      {`Customers say ${sayInput(input.name, value, currency)} (${from}). `}
      {noun && input.row && mayTake && <Take noun={noun} held={input.row} says={wordOf(input.name)} />}
    </>
  )
}

function Take({ noun, held, says }: { readonly noun: Noun; readonly held: NonNullable<BetInput['row']>; readonly says: string }) {
  const { workspace } = useUrl()
  const { perform, isPending } = usePerform(noun)
  const { data } = useQuery(row(workspace, noun.plural, held.id))
  return (
    <button
      type="button"
      className="link"
      aria-label={`Read ${says} from what customers say`}
      aria-disabled={isPending || !data}
      onClick={() => data && !isPending && void perform('archive', data, {}).catch(() => null)}
    >
      Read it from there
    </button>
  )
}

/** Where a figure comes from: its metric, the note of whoever judged it, or the kind of figure that it is. */
function From({ input: { metric, from, source } }: { readonly input: BetInput }) {
  if (metric === null) return from ?? sourceWords[source]
  return (
    <>
      <Go className="link" to={`metrics/${metric}`}>
        {shortName(metric)}
      </Go>
      {from && `, ${from}`}
    </>
  )
}

const sourceWords: Readonly<Record<BetInput['source'], string>> = {
  metric: 'a metric',
  reach: 'counted by hand',
  effort: 'estimate',
  judgement: 'judgement',
  customers: 'customers',
}
