import { Refusal } from '../refusal.ts'
import type { Reference } from './expression.ts'
import { tokensOf, type Token } from './tokens.ts'

/**
 * Reads MetricFlow's object form, `Dimension('listing__country')`, `TimeDimension('metric_time', 'month')`, `Entity('listing')`,
 * `Metric('bookings', group_by=['listing'])`, with `.grain('month')` behind it. It is parsed, never run as a template.
 */
export function parseReference(text: string): Reference {
  const { reference, rest } = readCall(text)
  if (rest.length > 0) throw refuse(text, `“.${rest[0]?.name}” is not known here`)
  return reference
}

/** The same, with a direction: `Metric('bookings').descending(True)`. */
export function parseOrdered(text: string): { readonly reference: Reference; readonly descending: boolean } {
  const { reference, rest } = readCall(text)
  const [first, ...more] = rest
  if (more.length > 0 || (first && first.name !== 'descending')) throw refuse(text, `“.${rest.at(-1)?.name}” is not known here`)
  return { reference, descending: first ? first.args[0]?.word !== 'false' : false }
}

/** Reads the short form: `listing__country`, `metric_time__month`, `listing`. The last part is a grain when `isGrain` knows it. */
export function parseName(text: string, isGrain: (word: string) => boolean): Reference {
  const parts = text.trim().toLowerCase().split('__')
  if (!parts.every((part) => /^[a-z_][a-z0-9_]*$/.test(part))) throw refuse(text, 'it is not a name such as listing__country or metric_time__month')
  const last = parts.at(-1) ?? ''
  const hasGrain = parts.length > 1 && isGrain(last)
  const path = hasGrain ? parts.slice(0, -1) : parts
  return { type: 'dimension', path: path.slice(0, -1), name: path.at(-1) ?? '', text, ...(hasGrain ? { grain: last } : {}) }
}

export const isObjectForm = (text: string): boolean => /^\s*(Dimension|TimeDimension|Entity|Metric)\s*\(/i.test(text)

interface Argument {
  readonly key?: string
  readonly texts: readonly string[]
  readonly word?: string
}
interface Call {
  readonly name: string
  readonly args: readonly Argument[]
}

function readCall(text: string): { readonly reference: Reference; readonly rest: readonly Call[] } {
  const [head, ...methods] = callsOf(text)
  if (!head) throw refuse(text, 'it is empty')
  const grainCall = methods.find(({ name }) => name === 'grain')
  const rest = methods.filter((call) => call !== grainCall)
  const grain = grainCall?.args[0]?.texts[0] ?? named(head, 'time_granularity_name') ?? (head.name === 'timedimension' ? positional(head, 1) : undefined)
  if (named(head, 'date_part') || rest.some(({ name }) => name === 'date_part')) throw refuse(text, 'date parts are not answered', 'Ask for a grain instead.')
  return { reference: { ...referenceOf(head, text), ...(grain ? { grain: grain.toLowerCase() } : {}) }, rest }
}

function referenceOf(head: Call, text: string): Reference {
  const name = positional(head, 0) ?? ''
  const bare = parseName(name, () => false)
  const links =
    head.args.find(({ key }) => key === 'entity_path')?.texts ?? (head.name === 'timedimension' || head.name === 'dimension' ? [] : (head.args[1]?.texts ?? []))
  const path = [...links.map((link) => link.toLowerCase()), ...bare.path]
  if (head.name === 'entity') return { type: 'entity', path, name: bare.name, text }
  if (head.name === 'dimension' || head.name === 'timedimension') return { type: 'dimension', path, name: bare.name, text }
  if (head.name !== 'metric') throw refuse(text, `“${head.name}” is not one of Dimension, TimeDimension, Entity and Metric`)
  const groupBy = (head.args.find(({ key }) => key === 'group_by') ?? head.args[1])?.texts ?? []
  return { type: 'metric', path: [], name: bare.name, groupBy, text }
}

const positional = (call: Call, place: number): string | undefined => call.args.filter(({ key }) => key === undefined)[place]?.texts[0]
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
