import { quartersFrom } from '#engines/numbers/timeline.ts'
import { everyRow, Problem, type Context } from '#kernel'
import { shareLink } from '#objects'
import { betFields, type Audience } from './audiences.ts'
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
  /** Only bets with these values, by the names of fields that the audience may see. */
  readonly filter?: Readonly<Record<string, unknown>>
  /** A day; the present when left out. */
  readonly asOf?: string
}

/** Reads the open bets and leaves of each what the audience may see. Throws a Problem, refused, for a filter by what is hidden from them: it would tell it. */
export async function sharedRoadmap(
  on: Pick<Context, 'read' | 'workspace' | 'now'>,
  { audience, lens = 'horizons', filter = {}, asOf }: RoadmapWish,
): Promise<SharedRoadmap> {
  const hidden = Object.keys(filter).find((name) => !betFields[audience].includes(name))
  if (hidden !== undefined)
    throw new Problem(
      'refused',
      `This roadmap is filtered by “${hidden}”, which ${shareLink.audienceSays[audience].name.toLowerCase()} may not see.`,
      'Take the filter out, or choose another audience.',
      { at: { field: hidden } },
    )
  const rows = await everyRow(on, 'initiative', { ...(Object.keys(filter).length > 0 ? { filter } : {}), ...(asOf ? { asOf } : {}) })
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
