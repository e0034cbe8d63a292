/** Weights of Inter that the design uses. */
export type Weight = 400 | 500 | 600

/**
 * Width in px of one line of text in Inter with tabular figures, for layout where no browser is. Advances are thousandths of the size, measured from the
 * variable font in Chromium without kerning (kerning differs by under 1 % on words). Unknown Latin letters count as an x, wide scripts as a full square.
 */
export function textWidth(text: string, size = 12, weight: Weight = 400): number {
  let total = 0
  for (const char of text) total += advance(char, weight)
  return (total * size) / 1000
}

/** For `echarts.setPlatformAPI({ measureText })` on a server: reads size and weight out of a CSS font. */
export function measureText(text: string, font?: string): { width: number } {
  const size = Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12)
  const weight = /\b(?:600|700|800|bold)\b/.test(font ?? '') ? 600 : /\b500\b/.test(font ?? '') ? 500 : 400
  return { width: textWidth(text, size, weight) }
}

/** Text cut to a width with an ellipsis; unchanged when it fits. */
export function fitText(text: string, width: number, size = 12, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text
  let cut = [...text]
  while (cut.length > 1 && textWidth(`${cut.join('')}…`, size, weight) > width) cut = cut.slice(0, -1)
  return `${cut.join('').trimEnd()}…`
}

function advance(char: string, weight: Weight): number {
  const code = char.codePointAt(0) ?? 32
  const table = advances[weight]
  if (code >= 32 && code < 127) return table.ascii[code - 32] ?? 0
  if (code >= 161 && code < 256) return table.latin[code - 161] ?? 0
  const place = signs.indexOf(char)
  if (place >= 0) return table.signs[place] ?? 0
  return code === 160 ? (table.ascii[0] ?? 0) : code >= 0x1100 ? 1000 : (table.ascii[88] ?? 0)
}

const signs = [...'−–—‘’“”…€•Σ≥≤→']
/** ascii: U+0020 to U+007E; latin: U+00A1 to U+00FF; signs: the characters above. */
const advances = {
  400: {
    ascii: [
      269, 288, 466, 633, 642, 982, 644, 300, 391, 391, 648, 648, 269, 648, 269, 360, 648, 648, 648, 648, 648, 648, 648, 648, 648, 648, 269, 269, 648, 648, 648,
      511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 391, 360, 391,
      471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 391, 333,
      391, 648,
    ],
    latin: [
      288, 571, 611, 725, 550, 270, 568, 591, 914, 454, 583, 662, 0, 666, 478, 456, 648, 442, 446, 323, 586, 603, 288, 268, 304, 482, 583, 802, 847, 882, 511,
      690, 690, 690, 690, 690, 690, 994, 730, 601, 601, 601, 601, 269, 269, 269, 269, 735, 753, 765, 765, 765, 765, 765, 648, 765, 744, 744, 744, 744, 679, 636,
      616, 562, 562, 562, 562, 562, 562, 917, 571, 583, 583, 583, 583, 242, 242, 242, 242, 583, 591, 600, 600, 600, 600, 600, 648, 600, 591, 591, 591, 591, 562,
      612, 562,
    ],
    signs: [648, 500, 1000, 261, 261, 440, 440, 864, 667, 563, 582, 549, 549, 1000],
  },
  500: {
    ascii: [
      269, 304, 494, 639, 646, 993, 653, 313, 391, 391, 648, 648, 269, 648, 269, 370, 648, 648, 648, 648, 648, 648, 648, 648, 648, 648, 269, 269, 648, 648, 648,
      527, 982, 709, 657, 733, 722, 603, 589, 748, 745, 272, 575, 688, 565, 913, 756, 767, 642, 769, 648, 646, 653, 740, 709, 1003, 701, 696, 641, 391, 370,
      391, 477, 463, 337, 568, 618, 577, 618, 587, 379, 620, 602, 252, 252, 559, 252, 888, 602, 604, 618, 618, 387, 539, 340, 602, 575, 829, 557, 575, 559, 391,
      346, 391, 648,
    ],
    latin: [
      304, 577, 620, 737, 557, 293, 568, 602, 914, 457, 608, 667, 0, 665, 465, 457, 648, 448, 455, 337, 600, 601, 303, 300, 314, 485, 608, 817, 858, 895, 527,
      709, 709, 709, 709, 709, 709, 1003, 733, 603, 603, 603, 603, 272, 272, 272, 272, 743, 756, 767, 767, 767, 767, 767, 648, 767, 740, 740, 740, 740, 696,
      647, 630, 568, 568, 568, 568, 568, 568, 915, 577, 587, 587, 587, 587, 252, 252, 252, 252, 588, 602, 604, 604, 604, 604, 604, 648, 604, 602, 602, 602, 602,
      575, 618, 575,
    ],
    signs: [648, 500, 1000, 277, 277, 474, 471, 910, 672, 533, 582, 549, 549, 1000],
  },
  600: {
    ascii: [
      269, 321, 523, 644, 650, 1004, 663, 326, 391, 391, 647, 647, 269, 647, 269, 379, 647, 647, 647, 647, 647, 647, 647, 647, 647, 647, 269, 269, 647, 647,
      647, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 391,
      379, 391, 481, 469, 351, 574, 624, 583, 624, 591, 389, 626, 612, 262, 262, 569, 262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566,
      391, 359, 391, 647,
    ],
    latin: [
      321, 583, 629, 749, 563, 316, 568, 612, 914, 460, 634, 673, 0, 664, 452, 458, 647, 454, 463, 351, 614, 600, 319, 332, 324, 487, 634, 831, 870, 907, 543,
      728, 728, 728, 728, 728, 728, 1013, 737, 605, 605, 605, 605, 277, 277, 277, 277, 751, 759, 769, 769, 769, 769, 769, 647, 769, 736, 736, 736, 736, 713,
      658, 644, 574, 574, 574, 574, 574, 574, 913, 583, 591, 591, 591, 591, 262, 262, 262, 262, 594, 612, 609, 609, 609, 609, 609, 647, 609, 612, 612, 612, 612,
      588, 624, 588,
    ],
    signs: [647, 500, 1000, 294, 294, 507, 501, 956, 679, 503, 654, 549, 549, 1000],
  },
} satisfies Record<Weight, { ascii: number[]; latin: number[]; signs: number[] }>
