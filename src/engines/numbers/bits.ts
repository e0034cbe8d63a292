/** How many bits are set, counted in groups of two, four and eight (Knuth, TAOCP 4A, 7.1.3). */
export function bitsIn(word: number): number {
  const twos = (word - ((word >>> 1) & 0x5555_5555)) | 0
  const fours = (twos & 0x3333_3333) + ((twos >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
