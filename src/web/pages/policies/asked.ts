export const presetNames = ['stripe', 'chartmogul', 'profitwell', 'board'] as const

/** The figures that a revenue policy decides, as the API names them. */
export const figures = [
  { id: 'net-revenue-retention', says: 'Net retention', unit: 'ratio' },
  { id: 'gross-revenue-retention', says: 'Gross retention', unit: 'ratio' },
  { id: 'logo-churn-rate', says: 'Logo churn', unit: 'ratio' },
  { id: 'mrr-movements:closing', says: 'MRR', unit: 'money' },
  { id: 'mrr-movements:new', says: 'New', unit: 'money' },
  { id: 'mrr-movements:expansion', says: 'Expansion', unit: 'money' },
  { id: 'mrr-movements:contraction', says: 'Contraction', unit: 'money' },
  { id: 'mrr-movements:churn', says: 'Churn', unit: 'money' },
  { id: 'mrr-movements:reactivation', says: 'Reactivation', unit: 'money' },
] as const

/** What the address asks: the policies beside ours, our own set of switches, the figure that is explained, another tool’s number. */
export const askedOf = (search: Readonly<Record<string, string>>) => ({
  policies: search['with'] ?? presetNames.join(','),
  custom: search['custom'],
  figure: search['figure'],
  asOf: search['asOf'],
  period: search['period'],
  theirs: search['theirs'],
})

/** The switches of the custom set in the address; none when it is not readable. */
export function customOf(text: string | undefined): Readonly<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(text ?? '{}')
    return typeof read === 'object' && read !== null ? Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)])) : {}
  } catch {
    return {}
  }
}
