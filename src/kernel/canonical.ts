/**
 * JSON in the one form that is hashed: RFC 8785 (names sorted by UTF-16 code units, ECMAScript numbers, no white space). `undefined` members are
 * left out, as JSON.stringify does; what JSON cannot say (a function, NaN) throws a TypeError.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    members.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
  }
  throw new TypeError(`${typeof value === 'number' ? String(value) : `A ${typeof value}`} has no canonical form.`)
}
