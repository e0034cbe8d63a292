import type { Fields, Values } from './field.ts'
import type { Id } from './id.ts'

export type Role = 'owner' | 'admin' | 'editor' | 'contributor' | 'viewer' | 'guest'
export const roles: readonly Role[] = ['guest', 'viewer', 'contributor', 'editor', 'admin', 'owner']

export interface ObjectOptions<F extends Fields> {
  /** One sentence in the reader's words. */
  readonly says: string
  /** The prefix of human keys: INI-42. */
  readonly key: string
  readonly chapter: string
  readonly plural?: string
  readonly fields: F
  /** The field that names a row for people. */
  readonly title: keyof F & string
  /** Sets of fields that no two live rows of a workspace share. */
  readonly unique?: readonly (readonly (keyof F & string)[])[]
  /** Who may create, edit, archive and restore; editors unless told. */
  readonly allow?: Role
  /** Who may read; viewers unless told. */
  readonly read?: Role
  /** Verbs of the generic five that this noun does not have, each with the reason shown to people. */
  readonly without?: Partial<Record<'create' | 'edit' | 'archive', string>>
  /** Why `edit` may not touch these fields of this row any more; null while it may. */
  readonly settled?: (row: Row<F>, fields: readonly string[]) => string | null
  /** Why values do not fit each other, whoever writes them by whatever verb or import; null when they do. */
  readonly unfit?: (values: Values<F>) => string | null
}

/** A noun: what it is, its fields and its defaults. Its verbs are exports of their own beside it. */
export interface Noun<N extends string = string, F extends Fields = Fields> {
  readonly noun: N
  readonly says: string
  readonly key: string
  readonly chapter: string
  readonly plural: string
  readonly fields: F
  readonly title: string
  readonly unique: readonly (readonly string[])[]
  readonly allow: Role
  readonly read: Role
  readonly without: Partial<Record<'create' | 'edit' | 'archive', string>>
  /** Why these fields of a row are fixed; null while they are open. */
  // oxlint-disable-next-line typescript/no-explicit-any
  settled(row: Row<any>, fields: readonly string[]): string | null // any: it is asked by those who know no field of this noun
  unfit?(values: Readonly<Record<string, unknown>>): string | null
}

/** What every stored object has besides its own fields. */
export interface Stamps {
  readonly id: Id
  readonly key: string
  readonly version: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly archivedAt: string | null
  readonly source: Source | null
  readonly custom: Readonly<Record<string, unknown>>
}

/** Where a mirrored object came from: the import or connection, and its id there. */
export interface Source {
  readonly connection: string
  readonly externalId: string
  readonly url?: string
}

export type Row<F extends Fields = Fields> = Stamps & Values<F>
export type RowOf<O> = O extends Noun<string, infer F> ? Row<F> : never

/** Filled by declaration merging, one line beside each noun, so that doors and pages can name nouns with their types. */
export interface Registry {}

export function object<const N extends string, F extends Fields>(noun: N, options: ObjectOptions<F>): Noun<N, F> {
  return { noun, plural: `${noun}s`, unique: [], allow: 'editor', read: 'viewer', without: {}, settled: () => null, ...options }
}

export const isNoun = (value: unknown): value is Noun =>
  typeof value === 'object' && value !== null && 'noun' in value && 'fields' in value && 'chapter' in value

export const rank = (role: Role): number => roles.indexOf(role)
