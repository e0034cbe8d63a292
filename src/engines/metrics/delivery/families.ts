/** A row of incidents, columns by name. */
export type IncidentRow = Readonly<Record<string, unknown>>

/** Incidents that were split from, or merged into, one another, told as one. */
export interface Family {
  readonly id: string
  readonly members: number
  /** The worst of its members. */
  readonly severity: string
  /** The first instant of impact. */
  readonly start: string
  /** The last; null while any member runs on. */
  readonly end: string | null
  readonly accounts: number
  readonly area: string
  readonly service: string
  /** Minutes from the start of the impact until somebody knew; null when nobody wrote it down. */
  readonly detection: number | null
  /** When the last of its post-mortems closed; null while one is open. */
  readonly reviewedAt: string | null
  /** Minutes in which any member hurt, up to an instant in milliseconds. */
  minutes(until: number): number
}

/** Families of what customers felt: maintenance and internal incidents stay out. A chain of splits and merges leads to its first incident; a circle ends where it began. */
export function familiesOf(rows: readonly IncidentRow[]): Family[] {
  const parents = new Map(rows.map((row) => [text(row, 'id') ?? '', text(row, 'merged_into') ?? text(row, 'split_from')]))
  const rootOf = (id: string): string => {
    const seen: string[] = [id]
    for (let next = parents.get(id); next !== null && next !== undefined; next = parents.get(next)) {
      if (seen.includes(next)) return seen.toSorted()[0] ?? id
      seen.push(next)
    }
    return seen.at(-1) ?? id
  }
  const felt = rows.filter((row) => row['maintenance'] !== true && row['customer_impacting'] !== false)
  return [...Map.groupBy(felt, (row) => rootOf(text(row, 'id') ?? ''))].map(([id, members]) => familyOf(id, members))
}

function familyOf(id: string, members: readonly IncidentRow[]): Family {
  const sorted = members.toSorted((a, b) => instant(a, 'impact_start') - instant(b, 'impact_start'))
  const head = members.find((row) => row['id'] === id) ?? sorted[0] ?? {}
  const ends = sorted.map((row) => text(row, 'impact_end'))
  const reviews = sorted.map((row) => text(row, 'postmortem_closed_at'))
  const start = text(sorted[0] ?? {}, 'impact_start') ?? ''
  const detected = sorted.flatMap((row) => (text(row, 'detected_at') === null ? [] : [instant(row, 'detected_at')]))
  return {
    id,
    members: members.length,
    severity: members.map((row) => String(row['severity'])).toSorted()[0] ?? 'p3',
    start,
    end: latest(ends),
    accounts: accountsOf(sorted),
    area: text(head, 'area') ?? '(none)',
    service: text(head, 'service_id') ?? '(none)',
    detection: detected.length === 0 ? null : Math.max(0, Math.min(...detected) - Date.parse(start)) / minute,
    reviewedAt: latest(reviews),
    minutes: (until) =>
      covered(sorted.map((row) => [instant(row, 'impact_start'), Math.min(until, text(row, 'impact_end') === null ? until : instant(row, 'impact_end'))])),
  }
}

const minute = 60_000

/** The last of instants; null when one is missing. */
function latest(instants: readonly (string | null)[]): string | null {
  const known = instants.filter((one) => one !== null)
  return known.length < instants.length ? null : (known.toSorted().at(-1) ?? null)
}

/** Accounts named count each once; where members only give numbers, the largest number is what is surely known. */
function accountsOf(members: readonly IncidentRow[]): number {
  const named = new Set(members.flatMap((row) => (Array.isArray(row['account_ids']) ? row['account_ids'].map(String) : [])))
  return Math.max(named.size, ...members.map((row) => Number(row['accounts_affected'] ?? 0)))
}

/** Minutes covered by stretches that may overlap. */
function covered(stretches: readonly (readonly [number, number])[]): number {
  let [sum, reached] = [0, -Infinity]
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return sum / minute
}

const text = (row: IncidentRow, column: string): string | null => {
  const value = row[column]
  return value === null || value === undefined || value === '' ? null : String(value)
}
const instant = (row: IncidentRow, column: string): number => Date.parse(text(row, column) ?? '')
