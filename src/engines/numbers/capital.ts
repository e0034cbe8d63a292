/** A text that begins a sentence: its first letter large. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** A text inside a sentence: its first letter small (“net revenue retention”), unless it begins with an abbreviation (NPS, P1, A/B). */
export const small = (text: string): string => (/^\p{Lu}[\p{Ll} ]/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text)
