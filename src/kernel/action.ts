import type { Fields, Values } from './field.ts'
import type { AnyRow } from './context.ts'
import type { Noun, Role, Row } from './object.ts'

/** What a verb decides: new values for the row, or a refusal with a reason. It never writes. */
export type Decision<F extends Fields = Fields> =
  | { readonly decides: 'change'; readonly set: Partial<Values<F>>; readonly archive?: boolean; readonly then: readonly Consequence[] }
  | { readonly decides: 'refuse'; readonly reason: string; readonly hint: string }

/** Another verb to perform in the same transaction. */
export interface Consequence {
  readonly noun: string
  readonly verb: string
  readonly id?: string
  readonly input: Readonly<Record<string, unknown>>
}

export interface Asked<F extends Fields, I extends Fields> {
  readonly row: Row<F>
  readonly input: Values<I>
  readonly me: { readonly id: string; readonly role: Role }
  /** The instant of the request, ISO 8601 in UTC. */
  readonly now: string
  /** The rows of a noun that the verb asks to see, those put away left out; none in a browser, where the server decides in the end. */
  readonly seen: (noun: string) => readonly AnyRow[]
}

export interface ActionOptions<F extends Fields, I extends Fields> {
  readonly says: string
  readonly allow?: Role
  readonly input?: I
  /** It makes a new row instead of changing one: there is no `row` to look at. */
  readonly creates?: boolean
  /** Only flows and the runtime perform it, through a road of their own that fills its input: doors do not offer it. */
  readonly inner?: boolean
  /** Nouns whose rows it must see to decide: a circle of waiting, a promise that is not accepted. */
  readonly sees?: readonly string[]
  run(asked: Asked<F, I>): Decision<F>
}

/** A verb of a noun. `run` is pure: the server runs it to decide, the browser runs it to grey out a button and say why. */
export interface Action<N extends string = string, F extends Fields = Fields, I extends Fields = Fields> {
  readonly verb: string
  readonly of: N
  readonly says: string
  readonly allow: Role
  readonly input: I
  readonly creates: boolean
  readonly inner: boolean
  readonly sees: readonly string[]
  run(asked: Asked<F, I>): Decision<F>
}

export function action<N extends string, F extends Fields, I extends Fields = Record<never, never>>(
  noun: Noun<N, F>,
  verb: string,
  options: ActionOptions<F, I>,
): Action<N, F, I> {
  const { says, allow = noun.allow, input = {} as I, creates = false, inner = false, sees = [], run } = options
  return { verb, of: noun.noun, says, allow, input, creates, inner, sees, run }
}

export const change = <F extends Fields>(set: NoInfer<Partial<Values<F>>>, then: readonly Consequence[] = []): Decision<F> => ({ decides: 'change', set, then })
export const refuse = <F extends Fields>(reason: string, hint = ''): Decision<F> => ({ decides: 'refuse', reason, hint })

export const isAction = (value: unknown): value is Action => typeof value === 'object' && value !== null && 'verb' in value && 'run' in value
