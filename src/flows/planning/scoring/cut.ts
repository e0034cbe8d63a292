import { leftShare } from '#engines/numbers/dates.ts'
import type { RankedItem } from '#engines/portfolio/scores/cutLine.ts'
import { recordsIn, type AnyRow } from '#kernel'
import { suppliesOf } from '../capacity/supplies.ts'
import { number, teamOf, text, weeksOf } from '../reading.ts'

/** What the cut line asks of each bet, in rank order: what it takes of its squad, which open bets it cannot do without, and its kind of work. */
export function itemsFor(ranked: readonly AnyRow[], dependencies: readonly AnyRow[]): RankedItem[] {
  const keys = new Map(ranked.map((row) => [row.id, row.key]))
  const hard = dependencies.filter((one) => one['strength'] === 'hard' && !['delivered', 'waived'].includes(text(one['state'])))
  const needsOf = Map.groupBy(hard, (one) => text(one['from']))
  return ranked.map((row) => {
    const [team, investment] = [teamOf(row), text(row['investment'])]
    return {
      id: row.key,
      effort: team === null ? {} : { [team]: weeksOf(row) ?? 0 },
      mandatory: row['mandatory'] === true,
      needs: (needsOf.get(row.id) ?? []).flatMap((one) => keys.get(text(one['to'])) ?? []),
      themes: investment === '' ? {} : { [investment]: 1 },
    }
  })
}

/** Net person-weeks of each squad over the quarters, with whoever is hired; of the running one only what is left. */
export function capacityOf(plans: readonly AnyRow[], seats: readonly AnyRow[], quarters: readonly string[], today: string): Record<string, number> {
  const supplies = suppliesOf(plans, seats)
  const squads = new Set(plans.filter((row) => quarters.includes(text(row['period']))).map((row) => text(row['team'])))
  const shares = quarters.map((quarter) => leftShare(quarter, today))
  const weeksOf = (squad: string): number => quarters.reduce((sum, quarter, at) => sum + supplies(squad, quarter).sure.weeks * (shares[at] ?? 1), 0)
  return Object.fromEntries([...squads].map((squad) => [squad, weeksOf(squad)]))
}

/** The least share of each kind of work that was agreed for the last of these quarters. */
export function floorsOf(splits: readonly AnyRow[], quarters: readonly string[]): Record<string, number> {
  const agreed = splits.find((row) => row['state'] === 'approved' && row['period'] === quarters.at(-1))
  const lines = recordsIn(agreed?.['lines'])
  return Object.fromEntries(lines.flatMap((line) => (number(line['floor']) === null ? [] : [[text(line['investment']), number(line['floor']) ?? 0]])))
}
