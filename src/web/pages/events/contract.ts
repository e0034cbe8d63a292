/** What the server answers about events; eventHouse.ts makes it. */
export interface LiveAnswer {
  readonly sources: readonly LiveSource[]
  readonly latest: readonly Arrived[]
  readonly held: readonly { readonly class: string; readonly source: string; readonly count: number }[]
  /** Requests with a key that nobody knows, since the start of the server. */
  readonly strangers: readonly { readonly protocol: string; readonly count: number }[]
}

export interface LiveSource {
  readonly id: string
  readonly key: string
  readonly version: number
  readonly name: string
  readonly sdk: string
  readonly state: string
  readonly keyEnd: string
  readonly lastDay: number
  readonly lastAt: string | null
  readonly since: {
    readonly accepted: number
    readonly duplicates: number
    readonly refused: number
    readonly limited: number
    readonly forgotten: number
    readonly withheld: number
  }
  readonly held: number
}

export interface Arrived {
  readonly id: string
  readonly ts: string
  readonly receivedAt: string
  readonly name: string
  readonly account: string | null
  readonly user: string | null
  readonly source: string
  readonly flags: string | null
}

export interface HeldEvent {
  readonly id: string
  readonly class: string
  readonly field: string | null
  readonly index: number
  readonly reason: string
  readonly protocol: string
  /** The beginning of how it came. */
  readonly raw: string
  /** Of the whole. */
  readonly rawLength: number
  readonly receivedAt: string
  readonly source: string
}

/** Held events that wait for the same thing; the newest of them as they came. */
export interface HeldKind {
  readonly class: string
  readonly source: string
  readonly field: string | null
  readonly count: number
  readonly items: readonly HeldEvent[]
}

export interface HeldAnswer {
  readonly total: number
  /** The largest. */
  readonly kinds: readonly HeldKind[]
  /** How many kinds are not among them, and how many events these are. */
  readonly others: { readonly kinds: number; readonly events: number }
}

export interface Replayed {
  readonly replayed: number
  readonly waiting: number
  /** Where the next request goes on; null when all of the kind were tried. */
  readonly next: string | null
}

export interface PlanAnswer {
  readonly days: number
  readonly coverage: number | null
  readonly violationRate: number | null
  readonly classes: readonly { readonly class: string; readonly count: number }[]
  readonly areas: readonly PlannedArea[]
  readonly unplanned: readonly { readonly name: string; readonly count: number; readonly last: string }[]
  readonly debt: readonly { readonly kind: string; readonly event: string; readonly says: string; readonly count: number }[]
  readonly events: readonly PlannedLine[]
}

/** The plan of one part of the product; null: of none. */
export interface PlannedArea {
  readonly area: string | null
  readonly planned: number
  readonly came: number
  readonly count: number
  readonly violationRate: number | null
}

export interface PlannedLine {
  readonly area: string | null
  readonly id: string
  readonly key: string
  readonly name: string
  readonly state: string
  readonly mode: string
  readonly version: number
  readonly properties: number
  readonly count: number
  readonly last: string | null
  readonly flagged: number
  readonly violations: readonly { readonly class: string; readonly property: string | null; readonly count: number }[]
  readonly metrics: readonly string[]
}

export interface PlanImported {
  readonly format: string
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
  /** Properties that the plan has and the file does not name. */
  readonly stays: readonly string[]
  readonly left: readonly string[]
}
