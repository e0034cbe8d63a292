import type { ReactNode } from 'react'
import type { State } from '#web/contract.ts'

/** A state as shape, letter and colour together: diamond R, triangle A, circle G, dashed ring for unknown and untrusted. */
export function StateMark({ state }: { readonly state: State }) {
  const { letter, says } = shown[state]
  return (
    <span className={`rag ${tones[state]}`} title={says}>
      <Shape state={state} />
      <span aria-hidden="true">{letter}</span>
      <span className="sr">{says}</span>
    </span>
  )
}

/** The same shape with words of its own: “Done”, “Check”, “Trusted”. */
export function StateWords({ state, children }: { readonly state: State; readonly children: ReactNode }) {
  return (
    <span className={`rag w ${tones[state]}`}>
      <Shape state={state} />
      {children}
    </span>
  )
}

const tones: Readonly<Record<State, string>> = { red: 'r', amber: 'a', green: 'g', none: 'x', untrusted: 'x' }
const shown: Readonly<Record<State, { readonly letter: string; readonly says: string }>> = {
  red: { letter: 'R', says: 'Red' },
  amber: { letter: 'A', says: 'Amber' },
  green: { letter: 'G', says: 'Green' },
  none: { letter: '–', says: 'No target' },
  untrusted: { letter: '–', says: 'Untrusted' },
}

export function Shape({ state }: { readonly state: State }) {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {state === 'red' && <path d="M5 0 10 5 5 10 0 5z" fill="currentColor" />}
      {state === 'amber' && <path d="M5 .6 10 9.6H0z" fill="currentColor" />}
      {state === 'green' && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
      {(state === 'none' || state === 'untrusted') && (
        <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.2 1.6" />
      )}
    </svg>
  )
}
