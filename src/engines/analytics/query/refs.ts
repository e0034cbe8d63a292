/** Names of the events’ own properties that a query reads anywhere: `event.plan` gives “plan”; a group that is counted is one too. */
export function eventProperties(query: unknown): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && value.startsWith('event.')) found.add(value.slice(6))
    if (typeof value !== 'object' || value === null) return
    if ('group' in value && typeof value.group === 'string' && value.group !== 'account') found.add(value.group)
    for (const own of Object.values(value)) visit(own)
  }
  visit(query)
  return [...found].toSorted()
}
