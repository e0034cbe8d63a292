import { useState } from 'react'
import { isRecord } from '#kernel'
import type { Query } from './contract.ts'
import { kindOf, type Draft } from './draft.ts'
import { drawnElsewhere, switches } from './switches.ts'

const common = ['kind', 'actor', 'range', 'where', 'breakdown', 'beside', 'compareTo', 'preset', 'internal', 'weekStart', 'tz', 'propTime']

/** The query as it is written, to be read, copied and changed; and what of it no part of the page draws. */
export function Written({ draft, change }: { readonly draft: Draft; readonly change: (draft: Draft) => void }) {
  const [text, setText] = useState<string | null>(null)
  const [fault, setFault] = useState('')
  const kind = kindOf(draft)
  const drawn = new Set([...common, ...drawnElsewhere[kind], ...switches.filter(({ kinds }) => kinds.includes(kind)).map(({ key }) => key)])
  const others = Object.keys(draft).filter((key) => !drawn.has(key))
  const apply = () => {
    const read = parsed(text ?? '')
    if (read === null) return setFault('This is not JSON of one query.')
    setFault('')
    setText(null)
    return change(read)
  }
  return (
    <details className="part">
      <summary>{others.length > 0 ? `As JSON, with ${others.join(', ')}` : 'As JSON'}</summary>
      <textarea
        className="inp mono"
        aria-label="The query as JSON"
        rows={12}
        spellCheck={false}
        value={text ?? JSON.stringify(draft, null, 2)}
        onChange={({ target }) => setText(target.value)}
      />
      {fault !== '' && (
        <p className="t12 red" role="alert">
          {fault}
        </p>
      )}
      <p className="acts">
        <button type="button" className="btn" disabled={text === null} onClick={apply}>
          Ask this
        </button>
        <button type="button" className="btn quiet" onClick={() => void navigator.clipboard?.writeText(JSON.stringify(draft, null, 2))}>
          Copy
        </button>
      </p>
      <p className="t12 muted">The same asks by POST /api/v1/query and throughline query.</p>
    </details>
  )
}

function parsed(text: string): Query | null {
  try {
    const read: unknown = JSON.parse(text)
    return isRecord(read) ? read : null
  } catch {
    return null
  }
}
