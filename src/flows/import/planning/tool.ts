import type { DateOrder } from '#engines/numbers/readDate.ts'
import type { Cells } from './cells.ts'

/** One object that a row tells of. References are ids at the source. */
export interface Told {
  readonly noun: 'product' | 'objective' | 'keyResult' | 'initiative' | 'feature' | 'release'
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
  /** Who answers for it, as the source names the person. */
  readonly owner?: string | null
  /** The id of what stands above it: a feature’s parent, its bet, a bet’s objective. Found out when all rows are read. */
  readonly above?: string | null
  /** Another id under which rows of the same file name it. */
  readonly alias?: string
  /** The version of the row here that its values were made from. */
  readonly version?: number
}

/** A release as a row tells of it. Its id is that of its own row where the file has one, else it is made of its product and name. */
export interface Version {
  readonly id?: string
  readonly product: string
  readonly name: string
  /** What the row says of it besides. */
  readonly values?: Readonly<Record<string, unknown>>
  /** The feature that the row puts in. */
  readonly feature?: string
}

/** The id by which rows name a release that has none of its own. */
export const versionId = (product: string, name: string): string => `release/${product}/${name}`.slice(0, 1000)

/** A release: its number where the name is one, its product, and the feature that the row puts in. */
export function releaseOf({ id, product, name, values = {}, feature }: Version): Told {
  const number = /^v?\d+(?:\.[\w-]+)+$/i.test(name) ? name.slice(0, 60) : null
  const named = versionId(product, name)
  return {
    noun: 'release',
    id: id ?? named,
    ...(id === undefined || id === named ? {} : { alias: named }),
    values: filled({
      title: titled(name, null).title,
      versionName: number,
      product: external(product),
      features: feature === undefined ? [] : [external(feature)],
      ...values,
    }),
  }
}

/** What a row gives: objects, a reason why it gives none that is no fault, or what is wrong with it. */
export type Given = { readonly told: readonly Told[] } | { readonly leftOut: string } | { readonly fault: string; readonly column: string | null }

/** A table as one planning tool exports it. */
export interface Tool {
  /** As reports name it. */
  readonly name: string
  /** Headings that must be there, each in one of its spellings, in the form of `normalise`. */
  readonly signs: readonly (readonly string[])[]
  /** Heading to what becomes of it, for the plan that a person reads. */
  readonly uses: Readonly<Record<string, string>>
  read(row: Cells, forms: { readonly dates: DateOrder }): Given
}

/** Titles hold 140 characters; a longer one is cut, and stands whole at the head of the text. */
export function titled(title: string, body: string | null): { readonly title: string; readonly body: string | null } {
  if (title.length <= 140) return { title, body }
  return { title: `${title.slice(0, 139)}…`, body: [title, body].filter(Boolean).join('\n\n') }
}

export const external = (id: string | null): { readonly externalId: string } | null => (id === null ? null : { externalId: id })

/** A value is left out where the source says nothing, so that a second import never empties what a person filled in. */
export const filled = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)))
