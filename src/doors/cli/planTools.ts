/** Planning from files, as the command line prints it. */
export interface Planning {
  optimise(
    file: unknown,
    options: { readonly seconds?: number; readonly seed?: number; readonly prices?: number; readonly draws?: number },
  ): Promise<PlannedPortfolio>
  forecast(file: unknown): PlannedForecast
  score(file: unknown): PlannedScores
  thrash(file: unknown): PlannedThrash
  weigh(file: unknown): PlannedCase
  readonly schemas: Readonly<Record<string, () => unknown>>
}

export interface PlannedPortfolio {
  readonly status: string
  readonly says: string
  readonly value: number | null
  readonly bound: number | null
  readonly greedy: number | null
  readonly plan: readonly { readonly item: string; readonly title: string; readonly period: string; readonly worth: number; readonly effort: number }[]
  readonly leftOut: readonly {
    readonly item: string
    readonly worth: number
    readonly effort: number
    readonly price: { readonly low: number; readonly high: number | null; readonly possible: boolean; readonly pushesOut: readonly string[] } | null
  }[]
  readonly load: readonly { readonly squad: string; readonly period: string; readonly used: number; readonly capacity: number }[]
  readonly skills: readonly { readonly squad: string; readonly skill: string; readonly period: string; readonly used: number; readonly capacity: number }[]
  readonly themes: readonly { readonly theme: string; readonly share: number | null; readonly min: number; readonly max: number }[]
  readonly rulePrices: readonly { readonly rule: string; readonly low: number; readonly high: number | null }[]
  readonly robustness: { readonly solved: number; readonly chosen: readonly { readonly item: string; readonly share: number }[] } | null
  readonly conflict: {
    readonly rules: readonly string[]
    readonly says: readonly string[]
    readonly irreducible: boolean
    readonly changes: readonly { readonly says: string }[]
  } | null
  readonly notes: readonly string[]
}

export interface PlannedCase {
  readonly currency: string
  readonly best: string
  readonly options: readonly {
    readonly name: string
    readonly value: number
    readonly draws: {
      readonly draws: number
      readonly p10: number
      readonly p50: number
      readonly p90: number
      readonly loss: number
      readonly worstTenth: number
    }
    readonly swings: readonly { readonly name: string; readonly low: number; readonly high: number; readonly breakEven: number | null }[]
  }[]
}

export interface PlannedForecast {
  readonly runs: number
  readonly seed: number
  readonly items: readonly (Days & { readonly id: string; readonly criticality: number; readonly chance: number | null; readonly weak: readonly string[] })[]
  readonly all: Days
  readonly keyResults?: readonly {
    readonly id: string
    readonly chance: number
    readonly without: number
    readonly p10: number
    readonly p50: number
    readonly p90: number
    readonly effects: readonly { readonly of: string; readonly lifts: number }[]
  }[]
}
interface Days {
  readonly p50: string | null
  readonly p80: string | null
  readonly p85: string | null
  readonly p95: string | null
}

export interface PlannedScores {
  readonly method: string
  readonly ranking: readonly {
    readonly rank: number
    readonly item: string
    readonly value: number | null
    readonly missing: readonly string[]
    readonly flips: readonly { readonly key: string; readonly at: number | null; readonly change: number | null }[] | null
    readonly spread: { readonly low: number; readonly high: number; readonly inTop: number } | null
  }[]
  readonly agreement: Readonly<Record<string, number | null>>
  readonly cutLine: { readonly mode: string; readonly above: readonly string[]; readonly flags: readonly { readonly says: string }[] } | null
  readonly notes: readonly string[]
}

export interface PlannedThrash {
  readonly index: number | null
  readonly band: string | null
  readonly above: number
  readonly below: number
  readonly byCause: Readonly<Record<string, number | undefined>>
  readonly bySponsor: Readonly<Record<string, number>>
  readonly learningShare: number | null
  readonly lines: readonly {
    readonly at: string
    readonly item: string
    readonly kind: string
    readonly weight: number
    readonly cause: string
    readonly left: string | null
  }[]
}
