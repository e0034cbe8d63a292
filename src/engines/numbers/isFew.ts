/** Does a number rest on fewer rows than its metric asks for? A metric that asks for one only counts: its zero is a figure, not a small sample. An unknown n is not few. */
export const isFew = (n: number | null, minN: number): boolean => n !== null && minN > 1 && n < minN
