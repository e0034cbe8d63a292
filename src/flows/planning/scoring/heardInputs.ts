import { wilson } from '#engines/numbers/intervals.ts'
import { opportunity as scoreOf } from '#engines/portfolio/scores/scores.ts'
import type { AnyRow } from '#kernel'
import { accountIdIn, evidenceOf, familyOf, feedbackOf, surveyIn, type Heard } from '../opportunities/heard.ts'
import { number, text, textsIn } from '../reading.ts'
import type { Said } from './inputs.ts'
import { eightOfTen } from './kanoTold.ts'

/** Fewer accounts than this do not tell how important something is (portfolio reference 5). */
const fewestHeard = 5

/** What the opportunities that a bet addresses bring to its scores: how important they are, how content people are, who asked and what these pay. */
export function heardByBet(heard: Heard, today: string): (bet: string) => readonly Said[] {
  const addressed = heard.rows.filter((row) => row['state'] !== 'declined')
  const byBet = Map.groupBy(
    addressed.flatMap((row) => textsIn(row['initiatives']).map((bet) => ({ row, bet }))),
    ({ bet }) => bet,
  )
  const known = new Map<string, readonly Said[]>()
  return (bet) => {
    const own = (byBet.get(bet) ?? []).map(({ row }) => row)
    const name = own.map(({ id }) => id).join(' ')
    const said = known.get(name) ?? saidOf(heard, own, today)
    known.set(name, said)
    return said
  }
}

function saidOf(heard: Heard, own: readonly AnyRow[], today: string): readonly Said[] {
  if (own.length === 0) return []
  const family = [...new Set(own.flatMap((row) => familyOf(heard, row)))]
  const { accounts, revenue } = evidenceOf(heard, family)
  const from = own.map(({ key }) => key).join(', ')
  const counted = (name: string, value: number | null): Said[] =>
    value === null || value === 0 ? [] : [{ name, value, low: null, high: null, from, asOf: today, isLive: true }]
  return [...(asked(own) ?? voiced(heard, family, from)), ...counted('accounts', accounts), ...counted('revenue', revenue)]
}

/** What a survey said of the opportunity that is served worst. */
function asked(own: readonly AnyRow[]): readonly Said[] | null {
  const surveys = own.flatMap((row) => {
    const survey = surveyIn(row)
    return survey ? [{ row, survey, score: scoreOf({ importance: survey.importance, satisfaction: survey.satisfaction }).value ?? 0 }] : []
  })
  const [worst] = surveys.toSorted((a, b) => b.score - a.score || (a.row.key < b.row.key ? -1 : 1))
  if (!worst) return null
  const { row, survey } = worst
  const asOf = survey.on ?? row.updatedAt.slice(0, 10)
  const from = `${row.key}, ${survey.n} asked`
  const of = (name: string, value: number): Said => ({ name, value, ...rangeOf(value, survey.n), from, asOf, isLive: false })
  return [of('importance', survey.importance), of('satisfaction', survey.satisfaction)]
}

/** How important it is to those that were heard on it: the share of accounts whose strongest voice is 2 or 3 of 3, as 0 to 10. */
function voiced(heard: Heard, family: readonly AnyRow[], from: string): readonly Said[] {
  const strongest = new Map<string, number>()
  let newest = ''
  for (const one of family.flatMap((row) => feedbackOf(heard, row))) {
    const [account, importance] = [accountIdIn(heard, one), number(one['importance'])]
    if (account === null || importance === null) continue
    strongest.set(account, Math.max(strongest.get(account) ?? 0, importance))
    newest = text(one['saidAt']) > newest ? text(one['saidAt']) : newest
  }
  const n = strongest.size
  if (n < fewestHeard) return []
  const value = (10 * [...strongest.values()].filter((one) => one >= 2).length) / n
  return [{ name: 'importance', value, ...rangeOf(value, n), from: `${from}, ${n} accounts heard`, asOf: newest.slice(0, 10), isLive: false }]
}

/** The range that the number of those asked leaves to a share that is told as 0 to 10. */
function rangeOf(value: number, n: number): { readonly low: number | null; readonly high: number | null } {
  const range = wilson(Math.round((value / 10) * n), n, eightOfTen)
  return { low: range && Math.min(value, range.low * 10), high: range && Math.max(value, range.high * 10) }
}
