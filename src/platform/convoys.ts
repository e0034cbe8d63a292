/** Somebody who travels with others, or alone: work so long that nobody should wait for its end. */
export interface Traveller {
  readonly isAlone: boolean
}

/**
 * Work that waits for its turn, in the order in which it came: so many convoys of one name are under way at once, and what waits
 * when the next one leaves goes together, `length` pieces at most. `travel` takes one convoy to its end and never throws.
 */
export function convoys<T extends Traveller>(
  atOnce: number,
  length: number,
  travel: (name: string, travellers: readonly T[]) => Promise<void>,
): (name: string, traveller: T) => void {
  const lines = new Map<string, { underWay: number; readonly waiting: T[] }>()

  async function leave(name: string): Promise<void> {
    const line = lines.get(name)
    if (!line || line.underWay >= atOnce) return
    const own = nextOf(line.waiting, length)
    if (own.length === 0) return void (line.underWay === 0 && lines.delete(name))
    line.underWay += 1
    await travel(name, own)
    line.underWay -= 1
    void leave(name)
  }

  return (name, traveller) => {
    const line = lines.get(name) ?? { underWay: 0, waiting: [] }
    lines.set(name, line)
    line.waiting.push(traveller)
    void leave(name)
  }
}

/** Takes the next convoy out of those who wait. */
function nextOf<T extends Traveller>(waiting: T[], length: number): T[] {
  const alone = waiting.findIndex(({ isAlone }) => isAlone)
  return waiting.splice(0, alone === 0 ? 1 : Math.min(length, alone === -1 ? length : alone))
}
