import {
  action,
  boolean,
  change,
  date,
  integer,
  list,
  money,
  number,
  object,
  oneOf,
  predicate,
  record,
  ref,
  refs,
  refuse,
  richText,
  score,
  text,
  timeframe,
} from '#kernel'
import type { AnyRow } from '#kernel'
import { compile, isCurrent, isOfMarket, matches, type AccountRule } from './accountRule.ts'

/** What flows and pages read and judge a segment by. */
export { attributes, attributeWords, compile, isCurrent, isKnown, isOfMarket, matches, saysRule, type AccountRule } from './accountRule.ts'

export const segment = object('segment', {
  says: 'A group of accounts that a rule defines; who is in it is computed, never typed.',
  key: 'SEG',
  chapter: 'strategy',
  title: 'title',
  unique: [['title']],
  fields: {
    title: text({ required: true, max: 140 }),
    rule: predicate({ required: true, says: 'Who is in it: {"prop": "account.plan", "op": "in", "value": ["Business"]}, joined by all, any and not.' }),
    segmentation: text({ required: true, max: 80, initial: 'Market', says: 'Which way of cutting the market: within one, every account is in one segment.' }),
    order: number({ initial: 0, says: 'Its turn within the segmentation: an account belongs to the first whose rule it fits.' }),
    priority: oneOf(['primary', 'secondary', 'avoid']),
    isIcp: boolean({ initial: false, says: 'The customers that we build for first.' }),
    fit: score(5, { says: 'How well we serve it today, in our own judgement.' }),
    criteria: list(
      { says: text({ required: true, max: 200 }), rule: predicate({ required: true }), weight: number({ required: true, min: 0, max: 100 }) },
      { says: 'What an ideal customer looks like. Fit is the weight of what an account fulfils, of what is known of it.' },
    ),
    exclusions: list(
      { says: text({ required: true, max: 200 }), rule: predicate({ required: true }) },
      { says: 'What rules an account out, whatever else it fulfils.' },
    ),
    sizing: list(
      {
        what: oneOf(['tam', 'sam', 'som'], { required: true }),
        amount: money({ required: true }),
        accounts: integer({ min: 0 }),
        year: timeframe({ required: true }),
        method: text({ required: true, max: 300 }),
        source: text({ required: true, max: 300 }),
      },
      { class: 'confidential', says: 'How large the market is, each figure with its method, source and year.' },
    ),
    buyers: refs('persona', { says: 'Who buys and uses there.' }),
    owner: ref('member'),
    summary: richText(),
    definitionVersion: integer({ required: true, initial: 1, min: 1, byVerb: true }),
    versions: list(
      {
        version: integer({ required: true }),
        rule: predicate({ required: true }),
        on: date({ required: true }),
        accounts: integer({ required: true }),
        why: text({ max: 1000 }),
      },
      { byVerb: true, says: 'Every rule that counted, with how many accounts it had on its first day, the newest last.' },
    ),
    counted: record(
      { accounts: integer({ required: true }), of: integer({ required: true }), on: date({ required: true }) },
      { byVerb: true, says: 'How many accounts fitted the rule when it came into force.' },
    ),
    reason: text({ max: 1000, byVerb: true, says: 'Why it was retired.' }),
    state: oneOf(['draft', 'active', 'retired'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'draft' && fields.includes('rule') ? `It is ${row.state}: its rule is changed by “change rule”, which keeps the old one.` : null,
})

interface Count {
  readonly accounts: number
  readonly of: number
}

/** How many accounts of today fit a rule, of how many there are. */
export function countOf(rule: AccountRule, accounts: readonly AnyRow[]): Count {
  const base = accounts.filter((row) => isOfMarket(row) && isCurrent(row))
  return { accounts: base.filter((row) => matches(rule, row)).length, of: base.length }
}

type Counted = { readonly count: Count; readonly no: null } | { readonly count: null; readonly no: readonly [reason: string, hint: string] }

/** The rule read and counted, or why it cannot be a segment’s. The accounts are asked for last: a browser has none. */
function counted(given: unknown, accounts: () => readonly AnyRow[]): Counted {
  const { rule, wrong } = compile(given)
  if (wrong) return { count: null, no: [wrong.reason, wrong.hint] }
  const count = countOf(rule, accounts())
  if (count.accounts > 0) return { count, no: null }
  return {
    count: null,
    no:
      count.of === 0
        ? ['There are no accounts yet.', 'Bring in accounts first.']
        : [`None of the ${count.of} accounts fits the rule.`, 'Check how its values are spelt on the accounts.'],
  }
}

/** The first criterion or exclusion that cannot be read. */
function faultIn(row: { readonly criteria: readonly Said[] | null; readonly exclusions: readonly Said[] | null }): readonly [string, string] | null {
  for (const { says, rule } of [...(row.criteria ?? []), ...(row.exclusions ?? [])]) {
    const { wrong } = compile(rule)
    if (wrong) return [`“${says}” cannot be read: ${wrong.reason}`, wrong.hint]
  }
  return null
}
interface Said {
  readonly says: string
  readonly rule: unknown
}

export const activate = action(segment, 'activate', {
  says: 'Let its rule count; it says how many accounts fit it today.',
  sees: ['account'],
  run: ({ row, seen, now }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state}; only a draft is activated.`)
    const fault = faultIn(row)
    if (fault) return refuse(...fault)
    const { count, no } = counted(row.rule, () => seen('account'))
    if (no) return refuse(...no)
    const on = now.slice(0, 10)
    const first = { version: row.definitionVersion, rule: row.rule, on, accounts: count.accounts, why: null }
    return change({ state: 'active', counted: { ...count, on }, versions: [...(row.versions ?? []), first] })
  },
})

export const changeRule = action(segment, 'changeRule', {
  says: 'Give it another rule; the old one is kept with its number.',
  input: { rule: predicate({ required: true }), why: text({ required: true, max: 1000 }) },
  sees: ['account'],
  run: ({ row, input, seen, now }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active segment has a rule that counts.`, 'Edit the rule of a draft.')
    if (JSON.stringify(row.rule) === JSON.stringify(input.rule)) return refuse('The rule is the same.')
    const accounts = seen('account') // before the rule is looked at: a browser has neither yet, and may try
    const { count, no } = counted(input.rule, () => accounts)
    if (no) return refuse(...no)
    const on = now.slice(0, 10)
    const version = row.definitionVersion + 1
    const next = { version, rule: input.rule, on, accounts: count.accounts, why: input.why }
    return change({ rule: input.rule, definitionVersion: version, counted: { ...count, on }, versions: [...(row.versions ?? []), next] })
  },
})

export const retire = action(segment, 'retire', {
  says: 'Stop counting by it; what it was stays in the record.',
  input: { reason: text({ required: true, max: 1000 }) },
  run: ({ row, input }) =>
    row.state === 'active'
      ? change({ state: 'retired', reason: input.reason })
      : refuse(`It is ${row.state}; only an active segment is retired.`, 'Archive a draft.'),
})

declare module '#kernel' {
  interface Registry {
    segment: typeof segment
  }
}
