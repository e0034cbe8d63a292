import type { StatelessPlanning } from '#flows/planning/planning.ts'
import type { AnyRow, Finding, ImportedFile, MeasureRequest, Measurement } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { Definitions } from './definitionTools.ts'
import type { Exporting } from './exportTools.ts'
import type { Operations } from './operationTools.ts'
import type { PlanReads } from './planReadTools.ts'
import type { Targets } from './targetTools.ts'

/** Where a command writes and from where it reads paths. Lines for people go to `out`; progress and errors to `err`. */
export interface Io {
  readonly cwd: string
  readonly isTerminal: boolean
  out(text: string): void
  err(text: string): void
}

export interface ImportReport {
  readonly import: string | null
  readonly files: readonly ImportedFile[]
  readonly quality: readonly Finding[]
}

/** A question's answer as rows; `refused` says why there is none. */
export interface QueryAnswer {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly notes: readonly string[]
  readonly refused?: { readonly code: string; readonly message: string; readonly hint: string }
}

export interface CompareRequest {
  readonly policies?: readonly unknown[]
  readonly figure?: string
  readonly asOf?: string
  readonly period?: string
  readonly theirs?: number
}

export interface ComparedPolicies {
  readonly figure: string
  readonly period: string
  readonly unit: Measurement['unit']
  readonly currency: string
  readonly columns: readonly {
    readonly name: string
    readonly figures: Readonly<Record<string, { readonly value: number | null }>>
    readonly total: number | null
    readonly why: readonly {
      readonly switch: string
      readonly from: string
      readonly to: string
      readonly part: number | null
      readonly because: string | null
    }[]
  }[]
}

export interface MovedEvents {
  readonly address: string | null
  readonly events: readonly {
    readonly event: string
    readonly days: number
    readonly embedded: number
    readonly clickhouse: number
    readonly isEqual: boolean
  }[]
  readonly note: string | null
}

/** What the commands need of the house; main.ts hands it in. */
export interface Tools {
  readonly registry: Registry
  readonly version: string
  /** A figure in words: 106.4%, $48.2M. */
  show(value: number | null, unit: Measurement['unit'], currency: string): string
  /** The key of a metric from what people call it, such as NRR; what fits none stays as it is. */
  metricNamed(called: string): string
  /** Refuses a switch that a metric does not have, as bad usage, with the nearest that it has. */
  assertSwitches(metric: string, switches: readonly string[]): void
  /** Enters a workspace as the operator of this machine; `create` makes an empty one when it is missing. */
  /** An unknown workspace is refused, made, or imagined for a trial that leaves nothing behind. */
  enter(workspace: string | undefined, options?: { readonly unknown?: 'make' | 'imagine' }): Promise<Scope>
  importFiles(
    scope: Scope,
    paths: readonly string[],
    options: { readonly dryRun: boolean; readonly mapping: unknown; readonly onHeld: 'keep' | 'undo'; readonly progress: (text: string) => void },
  ): Promise<ImportReport & { readonly plan: readonly PlannedFile[] }>
  undoImport(scope: Scope, id: string): Promise<void>
  /** Rows that wait since imports: where, as a file to be mended, or dismissed with a reason. */
  readonly heldRows: {
    waiting(scope: Scope): Promise<{
      readonly total: number
      readonly items: readonly {
        readonly key: string
        readonly file: string
        readonly facts: readonly string[]
        readonly rows: number
        readonly since: string
        readonly reasons: readonly { readonly column: string | null; readonly reason: string; readonly rows: number }[]
      }[]
    }>
    csv(scope: Scope, id: string, file?: string): Promise<string>
    dismiss(scope: Scope, id: string, how: { readonly file?: string | undefined; readonly reason: string }): Promise<{ readonly dismissed: number }>
  }
  /** Measures from a folder of fact files, with no workspace and no database. */
  measureFolder(
    folder: string,
    request: MeasureRequest,
    options: { readonly currency?: string; readonly amounts?: 'micros' | 'units'; readonly metricFile?: string },
  ): Promise<Measurement>
  /** Asks MetricFlow files and a file of tables, with no workspace and no database. */
  queryFolder(manifest: string, tables: string, query: unknown): Promise<QueryAnswer>
  /** Asks the facts of a workspace. */
  query(scope: Scope, query: unknown): Promise<QueryAnswer>
  /** Product analytics: funnels, retention and the like, over a file of events or those that a workspace stored. */
  readonly analytics: Analytics
  /** One ledger under several policies, with the reason for each difference. */
  comparePolicies(scope: Scope, request: CompareRequest): Promise<ComparedPolicies>
  /** Moves the events of a workspace to ClickHouse or back, with both stores compared. */
  moveEvents(scope: Scope, to: 'clickhouse' | 'embedded'): Promise<MovedEvents>
  /** Answers a question in words. */
  ask(scope: Scope, words: string): Promise<Asked>
  /** The feed of signals over every metric. */
  signals(scope: Scope, asOf: string | undefined): Promise<SignalFeed>
  /** Where a metric goes if nothing changes, held against its target. */
  forecast(scope: Scope, metric: string, asked: { readonly asOf?: string; readonly segment?: string }): Promise<ForecastAnswer>
  /** How targets stand, and sheets of them. */
  readonly targets: Targets
  /** Metrics that people define. */
  readonly definitions: Definitions
  /** Plans, forecasts and scores from files. */
  readonly plan: StatelessPlanning
  /** The plan of a workspace, as its pages read it. */
  readonly planReads: PlanReads
  /** The roadmap and lists as files. */
  readonly exporting: Exporting
  /** Backup, restore, doctor and export. */
  readonly operations: Operations
  readFile(path: string): Promise<unknown>
  createReview(scope: Scope, kind: string, period: string): Promise<AnyRow>
  reviewPdf(scope: Scope, id: string, paper: 'a4' | 'letter'): Promise<Uint8Array>
  writeFile(path: string, bytes: Uint8Array): Promise<void>
  workspaces(): Promise<readonly { readonly slug: string; readonly isSample: boolean }[]>
  createWorkspace(input: { readonly slug: string; readonly name: string; readonly currency?: string; readonly timeZone?: string }): Promise<string>
  signInLink(workspace: string): Promise<string>
}

