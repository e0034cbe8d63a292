export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** Standard normal (Box and Muller, 1958). */
  normal(): number
  shuffle<T>(items: readonly T[]): T[]
}

/**
 * A stream of numbers that depends on the seed and on the stream's name only, so that a change in one part of the company leaves the others alone.
 * sfc32 (Chris Doty-Humphrey, PractRand, public domain), seeded by xmur3 over the name.
 */
export function random(seed: number, stream: string): Random {
  const hash = mixer(`${stream}#${seed}`)
  let [a, b, c, d] = [hash(), hash(), hash(), hash()]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4294967296
  }
  for (let turn = 0; turn < 12; turn++) next()
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const found = from[int(0, from.length - 1)]
      if (found === undefined) throw new RangeError('There is nothing to pick from.')
      return found
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((one, other) => one.order - other.order)
        .map(({ item }) => item),
  }
}

function mixer(text: string): () => number {
  let h = 1779033703 ^ text.length
  for (const letter of text) {
    h = Math.imul(h ^ (letter.codePointAt(0) ?? 0), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    return (h ^= h >>> 16) >>> 0
  }
}
