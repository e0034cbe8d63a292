import { once } from './once.ts'

interface Found {
  readonly count: number
  readonly of: number
  readonly says: string
}

/** What a check found, in words: how many of how many rows; some checks tell of a whole source instead (`of` is 0). Every metric that it touches says so. */
export const foundSays = once(({ count, of, says }: Found): string =>
  of > 0 ? `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${says}` : says,
)
