import { everyRow, type AnyRow, type Context } from '#kernel'
import { dueText } from './dueText.ts'
import type { Need } from './need.ts'

/** The open scoring rounds that ask the one who reads, and in whose running vote some bet has no answer from them yet. */
export async function scoringNeeds(ctx: Context, day: string, asOf?: string): Promise<Need[]> {
  const past = asOf ? { asOf } : {}
  const rounds = await everyRow(ctx, 'scoringRound', { filter: { state: 'open' }, sort: 'due', ...past })
  if (rounds.length === 0) return []
  const ballots = await everyRow(ctx, 'ballot', { filter: { participant: ctx.me.id, round: { in: rounds.map(({ id }) => id) } }, ...past })
  return rounds.flatMap((round): Need[] => {
    const own = ballots.find((ballot) => ballot['round'] === round.id && ballot['turn'] === round['turn'])
    const [asked, given] = [countOf(own?.['bets']), Number(own?.['answered'] ?? 0)]
    return own && given < asked ? [needOf(round, asked, given, day)] : []
  })
}

const countOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0)

const needOf = (round: AnyRow, asked: number, given: number, day: string): Need => ({
  kind: 'score',
  title: `Your figures: ${String(round['title'])}`,
  says: `${round.key} · ${given === 0 ? `${asked} ${asked === 1 ? 'bet' : 'bets'} to score` : `${asked - given} of ${asked} bets still to score`}; nobody reads them before all are revealed`,
  noun: 'scoringRound',
  id: round.id,
  cost: null,
  due: dueText(String(round['due']), day),
  age: null,
})
