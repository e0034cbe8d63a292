const nameOf = (skill: string): string => skill.trim().toLowerCase()

/** One skill, however it is written. */
export const isSameSkill = (a: string, b: string): boolean => nameOf(a) === nameOf(b)

/** The first line of a skill that stands before already; undefined when each stands once. */
export function repeatedSkill<Line extends { readonly skill: string }>(lines: readonly Line[]): Line | undefined {
  return lines.find(({ skill }, at) => lines.findIndex((one) => isSameSkill(one.skill, skill)) < at)
}
