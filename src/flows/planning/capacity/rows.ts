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

/**
 * What is asked of each squad of a bet by skill, as shares of its weeks: of its squads those that have people with a skill do that work for all of them, in
 * proportion to the weeks of the bet that they have left, the skill that fewest have first, and beyond these weeks where all of them are full. Where nobody has
 * it each squad lacks its own part. `has` knows a skill by its name.
 */
export function skillsAsked(
  bet: AnyRow | undefined,
  squads: readonly string[],
  has: (squad: string, skill: string) => boolean,
): ReadonlyMap<string, ReturnType<typeof skillsOf>> {
  const asked = skillsOf(bet).map((one) => ({ ...one, having: squads.filter((squad) => has(squad, skillName(one.skill))), of: new Map<string, number>() }))
  const room = new Map(squads.map((squad) => [squad, 1]))
  for (const { share, having, of } of asked.toSorted((a, b) => a.having.length - b.having.length)) {
    if (having.length === 0) for (const squad of squads) of.set(squad, share)
    const free = having.reduce((sum, squad) => sum + (room.get(squad) ?? 0), 0)
    const within = Math.min(share * squads.length, free)
    for (const squad of having) {
      const left = room.get(squad) ?? 0
      const own = free > 0 ? within * (left / free) : 0
      room.set(squad, Math.max(0, left - own))
      of.set(squad, own + (share * squads.length - within) / having.length)
    }
  }
  return new Map(squads.map((squad) => [squad, asked.map(({ skill, of }) => ({ skill, share: of.get(squad) ?? 0 })).filter(({ share }) => share > 1e-9)]))
}

/** How people write each skill: as it was written first. */
export function skillNames(rows: readonly AnyRow[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  for (const skill of rows.flatMap((row) => recordsIn(row['skills']).map((one) => text(one['skill']).trim())))
    if (!written.has(skillName(skill))) written.set(skillName(skill), skill)
  return written
}
