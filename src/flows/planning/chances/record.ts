import { addDays, daysBetween } from '#engines/numbers/dates.ts'
import { everyRow, type AnyRow, type Context } from '#kernel'
import type { On, Player } from '../forecasted.ts'
import { byKey, number, text } from '../reading.ts'
import type { WaitingGround } from '../waiting/ground.ts'
import { aimOf } from './aim.ts'
import { chancesOf, type LookAhead } from './chances.ts'

export interface ChanceRecord {
  readonly lines: readonly {
    readonly key: string
    readonly title: string
    /** The day in the middle of its time, as of which the chance is worked out. */
    readonly on: string
    readonly chance: number
    readonly isHit: boolean
  }[]
  /** Mean squared distance of the chances from what came, 0 best; 0.25 is what a coin gives (Brier 1950). */
  readonly brier: number | null
  readonly says: string
  /** Scored key results of which nothing could have been said then, with the reason. */
  readonly leftOut: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}

const most = 24

/** How the chances of this company did: of the last scored key results, what the same method gives as of the middle of their time, beside what came. */
export async function chanceRecord(
  ctx: On & Pick<Context, 'read'>,
  ahead: LookAhead,
  groundOf: (asOf: string) => Promise<WaitingGround>,
  asOf?: string,
  aside?: Player,
): Promise<ChanceRecord> {
  const scored = (await everyRow(ctx, 'keyResult', { filter: { state: 'scored' }, ...(asOf ? { asOf } : {}) }))
    .filter((row) => number(row['result']) !== null && row['kind'] !== 'milestone')
    .toSorted((a, b) => text(b['due']).localeCompare(text(a['due'])) || byKey(a, b))
    .slice(0, most)
  const lines: ChanceRecord['lines'][number][] = []
  const leftOut: ChanceRecord['leftOut'][number][] = []
  for (const [on, rows] of Map.groupBy(scored, middleOf)) {
    const told = await chancesOf(ctx, ahead, await groundOf(on), rows, on, aside)
    for (const { key, title, hit, lacks } of told.lines) {
      const row = rows.find((one) => one.key === key)
      if (hit && row) lines.push({ key, title, on, chance: hit.chance, isHit: cameTrue(row) })
      else leftOut.push({ key, title, lacks: lacks ?? '' })
    }
  }
  const brier = lines.length === 0 ? null : lines.reduce((sum, { chance, isHit }) => sum + (chance - Number(isHit)) ** 2, 0) / lines.length
  return { lines, brier, leftOut, says: saidOf(lines, brier) }
}

const middleOf = (row: AnyRow): string => addDays(text(row['start']), Math.floor(daysBetween(text(row['start']), text(row['due'])) / 2))

function cameTrue(row: AnyRow): boolean {
  const [result, target] = [number(row['result']) ?? Number.NaN, number(row['target'])]
  if (target === null) return false
  const { low, high } = aimOf(text(row['kind']), target, number(row['upper']))
  return result >= low && result <= high
}

function saidOf(lines: ChanceRecord['lines'], brier: number | null): string {
  if (brier === null) return 'No key result that was scored could have been forecast, so that nothing says how far these chances can be believed.'
  const expected = lines.reduce((sum, { chance }) => sum + chance, 0)
  const came = lines.filter(({ isHit }) => isHit).length
  const few = lines.length < 10 ? ` So few tell little.` : ''
  return `As of the middle of their time, the same method expected ${(Math.round(expected * 10) / 10).toFixed(1)} of the last ${lines.length} scored key results to be met; ${came} were. Brier score ${brier.toFixed(2)} (0 is best, a coin gives 0.25).${few}`
}
