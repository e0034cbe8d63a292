import { OutOfRange } from '#engines/numbers/outOfRange.ts'
import { choices, defaultPolicy, presets, type CohortRule, type PastDue, type PresetName, type RevenuePolicy } from './policy.ts'

/** Where each switch came from: the preset, those set on top of it, those that nobody set, and the id of the result. */
export type Provenance = { readonly id: string; readonly extends: PresetName; readonly set: readonly string[]; readonly assumed: readonly string[] }

export type ResolvedPolicy = RevenuePolicy & { readonly provenance: Provenance }

/**
 * Reads a policy: a preset's name, nothing (the default), or an object of switches with an optional `extends`. `past_due` and `cohort` may be
 * written as text: 'active_through_dunning(30)', 'min_contract(10000, 12)'. An unknown switch or value is a RangeError that names what is allowed.
 */
export function resolvePolicy(input?: unknown): ResolvedPolicy {
  const key = JSON.stringify(input) ?? ''
  const policy = resolved.get(key) ?? newPolicy(input)
  resolved.delete(key)
  resolved.set(key, policy)
  for (const old of resolved.size > most ? resolved.keys().take(1) : []) resolved.delete(old)
  return policy
}

/** Each question names its policy, and nearly all name one of a few. */
const most = 50
const resolved = new Map<string, ResolvedPolicy>()

function newPolicy(input: unknown): ResolvedPolicy {
  const asked = typeof input === 'string' ? { extends: input } : (input ?? {})
  if (!isRecord(asked)) throw new OutOfRange('A revenue policy is the name of a preset or an object of switches.')
  const base = presetName(asked['extends'] ?? inherited(asked) ?? 'default')
  const unknown = Object.keys(asked).find((key) => !(key in defaultPolicy) && key !== 'extends' && key !== 'provenance')
  if (unknown !== undefined) throw new OutOfRange(`"${unknown}" is not a revenue policy switch. The switches are ${Object.keys(defaultPolicy).join(', ')}.`)
  const preset: Partial<RevenuePolicy> = presets[base]
  const written = Object.keys(defaultPolicy).filter((key) => asked[key] !== undefined && !isAssumed(asked, key))
  const policy = readSwitches({ ...defaultPolicy, ...preset, ...Object.fromEntries(written.map((key) => [key, asked[key]])) })
  const known = new Set([...Object.keys(preset), ...written])
  const assumed = Object.keys(defaultPolicy).filter((key) => !known.has(key))
  return { ...policy, provenance: { id: policyId(policy), extends: base, set: [...known].sort(), assumed } }
}

