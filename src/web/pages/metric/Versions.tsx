import { useQuery } from '@tanstack/react-query'
import type { Change } from '#web/contract.ts'
import type { MetricRecord } from '#web/explained.ts'
import { history } from '#web/resources.ts'
import { sayDay } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'

/** How the definition came to be: each version with what its words took out and put in. */
export function Versions({ record, version }: { readonly record: MetricRecord; readonly version: number }) {
  const { workspace } = useUrl()
  const entry = record.entry
  const changes = useQuery({ ...history(workspace, 'metrics', entry?.id ?? ''), enabled: entry !== null }).data?.items ?? []
  if (!entry) return <p className="note">{`Version ${version}, as it is shipped. It has no entry in the dictionary yet.`}</p>
  const revised = changes.filter(({ verb }) => verb === 'revise' || verb === 'create' || verb === 'certify').toSorted((a, b) => b.seq - a.seq)
  return (
    <ol className="ver t13">
      {revised.map((change) => (
        <li key={change.seq}>
          <b className={change.verb === 'revise' ? '' : 'muted'}>{numberOf(change)}</b>
          <span>
            <Diff change={change} />
            <span className="muted">{`${sayDay(change.at)} · ${change.actor.name}${change.why ? ` · ${change.why}` : ''}`}</span>
          </span>
        </li>
      ))}
      {revised.length === 0 && <li className="muted">{`v${version}, unchanged since it began.`}</li>}
    </ol>
  )
}

function numberOf({ verb, after }: Change): string {
  const number = after?.['definitionVersion']
  return verb === 'certify' ? '' : typeof number === 'number' ? `v${number}` : verb === 'create' ? 'v1' : ''
}

function Diff({ change }: { readonly change: Change }) {
  if (change.verb === 'certify') return <>Certified</>
  const [before, after] = [textIn(change.before), textIn(change.after)]
  if (change.verb === 'create') return <>{after || 'First definition'}</>
  return (
    <>
      {differenceOf(before, after).map(({ kind, text }, index) =>
        kind === 'out' ? (
          <del key={`${index} ${text}`}>{text} </del>
        ) : kind === 'in' ? (
          <ins key={`${index} ${text}`}>{text} </ins>
        ) : (
          <span key={`${index} ${text}`}>{text} </span>
        ),
      )}
    </>
  )
}

const textIn = (image: Change['before']): string => {
  const text = image?.['definition']
  return typeof text === 'string' ? text : ''
}

export interface Piece {
  readonly kind: 'same' | 'out' | 'in'
  readonly text: string
}

/** What a reader would mark: words taken out and put in, by the longest common run of words. */
export function differenceOf(before: string, after: string): Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const length = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0))
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      (length[i] ?? [])[j] = old[i] === now[j] ? (length[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(length[i + 1]?.[j] ?? 0, length[i]?.[j + 1] ?? 0)
  const pieces: { kind: Piece['kind']; words: string[] }[] = []
  const put = (kind: Piece['kind'], word: string): void => {
    const last = pieces.at(-1)
    if (last?.kind === kind) last.words.push(word)
    else pieces.push({ kind, words: [word] })
  }
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) put('same', old[(j += 1) && i++] ?? '')
    else if (i < old.length && (j >= now.length || (length[i + 1]?.[j] ?? 0) >= (length[i]?.[j + 1] ?? 0))) put('out', old[i++] ?? '')
    else put('in', now[j++] ?? '')
  }
  return pieces.map(({ kind, words }) => ({ kind, text: words.join(' ') }))
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')
