import { useState } from 'react'
import { isProblem } from '#kernel'
import { addDays } from '#engines/numbers/dates.ts'
import { Form } from '#web/object/Form.tsx'
import type { VerbFormProps } from '#web/object/verbFormProps.ts'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { civil } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { letterOf, optionsOf, type Option } from './options.ts'
import './decision.css'

/** Which option, why this one, why not the others, and when to look again. */
export function Decide({ noun, row, verb, given, close }: VerbFormProps) {
  const { serverTime, workspace } = useMe()
  const { perform, isPending, error } = usePerform(noun)
  const options = optionsOf(row)
  const [chosen, setChosen] = useState(typeof given['chosen'] === 'string' ? given['chosen'] : null)
  const [against, setAgainst] = useState<Readonly<Record<string, string>>>({})
  const [tried, setTried] = useState(false)
  const restsOnSomething = Array.isArray(row['assumptions']) && row['assumptions'].length > 0
  const { chosen: _chosen, rejected: _rejected, noAssumptions, ...rest } = verb.input
  const save = async (values: Readonly<Record<string, unknown>>) => {
    setTried(true)
    if (chosen === null) return
    const rejected = options.flatMap(({ name }) => (name !== chosen && against[name]?.trim() ? [{ option: name, why: against[name].trim() }] : []))
    const isDone = await perform('decide', row, { ...values, chosen, ...(rejected.length > 0 ? { rejected } : {}) }).then(
      () => true,
      () => false,
    )
    if (isDone) close()
  }
  return (
    <Modal title={`Decide ${row.key}`} close={close} wide>
      <p>{String(row['question'])}</p>
      <fieldset className="choice" aria-describedby={tried && chosen === null ? 'choice-reason' : undefined}>
        <legend className="sr">Which option?</legend>
        {options.map((option, index) => (
          <Choice
            key={option.name}
            option={option}
            letter={letterOf(index)}
            chosen={chosen}
            why={against[option.name] ?? ''}
            choose={() => setChosen(option.name)}
            explain={(why) => setAgainst({ ...against, [option.name]: why })}
          />
        ))}
      </fieldset>
      {tried && chosen === null && (
        <p className="err" id="choice-reason" role="alert">
          Choose one of the options.
        </p>
      )}
      <Form
        fields={{ ...rest, ...(restsOnSomething || !noAssumptions ? {} : { noAssumptions }) }}
        start={{ reviewOn: addDays(civil(serverTime, workspace.timeZone), 90) }}
        submit={chosen === null ? 'Decide' : `Decide for ${letterOf(options.findIndex(({ name }) => name === chosen))}`}
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={save}
        cancel={close}
      />
    </Modal>
  )
}

interface ChoiceProps {
  readonly option: Option
  readonly letter: string
  readonly chosen: string | null
  readonly why: string
  readonly choose: () => void
  readonly explain: (why: string) => void
}

/** One option to choose; once another is chosen, the place for why not this one. */
function Choice({ option: { name, summary, cost, effect }, letter, chosen, why, choose, explain }: ChoiceProps) {
  return (
    <div className={chosen === name ? 'opt on' : 'opt'}>
      <label>
        <input type="radio" name="chosen" checked={chosen === name} onChange={choose} />
        <span className={`letter ${chosen === name ? 'on' : ''}`} aria-hidden="true">
          {letter}
        </span>
        <span>
          <span className="b">{name}</span>
          <span className="sub">{[summary, cost && `Cost ${cost}`, effect].filter(Boolean).join(' · ')}</span>
        </span>
      </label>
      {chosen !== null && chosen !== name && (
        <input
          className="inp"
          value={why}
          maxLength={1000}
          aria-label={`Why not ${letter}, ${name}`}
          placeholder={`Why not ${letter}? The next reader will ask.`}
          onChange={(event) => explain(event.target.value)}
        />
      )}
    </div>
  )
}
