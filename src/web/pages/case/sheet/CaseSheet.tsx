/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- undo and save work wherever one stands in the sheet */
import { useState, type KeyboardEvent } from 'react'
import type { FormulaAnswer } from '#flows/planning/cases/draft.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { sayMany } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { Grid, type Cell } from './Grid.tsx'
import { exact, readFigure, readNumber } from './figure.ts'
import { columnsOf, pasteInto, without, type Block, type Column } from './sheet.ts'
import { SheetOptions } from './SheetOptions.tsx'
import { totalsOf, type Totals } from './totals.ts'
import type { SheetState } from './useSheet.ts'
import './sheet.css'

const headings: Readonly<Record<Block, string>> = {
  inputs: 'Inputs, which formulas use',
  lines: 'Revenue, costs and cash by year',
  stages: 'Stages: what is spent, and how likely it succeeds',
}

/** The figures of a case as a sheet: inputs, lines by year and stages of one option at a time, with what they add up to. */
export function CaseSheet({ state, isOpen }: { readonly state: SheetState; readonly isOpen: boolean }) {
  const { search } = useUrl()
  const [refused, setRefused] = useState<string | null>(null)
  const { sheet, read, formulas, put } = state
  const options = sheet.options.map(({ name }) => name)
  const option = options.find((name) => name === search['option']) ?? options.find((name) => name === sheet.proposes) ?? options[0]
  if (option === undefined)
    return !isOpen ? null : (
      <section className="sec sheet-s" aria-label="Figures">
        <SectionHead title="Figures" />
        <SheetOptions state={state} option={option} isOpen={isOpen} />
        {state.isChanged && <Bar state={state} elsewhere={[]} />}
      </section>
    )
  const own = (block: Block): readonly number[] => sheet[block].flatMap((one, index) => (block === 'inputs' || one.option === option ? [index] : []))
  const write = (block: Block) => (at: number, column: string, text: string) => {
    const index = own(block)[at]
    const next = { option: block === 'inputs' ? null : option, cells: { ...(index === undefined ? {} : sheet[block][index]?.cells), [column]: text } }
    setRefused(null)
    put({ ...sheet, [block]: index === undefined ? [...sheet[block], next] : sheet[block].map((one, n) => (n === index ? next : one)) })
  }
  const paste = (block: Block) => (at: number, column: number, text: string) => {
    const next = pasteInto(sheet, block, block === 'inputs' ? null : option, { row: at, column }, text)
    setRefused(typeof next === 'string' ? next : null)
    if (typeof next !== 'string') put(next)
  }
  const cells = (block: Block) => own(block).map((index) => columnsOf(block, sheet.years).map((column) => cellOf(state, block, index, column)))
  const onKey = (event: KeyboardEvent) => {
    if (!isOpen || !(event.ctrlKey || event.metaKey)) return
    const key = event.key.toLowerCase()
    const act =
      key === 'z'
        ? event.shiftKey
          ? state.redo
          : state.undo
        : key === 'y'
          ? state.redo
          : key === 's' && state.isChanged && read.faults.length === 0
            ? () => void state.save()
            : null
    if (!act && key !== 's') return // with nothing of the sheet to undo, the key undoes what was saved
    event.preventDefault()
    act?.()
  }
  const grid = (block: Block) => ({
    label: headings[block],
    columns: columnsOf(block, sheet.years),
    rows: cells(block),
    isOpen,
    write: write(block),
    paste: paste(block),
    remove: (at: number) => put(without(sheet, block, own(block)[at] ?? -1)),
  })
  return (
    <section className="sec sheet-s" aria-label="Figures" onKeyDown={onKey}>
      <SectionHead
        title="Figures"
        count={isOpen ? 'arrow keys walk, typing replaces, Enter opens; 600k, 250k / 600k / 850k, = seats * price' : 'as they were argued'}
      />
      <SheetOptions state={state} option={option} isOpen={isOpen} />
      {isOpen && <Bar state={state} elsewhere={options.filter((name) => name !== option && hasFault(state, name))} />}
      {isOpen && <Rate state={state} />}
      {refused && <Banner tone="amber" says={refused} />}
      {(isOpen || own('inputs').length > 0) && (
        <>
          <h3>{headings.inputs}</h3>
          <Grid {...grid('inputs')} />
        </>
      )}
      <h3>{headings.lines}</h3>
      <Grid {...grid('lines')} foot={<Foot totals={totalsOf(sheet, read, option, formulas)} />} />
      <h3>{headings.stages}</h3>
      <Grid {...grid('stages')} />
    </section>
  )
}

