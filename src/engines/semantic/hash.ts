/** A short name for a definition: FNV-1a, 64 bits, over its JSON. Two definitions that differ in anything have different names. */
export function hashOf(value: unknown): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(JSON.stringify(value))) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
