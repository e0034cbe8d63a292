/** Work in turns, those of one name apart from those of another. Who came first goes first. */
export interface Turns {
  /** Nobody else is at work under this name meanwhile. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Others may be at work together with this, and nobody alone. */
  together<T>(name: string, work: () => Promise<T>): Promise<T>
}

interface Line {
  /** The last who goes alone. */
  alone: Promise<unknown>
  /** Those who go together after them. */
  readonly together: Set<Promise<unknown>>
}

export function turns(): Turns {
  const lines = new Map<string, Line>()
  const lineOf = (name: string): Line => {
    const line = lines.get(name) ?? { alone: Promise.resolve(), together: new Set() }
    lines.set(name, line)
    return line
  }
  return {
    alone(name, work) {
      const line = lineOf(name)
      const answer = Promise.allSettled([line.alone, ...line.together]).then(work)
      line.together.clear()
      const over = answer.then(
        () => undefined,
        () => undefined,
      )
      line.alone = over
      void over.then(() => line.alone === over && line.together.size === 0 && lines.get(name) === line && lines.delete(name))
      return answer
    },
    together(name, work) {
      const line = lineOf(name)
      const answer = line.alone.then(work)
      line.together.add(answer)
      const leave = () => line.together.delete(answer)
      answer.then(leave, leave)
      return answer
    },
  }
}
