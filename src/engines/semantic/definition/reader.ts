import type { Fault } from './definition.ts'

/** One metric that is being read: where it stands, and what is wrong with it so far. */
export interface Reader {
  readonly file: string
  readonly path: string
  readonly item: Readonly<Record<string, unknown>>
  readonly faults: Fault[]
}

/** Notes what is wrong at a member of it. */
export function fault({ file, path, faults }: Reader, key: string, message: string, hint: string): undefined {
  faults.push({ file, path: key === '' ? path : `${path}.${key}`, message, hint })
  return undefined
}
