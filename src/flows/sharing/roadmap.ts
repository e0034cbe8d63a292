import { quartersFrom } from '#engines/numbers/timeline.ts'
import { everyRow, type Context } from '#kernel'
import { shareLink } from '#objects'
import type { Audience } from './audiences.ts'
import { betsFor, horizons, type SharedBet } from './bets.ts'

/** A roadmap as one audience sees it. Two companies that differ only in what is hidden from them give the same bytes. */
export interface SharedRoadmap {
  readonly subject: 'roadmap'
  readonly company: string
  readonly audience: Audience
  readonly audienceName: string
  readonly lens: Lens
  /** The day that it shows. */
  readonly asOf: string
  readonly quarters: readonly string[]
  readonly lanes: readonly { readonly id: string; readonly says: string; readonly bets: readonly SharedBet[] }[]
}
export type Lens = 'horizons' | 'timeline'

export interface RoadmapWish {
  readonly audience: Audience
  readonly lens?: Lens
  /** A day; the present when left out. */
  readonly asOf?: string
}

/** Reads the open bets and leaves of each what the audience may see. */
export async function sharedRoadmap(
  on: Pick<Context, 'read' | 'workspace' | 'now'>,
  { audience, lens = 'horizons', asOf }: RoadmapWish,
): Promise<SharedRoadmap> {
  const rows = await everyRow(on, 'initiative', asOf ? { asOf } : {})
  const names = new Map((await everyRow(on, 'member')).map((row) => [row.id, String(row['name'])]))
  const bets = betsFor(rows, audience, (member) => names.get(member) ?? null)
  const day = asOf ?? on.now().slice(0, 10)
  return {
    subject: 'roadmap',
    company: on.workspace.name,
    audience,
    audienceName: shareLink.audienceSays[audience].name,
    lens,
    asOf: day,
    quarters: quartersFrom(day),
    lanes: horizons.map(({ id, says }) => ({ id, says, bets: bets.filter((bet) => bet.horizon === id) })),
  }
}
