import { recordsIn } from '#kernel'
import { readChance, readFigure, readKind, readName, readNumber, readRate, readYears, writeFigure, writeNumber, type Figure, type Read } from './figure.ts'

export const blocks = ['inputs', 'lines', 'stages'] as const
export type Block = (typeof blocks)[number]

/** One line of a sheet as it is typed: nothing that somebody wrote is lost because it cannot be read yet. */
export interface SheetRow {
  readonly option: string | null
  /** By column; of a line its years stand under “y” and the year. */
  readonly cells: Readonly<Record<string, string>>
}
/** An option of a case as the sheet holds it. */
export interface SheetOption {
  readonly name: string
  readonly isNothing: boolean
  readonly summary: string | null
}

export interface Sheet extends Readonly<Record<Block, readonly SheetRow[]>> {
  /** The yearly discount rate. */
  readonly rate: string
  readonly options: readonly SheetOption[]
  /** The option that is argued for, by name. */
  readonly proposes: string | null
  readonly years: readonly number[]
}

export interface Column {
  readonly id: string
  readonly says: string
  readonly isText: boolean
  readonly read: (text: string) => Read<unknown>
}

const words = (text: string): Read<string> => ({ value: text.trim() || null, fault: null })
const text = (id: string, says: string, read: Column['read'] = words): Column => ({ id, says, isText: true, read })
const amount = (id: string, says: string, read: Column['read']): Column => ({ id, says, isText: false, read })
const yearColumn = (year: number): Column => amount(`y${year}`, `Year ${year}`, readFigure)

export const columnsOf = (block: Block, years: readonly number[]): readonly Column[] =>
  ({
    inputs: [
      text('name', 'Input', readName),
      amount('low', 'Low', readNumber),
      amount('likely', 'Likely', readNumber),
      amount('high', 'High', readNumber),
      text('says', 'What it is, and where from'),
    ],
    lines: [text('name', 'Line'), text('kind', 'Kind', readKind), ...years.map(yearColumn)],
    stages: [
      text('name', 'Stage'),
      amount('chance', 'Chance', readChance),
      amount('cost', 'Cost', readFigure),
      amount('start', 'Starts, year', readYears),
      amount('end', 'Ends, year', readYears),
    ],
  })[block]

type Values = Readonly<Record<string, unknown>>
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const figureOf = (one: Values): Figure => ({
  low: numberOf(one['low']),
  likely: numberOf(one['likely']) ?? 0,
  high: numberOf(one['high']),
  formula: textOf(one['formula']) || null,
})

/** The figures of a case as a sheet: a line for each name and kind, a column for each year until its last flow, four at least. */
export function sheetOf(row: Values): Sheet {
  const flows = recordsIn(row['flows'])
  const last = Math.max(3, ...flows.map((one) => Math.ceil(numberOf(one['at']) ?? 0)))
  const years = [...new Set([...Array.from({ length: last + 1 }, (_none, year) => year), ...flows.map((one) => numberOf(one['at']) ?? 0)])].toSorted(
    (a, b) => a - b,
  )
  const lines = new Map<string, { option: string; cells: Record<string, string> }>()
  for (const one of flows) {
    const [option, name, kind] = [textOf(one['option']), textOf(one['name']), textOf(one['kind']) || 'cash']
    const key = JSON.stringify([option, name, kind])
    const line = lines.get(key) ?? { option, cells: { name, kind } }
    line.cells[`y${numberOf(one['at']) ?? 0}`] = writeFigure(figureOf(one))
    lines.set(key, line)
  }
  return {
    rate: percentOf(numberOf(row['rate']) ?? 0),
    options: recordsIn(row['options']).map((one) => ({
      name: textOf(one['name']),
      isNothing: one['isNothing'] === true,
      summary: textOf(one['summary']) || null,
    })),
    proposes: textOf(row['proposes']) || null,
    years,
    inputs: recordsIn(row['inputs']).map((one) => ({
      option: null,
      cells: {
        name: textOf(one['name']),
        low: writeNumber(numberOf(one['low'])),
        likely: writeNumber(numberOf(one['likely'])),
        high: writeNumber(numberOf(one['high'])),
        says: textOf(one['says']),
      },
    })),
    lines: [...lines.values()],
    stages: recordsIn(row['stages']).map((one) => ({
      option: textOf(one['option']),
      cells: {
        name: textOf(one['name']),
        chance: percentOf(numberOf(one['chance']) ?? 0),
        cost: writeFigure(figureOf(one)),
        start: writeNumber(numberOf(one['start'])),
        end: writeNumber(numberOf(one['end'])),
      },
    })),
  }
}

const percentOf = (share: number): string => `${Number((share * 100).toFixed(6))}%`

/** Where something cannot be read, and why. */
export interface Fault {
  readonly block: Block | 'rate'
  readonly row: number
  readonly column: string
  readonly says: string
}

export interface ReadSheet {
  readonly values: Readonly<Record<'inputs' | 'stages' | 'flows', readonly Values[]>> & {
    readonly rate: number | null
    readonly options: readonly SheetOption[]
    readonly proposes: string | null
  }
  readonly faults: readonly Fault[]
}

const isEmpty = ({ cells }: SheetRow): boolean => Object.entries(cells).every(([column, text]) => column === 'kind' || text.trim() === '')

