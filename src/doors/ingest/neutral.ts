/** One thing that a client said, whatever its protocol: somebody did something, is somebody, belongs to a group, or is the same as another. */
export interface Sent {
  readonly kind: 'track' | 'identify' | 'group' | 'alias'
  /** The event’s name; empty unless it is a track. */
  readonly name: string
  readonly userId: string | null
  readonly anonymousId: string | null
  /** Milliseconds since 1970 by the client’s clock; null means when it arrived. */
  readonly at: number | null
  /** When it left, by the same clock, where the protocol says so for each event. */
  readonly sentAt: number | null
  readonly insertId: string | null
  /** Groups by type, as the protocol names them; of a group call, the one that it is about. */
  readonly groups: Readonly<Record<string, string>> | null
  readonly sessionId: string | null
  /** Properties of a track, traits of an identify or a group. */
  readonly props: Readonly<Record<string, unknown>>
  /** What a track says of its person along the way. */
  readonly traits: Readonly<Record<string, unknown>> | null
  /** Of an alias: the other name. */
  readonly other: string | null
}

/** Why one item of a request is not taken. The classes are those of the tracking plan’s violations. */
export interface Refusal {
  readonly class: 'malformed' | 'oversize' | 'id_placeholder' | 'future_time' | 'late_time'
  readonly field: string | null
  readonly message: string
}

export const isRefusal = (item: Sent | Refusal): item is Refusal => 'class' in item

/** A request that cannot be read at all. */
export class Malformed extends Error {}

/** A request as a protocol sees it: the body is inflated. */
export interface Received {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
  readonly text: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface Batch {
  /** The key that names the source; null when the request brings none. */
  readonly key: string | null
  /** As the protocol carries them, one by one, so that each can be kept and tried again. */
  readonly items: readonly unknown[]
  /** When the request left, by the client’s clock. */
  readonly sentAt: number | null
  /** What the answer or the reading of items depends on besides. */
  readonly options: Readonly<Record<string, string>>
}

/** An item that was not taken, by its place in the request. */
export interface Refused extends Refusal {
  readonly index: number
  readonly insertId: string | null
}

export type Outcome =
  | { readonly is: 'taken'; readonly accepted: number; readonly duplicates: number; readonly refused: readonly Refused[] }
  | { readonly is: 'malformed' | 'unauthorized' | 'tooLarge'; readonly reason: string }
  | { readonly is: 'limited' | 'unavailable'; readonly reason: string; readonly retryAfter: number; readonly isFull?: boolean }

export interface Answer {
  readonly status: number
  readonly body: string | Uint8Array
  readonly type?: string
}

/** A protocol is bytes and headers to items, and an outcome to the answer that the vendor’s client expects; it does nothing else. */
export interface Protocol {
  readonly name: string
  /** One bad item refuses the request as a whole. */
  readonly isWhole?: true
  /** Throws Malformed. */
  read(request: Received): Batch
  /** Null is nothing to keep. */
  item(raw: unknown, batch: Pick<Batch, 'options'>): Sent | Refusal | null
  answer(outcome: Outcome, request: Received, batch: Batch | null): Answer
}
