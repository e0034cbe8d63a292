import { isProblem, isRecord, parseField, Problem, type AnyRow } from '#kernel'
import { account } from '../customers/account.ts'

/** What a rule may ask of an account: its attributes that hold one value and that everybody may read. */
export const attributes = ['kind', 'segment', 'industry', 'region', 'plan', 'channel', 'startedOn'] as const
export type Attribute = (typeof attributes)[number]

const ops = ['eq', 'ne', 'in', 'nin', 'lt', 'lte', 'gt', 'gte', 'contains', 'regex', 'set', 'unset'] as const
type Op = (typeof ops)[number]

export interface Condition {
  readonly attribute: Attribute
  readonly op: Op
  readonly values: readonly string[]
}

/** A rule that was read: every attribute is known and every value is one that it can have. */
export type AccountRule = Condition | { readonly all: readonly AccountRule[] } | { readonly any: readonly AccountRule[] } | { readonly not: AccountRule }

export type Compiled =
  | { readonly rule: AccountRule; readonly wrong: null }
  | { readonly rule: null; readonly wrong: { readonly reason: string; readonly hint: string } }

/**
 * Reads a rule in the form of the conditions of questions about events, asked of accounts alone:
 * {"prop": "account.plan", "op": "in", "value": ["Business"]}, joined by {"all": […]}, {"any": […]} and {"not": …}.
 */
export function compile(given: unknown): Compiled {
  try {
    return { rule: ruleIn(given, 0), wrong: null }
  } catch (error) {
    if (isProblem(error)) return { rule: null, wrong: { reason: error.message, hint: error.hint } }
    throw error
  }
}

const wrong = (message: string, hint = ''): Problem => new Problem('invalid', message, hint)
const example = 'Write {"prop": "account.plan", "op": "eq", "value": "Business"}.'

function ruleIn(given: unknown, depth: number): AccountRule {
  if (!isRecord(given)) throw wrong('The rule is no condition.', example)
  if (depth > 8) throw wrong('The rule is nested more than eight deep.', 'Write it flatter.')
  if ('cohort' in given) throw wrong('A segment says what accounts are; a cohort says what they did.', 'Ask for the cohort in Explore instead.')
  const joined = (['all', 'any', 'not'] as const).find((word) => word in given)
  if (joined === undefined) return conditionIn(given)
  const more = Object.keys(given).find((key) => key !== joined)
  if (more !== undefined) throw wrong(`“${more}” stands beside “${joined}”.`, 'Put one inside the other.')
  if (joined === 'not') return { not: ruleIn(given[joined], depth + 1) }
  const parts: unknown = given[joined]
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > 100) throw wrong(`“${joined}” is no list of 1 to 100 conditions.`, example)
  const rules = parts.map((part: unknown) => ruleIn(part, depth + 1))
  return joined === 'all' ? { all: rules } : { any: rules }
}

function conditionIn(given: Readonly<Record<string, unknown>>): Condition {
  const strange = Object.keys(given).find((key) => !['prop', 'op', 'value'].includes(key))
  if (strange !== undefined) throw wrong(`A condition has no “${strange}”.`, 'It has prop, op and value.')
  const attribute = attributeIn(given['prop'])
  const op = ops.find((word) => word === given['op'])
  if (op === undefined) throw wrong(`“${String(given['op'])}” is no way to compare.`, `Use ${ops.join(', ')}.`)
  return { attribute, op, values: valuesIn(attribute, op, given['value']) }
}

function attributeIn(prop: unknown): Attribute {
  const found = attributes.find((name) => `account.${name}` === prop)
  if (found === undefined) throw wrong(`Accounts have no property “${String(prop)}” that a segment may ask for.`, `Use ${known}.`)
  return found
}

const known = attributes.map((name) => `account.${name}`).join(', ')

function valuesIn(attribute: Attribute, op: Op, value: unknown): string[] {
  const isBare = op === 'set' || op === 'unset'
  if (isBare && value !== undefined && value !== null) throw wrong(`“${op}” takes no value.`, 'Leave it out.')
  if (isBare) return []
  const isMany = op === 'in' || op === 'nin'
  if (isMany !== Array.isArray(value)) throw wrong(`“${op}” takes ${isMany ? 'a list of values' : 'one value'} for account.${attribute}.`)
  const values: readonly unknown[] = isMany && Array.isArray(value) ? value : [value]
  if (values.length === 0 || values.length > 1000) throw wrong(`“${op}” takes 1 to 1,000 values for account.${attribute}.`)
  return values.map((each) => (op === 'contains' || op === 'regex' ? wordsIn(op, each) : valueIn(attribute, each)))
}

