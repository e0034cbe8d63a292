import { grainOfPart, partOf } from '../dateParts.ts'
import { Refusal } from '../refusal.ts'
import type { Reference } from './expression.ts'
import { tokensOf, type Token } from './tokens.ts'

/**
 * Reads MetricFlow's object form, `Dimension('listing__country')`, `TimeDimension('metric_time', 'month')`, `Entity('listing')`,
 * `Metric('bookings', group_by=['listing'])`, with `.grain('month')` behind it. It is parsed, never run as a template.
 */
export function parseReference(written: string): Reference {
  const text = written.trim()
  const { head, reference, rest } = readCall(text)
  if (rest.length > 0) throw refuse(text, `“.${rest[0]?.name}” is not known here`)
  if (head.args.some(({ key }) => key === 'descending')) throw refuse(text, '“descending” belongs to an order')
  return reference
}

/** The same, with a direction: `Metric('bookings').descending(True)`. */
export function parseOrdered(text: string): { readonly reference: Reference; readonly descending: boolean } {
  const { head, reference, rest } = readCall(text)
  const [first, ...more] = rest
  if (more.length > 0 || (first && first.name !== 'descending')) throw refuse(text, `“.${rest.at(-1)?.name}” is not known here`)
  const told = first ? (first.args[0] ?? { texts: [], word: 'true' }) : head.args.find(({ key }) => key === 'descending')
  const word = told?.word ?? told?.texts[0]?.toLowerCase()
  if (told && word !== 'true' && word !== 'false') throw refuse(text, '“descending” is true or false')
  return { reference, descending: word === 'true' }
}

/** Reads the short form: `listing__country`, `metric_time__month`, `listing`. The last part is a grain when `isGrain` knows it. */
export function parseName(text: string, isGrain: (word: string) => boolean): Reference {
  const parts = text.trim().toLowerCase().split('__')
  if (!parts.every((part) => /^[a-z_][a-z0-9_]*$/.test(part))) throw refuse(text, 'it is not a name such as listing__country or metric_time__month')
  const last = parts.at(-1) ?? ''
  const hasGrain = parts.length > 1 && (isGrain(last) || partOf(last) !== null)
  const path = hasGrain ? parts.slice(0, -1) : parts
  return { type: 'dimension', path: path.slice(0, -1), name: path.at(-1) ?? '', text, ...(hasGrain ? { grain: last } : {}) }
}

