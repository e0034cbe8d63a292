import { opportunity, opportunityBand } from '#engines/portfolio/scores/scores.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { numberIn, textIn } from './segments.ts'

export interface OutcomeLine {
  readonly statement: string
  readonly importance: number | null
  readonly satisfaction: number | null
  readonly n: number | null
  /** importance + max(importance − satisfaction, 0), from 0 to 20; null without both. */
  readonly score: number | null
  readonly band: ReturnType<typeof opportunityBand> | null
}

export interface JobLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly state: string
  readonly situation: string
  readonly motivation: string
  readonly outcome: string
  readonly personas: readonly { readonly key: string; readonly title: string }[]
  readonly basis: string | null
  /** The best served outcome last. */
  readonly outcomes: readonly OutcomeLine[]
  /** The score of its least served outcome; null when none has one. */
  readonly score: number | null
}

/** Jobs by the opportunity of their least served outcome, those without a score last; retired ones are left out. */
export function jobLines(jobs: readonly AnyRow[], personas: readonly AnyRow[]): readonly JobLine[] {
  const names = new Map(personas.map((row) => [row.id, { key: row.key, title: String(row['title']) }]))
  return jobs
    .filter((row) => row['state'] !== 'retired')
    .map((row): JobLine => {
      const outcomes = outcomesIn(row['outcomes'])
      return {
        id: row.id,
        key: row.key,
        title: String(row['title']),
        state: String(row['state']),
        situation: String(row['situation']),
        motivation: String(row['motivation']),
        outcome: String(row['outcome']),
        personas: (Array.isArray(row['personas']) ? row['personas'] : []).flatMap((id) => names.get(id) ?? []),
        basis: textIn(row['basis']),
        outcomes,
        score: outcomes[0]?.score ?? null,
      }
    })
    .toSorted((a, b) => byScore(a, b) || (a.key < b.key ? -1 : 1))
}

function outcomesIn(value: unknown): OutcomeLine[] {
  return recordsIn(value)
    .map((one): OutcomeLine => {
      const [importance, satisfaction] = [numberIn(one['importance']), numberIn(one['satisfaction'])]
      const { value: score } = opportunity({ importance, satisfaction })
      return {
        statement: String(one['statement']),
        importance,
        satisfaction,
        n: numberIn(one['n']),
        score,
        band: score === null ? null : opportunityBand(score),
      }
    })
    .toSorted(byScore)
}

const byScore = (a: { readonly score: number | null }, b: { readonly score: number | null }): number => (b.score ?? -1) - (a.score ?? -1)
