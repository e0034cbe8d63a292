import { useState } from 'react'
import type { SignalEntry } from '#web/signals/contract.ts'
import { Judging } from '#web/signals/Judging.tsx'
import { canJudge, useJudging } from '#web/signals/useJudging.ts'
import { SignalRow } from '#web/signals/SignalRow.tsx'
import { useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { SignalPeek } from './SignalPeek.tsx'

/** The feed, walked by J and K; the current row carries what can be done about it. */
export function SignalList({ entries }: { readonly entries: readonly SignalEntry[] }) {
  const { go, asOf } = useUrl()
  const { asked, ask, close } = useJudging()
  const [peeked, setPeeked] = useState<string | null>(null)
  const mayWrite = asOf === undefined
  const peek = (entry: SignalEntry) => setPeeked(peeked === entry.key ? null : entry.key)
  const { current, setCurrent } = useWalk({
    items: entries,
    idOf: ({ key }) => key,
    open: ({ kind, metric }) => go(kind === 'contractFailure' ? 'metrics/data' : `metrics/${metric}`),
    peek,
    more: mayWrite ? [{ keys: 'n', says: 'Call it noise', group: 'On this page', run: (entry: SignalEntry) => ask(entry, 'noise') }] : [],
  })
  const shown = entries.find(({ key }) => key === (peeked === null ? null : current))
  return (
    <>
      <ul className="rows">
        {entries.map((entry) => (
          <SignalRow key={entry.key} entry={entry} isCurrent={entry.key === current} take={() => setCurrent(entry.key)} mark={<KindChip entry={entry} />}>
            {mayWrite && canJudge(entry) && (
              <>
                <button type="button" className="btn" onClick={() => ask(entry, 'noise')}>
                  Call it noise <kbd aria-hidden="true">N</kbd>
                </button>
                <button type="button" className="btn" onClick={() => ask(entry, 'real')}>
                  Call it real
                </button>
                <button type="button" className="btn" onClick={() => ask(entry, 'change')}>
                  Declare a change
                </button>
              </>
            )}
            {mayWrite && (
              <button type="button" className="btn" onClick={() => ask(entry, 'muted')}>
                Mute
              </button>
            )}
            <button type="button" className="btn quiet" onClick={() => peek(entry)}>
              Peek <kbd aria-hidden="true">Space</kbd>
            </button>
          </SignalRow>
        ))}
      </ul>
      {shown && <SignalPeek entry={shown} close={() => setPeeked(null)} />}
      <Judging asked={asked} close={close} />
    </>
  )
}

const kinds: Readonly<Record<SignalEntry['kind'], string>> = {
  newSignal: 'Signal',
  contractFailure: 'Input',
  budgetBurn: 'Budget',
  forecastCrossing: 'Forecast',
}
const tones = { high: 'red', medium: 'amber', low: 'line' }
const gravity = { high: 'grave', medium: 'clear', low: 'provisional limits' }

function KindChip({ entry: { kind, severity } }: { readonly entry: SignalEntry }) {
  return (
    <span className={`chip ${tones[severity]}`} title={gravity[severity]}>
      {kinds[kind]}
      <span className="sr">{`, ${gravity[severity]}`}</span>
    </span>
  )
}