export const isObjectForm = (text: string): boolean => /^\s*(Dimension|TimeDimension|Entity|Metric)\s*\(/i.test(text)

interface Argument {
  readonly key?: string
  readonly isList: boolean
  readonly texts: readonly string[]
  readonly word?: string
}
interface Call {
  readonly name: string
  readonly args: readonly Argument[]
}

/** What each call may be given by name; what it is given without one is its name, then a grain where it has one, then a list. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  dimension: ['entity_path', 'descending'],
  timedimension: ['time_granularity_name', 'entity_path', 'descending', 'date_part_name', 'date_part'],
  entity: ['entity_path', 'descending'],
  metric: ['group_by', 'descending'],
}
const dateParts = ['date_part', 'date_part_name']

function readCall(text: string): { readonly head: Call; readonly reference: Reference; readonly rest: readonly Call[] } {
  const [head, ...methods] = callsOf(text)
  if (!head) throw refuse(text, 'it is empty')
  const keys = keysOf[head.name]
  if (!keys) throw refuse(text, `“${head.name}” is not one of Dimension, TimeDimension, Entity and Metric`)
  const unknown = head.args.find(({ key }) => key !== undefined && !keys.includes(key))
  if (unknown) throw refuse(text, `“${unknown.key}” is not known here`, `It takes ${keys.join(', ')}.`)
  const grainCall = methods.find(({ name }) => name === 'grain')
  const partCall = methods.find(({ name }) => dateParts.includes(name))
  const rest = methods.filter((call) => call !== grainCall && call !== partCall)
  const part = partCall?.args[0]?.texts[0] ?? (head.name === 'timedimension' ? (named(head, 'date_part_name') ?? named(head, 'date_part')) : undefined)
  const grain = grainCall?.args[0]?.texts[0] ?? (head.name === 'timedimension' ? (named(head, 'time_granularity_name') ?? words(head)[1]) : undefined)
  if (grain && part) throw refuse(text, 'it asks for a grain and for a date part at once', 'Ask for one of them.')
  if (part && head.name !== 'timedimension' && head.name !== 'dimension') throw refuse(text, 'a date part is one of a time dimension')
  const own = part ? grainOfPart(part) : grain?.toLowerCase()
  return { head, reference: { ...referenceOf(head, text), ...(own ? { grain: own } : {}) }, rest }
}

function referenceOf(head: Call, text: string): Reference {
  if (words(head).length > (head.name === 'timedimension' ? 2 : 1) || lists(head).length > 1) throw refuse(text, 'it is given more than it takes')
  const bare = parseName(words(head)[0] ?? '', () => false)
  const list = head.args.find(({ key }) => key === 'entity_path' || key === 'group_by')?.texts ?? lists(head)[0] ?? []
  if (head.name === 'metric') return { type: 'metric', path: [], name: bare.name, groupBy: list, text }
  const path = [...list.map((link) => link.toLowerCase()), ...bare.path]
  return { type: head.name === 'entity' ? 'entity' : 'dimension', path, name: bare.name, text }
}

const words = (call: Call): string[] => call.args.filter(({ key, isList }) => key === undefined && !isList).flatMap(({ texts }) => texts)
const lists = (call: Call): (readonly string[])[] => call.args.filter(({ key, isList }) => key === undefined && isList).map(({ texts }) => texts)
const named = (call: Call, key: string): string | undefined => call.args.find((one) => one.key === key)?.texts[0]

/** `A(...)` and every `.b(...)` behind it. */
function callsOf(text: string): Call[] {
  const tokens = bracketed(text)
  const calls: Call[] = []
  let at = 0
  while ((tokens[at]?.type ?? 'end') !== 'end') {
    if (calls.length > 0 && tokens[at]?.raw === '.') at += 1
    const name = tokens[at]
    if (name?.type !== 'word' || tokens[at + 1]?.raw !== '(') throw refuse(text, 'it is not a call such as Dimension(…)')
    const close = tokens.findIndex(({ raw }, place) => place > at && raw === ')')
    if (close < 0) throw refuse(text, 'a bracket is not closed')
    calls.push({ name: name.value, args: argumentsOf(tokens.slice(at + 2, close), text) })
    at = close + 1
  }
  return calls
}

/** Lists keep their brackets: they come as symbols of their own. Double quotes are quotes here. */
function bracketed(text: string): Token[] {
  return tokensOf(text.replaceAll('[', ' = ').replaceAll(']', ' = ').replaceAll('"', "'"))
}

/** Arguments are texts, words, key=value, and lists of texts (whose brackets have become “=”). */
function argumentsOf(tokens: readonly Token[], text: string): Argument[] {
  const args: Argument[] = []
  for (let at = 0; at < tokens.length;) {
    const key = tokens[at]?.type === 'word' && tokens[at + 1]?.raw === '=' ? tokens[at]?.value : undefined
    if (key !== undefined) at += 2
    const isList = tokens[at]?.raw === '='
    const end = isList ? tokens.findIndex(({ raw }, place) => place > at && raw === '=') : at
    if (end < 0 || at >= tokens.length) throw refuse(text, 'its arguments cannot be read')
    const inner = isList ? tokens.slice(at + 1, end).filter(({ raw }) => raw !== ',') : tokens.slice(at, at + 1)
    if (!inner.every(({ type }) => type === 'text' || (type === 'word' && !isList))) throw refuse(text, 'its arguments are names in quotes')
    const [first] = inner
    args.push({
      ...(key ? { key } : {}),
      isList,
      texts: inner.filter(({ type }) => type === 'text').map(({ value }) => value),
      ...(first?.type === 'word' ? { word: first.value } : {}),
    })
    at = end + 1
    if (at < tokens.length && tokens[at]?.raw !== ',') throw refuse(text, 'its arguments are set apart by commas')
    at += 1
  }
  return args
}

const refuse = (text: string, why: string, hint = ''): Refusal => new Refusal('unsupported', `“${text.trim()}”: ${why}.`, hint)
