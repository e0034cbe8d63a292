/** Room for numbers on the way, used again by whoever asks for it under the same name; what stood in it does not matter any more. */
export interface Scratch {
  whole(name: string, length: number): Uint32Array
  floats(name: string, length: number): Float64Array
  small(name: string, length: number): Uint8Array
}

export function scratchRoom(): Scratch {
  return {
    whole: reused((length) => new Uint32Array(length)),
    floats: reused((length) => new Float64Array(length)),
    small: reused((length) => new Uint8Array(length)),
  }
}

/** Room that is handed out once, for what is kept. */
export const freshRoom: Scratch = {
  whole: (_, length) => new Uint32Array(length),
  floats: (_, length) => new Float64Array(length),
  small: (_, length) => new Uint8Array(length),
}

/** Arrays by name, each made anew, and a quarter longer, when more is asked for than it holds. */
export function reused<T extends { readonly length: number; subarray(from: number, to: number): T }>(
  make: (length: number) => T,
): (name: string, length: number) => T {
  const kept = new Map<string, T>()
  return (name, length) => {
    const found = kept.get(name)
    const own = found && found.length >= length ? found : make(Math.ceil(length * 1.25))
    kept.set(name, own)
    return own.subarray(0, length)
  }
}
