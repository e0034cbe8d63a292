import { kano, kanoCategory, type KanoAnswer, type KanoCategory, type KanoResult } from '#engines/portfolio/scores/kano.ts'
import { wilson } from '#engines/numbers/intervals.ts'
import type { AnyRow } from '#kernel'
import { kanoAnswer } from '#objects'
import { text } from '../reading.ts'
import type { Said } from './inputs.ts'

type Category = Exclude<KanoResult['category'], null>

/** What customers answered about one bet, as its ranking and its page tell it. */
export interface KanoTold extends Omit<KanoResult, 'category' | 'strength'> {
  readonly category: Category
  /** The category in words. */
  readonly band: string
  readonly strength: number
  /** How often each pair was answered, and the category that it tells: a row for each feeling with it, a column for each without it. */
  readonly pairs: readonly (readonly { readonly category: KanoCategory; readonly n: number }[])[]
  /** The same by segment of the account that answered, the largest first; answers without a segment stay out. */
  readonly segments: readonly { readonly name: string; readonly n: number; readonly band: string }[]
  readonly newest: string
}

/** Answers of customers by the bet that they are about. */
export function kanoByBet(answers: readonly AnyRow[], accounts: ReadonlyMap<string, AnyRow>): ReadonlyMap<string, KanoTold> {
  return new Map(
    [...Map.groupBy(answers, (row) => text(row['initiative']))].flatMap(([bet, own]) => {
      const told = toldOf(own, accounts)
      return told ? [[bet, told] as const] : []
    }),
  )
}

function toldOf(rows: readonly AnyRow[], accounts: ReadonlyMap<string, AnyRow>): KanoTold | null {
  const answers = rows.map(answerOf)
  const { category, strength, ...rest } = kano(answers)
  if (category === null || strength === null) return null
  const bySegment = Map.groupBy(rows, (row) => text(accounts.get(text(row['account']))?.['segment']))
  return {
    ...rest,
    category,
    band: bands[category],
    strength,
    pairs: kanoAnswer.kanoWords.map((having) =>
      kanoAnswer.kanoWords.map((missing) => ({
        category: kanoCategory(having, missing),
        n: answers.filter((one) => one.functional === having && one.dysfunctional === missing).length,
      })),
    ),
    segments: [...bySegment]
      .flatMap(([name, own]) => {
        const of = kano(own.map(answerOf)).category
        return name === '' || of === null ? [] : [{ name, n: own.length, band: bands[of] }]
      })
      .toSorted((a, b) => b.n - a.n || a.name.localeCompare(b.name)),
    newest: rows.map((row) => text(row['answeredOn'])).reduce((a, b) => (a > b ? a : b)),
  }
}

const answerOf = (row: AnyRow): { readonly functional: KanoAnswer; readonly dysfunctional: KanoAnswer } => ({
  functional: wordIn(row['functional']),
  dysfunctional: wordIn(row['dysfunctional']),
})
const wordIn = (value: unknown): KanoAnswer => kanoAnswer.kanoWords.find((one) => one === value) ?? 'neutral'

/** The two shares that Kano ranks by, with the range that so few or so many answers leave; none where most would rather not have it, or answered against themselves. */
export function kanoInputs({ category, better, worse, counts, n, newest }: KanoTold): Said[] {
  if (category === 'R' || category === 'Q' || better === null || worse === null) return []
  const base = counts.A + counts.P + counts.M + counts.I
  const share = (name: string, value: number, hits: number): Said => {
    const range = wilson(hits, base, eightOfTen)
    return { name, value, low: range?.low ?? null, high: range?.high ?? null, from: `${n} answers`, asOf: newest, isLive: false }
  }
  return [share('pleases', better, counts.A + counts.P), share('displeases', -worse, counts.P + counts.M)]
}

/** Ends that one case of ten undercuts and one passes. */
export const eightOfTen = 1.2816

const bands: Readonly<Record<Category, string>> = {
  M: 'must-be',
  P: 'performance',
  A: 'attractive',
  I: 'indifferent',
  R: 'reverse',
  Q: 'questionable',
  mixed: 'mixed',
}
