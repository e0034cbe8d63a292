/** A dot of a drawing, in px from its top left, with the word beside it. */
export interface Labelled {
  readonly x: number
  readonly y: number
  readonly says: string
}

type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Which of these have their word at the left: those whose right is taken by the edge, a dot or a word that stands already. Where both sides are taken it stays at the right. */
export function leftLabels(dots: readonly Labelled[], width: number): readonly boolean[] {
  const words: Box[] = []
  return dots.map((dot) => {
    const isFree = (box: Box): boolean => !words.some((word) => meet(word, box)) && !dots.some((other) => other !== dot && meet(dotBox(other), box))
    const [right, left] = [wordBox(dot, 1), wordBox(dot, -1)]
    const inside = [right, left].filter(([from, , to]) => from >= 0 && to <= width)
    const word = inside.find(isFree) ?? inside[0] ?? right
    words.push(word)
    return word === left
  })
}

const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
const dotBox = ({ x, y }: Labelled): Box => [x - 6, y - 6, x + 6, y + 6]

/** About the room that a word of 12 px takes, beside a dot of 12 px. */
function wordBox({ x, y, says }: Labelled, side: 1 | -1): Box {
  const [near, far] = [x + side * 10, x + side * (10 + says.length * 6)]
  return [Math.min(near, far), y - 7, Math.max(near, far), y + 7]
}
