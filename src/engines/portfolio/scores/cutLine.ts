/** An item in rank order, best first, with its person-weeks of each squad. */
export interface RankedItem {
  readonly id: string
  readonly effort: Readonly<Record<string, number>>
  readonly mandatory?: boolean
  readonly needs?: readonly string[]
  /** Shares of its effort by theme. */
  readonly themes?: Readonly<Record<string, number>>
}

export interface CutLine {
  readonly mode: 'strict' | 'fill'
  readonly above: readonly string[]
  readonly below: readonly string[]
  readonly used: Readonly<Record<string, number>>
  readonly flags: readonly { readonly item: string | null; readonly flag: 'mandatory-below' | 'prerequisite-below' | 'floor-missed'; readonly says: string }[]
}

/**
 * Where the capacity ends in a ranking. Strict stops at the first item that does not fit; fill leaves it out and goes on (portfolio reference
 * 4.13). A squad without a capacity here gives nothing.
 */
export function cutLine(
  ranking: readonly RankedItem[],
  capacity: Readonly<Record<string, number>>,
  mode: 'strict' | 'fill',
  floors: Readonly<Record<string, number>> = {},
): CutLine {
  const used: Record<string, number> = {}
  const above: RankedItem[] = []
  const below: RankedItem[] = []
  for (const item of ranking) {
    const parts = Object.entries(item.effort).filter(([, weeks]) => weeks > 0)
    const isStopped = mode === 'strict' && below.length > 0
    const fits = parts.every(([squad, weeks]) => (used[squad] ?? 0) + weeks <= (capacity[squad] ?? 0) + 1e-9)
    if (isStopped || !fits) below.push(item)
    else {
      above.push(item)
      for (const [squad, weeks] of parts) used[squad] = (used[squad] ?? 0) + weeks
    }
  }
  return { mode, above: above.map(({ id }) => id), below: below.map(({ id }) => id), used, flags: flagsOf(above, below, floors) }
}

function flagsOf(above: readonly RankedItem[], below: readonly RankedItem[], floors: Readonly<Record<string, number>>): CutLine['flags'] {
  const under = new Set(below.map(({ id }) => id))
  const total = above.reduce((sum, item) => sum + weeksOf(item), 0)
  return [
    ...below
      .filter(({ mandatory }) => mandatory)
      .map(({ id }) => ({ item: id, flag: 'mandatory-below' as const, says: `${id} is mandatory and below the line.` })),
    ...above.flatMap(({ id, needs = [] }) =>
      needs
        .filter((need) => under.has(need))
        .map((need) => ({ item: id, flag: 'prerequisite-below' as const, says: `${id} needs ${need}, which is below the line.` })),
    ),
    ...Object.entries(floors).flatMap(([theme, floor]) => {
      const given = above.reduce((sum, item) => sum + weeksOf(item) * (item.themes?.[theme] ?? 0), 0)
      const isMissed = total > 0 && given / total < floor
      return isMissed
        ? [
            {
              item: null,
              flag: 'floor-missed' as const,
              says: `${theme} gets ${percent(given / total)} of the effort that fits, below its floor of ${percent(floor)}.`,
            },
          ]
        : []
    }),
  ]
}

const weeksOf = ({ effort }: RankedItem): number => Object.values(effort).reduce((sum, weeks) => sum + weeks, 0)
const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`
