/** A heading in one form: accountId, “Account ID” and ACCOUNT-ID are all account_id. */
export function normalise(heading: string): string {
  return heading
    .replace(/\s*\(\d+\)$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
}

const currencySuffix = /_(usd|eur|gbp|jpy|chf|cad|aud|sek|nok|dkk|inr|brl|mxn|sgd|nzd|pln)$/

/** The currency that a heading ends with, such as mrr_usd; null when it names none. */
export const currencyOf = (heading: string): string | null => currencySuffix.exec(normalise(heading))?.[1]?.toUpperCase() ?? null

/** A heading without the words that only say of which type it is. */
export const relaxed = (name: string): string =>
  name
    .replace(currencySuffix, '')
    .replace(/_(at|on|date|time|ts|flag|amount)$/, '')
    .replace(/^(is|has)_/, '')

/** How well a heading names a column: 1 by its own name, 0.95 by a known alias, 0.7 by its stem, 0 not at all. */
export function strengthOf(heading: string, fact: string, column: string, knownAs: readonly string[]): number {
  const name = normalise(heading)
  if (name === column || name === `${fact}_${column}`) return 1
  if (knownAs.includes(name) || knownAs.some((alias) => name === `${fact}_${alias}`)) return 0.95
  const stem = relaxed(name)
  return stem.length > 2 && [column, ...knownAs].some((alias) => relaxed(alias) === stem) ? 0.7 : 0
}
