import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { once } from '../../numbers/once.ts'

/** One answer on its own scale; instants in seconds since 2000. */
export interface Answer {
  readonly id: string
  readonly invite: string | null
  readonly at: number
  readonly account: string | null
  readonly user: string | null
  readonly score: number
  readonly least: number
  readonly most: number
  readonly surface: string
  readonly mode: 'relationship' | 'transactional' | null
}

const day = 86_400
const year = 365 * day

const inTime = (a: Answer, b: Answer): number => a.at - b.at || (a.id < b.id ? -1 : 1)

/** What an answer is one of: its invitation, or itself. */
const asked = ({ invite, id }: Answer): string => invite ?? `\u0000${id}`

/** One answer for each invitation, the last one, in the order of time, and all that was asked. Answers without an invitation stand for themselves. */
export interface Heard {
  readonly last: readonly Answer[]
  readonly asked: Set<string>
}

export function heard(answers: readonly Answer[]): Heard {
  const inOrder = answers.toSorted(inTime)
  const last = new Map(inOrder.map((answer) => [asked(answer), answer.id]))
  return { last: inOrder.filter((answer) => last.get(asked(answer)) === answer.id), asked: new Set(last.keys()) }
}

/** The same with answers that came since, where none of them answers again what was answered before; else null. What is given is changed. */
export function heardMore({ last, asked: all }: Heard, more: readonly Answer[]): Heard | null {
  const come = new Set(more.map(asked))
  if (come.size < more.length || more.some((one) => all.has(asked(one)) || all.has(asked({ ...one, invite: null })))) return null
  for (const one of come) all.add(one)
  const next = more.toSorted(inTime)
  const [before, first] = [last.at(-1), next[0]]
  return { last: !before || !first || inTime(before, first) < 0 ? last.concat(next) : [...last, ...next].toSorted(inTime), asked: all }
}

/** Nobody is asked twice within 365 days: an answer counts when the person's last counted one is at least that old. `answers` in the order of time. */
export function oncePerYear(answers: readonly Answer[]): { readonly kept: Answer[]; readonly left: number } {
  const last = new Map<string, number>()
  const kept = answers.filter(({ user, at }) => {
    if (user === null) return true
    const before = last.get(user)
    if (before !== undefined && at - before < year) return false
    last.set(user, at)
    return true
  })
  return { kept, left: answers.length - kept.length }
}

export interface Classes {
  readonly promoters: number
  readonly passives: number
  readonly detractors: number
}

/** Promoters answer 9 or 10, detractors 0 to 6 (Reichheld and Bain & Company). Throws a RangeError for an answer on another scale than 0 to 10. */
export function classesOf(answers: readonly Answer[]): Classes {
  const odd = answers.find(({ least, most, score }) => least !== 0 || most !== 10 || score < 0 || score > 10)
  if (odd) throw new OutOfRange(`Answer ${odd.id} is ${odd.score} on a scale from ${odd.least} to ${odd.most}; a net promoter score is asked from 0 to 10.`)
  const promoters = answers.filter(({ score }) => score >= 9).length
  const detractors = answers.filter(({ score }) => score <= 6).length
  return { promoters, passives: answers.length - promoters - detractors, detractors }
}

/** Variance of one answer's contribution, with promoters +1 and detractors −1: p + d − (p − d)². */
export function npsVariance({ promoters, passives, detractors }: Classes): number {
  const n = promoters + passives + detractors
  if (n === 0) return 0
  const [p, d] = [promoters / n, detractors / n]
  return p + d - (p - d) ** 2
}

/** The smallest change between two waves of n answers each that is found in four of five cases at 5 %: Δ of n = 2·(1.96 + 0.84)²·V/Δ² (kpis.md §6). */
export const smallestChange = (variance: number, n: number): number => (n === 0 ? Number.POSITIVE_INFINITY : (1.96 + 0.84) * Math.sqrt((2 * variance) / n))

/** The mean of the accounts' own means, so that one account with many answers weighs no more than another; null without accounts. */
export function accountWeighted(answers: readonly Answer[], worth: (answer: Answer) => number): number | null {
  const byAccount = Map.groupBy(
    answers.filter(({ account }) => account !== null),
    ({ account }) => account,
  )
  const means = [...byAccount.values()].map((own) => own.reduce((sum, answer) => sum + worth(answer), 0) / own.length)
  return means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length
}

/** System usability scale from its ten items of 1 to 5: odd items count score − 1, even ones 5 − score; the sum times 2.5 (Brooke 1996). */
export function susOf(items: readonly number[]): number {
  if (items.length !== 10 || items.some((item) => !Number.isInteger(item) || item < 1 || item > 5))
    throw new OutOfRange('The system usability scale has ten items from 1 to 5.')
  return 2.5 * items.reduce((sum, item, place) => sum + (place % 2 === 0 ? item - 1 : 5 - item), 0)
}

/** How far two mixes of surfaces lie apart: half the sum of the differences of their shares, from 0 to 1. */
export function apart(before: readonly Answer[], now: readonly Answer[]): number {
  const [was, is] = [sharesIn(before), sharesIn(now)]
  let sum = 0
  for (const surface of new Set([...was.keys(), ...is.keys()])) sum += Math.abs((was.get(surface) ?? 0) - (is.get(surface) ?? 0))
  return sum / 2
}

const sharesIn = once((answers: readonly Answer[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { surface } of answers) counts.set(surface, (counts.get(surface) ?? 0) + 1 / answers.length)
  return counts
})