export interface Analytics {
  /** Is this a question about events: does it say its kind? */
  isAsked(query: unknown): boolean
  /** Reads a file of events once; each query is answered, or throws a Problem. */
  open(files: {
    readonly events: string
    readonly accounts?: string
    readonly persons?: string
    readonly cohorts?: string
  }): Promise<{ ask(query: unknown): unknown; drill(given: unknown): unknown }>
  /** The queries of a file, one a line. */
  queries(path: string): Promise<readonly unknown[]>
  ask(scope: Scope, query: unknown): Promise<unknown>
  drill(scope: Scope, given: unknown): Promise<unknown>
  /** A refusal as one line of an answer. */
  refused(error: unknown): unknown
}

export interface PlannedFile {
  readonly file: string
  readonly recognisedAs: string | null
  readonly sure: number
  readonly columns: readonly {
    readonly theirs: string
    readonly ours: { readonly fact: string; readonly column: string } | null
    readonly readAs: string
    readonly state: string
  }[]
  readonly trouble?: { readonly reason: string; readonly hint: string } | null | undefined
}

interface Choice {
  readonly label: string
  readonly ask: string
}

/** What came of a question, as far as the command line prints it. */
export type Asked =
  | { readonly kind: 'unasked'; readonly questions: readonly Choice[] }
  | { readonly kind: 'didYouMean'; readonly says: string; readonly choices: readonly Choice[] }
  | { readonly kind: 'refusal'; readonly code: string; readonly says: string; readonly hint: string; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'survey'
      readonly sentence: string
      readonly canonical: string
      readonly table: {
        readonly head: readonly string[]
        readonly rows: readonly { readonly label: string; readonly shown: readonly string[]; readonly note: string | null }[]
      }
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'answer'
      readonly sentence: string
      readonly canonical: string
      readonly certainty: string
      readonly table: {
        readonly head: readonly string[]
        readonly rows: readonly { readonly label: string; readonly shown: readonly string[]; readonly note: string | null }[]
      } | null
      readonly why: {
        readonly declared: readonly { readonly says: string }[]
        readonly signal: string
        readonly splits: readonly { readonly by: string; readonly says: string }[]
        readonly unsplit: readonly string[]
        readonly hypotheses: readonly { readonly says: string }[]
      } | null
      readonly notes: readonly string[]
      readonly citations: readonly { readonly n: number; readonly title: string; readonly says: string }[]
      readonly query: readonly string[]
    }
/** The feed as the command line prints it. */
export interface SignalFeed {
  readonly entries: readonly SignalLine[]
  readonly muted: readonly (SignalLine & { readonly cause: string })[]
  readonly expected: { readonly says: string; readonly together: string }
}
interface SignalLine {
  readonly kind: string
  readonly severity: string
  readonly period: string
  readonly name: string
  readonly says: string
  readonly driver: string | null
}

/** A forecast as the command line prints it. */
export interface ForecastAnswer {
  readonly name: string
  readonly unit: Measurement['unit']
  readonly currency: string
  readonly method: string
  readonly target: { readonly value: number; readonly by: string; readonly name: string } | null
  readonly forecast:
    | { readonly model: null }
    | {
        readonly model: string
        readonly points: readonly {
          readonly period: string
          readonly mean: number
          readonly bands: readonly { readonly share: number; readonly low: number; readonly high: number }[]
        }[]
      }
  readonly aim: {
    readonly period: string
    readonly chance: number | null
    readonly status: string
    readonly runRate: { readonly perPeriod: number | null; readonly periodsLeft: number } | null
  } | null
}
