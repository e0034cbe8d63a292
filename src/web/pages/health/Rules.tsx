import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Shape, StateWords } from '#web/parts/StateMark.tsx'
import { sayMany } from '#web/say.ts'
import type { ProductHealth } from './asked.ts'
import { Turns } from './Turns.tsx'
import { conditionSays, grades, inputSays, marks, proposals, proposalSays, valueSays } from './told.ts'

/** Why a line is graded and proposed for as it is: each rule that was asked, with what each condition read. */
export function Rules({ line }: { readonly line: ProductHealth }) {
  const { proposed, graded } = line
  return (
    <section className="sec" aria-label={`Why ${line.name}`}>
      <SectionHead title={`${line.name}: ${proposalSays(line).toLowerCase()}`} count={conclusion(line)}>
        <Turns line={line} />
      </SectionHead>
      <div className="why">
        {proposed.asked.map(({ proposes, says, holds, when }) => (
          <div key={proposes}>
            <h3>
              {proposals[proposes]} <span className="muted">{holds === true ? 'holds' : holds === null ? 'cannot be told' : 'does not hold'}</span>
            </h3>
            <p className="note">{says}</p>
            <ul className="t13 num">
              {when.map((one) => (
                <li key={`${one.input} ${one.is}`}>
                  <span>
                    {conditionSays(one)}
                    {one.usual !== null && <span className="muted">{`, usually ${valueSays(one.input, one.usual)}`}</span>}
                  </span>
                  <b>{valueSays(one.input, one.value)}</b>
                  <span className={one.holds === null ? 'muted' : ''}>{one.holds === null ? 'unknown' : one.holds ? 'yes' : 'no'}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div>
          <h3>
            Health <span className="muted">{graded.grade === null ? 'unknown' : grades[graded.grade].says.toLowerCase()}</span>
          </h3>
          <p className="note">Healthy without a bad signal and with one weak one at most; ailing with two bad ones; not graded while one is unknown.</p>
          <ul className="t13 num">
            {graded.marks.map(({ input, value, mark, weak, bad }) => (
              <li key={input}>
                <span title={`Weak from ${valueSays(input, weak)}, bad from ${valueSays(input, bad)}`}>{inputSays(input)}</span>
                <b>{valueSays(input, value)}</b>
                {mark === null ? <span className="muted">unknown</span> : <StateWords state={marks[mark]}>{mark}</StateWords>}
              </li>
            ))}
          </ul>
        </div>
      </div>
      {proposed.lacks.length > 0 && (
        <p className="note">
          <Shape state="none" />{' '}
          {`No proposal while ${sayMany(proposed.lacks.length, 'input')} ${proposed.lacks.length === 1 ? 'is' : 'are'} unknown: ${proposed.lacks.map(inputSays).join(', ').toLowerCase()}.`}
        </p>
      )}
    </section>
  )
}

function conclusion({ proposed }: ProductHealth): string {
  const last = proposed.asked.at(-1)
  if (proposed.proposal === null) return 'an unknown input could change it'
  return proposed.proposal === 'hold' ? 'no rule holds' : `by its rule, ${sayMany(last?.when.length ?? 0, 'condition')}`
}
