/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-to-interactive-role -- the cells of a grid take the focus in turn (WAI-ARIA grid) */
import { useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react'
import { Wide } from '#web/parts/Wide.tsx'
import type { Column } from './sheet.ts'

export interface Cell {
  /** As it is typed. */
  readonly text: string
  /** As it is read: with thousands apart, a formula by what it comes to. */
  readonly shown: string
  /** Beneath: the ends of a range, the formula behind a figure. */
  readonly beneath: string | null
  readonly fault: string | null
}

interface Props {
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly isOpen: boolean
  readonly write: (row: number, column: string, text: string) => void
  readonly paste: (row: number, column: number, text: string) => void
  readonly remove: (row: number) => void
  readonly foot?: ReactNode
}
type Place = readonly [row: number, column: number]

/**
 * A block of cells that is edited in place, as a spreadsheet is: arrow keys and Tab walk, typing replaces, Enter or F2 opens what is there, Escape leaves it
 * as it was, Delete empties it, with Ctrl the whole row goes, and a block that was copied elsewhere is put in where one stands. The row after the last is free.
 */
export function Grid({ label, columns, rows, isOpen, write, paste, remove, foot }: Props) {
  const [at, setAt] = useState<Place>([0, 0])
  const [typing, setTyping] = useState<string | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const height = rows.length + (isOpen ? 1 : 0)
  const focus = ([row, column]: Place) => {
    setAt([row, column])
    setTyping(null)
    table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus()
  }
  const keep = (text: string, next: Place | null) => {
    const [row, column] = at
    if (text !== (rows[row]?.[column]?.text ?? '')) write(row, columns[column]?.id ?? '', text)
    if (next) requestAnimationFrame(() => focus(next))
    else setTyping(null)
  }
  const onCellKey = (event: KeyboardEvent) => {
    if (typing !== null || event.altKey) return
    if (event.ctrlKey || event.metaKey) return isOpen && isErasing(event) && at[0] < rows.length ? remove(at[0]) : undefined
    const next = stepOf(event, at, height, columns.length)
    if (next === 'leave') return
    if (next) focus(next)
    else if (!isOpen) return
    else if (event.key === 'Enter' || event.key === 'F2') setTyping(rows[at[0]]?.[at[1]]?.text ?? '')
    else if (isErasing(event)) write(at[0], columns[at[1]]?.id ?? '', '')
    else if (event.key.length === 1) setTyping(event.key)
    else return
    event.preventDefault()
  }
  const boxOf = (row: number, index: number): Omit<BoxProps, 'column' | 'cell'> => ({
    place: [row, index],
    isAt: at[0] === row && at[1] === index,
    typing,
    take: () => setAt([row, index]),
    open: (text) => isOpen && setTyping(text),
    keep: (text, by) => keep(text, by && movedBy(by, [row, index], height, columns.length)),
    leave: () => focus([row, index]),
    onKeyDown: onCellKey,
  })
  const copy = (event: ClipboardEvent) => {
    event.clipboardData.setData('text/plain', rows[at[0]]?.[at[1]]?.text ?? '')
    event.preventDefault()
  }
  const putIn = (event: ClipboardEvent) => {
    event.preventDefault()
    paste(at[0], at[1], event.clipboardData.getData('text/plain'))
  }
  return (
    <Wide label={label}>
      <table
        ref={table}
        role="grid"
        aria-label={label}
        aria-readonly={!isOpen}
        className="num sheet"
        onCopy={typing === null ? copy : undefined}
        onPaste={typing === null && isOpen ? putIn : undefined}
      >
        <Head columns={columns} />
        <tbody>
          {Array.from({ length: height }, (_none, row) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line of a sheet is known by where it stands
            <tr key={row}>
              {columns.map((column, index) => (
                <Box key={column.id} column={column} cell={rows[row]?.[index]} {...boxOf(row, index)} />
              ))}
            </tr>
          ))}
        </tbody>
        {foot}
      </table>
    </Wide>
  )
}

const isErasing = ({ key }: KeyboardEvent): boolean => key === 'Delete' || key === 'Backspace'

