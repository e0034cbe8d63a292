import type { Context as Call, Hono } from 'hono'
import type { Actor, AnyRow, Finding, MeasureRequest, OpenedFiles, Query, Role, Workspace } from '#kernel'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { FormulaWish } from '#flows/planning/scoring/formulas.ts'
import type { RankingWanted } from '#flows/planning/scoring/window.ts'
import type { SentFile } from './multipart.ts'
import type { DefinitionHouse } from './definedMetrics.ts'

/** Somebody who proved who they are; from identity, which this door is handed. */
export interface Person {
  readonly personId: string
  readonly name: string
  readonly email: string
  readonly via: 'session' | 'key'
  readonly scope: 'read' | 'write'
  readonly workspaceId?: string
  /** The state of the record of the workspace that was entered on the way: `<workspace>:<seq>:<hash>`, of which the hash tells a restored record from the one that it replaced. What is read afterwards is of this state or a later one. */
  readonly head?: string | null
}

export interface Signed {
  readonly cookie: string
}

export interface LinkState {
  readonly state: 'open' | 'used' | 'expired'
  readonly kind: 'owner' | 'invitation' | 'signin'
  readonly workspace: string
  readonly email: string | null
  readonly name: string | null
}

export interface Visitor {
  readonly network: string
  readonly userAgent?: string
}

export interface KeyView {
  readonly id: string
  readonly name: string
  readonly scope: 'read' | 'write'
  readonly [more: string]: unknown
}

/** A file of an import of which rows wait. */
export interface WaitingFile {
  readonly import: string
  readonly key: string
  /** The import's. */
  readonly name: string
  readonly file: string
  readonly facts: readonly string[]
  readonly rows: number
  /** An instant in UTC. */
  readonly since: string
  /** The twenty that most rows have. */
  readonly reasons: readonly { readonly column: string | null; readonly reason: string; readonly rows: number }[]
}

