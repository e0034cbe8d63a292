type Row = Readonly<Record<string, unknown>>

/** Counts of some rows and of more of them, column by column. */
export function addedUp(before: readonly Row[], more: readonly Row[]): Row[] {
  const [one = {}, other = {}] = [before[0], more[0]]
  return [
    Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map((column) => [column, numberOf(one[column]) + numberOf(other[column])])),
  ]
}

/** Rows that break a rule (columns bad, total, key, shows): both counts, and the first `sample` by key. */
export function violationsJoined(before: readonly Row[], more: readonly Row[], sample: number): Row[] {
  const count = (column: string): number => numberOf(before[0]?.[column]) + numberOf(more[0]?.[column])
  const shown = [...before, ...more].filter(({ key }) => key !== null && key !== undefined)
  const counts = { bad: count('bad'), total: count('total') }
  const first = shown.toSorted((a, b) => (String(a['key']) < String(b['key']) ? -1 : 1)).slice(0, sample)
  return first.length === 0 ? [{ ...counts, key: null, shows: null }] : first.map(({ key, shows }) => ({ ...counts, key, shows }))
}

/** Rows by month and value (columns period, value, rows). */
export function monthsJoined(before: readonly Row[], more: readonly Row[]): Row[] {
  const groups = Map.groupBy([...before, ...more], ({ period, value }) => `${String(period)}\n${String(value)}`)
  const all = [...groups.values()].map((own): Row => ({ ...own[0], rows: own.reduce((sum, { rows }) => sum + numberOf(rows), 0) }))
  return all.toSorted((a, b) => order(a['period'], b['period']) || order(a['value'], b['value']))
}

/** Rows by day of business and day of arrival (columns day, arrived, oldest, newest, recorded, rows). */
export function arrivalsJoined(before: readonly Row[], more: readonly Row[]): Row[] {
  const told = (own: readonly Row[], column: string, place: 0 | -1): unknown =>
    own
      .map((row) => row[column])
      .toSorted((a, b) => order(a ?? '', b ?? ''))
      .at(place) ?? null
  const groups = Map.groupBy([...before, ...more], ({ day, arrived }) => `${String(day)}\n${String(arrived)}`)
  const all = [...groups.values()].map((own): Row => ({
    ...own[0],
    oldest: told(own, 'oldest', 0),
    newest: told(own, 'newest', -1),
    recorded: told(own, 'recorded', -1),
    rows: own.reduce((sum, { rows }) => sum + numberOf(rows), 0),
  }))
  return all.toSorted((a, b) => order(a['day'], b['day']) || order(a['arrived'], b['arrived']))
}

const numberOf = (value: unknown): number => Number(value ?? 0)
const order = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)
