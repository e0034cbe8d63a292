/** Work that waits for its turn: at most so many pieces of one name run at once, the others follow in the order in which they came. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>

export function turns(atOnce: number): Turns {
  const lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>()
  return async (name, work) => {
    const line = lines.get(name) ?? { running: 0, waiting: [] }
    lines.set(name, line)
    if (line.running >= atOnce) await new Promise<void>((resolve) => line.waiting.push(resolve))
    else line.running += 1
    try {
      return await work()
    } finally {
      const next = line.waiting.shift()
      if (next) next() // its place passes on, so that nobody who comes later can take it
      else if ((line.running -= 1) === 0) lines.delete(name)
    }
  }
}