/** A stable name of what the policy says (not of how it was written): 64-bit FNV-1a over its switches in a fixed order, as 16 hex digits. */
export function policyId(policy: RevenuePolicy): string {
  let hash = 0xcbf29ce484222325n
  for (const character of canonical(policy)) {
    hash ^= BigInt(character.codePointAt(0) ?? 0)
    hash = BigInt.asUintN(64, hash * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

/** The switches on which two policies differ, with both sides as text: what a migration view prints. */
export function comparePolicies(a: RevenuePolicy, b: RevenuePolicy): { readonly switch: string; readonly a: string; readonly b: string }[] {
  const [left, right] = [entries(a), entries(b)]
  return left.flatMap(([key, value], place) => {
    const other = right[place]?.[1] ?? ''
    return value === other ? [] : [{ switch: key, a: value, b: other }]
  })
}

function readSwitches(from: Record<string, unknown>): RevenuePolicy {
  const one = <const T extends readonly (string | number)[]>(name: string, allowed: T): T[number] => choice(name, allowed, from[name])
  return {
    end_date: one('end_date', choices.end_date),
    churn_recognised: one('churn_recognised', choices.churn_recognised),
    same_month_start_end: one('same_month_start_end', choices.same_month_start_end),
    reactivation: one('reactivation', choices.reactivation),
    net_churn_subtracts_reactivation: one('net_churn_subtracts_reactivation', choices.net_churn_subtracts_reactivation),
    gap_grace_days: days('gap_grace_days', from['gap_grace_days'], 90),
    discounts: one('discounts', choices.discounts),
    trials: one('trials', choices.trials),
    free: one('free', choices.free),
    one_time: one('one_time', choices.one_time),
    usage: one('usage', choices.usage),
    past_due: pastDue(from['past_due']),
    paused: one('paused', choices.paused),
    fx: one('fx', choices.fx),
    refunds: one('refunds', choices.refunds),
    escalators: one('escalators', choices.escalators),
    grain: one('grain', choices.grain),
    parent_as_of: one('parent_as_of', choices.parent_as_of),
    merges: one('merges', choices.merges),
    product_moves: one('product_moves', choices.product_moves),
    cohort: cohortRule(from['cohort']),
    method: one('method', choices.method),
    gross_method: one('gross_method', choices.gross_method),
    window_months: one('window_months', choices.window_months),
    segment_as_of: one('segment_as_of', choices.segment_as_of),
    ltv_churn: one('ltv_churn', choices.ltv_churn),
    ltv_zero_churn: one('ltv_zero_churn', choices.ltv_zero_churn),
    late_data: one('late_data', choices.late_data),
  }
}

function choice<const T extends readonly (string | number)[]>(name: string, allowed: T, value: unknown): T[number] {
  const word = value === true ? 'yes' : value === false ? 'no' : value
  const found = allowed.find((each) => each === word || (typeof each === 'number' && String(each) === word))
  if (found === undefined) throw new OutOfRange(`${name} cannot be ${JSON.stringify(value)}. Allowed: ${[...allowed].sort().join(', ')}.`)
  return found
}

function pastDue(value: unknown): PastDue {
  const { rule, args } = ruleOf('past_due', value, ['days'])
  if (rule === 'drop_at_once' || rule === 'keep') return { rule }
  if (rule === 'active_through_dunning') return { rule, days: days('past_due days', args[0] ?? 30, 365) }
  throw new OutOfRange(`past_due cannot be ${JSON.stringify(value)}. Allowed: active_through_dunning(days), drop_at_once, keep.`)
}

function cohortRule(value: unknown): CohortRule {
  const { rule, args } = ruleOf('cohort', value, ['value', 'term'])
  if (rule === 'all_active' || rule === 'renewal_eligible') return { rule }
  const [least, term] = [Number(args[0]), Number(args[1])]
  if (rule === 'min_contract' && least >= 0 && Number.isInteger(term) && term >= 0) return { rule, value: least, term }
  throw new OutOfRange(`cohort cannot be ${JSON.stringify(value)}. Allowed: all_active, min_contract(value, term in months), renewal_eligible.`)
}

/** Reads 'rule', 'rule(1, 2)' or { rule, ...named arguments }. */
function ruleOf(name: string, value: unknown, names: readonly string[]): { rule: string; args: readonly unknown[] } {
  if (isRecord(value) && typeof value['rule'] === 'string') return { rule: value['rule'], args: names.map((each) => value[each]) }
  const found = typeof value === 'string' ? /^(\w+)(?:\(([^()]*)\))?$/.exec(value.trim()) : null
  if (!found) throw new OutOfRange(`${name} cannot be ${JSON.stringify(value)}. Write a rule such as "keep" or "active_through_dunning(30)".`)
  return { rule: found[1] ?? '', args: found[2] ? found[2].split(',').map((part) => part.trim()) : [] }
}

function days(name: string, value: unknown, most: number): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= most) return count
  throw new OutOfRange(`${name} cannot be ${JSON.stringify(value)}. Allowed: a whole number of days from 0 to ${most}.`)
}

function presetName(value: unknown): PresetName {
  if (isPreset(value)) return value
  throw new OutOfRange(`There is no revenue policy preset ${JSON.stringify(value)}. The presets are ${Object.keys(presets).join(', ')}.`)
}

function isPreset(value: unknown): value is PresetName {
  return typeof value === 'string' && Object.hasOwn(presets, value)
}

/** A policy that was resolved before keeps its preset, and what it assumed stays assumed. */
function inherited(asked: Record<string, unknown>): unknown {
  return isRecord(asked['provenance']) ? asked['provenance']['extends'] : undefined
}

function isAssumed(asked: Record<string, unknown>, key: string): boolean {
  const before = asked['provenance']
  if (!isRecord(before) || !Array.isArray(before['assumed']) || !before['assumed'].includes(key)) return false
  return JSON.stringify(asked[key]) === JSON.stringify(Object.entries(defaultPolicy).find(([name]) => name === key)?.[1])
}

function canonical(policy: RevenuePolicy): string {
  return entries(policy)
    .map(([key, value]) => `${key}=${value}`)
    .join(';')
}

function entries(policy: RevenuePolicy): [string, string][] {
  const { past_due, cohort, ...plain } = readSwitches(policy)
  const dunning = past_due.rule === 'active_through_dunning' ? `${past_due.rule}(${past_due.days})` : past_due.rule
  const members = cohort.rule === 'min_contract' ? `${cohort.rule}(${cohort.value}, ${cohort.term})` : cohort.rule
  const texts = Object.entries({ ...plain, past_due: dunning, cohort: members }).map(([key, value]): [string, string] => [key, String(value)])
  return texts.sort(([a], [b]) => (a < b ? -1 : 1))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
