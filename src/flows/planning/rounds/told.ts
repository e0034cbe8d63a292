import { civilDay } from '#engines/numbers/zone.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { number, text } from '../reading.ts'

/** What became of one person’s word on one bet. Absent, without an opinion and late are states of their own, and none of them is a zero. */
export type Word = 'scored' | 'late' | 'noOpinion' | 'absent'

export interface Rater {
  readonly id: string
  readonly name: string
  readonly word: Word
  /** By factor; empty without an opinion or a vote. */
  readonly values: Readonly<Record<string, number>>
  readonly note: string | null
}

/** The vote of a ballot that is revealed: what its person said of a bet. */
export function raterOf(ballot: AnyRow, bet: string, name: string, timeZone: string): Rater {
  const own = recordsIn(ballot['figures']).filter((one) => one['bet'] === bet)
  const figures = own.flatMap((one) => {
    const value = number(one['value'])
    return value === null ? [] : [[text(one['factor']), value] as const]
  })
  const [first] = own
  const isLate = own.some((one) => civilDay(text(one['at']), timeZone) > text(ballot['due']))
  return {
    id: text(ballot['participant']),
    name,
    word: own.length === 0 ? 'absent' : figures.length === 0 ? 'noOpinion' : isLate ? 'late' : 'scored',
    values: Object.fromEntries(figures),
    note: (first && text(first['note'])) || null,
  }
}

/** A ballot whose figures everybody may read. */
export const isRevealed = (ballot: AnyRow): boolean => ['counted', 'abstained', 'absent'].includes(text(ballot['state']))
