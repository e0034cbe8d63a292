/**
 * Answers as the bytes that were sent, each under everything that it depends on: the state of the record, the reader's role and the question. The state is
 * told by the statement that proves who asks, at each request; when anything of the workspace has changed, nothing kept is found any more.
 */
export interface KeptAnswers {
  /** The answer that is kept under this name, or the one that `make` gives; null as a name keeps nothing. */
  of(name: string | null, make: () => Promise<unknown>): Promise<Uint8Array<ArrayBuffer>>
}

/** Keeps at most so many bytes, those of the names among them; what was asked longest ago goes first, and no single answer takes more than a sixteenth. */
export function keptAnswers(most = 16 * 1024 * 1024): KeptAnswers {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const making = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  let bytes = 0

  const keep = (name: string, answer: Uint8Array<ArrayBuffer>): void => {
    if (sizeOf(name, answer) > most / 16) return
    drop(name)
    kept.set(name, answer)
    bytes += sizeOf(name, answer)
    for (const oldest of kept.keys()) {
      if (bytes <= most) break
      drop(oldest)
    }
  }
  const drop = (name: string): void => {
    const answer = kept.get(name)
    if (answer) bytes -= sizeOf(name, answer)
    kept.delete(name)
  }

  return {
    async of(name, make) {
      if (name === null) return encoded(await make())
      const known = kept.get(name)
      if (known) {
        kept.delete(name)
        kept.set(name, known)
        return known
      }
      const made = making.get(name) ?? make().then(encoded)
      making.set(name, made)
      try {
        const answer = await made
        keep(name, answer)
        return answer
      } finally {
        making.delete(name)
      }
    },
  }
}

/** A letter of a name may take two bytes. */
const sizeOf = (name: string, answer: Uint8Array): number => name.length * 2 + answer.length

const encoded = (answer: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(answer))
