import { QueryRefusal } from '../refusal.ts'

/** Reads one part of a query: the value or a refusal that names its place. `undefined` is what was left out. */
export type Reader<T> = (value: unknown, at: string) => T
export type Shape = Readonly<Record<string, Reader<unknown>>>
export type ReadOf<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> }

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
export const below = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

/** A record with exactly these keys; any other is refused by name. */
export function record<S extends Shape>(what: string, shape: S): Reader<ReadOf<S>> {
  const keys = Object.keys(shape)
  const isWhole = (out: Readonly<Record<string, unknown>>): out is ReadOf<S> => keys.every((key) => Object.hasOwn(out, key))
  return (value, at) => {
    if (!isRecord(value)) throw new QueryRefusal(at, `${what} is an object.`, `It has ${keys.join(', ')}.`)
    const stranger = Object.keys(value).find((key) => !Object.hasOwn(shape, key))
    if (stranger !== undefined) throw new QueryRefusal(below(at, stranger), `${what} has no “${stranger}”.`, `It has ${keys.join(', ')}.`)
    const out = Object.fromEntries(Object.entries(shape).map(([key, read]) => [key, read(value[key], below(at, key))]))
    if (!isWhole(out)) throw new QueryRefusal(at, `${what} is incomplete.`)
    return out
  }
}

/** What is left out (or null) gets its initial value. */
export const or =
  <T, const I>(read: Reader<T>, initial: I): Reader<T | I> =>
  (value, at) =>
    value === undefined || value === null ? initial : read(value, at)

export const one =
  <const T extends string | number>(...words: readonly T[]): Reader<T> =>
  (value, at) => {
    const word = words.find((each) => each === value)
    if (word === undefined) throw new QueryRefusal(at, `${told(value)} is not one of its words.`, `Use ${words.join(', ')}.`)
    return word
  }

export const text: Reader<string> = (value, at) => {
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new QueryRefusal(at, value === undefined ? 'it is missing.' : `${told(value)} is not a text.`, 'Write a text that is not empty.')
}

export const flag: Reader<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value
  throw new QueryRefusal(at, `${told(value)} is neither true nor false.`)
}

export const whole =
  (least: number, most: number): Reader<number> =>
  (value, at) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
    const amount = `a whole number from ${least} to ${most.toLocaleString('en-US')}`
    throw new QueryRefusal(at, `${told(value)} is not ${amount}.`, `Write ${amount}.`)
  }

export const list =
  <T>(read: Reader<T>, least: number, most: number): Reader<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw new QueryRefusal(at, value === undefined ? 'it is missing.' : `${told(value)} is not a list.`)
    if (value.length < least || value.length > most)
      throw new QueryRefusal(at, `it has ${value.length} entries.`, least === most ? `Give ${least}.` : `Give ${least} to ${most}.`)
    return value.map((each: unknown, place) => read(each, `${at}[${place}]`))
  }

/** How a value is named in a refusal; a long one is cut. */
export const told = (value: unknown): string =>
  value === undefined ? 'Nothing' : `“${(typeof value === 'string' ? value : String(JSON.stringify(value))).slice(0, 60)}”`