/** What the door needs of the house; app.ts hands it in. Each is one road, tested where it lives. */
export interface House {
  readonly registry: Registry
  readonly version: string
  readonly now: () => string
  readonly logFailure: (error: unknown, request: string) => void
  readonly identity: {
    /** With `wanted`, the workspace of that name (null: the first) is found on the way. */
    authenticate(headers: Headers, wanted?: string | null): Promise<Person | null>
    signIn(credentials: { email: string; password: string }, visitor: Visitor): Promise<Signed>
    signOut(headers: Headers): Promise<Signed>
    signOutEverywhere(person: string): Promise<number>
    setPassword(password: { personId: string; current?: string; next: string }, visitor: Visitor): Promise<Signed>
    createKey(
      by: Person,
      key: { workspaceId: string; name: string; scope: 'read' | 'write'; days?: number },
    ): Promise<{ id: string; key: string; expiresAt: string }>
    listKeys(of: { workspaceId: string; personId?: string }): Promise<readonly unknown[]>
    revokeKey(key: { workspaceId: string; id: string }): Promise<boolean>
  }
  readonly links: {
    peek(token: string): Promise<LinkState | null>
    /** Uses the link up: signs in, and joins the workspace when it was an invitation. */
    redeem(
      token: string,
      answers: { name?: string; email?: string; password?: string },
      visitor: Visitor,
      headers: Headers,
    ): Promise<Signed & { workspace: string }>
    invite(scope: Scope, input: unknown): Promise<{ row: AnyRow; link: string }>
    deactivate(scope: Scope, member: string): Promise<AnyRow>
  }
  readonly workspaces: {
    of(person: Person): Promise<readonly { id: string; slug: string; name: string; role: Role; isSample: boolean }[]>
    enter(person: Person, slug: string | null, door: string): Promise<Scope>
  }
  readonly scorecard: (scope: Scope, asOf?: string) => Promise<unknown>
  /** The 21 measures of a VP of Product against their targets, as an answer and as CSV. */
  readonly roleCard: { of(scope: Scope, asOf?: string): Promise<unknown>; csv(scope: Scope, asOf?: string): Promise<string> }
  /** A question in words: an answer with its proof, asked back, or refused by a code. */
  readonly ask: (scope: Scope, text: string, asOf: string | null) => Promise<unknown>
  readonly today: (scope: Scope, asOf?: string) => Promise<unknown>
  /** The saved questions that the reader subscribed to, each as it went, and those that ask for a look. */
  readonly following: (scope: Scope, asOf?: string) => Promise<unknown>
  /** Facts and metrics by any dimension; throws a Problem for a question that has no answer. */
  readonly query: (scope: Scope, body: unknown) => Promise<unknown>
  /** The actors behind a number of an answer about events, with the definitions that keep them as a cohort. */
  readonly drill: (scope: Scope, body: unknown) => Promise<unknown>
  /** What such a question may name: events and properties. */
  readonly vocabulary: (scope: Scope) => Promise<unknown>
  /** The values of one property, with how many bear each. */
  readonly values: (scope: Scope, property: string) => Promise<unknown>
  /** An account and a feature in use, one actor’s newest events, and what happened on dates that may explain a line. */
  readonly accountPages: {
    overview(scope: Scope, id: string, asOf?: string): Promise<unknown>
    feature(scope: Scope, id: string): Promise<unknown>
    marks(scope: Scope, from: string, to: string): Promise<unknown>
    timeline(scope: Scope, of: 'person' | 'account', id: string): Promise<unknown>
  }
  readonly signals: (scope: Scope, asOf?: string) => Promise<unknown>
  readonly quality: (scope: Scope) => Promise<unknown>
  readonly health: (scope: Scope, metric: string, asOf?: string) => Promise<unknown>
  /** How its figures of frozen reviews read today. */
  readonly restatements: (scope: Scope, metric: string) => Promise<unknown>
  /** How targets stand, what a new one asks, where the line goes, and sheets of them. */
  readonly targets: {
    overview(scope: Scope, asked: { readonly metric?: string; readonly asOf?: string }): Promise<unknown>
    csv(scope: Scope): Promise<string>
    import(
      scope: Scope,
      file: { readonly name: string; readonly text: string },
      options: { readonly dryRun: boolean; readonly agree?: boolean; readonly why?: string },
    ): Promise<unknown>
    check(
      scope: Scope,
      metric: string,
      wanted: { readonly target: number; readonly upper: number | null; readonly periods: number | null; readonly segment?: string | null },
    ): Promise<unknown>
    forecast(scope: Scope, metric: string, asked: { readonly asOf?: string; readonly segment?: string }): Promise<unknown>
  }
  /** What a metric says of itself: the definition behind its page. */
  readonly metric: (scope: Scope, key: string) => Promise<unknown>
  readonly definitions: DefinitionHouse
  readonly planning: {
    optimise(scope: Scope, file: unknown, options: { seconds: number; seed: number; prices: number; draws: number }): Promise<unknown>
    scenarios(
      scope: Scope,
      wish: {
        quarters: number
        lockedIn: string[]
        lockedOut: string[]
        moves: Record<string, number>
        people: readonly unknown[]
        seconds: number
        draws: number
      },
    ): Promise<unknown>
    goals(scope: Scope, asOf?: string): Promise<unknown>
    /** Reads the baseline of a key result from its metric; commits an objective with what is bound; goes on under a new definition. */
    bind(scope: Scope, keyResult: string): Promise<AnyRow>
    commitObjective(scope: Scope, objective: string): Promise<AnyRow>
    rebind(scope: Scope, keyResult: string, decision: string): Promise<AnyRow>
    priorities(scope: Scope, wanted: RankingWanted & { first?: number }, head?: string | null): Promise<unknown>
    /** One bet of that ranking, wherever it stands. */
    rankedBet(scope: Scope, bet: string, wanted: RankingWanted, head?: string | null): Promise<unknown>
    scoreHistory(scope: Scope, bet: string, method?: string): Promise<unknown>
    /** Keeps a score of the workspace’s own, or tells what it would rank. */
    keepFormula(scope: Scope, wish: FormulaWish): Promise<unknown>
    /** Takes the answers of a survey about one bet, all or none. */
    pasteKano(scope: Scope, paste: { readonly bet: string; readonly text: string; readonly basis: string }): Promise<unknown>
    /** `head` is the state of the record that was told on the way in; under it what these read is kept. */
    dependencies(scope: Scope, asOf?: string, head?: string | null): Promise<unknown>
    slip(scope: Scope, bet: string, days: number, asOf?: string, head?: string | null): Promise<unknown>
    /** When the committed bets land, and how the company’s own forecasts have held. */
    forecasted(scope: Scope, asOf?: string, head?: string | null): Promise<unknown>
    /** The chance of each active key result, and what the same method gave of those that were scored. */
    chances(scope: Scope, asOf?: string, head?: string | null): Promise<unknown>
    chanceRecord(scope: Scope, asOf?: string, head?: string | null): Promise<unknown>
    /** What squads give and what is asked of them, by quarter and skill, with the headcount plan. */
    capacity(scope: Scope, wish: { readonly quarters?: number; readonly asOf?: string }): Promise<unknown>
    /** A kept scenario beside today’s plan, and what adopting it would change. */
    branch(scope: Scope, scenario: string): Promise<unknown>
    kept(scope: Scope, wish: { readonly baseline?: string; readonly asOf?: string }): Promise<unknown>
    changedSince(scope: Scope, since: string, asOf?: string): Promise<unknown>
    allocation(scope: Scope, wish: { readonly quarter?: string; readonly squad?: string; readonly asOf?: string }): Promise<unknown>
    /** A business case of the record: its options weighed, its promises and kill criteria read live. */
    weighedCase(scope: Scope, id: string, asOf?: string): Promise<unknown>
    weighDraft(scope: Scope, id: string, given: Readonly<Record<string, unknown>>): Promise<unknown>
    /** A decision: what it rests on, read live, and the numbers and bets that it is about. */
    decision(scope: Scope, id: string, asOf?: string): Promise<unknown>
    /** A bet as its page tells it: how it stands, what it moves, when it lands and who asked for it. */
    bet(scope: Scope, id: string, asOf?: string): Promise<unknown>
    /** A scoring round: who has given how much, and what, once it is revealed. */
    round(scope: Scope, id: string, asOf?: string): Promise<unknown>
    /** Opportunities below the outcomes that they serve, and one with its proof; it is real when accounts stand behind it. */
    opportunities(scope: Scope, asOf?: string): Promise<unknown>
    opportunity(scope: Scope, id: string, asOf?: string): Promise<unknown>
    validateOpportunity(scope: Scope, id: string, exception?: string): Promise<AnyRow>
    /** A document, or a text that is being written, with its numbers read live. */
    citedDocument(scope: Scope, id: string, asOf?: string): Promise<unknown>
    citedText(scope: Scope, body: string): Promise<unknown>
    /** Releases with what is in them, what holds them and what slipped past them. */
    releases(scope: Scope, asOf?: string): Promise<unknown>
    release(scope: Scope, id: string, asOf?: string): Promise<unknown>
    health(scope: Scope, asOf?: string): Promise<unknown>
    drawLimits(scope: Scope, wish: { readonly limits: unknown; readonly reason: string; readonly dryRun: boolean }): Promise<unknown>
    /** Verbs whose accounts are read from the ledger first. */
    planSunset(scope: Scope, product: string, wish: { readonly decision: string; readonly migration: string }): Promise<AnyRow>
    retire(scope: Scope, product: string, exception?: string): Promise<AnyRow>
    endMigration(scope: Scope, migration: string): Promise<AnyRow>
    forecast(file: unknown): Promise<unknown>
    score(file: unknown): Promise<unknown>
    thrash(file: unknown): unknown
    weigh(file: unknown): unknown
    schema(name: string): unknown
  }
  /** Where we play: the market, one segment in full, and a rule before it is kept. */
  readonly market: {
    overview(scope: Scope, asOf?: string): Promise<unknown>
    segment(scope: Scope, id: string, asOf?: string): Promise<unknown>
    tryRule(scope: Scope, rule: unknown): Promise<unknown>
    /** What a rule may ask for, with the values that accounts bear. */
    attributes(scope: Scope): Promise<readonly unknown[]>
  }
  readonly policies: (scope: Scope, metric: string, asOf?: string) => Promise<unknown>
  /** Why a number moved, where it is used, what drives it, what another policy would say. */
  readonly explain: {
    change(scope: Scope, request: MeasureRequest & { readonly period?: string; readonly against?: string }): Promise<unknown>
    record(scope: Scope, key: string): Promise<unknown>
    tree(scope: Scope, asOf?: string): Promise<unknown>
    compare(scope: Scope, request: { policies?: readonly unknown[]; figure?: string; asOf?: string; period?: string; theirs?: number }): Promise<unknown>
    restate(scope: Scope, policy: unknown): Promise<unknown>
    propose(scope: Scope, asked: { readonly policy: unknown; readonly reason: string }): Promise<AnyRow>
    adopt(scope: Scope, id: string, words?: string): Promise<AnyRow>
  }
  readonly imports: {
    /** `bytes` is what the sender says they are together; 0 when they do not say. */
    open(scope: Scope, files: AsyncIterable<SentFile>, bytes: number): Promise<unknown>
    plan(scope: Scope, upload: string, mapping: unknown): Promise<unknown>
    run(scope: Scope, upload: string, options: { mapping?: unknown; onHeld: 'keep' | 'undo' }): Promise<{ import: string }>
    progress(scope: Scope, id: string): Promise<unknown>
    undo(scope: Scope, id: string): Promise<unknown>
    /** Rows that wait, by import and file. */
    waiting(scope: Scope): Promise<{ readonly total: number; readonly items: readonly WaitingFile[] }>
    /** Those of a file as CSV, to be mended and imported; `file` may be left out when rows of one only wait. */
    heldCsv(scope: Scope, id: string, file?: string): Promise<string>
    dismiss(scope: Scope, id: string, how: { readonly file?: string | undefined; readonly reason: string }): Promise<{ readonly dismissed: number }>
  }
  readonly reviews: {
    generate(scope: Scope, input: { kind: string; period: string }): Promise<AnyRow>
    /** `questions`: ids or keys of the saved questions that stand on it from now on. */
    refresh(scope: Scope, id: string, how: { version?: number | undefined; questions?: readonly string[] | undefined }): Promise<AnyRow>
    freeze(scope: Scope, id: string, version?: number): Promise<AnyRow>
    pdf(scope: Scope, id: string, paper: 'a4' | 'letter'): Promise<Uint8Array>
    compare(scope: Scope, id: string): Promise<unknown>
  }
  /** Views for people without an account. `open` is the door without a session: one refusal for every token that opens nothing. */
  readonly sharing: {
    preview(scope: Scope, body: Readonly<Record<string, unknown>>): Promise<unknown>
    make(scope: Scope, body: Readonly<Record<string, unknown>>): Promise<{ row: AnyRow; link: string }>
    list(scope: Scope): Promise<unknown>
    /** For good: a verb that is done inside cannot be undone by hand. */
    revoke(scope: Scope, id: string): Promise<AnyRow>
    open(token: string, network: string, password: string | null): Promise<unknown>
  }
  /** Files out: the roadmap for an audience as pptx, pdf, csv or json, and the rows of a list as csv or json, page by page. `mark` begins a CSV with U+FEFF. */
  readonly exports: {
    roadmap(
      scope: Scope,
      asked: {
        readonly format?: string
        readonly audience?: string
        readonly asOf?: string
        readonly paper?: string
        readonly mark?: boolean
        readonly filter?: Readonly<Record<string, unknown>>
      },
    ): Promise<{ readonly bytes: Uint8Array; readonly type: string; readonly name: string }>
    rows(
      scope: Scope,
      plural: string,
      asked: { readonly format: string; readonly columns: readonly string[]; readonly mark: boolean; readonly query: Query },
    ): { readonly chunks: AsyncGenerator<string>; readonly type: string; readonly name: string }
  }
  /** Sources of product events, what they send, and what waits in quarantine. */
  readonly events: {
    register(scope: Scope, input: Readonly<Record<string, unknown>>): Promise<unknown>
    renewKey(scope: Scope, id: string): Promise<unknown>
    live(scope: Scope): Promise<unknown>
    held(scope: Scope): Promise<unknown>
    replay(scope: Scope, chosen: HeldChoice, cursor: string | null): Promise<unknown>
    dismiss(scope: Scope, chosen: HeldChoice): Promise<unknown>
    plan(scope: Scope): Promise<unknown>
    importPlan(scope: Scope, text: string, dryRun: boolean): Promise<unknown>
    exportPlan(scope: Scope, format: string): Promise<string>
    acceptUnplanned(scope: Scope, name: string): Promise<AnyRow>
    forget(scope: Scope, person: string): Promise<unknown>
    merge(scope: Scope, kind: 'alias' | 'unmerge', person: string, other: string): Promise<unknown>
  }
  /** Answers an assistant that speaks the Model Context Protocol, in the caller’s rights. */
  readonly assistant: (scope: Scope, request: Request) => Promise<Response>
  readonly removeSample: (scope: Scope) => Promise<unknown>
  readonly storage: (scope: Scope) => Promise<unknown>
}

export interface Vars {
  Variables: { person: Person; scope: Scope; request: string }
}
export type Door = Hono<Vars>
export type RestCall = Call<Vars>
export type { Actor, Finding, OpenedFiles, Workspace }

/** Which held events: those that are named, or all that wait of a kind and arrived until an instant. */
export type HeldChoice =
  | { readonly ids: readonly string[] }
  | { readonly kind: { readonly class: string; readonly source: string; readonly field: string | null; readonly until: string } }
