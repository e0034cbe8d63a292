/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a live region holds blocks, which an output element may not */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { isProblem } from '#kernel'
import { isOffline } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'
import { Empty } from './Empty.tsx'
import { StateWords } from './StateMark.tsx'

/**
 * A part of a page that reads one thing: nothing before 150 ms, a skeleton after, words after 2 s; a failure names its cause and
 * never takes the page with it. While it is read again, the old figures stay.
 */
export function Tile<T>({
  of,
  name,
  lines = 3,
  isWhole = false,
  children,
}: {
  readonly of: Resource<T>
  readonly name: string
  readonly lines?: number
  /** It is all that the page shows. */
  readonly isWhole?: boolean
  readonly children: (value: T) => ReactNode
}) {
  const read = useQuery(of)
  if (read.data !== undefined) return <>{children(read.data)}</>
  if (read.isError) return <Failed isWhole={isWhole} name={name} error={read.error} again={() => void read.refetch()} />
  return <Waiting name={name} lines={lines} />
}

export function Failed({
  name,
  error,
  again,
  isWhole = false,
}: {
  readonly name: string
  readonly error: unknown
  readonly again?: () => void
  readonly isWhole?: boolean
}) {
  const problem = isProblem(error) ? error : null
  if (problem?.kind === 'refused' && !isWhole) return <Empty says={problem.message} next={problem.hint} /> // nothing failed: there is nothing to tell
  return (
    <div className="tile" role="alert">
      <Heading isWhole={isWhole}>
        <StateWords state="red">{`${name} could not be read`}</StateWords>
      </Heading>
      <p>
        {problem ? `${problem.message} ${problem.hint}` : 'Something unexpected happened in this part of the page.'}
        {isWhole || isOffline(error) ? '' : ' The rest of the page is current.'}
      </p>
      {again && (
        <div className="acts">
          <button type="button" className="btn" onClick={again}>
            Try again
          </button>
        </div>
      )}
    </div>
  )
}

/** A page that is nothing but its failure has that for its heading. */
function Heading({ isWhole, children }: { readonly isWhole: boolean; readonly children: ReactNode }) {
  return isWhole ? <h1>{children}</h1> : children
}

export function Waiting({ name, lines = 3 }: { readonly name: string; readonly lines?: number }) {
  const waited = useWaited([150, 2000])
  if (waited < 150) return <div className="sk-room" style={{ minHeight: lines * 40 }} />
  return (
    <div aria-busy="true" className="sk-room" style={{ minHeight: lines * 40 }}>
      {Array.from({ length: lines }, (_none, index) => (
        <div className="skr" key={index}>
          <span className="sk" />
          <span className="sk" style={{ width: `${88 - ((index * 23) % 40)}%` }} />
          <span className="sk" />
        </div>
      ))}
      <p className="note" role="status">
        {waited >= 2000 ? `Still reading ${name.toLowerCase()}.` : <span className="sr">{`Reading ${name.toLowerCase()}`}</span>}
      </p>
    </div>
  )
}

/** The largest of the given waits (ms) that has passed since the component appeared. */
function useWaited(steps: readonly number[]): number {
  const [waited, setWaited] = useState(0)
  const shape = steps.join()
  useEffect(() => {
    const timers = shape.split(',').map((step) => setTimeout(() => setWaited(Number(step)), Number(step)))
    return () => timers.forEach(clearTimeout)
  }, [shape])
  return waited
}
