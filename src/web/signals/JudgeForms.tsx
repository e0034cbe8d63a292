import { isProblem, type Fields, type Noun } from '#kernel'
import type { SignalEntry } from '#web/signals/contract.ts'
import { Form } from '#web/object/Form.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { usePerform } from '#web/perform.ts'
import { sayPeriod } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { nouns } from '#web/vocabulary.ts'
import type { Asked } from './useJudging.ts'

/** What a person says of a signal: real or noise with a reason, muted until a day, or explained by a change that they declare. */
export function JudgeForms({ asked, close }: { readonly asked: Asked; readonly close: () => void }) {
  return asked.form === 'change' ? <ChangeForm entry={asked.entry} close={close} /> : <VerdictForm entry={asked.entry} verdict={asked.form} close={close} />
}

const verdicts = {
  noise: { title: 'Call it noise', submit: 'Call it noise', says: 'It leaves the list, and the rule that raised it counts one false alarm more.' },
  real: { title: 'Call it real', submit: 'Call it real', says: 'It stays on the list with your words, and the rule that raised it counts one hit more.' },
  muted: { title: 'Mute for a while', submit: 'Mute', says: 'It leaves the list until that day has passed. It counts neither as a hit nor as a false alarm.' },
}

function VerdictForm({ entry, verdict, close }: { readonly entry: SignalEntry; readonly verdict: keyof typeof verdicts; readonly close: () => void }) {
  const noun = nouns['signalVerdict']?.noun
  const { title, submit, says } = verdicts[verdict]
  const { reason, until } = noun?.fields ?? {}
  if (!noun || !reason || !until) return null
  const needsReason = verdict !== 'real'
  const fields: Fields = { reason: { ...reason, required: needsReason }, ...(verdict === 'muted' ? { until: { ...until, required: true } } : {}) }
  const about = {
    signal: entry.key,
    says: `${entry.name}: ${entry.says}`.slice(0, 300),
    metricKey: entry.metric,
    rule: entry.rule,
    period: entry.period,
    verdict,
  }
  return (
    <Modal title={title} close={close}>
      <p>
        <b>{entry.name}.</b> {entry.says}.
      </p>
      <p className="note">{says}</p>
      <Saved noun={noun} fields={fields} start={{}} also={about} submit={submit} close={close} />
    </Modal>
  )
}

function ChangeForm({ entry, close }: { readonly entry: SignalEntry; readonly close: () => void }) {
  const { member } = useMe()
  const noun = nouns['processChange']?.noun
  const { name, on, cause, evidence } = noun?.fields ?? {}
  if (!noun || !name || !on || !cause || !evidence) return null
  return (
    <Modal title="Declare a process change" close={close}>
      <p>
        <b>{entry.name}.</b> From that day on its limits start anew; the old ones stay drawn as they were. New limits come with six closed periods.
      </p>
      <p className="note">{`Declare a change only for what you know changed, not because ${sayPeriod(entry.period)} looks odd: the declaration is kept with your name.`}</p>
      <Saved
        noun={noun}
        fields={{ name, on, cause, evidence }}
        start={{}}
        also={{ metrics: [entry.metric], owner: member.id }}
        submit="Declare"
        close={close}
      />
    </Modal>
  )
}

interface SavedProps {
  readonly noun: Noun
  readonly fields: Fields
  readonly start: Readonly<Record<string, unknown>>
  readonly also: Readonly<Record<string, unknown>>
  readonly submit: string
  readonly close: () => void
}

function Saved({ noun, fields, start, also, submit, close }: SavedProps) {
  const { perform, isPending, error } = usePerform(noun)
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const saved = await perform('create', undefined, { ...also, ...values }).catch(() => null)
    if (saved) close()
  }
  return <Form fields={fields} start={start} submit={submit} isBusy={isPending} refusal={isProblem(error) ? error : null} save={save} cancel={close} />
}
