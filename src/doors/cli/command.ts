import type { ParseArgsOptionsConfig } from 'node:util'
import { Problem } from '#kernel'
import type { Io, Tools } from './tools.ts'

/** One command: its options, and what it does with them. */
export interface Command {
  readonly says: string
  readonly usage: string
  /** More for “--help”: what its files may say. */
  readonly details?: string
  readonly options: ParseArgsOptionsConfig
  /** Flags that it does not know are switches of a policy: --churn-recognised cancellation. */
  readonly takesSwitches?: true
  run(call: { readonly words: readonly string[]; readonly flags: Flags; readonly io: Io; readonly tools: Tools }): Promise<number>
}
export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** Bad usage is told like any other problem, with exit code 2. */
export const badUsage = (message: string, hint = ''): Problem => new Problem('invalid', message, hint, { code: 'usage' })

/** A flag's text; undefined when it was not given. */
export const text = (flags: Flags, name: string): string | undefined => (typeof flags[name] === 'string' ? flags[name] : undefined)
