import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { isProblem } from '#kernel'
import { call } from '#web/client.ts'
import { renew } from '#web/perform.ts'
import { StateWords } from '#web/parts/StateMark.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { chancesOf } from '#web/pages/forecasts/asked.ts'
import { chanceSays } from '#web/pages/forecasts/chanceSays.ts'
import { sayDay, sayValue } from '#web/say.ts'
import { useMay } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { Binding } from './Binding.tsx'
import { CheckIn } from './CheckIn.tsx'
import type { KeyResultLine, ObjectiveLine } from './contract.ts'
import { standings } from './standings.ts'

/** An objective with its key results. A proposed one is committed here: the baselines of its drafts are read from their metrics first. */
export function Objective({ objective }: { readonly objective: ObjectiveLine }) {
  const { set } = useUrl()
  const { key, title, level, owner, score, keyResults, pillar } = objective
  return (
    <section className="sec goal" aria-label={title}>
      <div className="goal-h">
        <span className="muted t12">{words(level)}</span>
        <h2>
          <button type="button" onClick={() => set({ peek: `objective:${key}` })}>
            {title}
          </button>
        </h2>
        <span className="muted t13">{[owner, pillar].filter(Boolean).join(' · ') || 'No owner'}</span>
        {objective.state === 'proposed' ? <Commit objective={objective} /> : <Score score={score} band={objective.band} />}
      </div>
      {keyResults.length === 0 && <p className="note">No key result tells it yet: it is an orphan and cannot be committed.</p>}
      <ul>
        {keyResults.map((line) => (
          <KeyResult key={line.id} line={line} isActive={objective.state === 'active'} />
        ))}
      </ul>
    </section>
  )
}

function Commit({ objective }: { readonly objective: ObjectiveLine }) {
  const { workspace, asOf } = useUrl()
  const mayWrite = useMay()('editor') && !asOf
  const cache = useQueryClient()
  const say = useSay()
  const { mutate, isPending } = useMutation({
    mutationFn: () => call(`/plan/objectives/${objective.id}/commit`, { method: 'POST', workspace, body: {} }),
    onSuccess: () => say(`${objective.key}: committed, its baselines read from their metrics`),
    onError: (problem) => say(isProblem(problem) ? `Not committed. ${problem.message} ${problem.hint}` : 'Not committed.', { tone: 'failed' }),
    onSettled: () => ['objective', 'keyResult'].forEach((noun) => renew(cache, workspace, noun)),
  })
  if (!mayWrite) return <span className="score muted">Proposed</span>
  return (
    <button type="button" className="btn score" aria-disabled={isPending} onClick={() => !isPending && mutate()}>
      {isPending ? 'Reading baselines …' : 'Commit'}
    </button>
  )
}

function KeyResult({ line, isActive }: { readonly line: KeyResultLine; readonly isActive: boolean }) {
  const { set, asOf } = useUrl()
  const [isOpen, setOpen] = useState(false)
  const { key, title, baseline, target, now, owner, confidence, expected, score } = line
  const show = (value: number | null): string => (line.unit ? sayValue(value, line.unit, line.currency) : value === null ? '–' : String(value))
  const of = [line.metricName, line.part].filter((word) => word && word !== title).join(', ')
  const isLeaving = useRef(false)
  const close = () => {
    isLeaving.current = true
    setOpen(false)
  }
  /** Whoever leaves the form stands again where it was opened. */
  const back = (button: HTMLButtonElement | null) => {
    if (!isLeaving.current || !button) return
    isLeaving.current = false
    button.focus()
  }
  const mayCheckIn = useMay()('contributor') && !asOf && line.state === 'active'
  return (
    <li className={isOpen ? 'on' : undefined}>
      <div className="kr-t">
        <button type="button" onClick={() => set({ peek: `keyResult:${key}` })}>
          {title}
        </button>
        <span className="muted t12">
          {[of, owner, line.type === 'stretch' ? 'stretch' : null, confidence === null ? null : `confidence ${Math.round(confidence * 100)}%`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="kr-f num">
        <b>{show(now)}</b>
        <span className="muted">{line.kind === 'milestone' ? 'milestone' : `${show(baseline)} → ${show(target)}`}</span>
        {line.byNow !== null && line.state === 'active' && <span className="muted t12">{`${show(line.byNow)} by now`}</span>}
      </div>
      <div className="kr-b" aria-hidden="true">
        <span className={line.band ?? ''} style={{ width: `${Math.round((score ?? 0) * 100)}%` }} />
        <i style={{ insetInlineStart: `${Math.round(expected * 100)}%` }} />
      </div>
      <Score score={score} band={line.band} />
      <Words line={line} show={show} />
      <Binding line={line} isActive={isActive} />
      {mayCheckIn &&
        (isOpen ? (
          <CheckIn line={line} close={close} />
        ) : (
          <button type="button" className="btn quiet kr-c" ref={back} data-checkin={key} onClick={() => setOpen(true)} aria-label={`Check in ${title}`}>
            Check in
          </button>
        ))}
    </li>
  )
}

function Words({ line, show }: { readonly line: KeyResultLine; readonly show: (value: number | null) => string }) {
  const { saidOn, doubts, now } = line
  const [state, says] = standings[line.standing]
  return (
    <div className="kr-s t12">
      <StateWords state={state}>{says}</StateWords>
      <Chance line={line} />
      {line.disagrees && <span className="muted">{`figures say ${words(line.suggested).toLowerCase()}`}</span>}
      {doubts[0] && <span className="muted">{doubts[0]}</span>}
      {!doubts[0] && line.words && <span className="muted">{`“${line.words}” ${saidOn ? sayDay(saidOn) : ''}`}</span>}
      {line.nextStep && <span className="muted">{`Next: ${line.nextStep}${line.nextBy ? `, by ${sayDay(line.nextBy)}` : ''}`}</span>}
      {line.earlier.map(({ version, baseline, target, score, until }) => (
        <span className="muted" key={`${version} ${until}`}>
          {`Under definition ${version}, until ${sayDay(until)}: ${show(baseline)} → ${show(target)}, ${score === null ? 'not scored' : `scored ${score.toFixed(2)}`}`}
        </span>
      ))}
      {now === null && line.kind !== 'milestone' && line.metric !== null && !doubts[0] && <span className="muted">its metric has no value yet</span>}
    </div>
  )
}

/** What the simulation gives beside what its owner believes; nothing while it is worked out, or where there is no ground. */
function Chance({ line }: { readonly line: KeyResultLine }) {
  const { workspace, asOf, set } = useUrl()
  const { data } = useQuery({ ...chancesOf(workspace, asOf), enabled: line.state === 'active' })
  const found = data?.lines.find(({ id }) => id === line.id)
  if (!found) return null
  return (
    <button
      type="button"
      className="muted"
      title={found.lacks ?? 'From its metric’s forecast and what the bets add'}
      onClick={() => set({ peek: `keyResult:${line.key}` })}
    >
      {found.hit ? `simulated ${chanceSays(found.hit.chance)}` : 'no ground for a chance'}
    </button>
  )
}

function Score({ score, band }: { readonly score: number | null; readonly band: KeyResultLine['band'] }) {
  if (score === null || band === null) return <span className="score muted num">–</span>
  return (
    <span className="score num">
      <StateWords state={band}>{score.toFixed(2)}</StateWords>
    </span>
  )
}
