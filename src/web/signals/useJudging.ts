import { useState } from 'react'
import type { AnyRow } from '#web/contract.ts'
import type { SignalEntry } from '#web/signals/contract.ts'

export type JudgeForm = 'noise' | 'muted' | 'real' | 'change'
export interface Asked {
  readonly entry: SignalEntry
  readonly form: JudgeForm
}

/** Which form is open for which signal, on any page that lists signals. */
export function useJudging() {
  const [asked, setAsked] = useState<Asked | null>(null)
  const ask = (entry: SignalEntry, form: JudgeForm) => (canJudge(entry) || form === 'muted' ? setAsked({ entry, form }) : undefined)
  return { asked, ask, close: () => setAsked(null) }
}

/** A signal of a line can be judged; a broken input or a spent budget is mended, or muted for a while. */
export const canJudge = ({ kind }: SignalEntry): boolean => kind === 'newSignal' || kind === 'forecastCrossing'

/** The verdict on a signal as a row to act on. */
export const verdictRow = ({ id, version }: NonNullable<SignalEntry['verdict']>): AnyRow => ({
  id,
  version,
  key: 'Verdict',
  createdAt: '',
  updatedAt: '',
  archivedAt: null,
  source: null,
  custom: {},
})
