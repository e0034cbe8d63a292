import { capital } from '#engines/numbers/capital.ts'
import { sayMany } from '#web/say.ts'
import type { KeyResultLine } from './contract.ts'

type Line = Pick<KeyResultLine, 'standing' | 'title' | 'score' | 'expected'>

/** What the goals of a period say: the one that lies furthest behind by name, then how many stand how. */
export function conclusion(results: readonly Line[]): string {
  const count = (...standings: readonly string[]) => results.filter(({ standing }) => standings.includes(standing)).length
  const parts = [
    [count('onTrack', 'achieved'), 'on track'],
    [count('atRisk'), 'at risk'],
    [count('offTrack', 'missed'), 'off track'],
    [count('stale'), 'without a recent word'],
    [count('untrusted'), 'untrusted'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, says]) => `${n} ${says}`)
  const counts = `of ${sayMany(results.length, 'key result')}, ${said.length > 0 ? said.join(', ') : 'none has begun'}`
  const worst = worstOf(results)
  return worst ? `${worst.title} ${sayStanding[worst.standing]}; ${counts}` : capital(counts)
}

const sayStanding: Readonly<Partial<Record<Line['standing'], string>>> = { missed: 'was missed', offTrack: 'is off track', atRisk: 'is at risk' }

/** The worst standing first; among equals what lies furthest behind a straight line to its target. */
function worstOf(results: readonly Line[]): Line | undefined {
  const order = ['offTrack', 'missed', 'atRisk'] as const
  const behind = ({ score, expected }: Line): number => expected - (score ?? 0)
  const [group] = order.map((standing) => results.filter((one) => one.standing === standing)).filter(({ length }) => length > 0)
  return group?.toSorted((a, b) => behind(b) - behind(a))[0]
}
