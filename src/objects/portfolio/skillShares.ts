import { list, percent, text } from '#kernel'
import { checked } from './checked.ts'
import { repeatedSkill } from './skills.ts'

/** Shares of an effort by the skill that they need. */
export const skillShares = (says: string) =>
  checked(list({ skill: text({ required: true, max: 60 }), share: percent({ required: true, min: 0, max: 1 }) }, { says }), excess)

/** Why shares of skills are no split of an effort; null when they are. */
function excess(lines: readonly { readonly skill: string; readonly share: number }[]): readonly [string, string] | null {
  if (repeatedSkill(lines)) return ['A skill stands twice.', 'Give each skill one line.']
  const sum = lines.reduce((all, { share }) => all + share, 0)
  return sum > 1 + 1e-9 ? [`The skills take ${Math.round(sum * 100)}% of its effort.`, 'Together they take 100% at the most.'] : null
}
