import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import type { AnyRow } from '#kernel'
import { Banner } from '#web/parts/Banner.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { allRows } from '#web/resources.ts'
import { sayCount } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { branchesOf, featuresBelow, linesOf, stepOf, strays, type Line, type Unfolded } from './branches.ts'
import { cuts } from './cuts.ts'

const told = ['title', 'level', 'parent', 'initiative', 'stage']

/** Objectives, bets, features and their parts as one tree; features come after the bets are drawn, and a level is drawn when it is opened. */
export function Tree({ bets, names }: { readonly bets: readonly AnyRow[]; readonly names: ReadonlyMap<string, string> }) {
  const { workspace, asOf, search, set } = useUrl()
  const read = useQuery(allRows(workspace, 'features', { asOf }, told))
  const features = useMemo(() => featuresBelow(read.data?.items ?? []), [read.data])
  const isWhole = !search['q'] && cuts.every(({ id }) => search[id] === undefined)
  const group = search['group']
  const branches = useMemo(
    () => [...branchesOf(bets, { group, names, features }), ...(isWhole ? strays(features, bets) : [])],
    [bets, group, names, features, isWhole],
  )
  const [unfolded, setUnfolded] = useState<Unfolded>({ turned: new Set(), times: new Map() })
  const [current, setCurrent] = useState('')
  const lines = useMemo(() => linesOf(branches, unfolded), [branches, unfolded])
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === current),
  )
  const turn = (id: string): void => setUnfolded({ ...unfolded, turned: new Set([id]).symmetricDifference(unfolded.turned) })
  const tree = useRef<HTMLDivElement>(null)
  const goTo = (place: number): void => tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[place]?.focus()
  const showMore = (of: string, place: number): void => {
    flushSync(() => setUnfolded({ ...unfolded, times: new Map([...unfolded.times, [of, (unfolded.times.get(of) ?? 1) + 1]]) }))
    goTo(place) // where “Show more” stood is the first of the new lines
  }
  const press = (line: Line): void => {
    const { id, branch, isOpen, more } = line
    if (more) showMore(more.of, lines.indexOf(line))
    else if (branch?.address) set({ peek: branch.address })
    else if (isOpen !== null) turn(id)
  }
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const step = stepOf(event.key, lines, at)
    const line = lines[at]
    if (step && 'to' in step) goTo(step.to)
    else if (step) turn(step.turn)
    else if ((event.key === 'Enter' || event.key === ' ') && line) press(line)
    else return
    event.preventDefault()
  }
  return (
    <>
      {read.isError && <Banner tone="amber" says="The features could not be read; the tree ends at the bets." />}
      <div ref={tree} role="tree" aria-label="Bets and features" className="rtree" tabIndex={-1}>
        {lines.map((line, index) => (
          <TreeLine
            key={line.id}
            line={line}
            isStop={index === at}
            isOn={search['peek'] !== undefined && search['peek'] === line.branch?.address}
            turn={turn}
            press={press}
            take={setCurrent}
            onKey={onKey}
          />
        ))}
      </div>
    </>
  )
}

interface LineProps {
  readonly line: Line
  /** The line that Tab leads to. */
  readonly isStop: boolean
  readonly isOn: boolean
  readonly turn: (id: string) => void
  readonly press: (line: Line) => void
  readonly take: (id: string) => void
  readonly onKey: (event: KeyboardEvent<HTMLElement>) => void
}

function TreeLine({ line, isStop, isOn, turn, press, take, onKey }: LineProps) {
  const { branch, isOpen, level, more } = line
  const style: CSSProperties & { readonly '--deep': number } = { '--deep': level - 1 }
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isOn}
      aria-setsize={line.siblings}
      aria-posinset={line.place}
      tabIndex={isStop ? 0 : -1}
      style={style}
      onFocus={() => take(line.id)}
      onClick={() => press(line)}
      onKeyDown={onKey}
    >
      <span
        className="rf"
        aria-hidden="true"
        onClick={(event) => {
          if (isOpen === null) return
          event.stopPropagation()
          turn(line.id)
        }}
      >
        {isOpen !== null && <Icon of={ChevronRight} />}
      </span>
      {branch === null ? (
        <span className="muted">{`Show more, ${sayCount(more?.left ?? 0)} left`}</span>
      ) : (
        <>
          <span className={branch.address === null ? 'b' : 't'}>
            {branch.key !== null && <span className="muted">{branch.key}</span>} {branch.says}
          </span>
          <span className="muted t12 num">{branch.beside}</span>
        </>
      )}
    </div>
  )
}
