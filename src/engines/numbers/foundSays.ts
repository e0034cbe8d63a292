/** What a check found, in words: how many of how many rows; some checks tell of a whole source instead (`of` is 0). */
export const foundSays = ({ count, of, says }: { readonly count: number; readonly of: number; readonly says: string }): string =>
  of > 0 ? `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${says}` : says
