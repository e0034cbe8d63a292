/** Names of the properties of persons that a query reads anywhere: `person.plan`, or `group.person.plan`, gives “plan”. */
export function personProperties(query: unknown): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    const name = typeof value === 'string' ? /^(?:group\.)?person\.(.+)$/s.exec(value)?.[1] : undefined
    if (name !== undefined) found.add(name)
    if (typeof value === 'object' && value !== null) for (const own of Object.values(value)) visit(own)
  }
  visit(query)
  return [...found].toSorted()
}

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
