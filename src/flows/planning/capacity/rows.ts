import { skillName, type Giving } from '#engines/portfolio/capacity/gives.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { number, text } from '../reading.ts'

/** A capacity plan as the engine reads it. */
export const givingOf = (row: AnyRow): Giving => ({
  period: text(row['period']),
  headcount: number(row['headcount']) ?? 0,
  weeks: number(row['weeks']) ?? 13,
  holidays: number(row['holidays']) ?? 0,
  leave: number(row['leave']) ?? 0,
  operations: number(row['operations']) ?? 0,
  reserve: number(row['reserve']) ?? 0,
  skills: recordsIn(row['skills']).map((one) => ({ skill: text(one['skill']), people: number(one['people']) ?? 0 })),
  away: recordsIn(row['away']).map((one) => ({
    from: text(one['from']),
    to: text(one['to']),
    people: number(one['people']) ?? 0,
    skill: text(one['skill']) || null,
  })),
})

/** What a bet needs by skill, as shares of its effort. */
export const skillsOf = (bet: AnyRow | undefined): { readonly skill: string; readonly share: number }[] =>
  recordsIn(bet?.['skills']).map((one) => ({ skill: text(one['skill']), share: number(one['share']) ?? 0 }))

/** How people write each skill: as it was written first. */
export function skillNames(rows: readonly AnyRow[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const skill of rows.flatMap((row) => recordsIn(row['skills']).map((one) => text(one['skill']).trim())))
    if (!written.has(skillName(skill))) written.set(skillName(skill), skill)
  return written
}
