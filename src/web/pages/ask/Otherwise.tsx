import { ArrowRight } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Banner } from '#web/parts/Banner.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { sayDay, sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { ChipRow } from './ChipRow.tsx'
import type { AskedBack, Choice, Refusal, Unasked } from './contract.ts'

/** Two things fit, or a word was not understood: the reader says which. */
export function AskedBackView({ answer: { says, choices, notUnderstood } }: { readonly answer: AskedBack }) {
  return (
    <section aria-label="Did you mean" className="otherwise">
      <h2 className="lede">{says}</h2>
      {notUnderstood.length > 0 && <p className="note">Not understood: {notUnderstood.map((word) => `“${word}”`).join(', ')}</p>}
      <p className="t13 muted ask-lead">Did you mean</p>
      <Questions of={choices} isChoice />
    </section>
  )
}

/** What cannot be answered, why, and the next step. An untrusted figure is shown struck through. */
export function RefusalView({ answer }: { readonly answer: Refusal }) {
  const { code, says, hint, choices, chips, next, measurements } = answer
  const [measured] = measurements
  return (
    <section aria-label="Not answered" className="otherwise">
      <Banner tone={code === 'untrusted' ? 'red' : 'amber'} says={says}>
        {hint} <span className="muted">{`Code: ${code}.`}</span>
      </Banner>
      {measured && (
        <p className="lede num">
          <s>
            <span className="sr">Not to be used: </span>
            {sayValue(measured.value, measured.unit, measured.currency)}
          </s>{' '}
          <span className="muted t13">as of {sayDay(measured.asOf)}</span>
        </p>
      )}
      <ChipRow chips={chips} />
      {choices.length > 0 && (
        <>
          <p className="t13 muted ask-lead">You can ask instead</p>
          <Questions of={choices} isChoice />
        </>
      )}
      {next && (
        <p className="acts ask-lead">
          <GoTo className="btn" to={next.to}>
            {next.says}
          </GoTo>
        </p>
      )}
    </section>
  )
}

/** Nothing was asked yet. */
export function UnaskedView({ answer: { questions } }: { readonly answer: Unasked }) {
  if (questions.length === 0)
    return (
      <Empty says="Your data cannot answer a question yet" next="Bring accounts and subscriptions first; the rest lights up as its facts arrive.">
        <Go className="btn pri" to="import">
          Import
        </Go>
      </Empty>
    )
  return (
    <section aria-labelledby="h-today" className="otherwise">
      <h2 id="h-today">Your data can answer these today</h2>
      <Questions of={questions} />
      <p className="note ask-lead">
        Name a metric; add by, for, a time, or vs. No model is asked: the same words always read as the same query, and what was read is shown with the answer.
      </p>
    </section>
  )
}

/** Questions as links, so that each can be opened, copied and gone back from. */
export function Questions({ of, isChoice = false }: { readonly of: readonly Choice[]; readonly isChoice?: boolean }) {
  return (
    <ul className={isChoice ? 'choices' : 'asks'}>
      {of.map(({ label, ask }) => (
        <li key={ask}>
          <Go to="ask" words={{ q: ask }} className={isChoice ? 'btn' : 'askline'} title={ask}>
            {!isChoice && <Icon of={ArrowRight} />}
            {isChoice ? words(label) : label}
          </Go>
        </li>
      ))}
    </ul>
  )
}

/** A link whose address bears words, such as metrics/csat?how=1. */
export function GoTo({ to, ...rest }: { readonly to: string } & Omit<ComponentProps<'a'>, 'href'>) {
  const [path = '', query = ''] = to.split('?')
  return <Go {...rest} to={path} words={Object.fromEntries(new URLSearchParams(query))} />
}
