import type { SignalEntry } from '#web/signals/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { useKeys } from '#web/keys.tsx'
import { Judging } from '#web/signals/Judging.tsx'
import { canJudge, useJudging } from '#web/signals/useJudging.ts'
import { SignalRow } from '#web/signals/SignalRow.tsx'
import { storiesOf } from '#web/signals/stories.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useState } from 'react'

/** As many as are read on a Monday; the page of signals has all. */
const shown = 5

/** What broke its limits and is not explained, one row for each story, with the likely driver. N calls the row that the reader points at, or else the first, noise. */
export function Signals({ items }: { readonly items: readonly SignalEntry[] }) {
  const { asOf } = useUrl()
  const { asked, ask, close } = useJudging()
  const [pointed, setPointed] = useState<string | null>(null)
  const mayWrite = asOf === undefined
  const stories = storiesOf(items)
  const told = stories.slice(0, shown)
  const rest = stories.length - told.length
  const leads = told.map(({ lead }) => lead)
  const current = leads.find(({ key }) => key === pointed) ?? leads.find(canJudge)
  useKeys(mayWrite && current ? [{ keys: 'n', says: 'Call the signal noise', group: 'On this page', run: () => ask(current, 'noise') }] : [])
  if (items.length === 0) return <Empty says="No signal" next="No metric that can be trusted has broken its limits." />
  return (
    <>
      <ul className="rows">
        {told.map(({ lead: entry, also }) => (
          <SignalRow key={entry.key} entry={entry} together={also} isCurrent={entry.key === pointed} take={() => setPointed(entry.key)}>
            {mayWrite && canJudge(entry) && (
              <button type="button" className="btn" onClick={() => ask(entry, 'noise')}>
                Call it noise <kbd aria-hidden="true">N</kbd>
              </button>
            )}
          </SignalRow>
        ))}
      </ul>
      {rest > 0 && (
        <p className="note sec-note">
          <Go className="link" to="metrics/signals">{`${rest} more`}</Go>
        </p>
      )}
      <Judging asked={asked} close={close} />
    </>
  )
}