const Head = ({ columns }: Pick<Props, 'columns'>) => (
  <thead>
    <tr>
      {columns.map(({ id, says, isText }) => (
        <th key={id} scope="col" className={isText ? '' : 'r'}>
          {says}
        </th>
      ))}
    </tr>
  </thead>
)

interface BoxProps {
  readonly place: Place
  readonly column: Column
  readonly cell: Cell | undefined
  readonly isAt: boolean
  readonly typing: string | null
  readonly take: () => void
  readonly open: (text: string) => void
  readonly keep: TypingProps['keep']
  readonly leave: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A cell: what it holds as it is read, what is wrong with it, or the box in which one types. A press on the cell where one stands opens it, as a double one does. */
function Box({ place: [row, index], column: { says, isText }, cell, isAt, typing, take, open, keep, leave, onKeyDown }: BoxProps) {
  const stood = useRef(false)
  return (
    <td
      data-at={`${row} ${index}`}
      data-l={says}
      tabIndex={isAt ? 0 : -1}
      className={`${isText ? '' : 'r'} ${cell?.fault ? 'bad' : ''}`}
      aria-invalid={cell?.fault ? true : undefined}
      onFocus={(event) => event.target === event.currentTarget && take()}
      onPointerDown={(event) => {
        stood.current = document.activeElement === event.currentTarget
      }}
      onClick={() => stood.current && typing === null && open(cell?.text ?? '')}
      onKeyDown={onKeyDown}
    >
      {isAt && typing !== null ? (
        <Typing label={`${says}, row ${row + 1}`} start={typing} keep={keep} leave={leave} />
      ) : (
        <>
          <span className={cell?.text ? '' : 'muted'}>{cell?.shown ?? ''}</span>
          {cell?.fault ? <span className="sub red">{cell.fault}</span> : cell?.beneath && <span className="sub">{cell.beneath}</span>}
        </>
      )}
    </td>
  )
}

interface TypingProps {
  readonly label: string
  readonly start: string
  readonly keep: (text: string, by: 'Enter' | 'Tab' | 'Back' | null) => void
  readonly leave: () => void
}

/** The box in a cell while one types. Leaving it keeps what was typed; Escape does not. */
function Typing({ label, start, keep, leave }: TypingProps) {
  const [text, setText] = useState(start)
  const isOver = useRef(false)
  const end = (by: 'Enter' | 'Tab' | 'Back' | null) => {
    if (isOver.current) return
    isOver.current = true
    keep(text, by)
  }
  return (
    <input
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it opens where the reader is already
      autoFocus
      className="inp cell"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(null)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') {
          isOver.current = true
          leave()
        } else if (event.key === 'Enter') end('Enter')
        else if (event.key === 'Tab') end(event.shiftKey ? 'Back' : 'Tab')
        else return
        event.preventDefault()
      }}
    />
  )
}

/** Where a key leads from a cell; Tab goes on to the next row, and out of the grid at its ends. */
function stepOf(event: KeyboardEvent, [row, column]: Place, height: number, width: number): Place | 'leave' | null {
  const within = (r: number, c: number): Place => [Math.min(height - 1, Math.max(0, r)), Math.min(width - 1, Math.max(0, c))]
  if (event.key === 'Tab') {
    const index = row * width + column + (event.shiftKey ? -1 : 1)
    return index < 0 || index >= height * width ? 'leave' : [Math.floor(index / width), index % width]
  }
  if (event.key === 'ArrowUp') return within(row - 1, column)
  if (event.key === 'ArrowDown') return within(row + 1, column)
  if (event.key === 'ArrowLeft') return within(row, column - 1)
  if (event.key === 'ArrowRight') return within(row, column + 1)
  if (event.key === 'Home') return [row, 0]
  return event.key === 'End' ? [row, width - 1] : null
}

function movedBy(by: 'Enter' | 'Tab' | 'Back', [row, column]: Place, height: number, width: number): Place {
  if (by === 'Enter') return [Math.min(height, row + 1), column]
  const index = Math.max(0, row * width + column + (by === 'Tab' ? 1 : -1))
  return [Math.floor(index / width), index % width]
}
