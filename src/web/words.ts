import { capital } from '#engines/numbers/capital.ts'

/** “metricTarget” as a person says it: “Metric target”. */
export function words(name: string): string {
  const spaced = name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/([a-z]{3})(\d)/g, '$1 $2')
    .trim()
    .replace(/\b(fx|sli|slo)\b/gi, (short) => short.toUpperCase())
  return capital(spaced)
}

/** Under which name a noun stands in addresses and in the API, for what is shown before any definition of a noun is loaded; a test holds it to them. */
export const pluralOf = (noun: string): string => odd[noun] ?? `${noun}s`
const odd: Readonly<Record<string, string>> = {
  analysis: 'analyses',
  dependency: 'dependencies',
  feedback: 'feedback',
  opportunity: 'opportunities',
  watch: 'watches',
}
