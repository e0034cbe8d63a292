declare const noun: unique symbol
/** The id of an object of one noun: a UUIDv7 made by the app. */
export type Id<N extends string = string> = string & { readonly [noun]?: N }

export const isId = <N extends string>(value: unknown): value is Id<N> =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