/** The attribute’s own field reads the value, so that a number for a text, or a word that no account can bear, is refused in its words. */
function valueIn(attribute: Attribute, value: unknown): string {
  if (value === null || value === undefined || value === '')
    throw wrong(`account.${attribute} is compared with nothing.`, 'Give a value, or use set and unset.')
  if (typeof value !== 'string')
    throw wrong(`account.${attribute} holds texts, and ${JSON.stringify(value)} is none.`, `Write it in quotes: "${String(value)}".`)
  return String(parseField(`account.${attribute}`, account.fields[attribute], value))
}

function wordsIn(op: 'contains' | 'regex', value: unknown): string {
  if (typeof value !== 'string' || value === '') throw wrong(`“${op}” takes a text.`)
  if (op === 'contains') return value
  try {
    void new RegExp(value, 'u')
    if (value.length <= 200) return value
  } catch {}
  throw wrong(`“${value.slice(0, 60)}” is not a regular expression.`, 'Write a JavaScript pattern of at most 200 characters.')
}

/** Does an account satisfy a rule? Nothing known is set to nothing, equals nothing, and differs from every value. */
export function matches(rule: AccountRule, row: AnyRow): boolean {
  if ('all' in rule) return rule.all.every((each) => matches(each, row))
  if ('any' in rule) return rule.any.some((each) => matches(each, row))
  return 'not' in rule ? !matches(rule.not, row) : holds(rule, valueOf(row, rule.attribute))
}

const valueOf = (row: AnyRow, attribute: Attribute): string | null => {
  const value = row[attribute]
  return typeof value === 'string' && value !== '' ? value : null
}

function holds({ op, values }: Condition, value: string | null): boolean {
  const [given = ''] = values
  if (op === 'set') return value !== null
  if (op === 'unset') return value === null
  if (op === 'ne' || op === 'nin') return value === null || !values.includes(value)
  if (value === null) return false
  if (op === 'eq' || op === 'in') return values.includes(value)
  if (op === 'contains') return value.toLowerCase().includes(given.toLowerCase())
  if (op === 'regex') return new RegExp(given, 'u').test(value)
  return compared(op, value, given)
}

function compared(op: 'lt' | 'lte' | 'gt' | 'gte', a: string, b: string): boolean {
  if (op === 'lt') return a < b
  if (op === 'lte') return a <= b
  return op === 'gt' ? a > b : a >= b
}

/** Does the record say enough of an account to judge the rule: is every attribute that it asks for known? Asking whether one is known needs nothing. */
export function isKnown(rule: AccountRule, row: AnyRow): boolean {
  if ('all' in rule) return rule.all.every((each) => isKnown(each, row))
  if ('any' in rule) return rule.any.every((each) => isKnown(each, row))
  if ('not' in rule) return isKnown(rule.not, row)
  return rule.op === 'set' || rule.op === 'unset' || valueOf(row, rule.attribute) !== null
}

const opWords: Readonly<Record<Op, string>> = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  nin: 'is none of',
  lt: 'is before',
  lte: 'is at most',
  gt: 'is after',
  gte: 'is at least',
  contains: 'contains',
  regex: 'matches',
  set: 'is known',
  unset: 'is not known',
}

/** The rule as a person says it: “plan is Business and industry is one of Banking, Insurance”. */
export function saysRule(rule: AccountRule, isInner = false): string {
  if ('not' in rule) return `not (${saysRule(rule.not)})`
  if ('attribute' in rule) return [attributeWords[rule.attribute], opWords[rule.op], rule.values.join(', ')].filter(Boolean).join(' ')
  const parts = 'all' in rule ? rule.all : rule.any
  const said = parts.map((part) => saysRule(part, parts.length > 1)).join('all' in rule ? ' and ' : ' or ')
  return isInner && parts.length > 1 ? `(${said})` : said
}

export const attributeWords: Readonly<Record<Attribute, string>> = {
  kind: 'kind',
  segment: 'size',
  industry: 'industry',
  region: 'region',
  plan: 'plan',
  channel: 'channel',
  startedOn: 'start',
}

/** An account that the market is counted over: anybody but ourselves. Former customers stay in, so that who left is seen. */
export const isOfMarket = (row: AnyRow): boolean => row['kind'] !== 'internal' && row['isInternal'] !== true
/** Is it an account of today: a customer, a prospect or a partner? */
export const isCurrent = (row: AnyRow): boolean => row['kind'] !== 'former'
