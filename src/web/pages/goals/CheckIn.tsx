import { flushSync } from 'react-dom'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { notSaved, usePerform } from '#web/perform.ts'
import { useSay } from '#web/parts/Toasts.tsx'
import { nouns, words } from '#web/vocabulary.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { row } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import type { KeyResultLine } from './contract.ts'

const healths = ['onTrack', 'atRisk', 'offTrack'] as const
type Health = (typeof healths)[number]
const causes = ['delivery', 'dependency', 'demand', 'quality', 'capacity', 'measurement', 'other'] as const

interface Said {
  readonly health: Health
  readonly message: string
  readonly cause: string
  readonly nextStep: string
  readonly nextBy: string
  readonly confidence: string
}

/** The weekly word on a key result: 1, 2, 3 choose how it stands, Ctrl Enter sends it and opens the next one, Esc leaves. The value comes from its metric. */
export function CheckIn({ line, close }: { readonly line: KeyResultLine; readonly close: () => void }) {
  const noun = nouns['keyResult']?.noun
  return noun ? <Asked line={line} close={close} noun={noun} /> : null
}

function Asked({ line, close, noun }: { readonly line: KeyResultLine; readonly close: () => void; readonly noun: Parameters<typeof usePerform>[0] }) {
  const { sent, isPending } = useSending(noun, line.id)
  const [said, setSaid] = useState<Said>({
    health: line.suggested,
    message: '',
    cause: line.cause ?? '',
    nextStep: line.nextStep ?? '',
    nextBy: line.nextBy ?? '',
    confidence: line.confidence === null ? '' : String(Math.round(line.confidence * 100)),
  })
  const put = (patch: Partial<Said>) => setSaid({ ...said, ...patch })
  const lacks = lackOf(said)
  const send = async () => {
    if (lacks !== null || isPending || !(await sent(inputOf(said)))) return
    const all = [...document.querySelectorAll<HTMLElement>('[data-checkin]')]
    const next = all.find((one) => one.dataset['checkin'] !== line.key && one.compareDocumentPosition(here.current ?? one) & Node.DOCUMENT_POSITION_PRECEDING)
    flushSync(close) // the form is gone and its button back, before the next one takes the focus
    next?.focus()
  }
  const here = useRef<HTMLFormElement>(null)
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send().catch(() => null)
    else if (!isTyping(event.target) && ['1', '2', '3'].includes(event.key)) put({ health: healths[Number(event.key) - 1] ?? said.health })
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  useEffect(() => here.current?.querySelector<HTMLInputElement>('input[type=radio]:checked')?.focus(), [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the form, beside its buttons
    <form
      ref={here}
      className="ci t13"
      aria-label={`Check in ${line.title}`}
      onKeyDown={onKey}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send().catch(() => null)
      }}
    >
      <fieldset>
        <legend>State</legend>
        {healths.map((health, at) => (
          <label key={health}>
            <input type="radio" name={`health-${line.key}`} checked={said.health === health} onChange={() => put({ health })} /> {words(health)}{' '}
            <kbd aria-hidden="true">{at + 1}</kbd>
          </label>
        ))}
        <span className="muted">{`Suggested: ${words(line.suggested).toLowerCase()}`}</span>
      </fieldset>
      <label>
        What changed
        <input className="inp" value={said.message} onChange={({ target }) => put({ message: target.value })} />
      </label>
      {said.health !== 'onTrack' && <Step said={said} put={put} />}
      <label className="ci-c">
        Confidence, %
        <input className="inp" inputMode="numeric" value={said.confidence} onChange={({ target }) => put({ confidence: target.value })} />
      </label>
      <div className="acts">
        <button type="submit" className="btn pri" aria-disabled={lacks !== null || isPending}>
          Check in <kbd aria-hidden="true">Ctrl ↵</kbd>
        </button>
        <button type="button" className="btn" onClick={close}>
          Cancel <kbd aria-hidden="true">Esc</kbd>
        </button>
        <output className="note">{lacks ?? 'The value comes from the metric; nobody types it.'}</output>
      </div>
    </form>
  )
}

function Step({ said, put }: { readonly said: Said; readonly put: (patch: Partial<Said>) => void }) {
  return (
    <div className="ci-r">
      <label>
        Cause
        <select className="inp" value={said.cause} onChange={({ target }) => put({ cause: target.value })}>
          <option value="">Choose</option>
          {causes.map((cause) => (
            <option key={cause} value={cause}>
              {words(cause)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Next step
        <input className="inp" value={said.nextStep} onChange={({ target }) => put({ nextStep: target.value })} />
      </label>
      <label>
        By
        <input className="inp" type="date" value={said.nextBy} onChange={({ target }) => put({ nextBy: target.value })} />
      </label>
    </div>
  )
}

/** What is missing before it can be sent, in words; null when nothing is. */
function lackOf({ health, message, cause, nextStep, nextBy, confidence }: Said): string | null {
  if (message.trim().length < 20) return 'Say what changed, in twenty letters or more.'
  if (health !== 'onTrack' && (cause === '' || nextStep.trim() === '' || nextBy === '')) return 'Say why, what is done about it, and by when.'
  return confidence !== '' && !(Number(confidence) >= 0 && Number(confidence) <= 100) ? 'Confidence lies between 0 and 100.' : null
}

/** Sends a check-in once, as soon as its row is read: who types faster than that is not ignored, and who leaves before has called it off. True when it is sent and the form still there. */
function useSending(noun: Parameters<typeof usePerform>[0], id: string) {
  const { workspace } = useUrl()
  const { perform, isPending } = usePerform(noun)
  const held = row(workspace, noun.plural, id)
  useQuery(held)
  const cache = useQueryClient()
  const say = useSay()
  const isSending = useRef(false)
  const isLeft = useRef(false)
  const [isWaiting, setWaiting] = useState(false)
  useEffect(() => {
    isLeft.current = false
    return () => {
      isLeft.current = true
    }
  }, [])
  const sent = async (input: ReturnType<typeof inputOf>): Promise<boolean> => {
    if (isSending.current) return false
    isSending.current = true
    setWaiting(true)
    try {
      const found = await cache.ensureQueryData(held).catch((problem: unknown) => {
        if (!isLeft.current) say(notSaved(problem), { tone: 'failed' })
        return null
      })
      if (!found || isLeft.current) return false
      await perform('checkIn', found, input)
      return !isLeft.current
    } finally {
      isSending.current = false
      setWaiting(false)
    }
  }
  return { sent, isPending: isPending || isWaiting }
}

function inputOf({ health, message, cause, nextStep, nextBy, confidence }: Said): Readonly<Record<string, unknown>> {
  const rest = health === 'onTrack' ? {} : { cause, nextStep: nextStep.trim(), nextBy }
  return { health, message: message.trim(), ...rest, ...(confidence === '' ? {} : { confidence: Number(confidence) / 100 }) }
}

const isTyping = (target: EventTarget): boolean => target instanceof HTMLInputElement && target.type !== 'radio'