/** The sheet as the case keeps it; a row without anything in it is none. */
export function readSheet(sheet: Sheet): ReadSheet {
  const faults: Fault[] = []
  const reader = (block: Block, row: number, cells: SheetRow['cells']) => {
    const columns = columnsOf(block, sheet.years)
    return (id: string, lacks?: string): unknown => {
      const read = columns.find((column) => column.id === id)?.read(cells[id] ?? '')
      if (read && read.fault !== null) faults.push({ block, row, column: id, says: read.fault })
      else if (lacks !== undefined && (read?.value ?? null) === null) faults.push({ block, row, column: id, says: lacks })
      return read?.value ?? null
    }
  }
  const inputs = sheet.inputs.flatMap((one, row) => {
    if (isEmpty(one)) return []
    const of = reader('inputs', row, one.cells)
    const value = { name: of('name', 'Name it.'), low: of('low'), likely: of('likely', 'Its likely figure.'), high: of('high'), says: of('says') }
    const [low, likely, high] = [value.low, value.likely, value.high].map(numberOf)
    if (likely !== null && likely !== undefined && ((low ?? likely) > likely || likely > (high ?? likely)))
      faults.push({ block: 'inputs', row, column: 'likely', says: 'Low, likely and high are not in order.' })
    return [value]
  })
  const stages = sheet.stages.flatMap((one, row) => {
    if (isEmpty(one)) return []
    const of = reader('stages', row, one.cells)
    const [start, end] = [of('start', 'When it starts.'), of('end', 'When it ends.')]
    if (typeof start === 'number' && typeof end === 'number' && end < start)
      faults.push({ block: 'stages', row, column: 'end', says: 'It ends before it starts.' })
    return [
      {
        option: one.option,
        name: of('name', 'Name it.'),
        chance: of('chance', 'How likely it succeeds.'),
        start,
        end,
        ...figureIn(of('cost', 'What it costs.')),
      },
    ]
  })
  const flows = sheet.lines.flatMap((one, row) => {
    if (isEmpty(one)) return []
    const of = reader('lines', row, one.cells)
    const [name, kind] = [of('name', 'Name it.'), of('kind')]
    const own = sheet.years.flatMap((at) => {
      const figure = of(`y${at}`)
      return figure === null ? [] : [{ at, figure }]
    })
    if (own.length === 0 && !faults.some((fault) => fault.block === 'lines' && fault.row === row))
      faults.push({ block: 'lines', row, column: `y${sheet.years[0] ?? 0}`, says: 'No year has a figure.' })
    return own.map(({ at, figure }) => ({ option: one.option, name, kind, at, ...figureIn(figure) }))
  })
  const rate = readRate(sheet.rate)
  if (rate.value === null)
    faults.push({ block: 'rate', row: 0, column: 'rate', says: rate.fault === null ? 'A rate is needed.' : 'A rate lies between 0 and 100%.' })
  const { options, proposes } = sheet
  return { values: { rate: rate.value, options, proposes, inputs, stages, flows }, faults: [...faults, ...twiceIn(sheet)] }
}

const isFigure = (value: unknown): value is Figure => typeof value === 'object' && value !== null && 'likely' in value
const figureIn = (value: unknown): Figure => (isFigure(value) ? value : { low: null, likely: 0, high: null, formula: null })

/** A name that stands twice in one option, or among the inputs. */
function twiceIn(sheet: Sheet): Fault[] {
  const seen = new Set<string>()
  return blocks.flatMap((block) =>
    sheet[block].flatMap(({ option, cells }, row) => {
      const name = cells['name']?.trim() ?? ''
      const key = JSON.stringify([block === 'inputs' ? 'inputs' : option, name])
      const isTwice = name !== '' && seen.has(key)
      seen.add(key)
      return isTwice ? [{ block, row, column: 'name', says: `“${name}” stands twice.` }] : []
    }),
  )
}

/** The sheet without a row of a block. */
export const without = (sheet: Sheet, block: Block, index: number): Sheet => ({ ...sheet, [block]: sheet[block].filter((_row, n) => n !== index) })

export const mostRows = 200

/** A block of a spreadsheet put in at a cell, rows and years added as it needs; too much of it is refused whole, with the reason. */
export function pasteInto(
  sheet: Sheet,
  block: Block,
  option: string | null,
  at: { readonly row: number; readonly column: number },
  pasted: string,
): Sheet | string {
  const table = pasted
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'))
  if (table.length > mostRows) return `${table.length.toLocaleString('en-US')} rows were copied; a sheet holds ${mostRows}. Nothing was put in.`
  const widest = Math.max(...table.map((cells) => cells.length))
  const lacking = at.column + widest - columnsOf(block, sheet.years).length
  if (lacking > 0 && block !== 'lines') return `${widest} columns were copied; from here ${widest - lacking} fit. Nothing was put in.`
  const last = sheet.years.at(-1) ?? 0
  if (lacking > 0 && last + lacking > 50) return 'A case looks 50 years ahead at the most. Nothing was put in.'
  const years = [...sheet.years, ...Array.from({ length: Math.max(0, lacking) }, (_none, n) => Math.floor(last) + n + 1)]
  const columns = columnsOf(block, years)
  const own = sheet[block].flatMap((row, index) => (row.option === option ? [index] : []))
  const rows = [...sheet[block]]
  for (const [down, cells] of table.entries()) {
    const index = own[at.row + down]
    const before = index === undefined ? { option, cells: {} } : (rows[index] ?? { option, cells: {} })
    const values = Object.fromEntries(cells.map((cell, right) => [columns[at.column + right]?.id ?? '', cell.trim()]))
    const row = { ...before, cells: { ...before.cells, ...values } }
    if (index === undefined) rows.push(row)
    else rows[index] = row
  }
  return rows.length > mostRows * 5 ? `That would be more than ${mostRows * 5} rows. Nothing was put in.` : { ...sheet, years, [block]: rows }
}
