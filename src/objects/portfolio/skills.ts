const nameOf = (skill: string): string => skill.trim().toLowerCase()

/** One skill, however it is written. */
export const isSameSkill = (a: string, b: string): boolean => nameOf(a) === nameOf(b)

/** The first line of a skill that stands before already; undefined when each stands once. */
export function repeatedSkill<Line extends { readonly skill: string }>(lines: readonly Line[]): Line | undefined {
  return lines.find(({ skill }, at) => lines.findIndex((one) => isSameSkill(one.skill, skill)) < at)
}

/** Why skills do not fit the people; null when they do. */
export function surplus(headcount: number, named: readonly { readonly people: number }[] | null): readonly [string, string] | null {
  const sum = (named ?? []).reduce((all, { people }) => all + people, 0)
  return sum > headcount + 1e-9
    ? [`Its skills name ${Math.round(sum * 10) / 10} people, and it has ${headcount}.`, 'Each person counts once, under their main skill.']
    : null
}