/** The yearly rate at which what comes later counts less. */
function Rate({ state: { sheet, read, put } }: Pick<BarProps, 'state'>) {
  const fault = read.faults.find(({ block }) => block === 'rate')
  return (
    <label className="rate t13">
      Discount rate{' '}
      <input
        className={fault ? 'inp bad' : 'inp'}
        value={sheet.rate}
        size={6}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? 'rate-reason' : undefined}
        onChange={(event) => put({ ...sheet, rate: event.target.value })}
      />
      {fault && (
        <span className="red t12" id="rate-reason">
          {fault.says}
        </span>
      )}
    </label>
  )
}

const hasFault = ({ sheet, read }: SheetState, option: string): boolean =>
  read.faults.some(({ block, row }) => block !== 'rate' && sheet[block][row]?.option === option)

interface BarProps {
  readonly state: SheetState
  /** Options that are not shown, where something cannot be read. */
  readonly elsewhere: readonly string[]
}

/** What is not kept yet, and the ways on. */
function Bar({ state: { isChanged, isBehind, isSaving, read, undo, redo, discard, save }, elsewhere }: BarProps) {
  const { set } = useUrl()
  const count = read.faults.length
  return (
    <div className="acts no-print">
      <button type="button" className="btn pri" disabled={!isChanged || count > 0 || isSaving} onClick={() => void save()}>
        {isSaving ? 'Saving' : 'Save'}
      </button>
      <button type="button" className="btn" disabled={!undo} onClick={() => undo?.()}>
        Undo
      </button>
      <button type="button" className="btn" disabled={!redo} onClick={() => redo?.()}>
        Redo
      </button>
      {isChanged && (
        <button type="button" className="btn quiet" onClick={discard}>
          Discard
        </button>
      )}
      <span className="muted t12" aria-live="polite">
        {count > 0
          ? `${sayMany(count, 'cell needs', 'cells need')} a look before it can be saved.`
          : isChanged
            ? 'Not saved yet; it waits here if you leave.'
            : ''}
        {elsewhere.map((name) => (
          <span key={name}>
            {' '}
            <button type="button" className="link" onClick={() => set({ option: name })}>
              {`See “${name}”`}
            </button>
          </span>
        ))}
        {isBehind && ' Somebody else saved this case since: Save shows both versions.'}
      </span>
    </div>
  )
}

function cellOf({ sheet, read, formulas }: SheetState, block: Block, row: number, column: Column): Cell {
  const text = sheet[block][row]?.cells[column.id] ?? ''
  const own = read.faults.find((fault) => fault.block === block && fault.row === row && fault.column === column.id)
  const { shown, beneath } = column.isText || own ? { shown: text, beneath: null } : toldOf(text, column)
  if (own || !text.trim().startsWith('=')) return { text, shown, beneath, fault: own?.says ?? null }
  const told = formulas.get(text.trim().slice(1).trim())
  return { text, shown: told?.value === null || told?.value === undefined ? '…' : exact(told.value), beneath: text, fault: told ? faultSays(told, text) : null }
}

/** Why a formula gives nothing, with the character of the cell at which it cannot be read. */
const faultSays = ({ formula, fault, at }: FormulaAnswer, text: string): string | null =>
  fault === null || at === null ? fault : `Character ${at + text.indexOf(formula)}: ${fault}`

/** A figure with its thousands apart, and the ends of its range beneath. */
function toldOf(text: string, { id }: Column): Pick<Cell, 'shown' | 'beneath'> {
  if (id === 'chance' || text.trim() === '') return { shown: text, beneath: null }
  const isFigure = id.startsWith('y') || id === 'cost'
  const { value } = isFigure ? readFigure(text) : { value: null }
  if (value) return { shown: exact(value.likely), beneath: value.low === null || value.high === null ? null : `${exact(value.low)} to ${exact(value.high)}` }
  const plain = readNumber(text).value
  return { shown: plain === null ? text : exact(plain), beneath: null }
}

/** What the lines add up to, at the likely figures. */
function Foot({ totals }: { readonly totals: Totals }) {
  const lines = [
    ['Revenue', totals.revenue],
    ['Costs', totals.cost.map((value) => 0 - value)],
    ['Other cash', totals.cash],
    ['Stages', totals.stages.map((value) => 0 - value)],
    ['Cash of the year', totals.net],
    ['Running total', totals.running],
  ] as const
  const isFinal = (name: string): boolean => name === 'Cash of the year' || name === 'Running total'
  return (
    <tfoot>
      {lines
        .filter(([name, values]) => isFinal(name) || values.some((value) => value !== 0))
        .map(([name, values]) => (
          <tr key={name} className={isFinal(name) ? 'b' : ''}>
            <th scope="row" colSpan={2}>
              {name}
            </th>
            {values.map((value, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a year is known by where it stands
              <td key={at} className={`r ${value < 0 ? 'red' : ''}`}>
                {value === 0 ? '–' : exact(value)}
              </td>
            ))}
          </tr>
        ))}
    </tfoot>
  )
}
