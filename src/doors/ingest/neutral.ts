import type { Incoming, Refusal } from '#flows/events/incoming.ts'

export type { Incoming, Refusal }

export const isRefusal = (item: Incoming | Refusal): item is Refusal => 'class' in item

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

/** An item that was not taken, by its place in the request; its class is also one of the tracking plan’s, where the plan holds it back. */
export interface Refused extends Omit<Refusal, 'class'> {
  readonly class: string
  readonly index: number
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
  item(raw: unknown, batch: Pick<Batch, 'options'>): Incoming | Refusal | null
  answer(outcome: Outcome, request: Received, batch: Batch | null): Answer
}
