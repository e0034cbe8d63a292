import { timing } from '#engines/metrics/series/timing.ts'
import type { Ledger } from '#engines/metrics/revenue/revenue.ts'
import type { Asked, Behind, Computed, Given, Row, Way } from '#engines/metrics/ways/way.ts'
import { bind } from '#engines/metrics/ways/ways.ts'
import type { Point } from '#engines/metrics/series/figure.ts'

export interface Question {
  readonly asOf?: string
  readonly from?: string
  readonly to?: string
  readonly grain?: 'day' | 'week' | 'month' | 'quarter'
  readonly window?: string | null
  readonly by?: string
  readonly switches?: Readonly<Record<string, string>>
  readonly today?: string
  readonly timeZone?: string
  readonly maturityDays?: number
}

/** Asks a way without a store: rows by the names under which it reads them. Defaults: months of 2024, everything known a year later. */
export function asking<C>(way: Way<C>, how: C, rows: Readonly<Record<string, readonly Row[]>>, ledger: Ledger | null = null) {
  const bound = bind(way, how)
  const given: Given = { rows: (name) => rows[name] ?? [], ledger, activity: null }
  const askedOf = (question: Question): Asked => {
    const {
      asOf = '2024-12-31',
      from = '2024-01-01',
      to,
      grain = 'month',
      window = null,
      by,
      switches = {},
      today = '2025-12-31',
      timeZone = 'UTC',
      maturityDays = 0,
    } = question
    return {
      time: timing({ grain, window }, { asOf, from, ...(to ? { to } : {}) }, today, timeZone),
      by: by === undefined ? null : { of: 'fact', column: by },
      currency: 'USD',
      today,
      minN: 1,
      maturityDays,
      switches: { ...Object.fromEntries(Object.entries(way.switches ?? {}).map(([name, one]) => [name, one.initial])), ...switches },
    }
  }
  return {
    computed: (question: Question = {}): Computed => bound.figures(askedOf(question), given),
    point: (period: string, question: Question = {}): Point | undefined => bound.figures(askedOf(question), given).points.find((one) => one.period === period),
    group: (key: string, period: string, question: Question): Point | undefined =>
      bound
        .figures(askedOf(question), given)
        .groups?.find((one) => one.key === key)
        ?.points.find((one) => one.period === period),
    behind: (period: string, question: Question = {}): readonly Behind[] => way.behind?.(how, askedOf(question), given, period) ?? [],
  }
}

/** Rows from a table as people write one: headings, then a line for each row; empty cells are null, true and false are booleans, numbers numbers. */
export function table(text: string): Row[] {
  const [head = [], ...lines] = text
    .trim()
    .split('\n')
    .map((each) => each.split(',').map((cell) => cell.trim()))
  return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, valueOf(cells[at] ?? '')])))
}

function valueOf(cell: string): unknown {
  if (cell === '') return null
  if (cell === 'true' || cell === 'false') return cell === 'true'
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
}
