interface Price {
  readonly low: number
  readonly high: number | null
  readonly possible: boolean
}

/** One plan as the page shows it. */
export interface PlanColumn {
  readonly value: number | null
  readonly bets: readonly {
    readonly id: string
    readonly key: string
    readonly title: string
    readonly from: string
    readonly to: string
    readonly wasTo: string | null
  }[]
  readonly dropped: readonly { readonly id: string; readonly key: string; readonly title: string; readonly price: Price | null }[]
  readonly load: readonly { readonly squad: string; readonly period: string; readonly used: number; readonly capacity: number }[]
  readonly themes: readonly { readonly theme: string; readonly share: number | null; readonly min: number; readonly max: number }[]
  readonly breaks: readonly string[]
}

export interface ScenarioAnswer {
  readonly currency: string
  readonly periods: readonly string[]
  readonly today: PlanColumn
  readonly best: PlanColumn & {
    readonly status: string
    readonly says: string
    readonly bound: number | null
    readonly gap: number | null
    readonly greedy: number | null
    readonly rulePrices: readonly { readonly rule: string; readonly low: number; readonly high: number | null }[]
    readonly conflict: { readonly says: readonly string[]; readonly irreducible: boolean; readonly changes: readonly { readonly says: string }[] } | null
    readonly robustness: { readonly solved: number; readonly chosen: readonly { readonly item: string; readonly share: number }[] } | null
  }
  readonly unplanned: readonly { readonly key: string; readonly title: string; readonly lacks: string }[]
}
