/* oxlint-disable react/incompatible-library -- the virtualiser gives new functions on each render, and nothing here is compiled to memoise them */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { AnyRow, Noun } from '#kernel'
import { useKeys } from '#web/keys.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useUnsynced } from '#web/perform.ts'
import { addressOf } from '#web/object/address.ts'
import { Turn, useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { words } from '#web/vocabulary.ts'
import { Bulk } from './Bulk.tsx'
import { Line } from './Line.tsx'
import { columnsOf } from './query.ts'

interface TableProps {
  readonly noun: Noun
  readonly items: readonly AnyRow[]
  readonly total: number
  /** Reads the next page; null when there is none. */
  readonly more: (() => void) | null
  readonly isMore: boolean
}

/** The list as a table. Only the rows in sight are in the page; their count and position stay known to assistive tools. */
export function Table({ noun, items, total, more, isMore }: TableProps) {
  const { search, asOf, go, set } = useUrl()
  const columns = columnsOf(noun, search['columns'])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const unsynced = useUnsynced()
  const room = useRef<HTMLDivElement>(null)
  const rows = useVirtualRows(room, items)
  const peek = (row: AnyRow) => set({ peek: `${noun.noun}:${row.key}` }, { replace: search['peek'] !== undefined })
  const choose = (id: string) => setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]))
  const { current, index, setCurrent } = useWalk({
    items,
    idOf: ({ id }) => id,
    start: items.find(({ key }) => search['peek'] === `${noun.noun}:${key}`)?.id ?? null,
    open: ({ key }) => go(addressOf(noun.noun, key)),
    peek,
    more: [{ keys: 'x', says: 'Select', group: 'In a list', run: ({ id }) => choose(id) }],
  })
  useFollow(index, rows, items, search['peek'] ? peek : null)
  useKeys(chosen.size > 0 ? [{ keys: 'escape', says: 'Select nothing', group: 'In a list', run: () => setChosen(new Set()) }] : [])
  const lines = rows.getVirtualItems()
  const last = lines.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !isMore && last > items.length - 20) more()
  }, [more, isMore, last, items.length])
  const above = (lines[0]?.start ?? 0) - rows.options.scrollMargin
  const below = rows.getTotalSize() - ((lines.at(-1)?.end ?? 0) - rows.options.scrollMargin)
  return (
    <div className="bleed" ref={room}>
      <table className="ml cards num" aria-rowcount={total + 1}>
        <Head
          noun={noun}
          columns={columns}
          isAll={chosen.size > 0 && chosen.size === items.length}
          chooseAll={() => setChosen(chosen.size === items.length ? new Set() : new Set(items.map(({ id }) => id)))}
          mayChoose={asOf === undefined}
        />
        <tbody>
          {above > 0 && <tr aria-hidden="true" className="gap" style={{ height: above }} />}
          {lines.map(({ index: at, key }) => {
            const row = items[at]
            return row ? (
              <Line
                key={String(key)}
                at={at}
                measure={rows.measureElement}
                noun={noun}
                row={row}
                columns={columns}
                isCurrent={row.id === current}
                isChosen={chosen.has(row.id)}
                isPeeked={search['peek'] === `${noun.noun}:${row.key}`}
                isUnsynced={unsynced.has(row.id)}
                choose={() => choose(row.id)}
                peek={() => {
                  setCurrent(row.id)
                  peek(row)
                }}
              />
            ) : null
          })}
          {below > 0 && <tr aria-hidden="true" className="gap" style={{ height: below }} />}
        </tbody>
      </table>
      <p className="note foot-note">{isMore ? 'Reading more' : `${items.length} of ${total} read.`}</p>
      {chosen.size > 0 && !asOf && <Bulk noun={noun} rows={items.filter(({ id }) => chosen.has(id))} done={() => setChosen(new Set())} />}
    </div>
  )
}

/** A row keeps its place in the page by its id: a cell that is being edited stays with its row when the order changes. */
function useVirtualRows(room: { readonly current: HTMLElement | null }, items: readonly AnyRow[]) {
  const [margin, setMargin] = useState(0)
  useEffect(() => setMargin((room.current?.offsetTop ?? 0) + 32), [room])
  const getItemKey = useCallback((at: number): string => items[at]?.id ?? String(at), [items])
  return useWindowVirtualizer({ count: items.length, getItemKey, estimateSize: () => (innerWidth <= 760 ? 120 : 35), overscan: 12, scrollMargin: margin })
}

/** Keeps the current row in sight, and the open peek on it. */
function useFollow(index: number, rows: ReturnType<typeof useVirtualRows>, items: readonly AnyRow[], peek: ((row: AnyRow) => void) | null): void {
  const newest = useRef({ rows, items, peek, seen: index })
  useLayoutEffect(() => {
    newest.current = { ...newest.current, rows, items, peek }
  })
  useEffect(() => {
    const { rows: all, items: list, peek: follow, seen } = newest.current
    if (seen === index) return
    newest.current.seen = index
    all.scrollToIndex(index, { align: 'auto' })
    const row = list[index]
    if (follow && row) follow(row)
  }, [index])
}

function Head({
  noun,
  columns,
  isAll,
  chooseAll,
  mayChoose,
}: {
  readonly noun: Noun
  readonly columns: readonly string[]
  readonly isAll: boolean
  readonly chooseAll: () => void
  readonly mayChoose: boolean
}) {
  return (
    <thead>
      <tr>
        <th scope="col" className="c1">
          {mayChoose ? (
            <input type="checkbox" aria-label="Select all that are read" checked={isAll} onChange={chooseAll} />
          ) : (
            <span className="sr">Selection</span>
          )}
        </th>
        <th scope="col" className="idc">
          Id
        </th>
        {[noun.title, ...columns].map((name) => (
          <Heading key={name} noun={noun} name={name} />
        ))}
      </tr>
    </thead>
  )
}

function Heading({ noun, name }: { readonly noun: Noun; readonly name: string }) {
  const { search } = useUrl()
  const field = noun.fields[name]
  const [isUp, isDown] = [search['sort'] === name, search['sort'] === `-${name}`]
  return (
    <th scope="col" className={field?.sum || isNumeric(field?.schema) ? 'r' : ''} aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}>
      {field?.sortable ? (
        <Turn words={{ sort: isUp ? `-${name}` : name }} isCurrent={false} className={isUp || isDown ? 'srt' : ''}>
          {words(name)} {(isUp || isDown) && <Icon of={isUp ? ArrowUp : ArrowDown} />}
        </Turn>
      ) : (
        words(name)
      )}
    </th>
  )
}

export const isNumeric = (schema: Readonly<Record<string, unknown>> | undefined): boolean => schema?.['type'] === 'number' || schema?.['type'] === 'integer'
