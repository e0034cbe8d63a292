import { action, boolean, change, date, dateTime, integer, list, number, object, oneOf, percent, ref, refs, refuse, richText, text, type AnyRow } from '#kernel'
import { lacksOf, unknownMetrics, type CaseTerms } from './caseTerms.ts'

export { figureFault } from './caseTerms.ts'

const figure = {
  low: number({ says: 'When it is not known: its low end.' }),
  likely: number({ required: true, says: 'In the currency of the workspace.' }),
  high: number({ says: 'Its high end.' }),
}
/** What a figure is computed from; its ends then come from the inputs that it names. */
const formula = text({ max: 500, says: 'Computed from inputs, such as “seats * price”; it then goes before the likely figure.' })
const years = { required: true, min: 0, max: 50 } as const
const measured = {
  metric: text({ required: true, max: 120, says: 'Its key in kebab case.' }),
  segment: text({ max: 120, says: 'Which part of the business; all of it when empty.' }),
  dimension: text({ max: 60, says: 'By what that part is told; by segment when empty.' }),
}

const raisedFields = {
  criterion: text({ required: true, max: 300 }),
  on: date({ required: true }),
  decision: ref('decision', { required: true }),
  recoveredOn: date(),
}

export const businessCase = object('businessCase', {
  says: 'The argued investment: what it may bring, what must be true, and what would prove it wrong.',
  key: 'BIZ',
  chapter: 'strategy',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    kind: oneOf(['newProduct', 'pricing', 'modernisation', 'market', 'buildBuyPartner', 'acquisition', 'retention'], {
      required: true,
      initial: 'newProduct',
    }),
    subject: ref('initiative', { says: 'The bet that it argues for.' }),
    sponsor: ref('member', { says: 'Who stands for it; somebody else approves it.' }),
    problem: richText(),
    narrative: richText({ says: 'The argument in words.' }),
    rate: percent({ required: true, initial: 0.1, min: 0, max: 1, says: 'Yearly discount rate.' }),
    options: list(
      {
        name: text({ required: true, max: 120 }),
        isNothing: boolean({ initial: false, says: 'This is doing nothing.' }),
        summary: richText(),
      },
      { says: 'At least two; doing nothing is one.' },
    ),
    proposes: text({ max: 120, says: 'The option that it argues for, by name.' }),
    inputs: list(
      {
        name: text({ required: true, max: 40, says: 'One word, as formulas write it: seats, price_per_seat.' }),
        ...figure,
        says: text({ max: 300, says: 'What it is, in which unit, and where it comes from.' }),
      },
      { class: 'confidential', says: 'Figures with a name, which costs and cash flows are computed from.' },
    ),
    stages: list(
      {
        option: text({ required: true, max: 120 }),
        name: text({ required: true, max: 120 }),
        chance: percent({ required: true, min: 0, max: 1, says: 'Of success; what comes after it happens only then.' }),
        ...figure,
        formula,
        start: number({ ...years, says: 'Years from the day that it is valued.' }),
        end: number(years),
      },
      { class: 'confidential', says: 'What is spent, step by step.' },
    ),
    flows: list(
      {
        option: text({ required: true, max: 120 }),
        name: text({ required: true, max: 120 }),
        kind: oneOf(['revenue', 'cost', 'cash'], { says: 'Revenue comes in, a cost is taken off, other cash counts by its sign; cash when empty.' }),
        at: number({ ...years, says: 'Years from the day that it is valued.' }),
        ...figure,
        formula,
      },
      { class: 'confidential', says: 'What comes in and goes out, year by year.' },
    ),
    assumptions: refs('assumption', { says: 'What must be true.' }),
    risks: refs('risk'),
    successMetrics: list(
      { ...measured, baseline: number(), target: number({ required: true }), by: date({ required: true }) },
      { says: 'What it promises to move, from where to where, by when.' },
    ),
    killCriteria: list(
      {
        ...measured,
        comparison: oneOf(['below', 'above'], { required: true, initial: 'below' }),
        value: number({ required: true }),
        judged: oneOf(['always', 'fromThatDay'], { required: true, initial: 'always', says: 'At any time until its day, or from that day on.' }),
        by: date({ required: true }),
        action: oneOf(['stop', 'pause', 'pivot'], { required: true, initial: 'stop' }),
        decider: ref('member', { says: 'Who decides when it fires; the sponsor when empty.' }),
      },
      { says: 'What would prove it wrong. It asks for a decision and never stops work by itself.' },
    ),
    submittedBy: ref('member', { byVerb: true }),
    approvedBy: ref('member', { byVerb: true }),
    approvedAt: dateTime({ byVerb: true, says: 'When the version in force was approved.' }),
    decision: ref('decision', { byVerb: true, says: 'The decision that approved or rejected it.' }),
    reason: richText({ byVerb: true, says: 'Why it was rejected, returned or revised.' }),
    revision: integer({ initial: 1, min: 1, byVerb: true }),
    raised: list(raisedFields, {
      byVerb: true,
      says: 'Kill criteria that fired, and the decision that each asked for.',
    }),
    verdict: oneOf(['kept', 'missed', 'stopped', 'inconclusive'], { byVerb: true, says: 'Whether it brought what it promised.' }),
    lesson: richText({ byVerb: true }),
    closedOn: date({ byVerb: true }),
    state: oneOf(['draft', 'submitted', 'approved', 'rejected', 'closed'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'draft' && fields.some((field) => field !== 'subject' && field !== 'risks')
      ? `It is ${row.state}: its argument stays as it was. ${row.state === 'submitted' ? 'Return it for work.' : 'Revise it; the version before stays readable.'}`
      : null,
})

/** Why it cannot be approved as it stands, and what to do: incomplete, or bound to what nobody measures. */
function faultOf(row: CaseTerms, now: string, seen: (noun: string) => readonly AnyRow[]): readonly [string, string] | null {
  const lack = lacksOf(row, now.slice(0, 10))
  if (lack) return lack
  const unknown = unknownMetrics(row, new Set(seen('metric').map((one) => String(one['metricKey']))))
  return unknown.length === 0
    ? null
    : [`Nobody measures “${unknown.join('”, “')}”.`, 'Name a metric of the dictionary by its key, such as net-revenue-retention.']
}

export const submit = action(businessCase, 'submit', {
  says: 'Put it before whoever approves it.',
  sees: ['metric'],
  run: ({ row, me, now, seen }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state}; only a draft is submitted.`)
    const fault = faultOf(row, now, seen)
    return fault ? refuse(fault[0], fault[1]) : change({ state: 'submitted', submittedBy: me.id || row.sponsor, reason: null })
  },
})

export const approve = action(businessCase, 'approve', {
  says: 'Approve it by a decision; from now on its kill criteria are watched.',
  input: { decision: ref('decision', { required: true, says: 'The decision that approves it, taken.' }) },
  sees: ['metric', 'decision'],
  run: ({ row, input, me, now, seen }) => {
    if (row.state !== 'submitted') return refuse(`It is ${row.state}; only a submitted case is approved.`)
    if (isOwn(row, me.id)) return refuse('Nobody approves their own case.', 'Ask whoever decides about this class of investment.')
    const fault =
      faultOf(row, now, seen) ??
      decisionFault(
        row,
        seen('decision').find(({ id }) => id === input.decision),
      )
    if (fault) return refuse(fault[0], fault[1])
    return change({ state: 'approved', approvedBy: me.id, approvedAt: now, decision: input.decision, reason: null })
  },
})

/** Its sponsor and whoever submitted it argue for it; they do not judge it. */
const isOwn = ({ sponsor, submittedBy }: { readonly sponsor: string | null; readonly submittedBy: string | null }, me: string): boolean =>
  sponsor === me || submittedBy === me

/** A case rests on a decision that was taken, and taken about its own bet. */
function decisionFault({ subject }: { readonly subject: string | null }, decision: AnyRow | undefined): readonly [string, string] | null {
  if (!decision) return ['There is no such decision.', 'Frame one, and have it decided.']
  if (decision['state'] !== 'decided') return [`${decision.key} is ${String(decision['state'])}, not decided.`, 'Have it decided first.']
  const about = Array.isArray(decision['initiatives']) ? decision['initiatives'] : []
  return subject === null || about.length === 0 || about.includes(subject)
    ? null
    : [`${decision.key} is about other bets.`, 'Name the decision about this one, or link the bet to it.']
}

export const reject = action(businessCase, 'reject', {
  says: 'Say no to it, and why.',
  input: { reason: richText({ required: true }), decision: ref('decision') },
  run: ({ row, input, me }) => {
    if (row.state !== 'submitted') return refuse(`It is ${row.state}; only a submitted case is rejected.`)
    if (isOwn(row, me.id)) return refuse('Nobody judges their own case.', 'Ask whoever decides about this class of investment.')
    if (row.approvedAt) return refuse('A version of it is in force.', 'Return it for work; or close the case when the work ends.')
    return change({ state: 'rejected', reason: input.reason, decision: input.decision })
  },
})

export const returnForWork = action(businessCase, 'returnForWork', {
  says: 'Give it back as a draft, and say what it lacks.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'submitted' ? change({ state: 'draft', reason: input.reason }) : refuse(`It is ${row.state}; only a submitted case is returned.`),
})

export const revise = action(businessCase, 'revise', {
  says: 'Argue it anew; the version in force stays readable, and watched, until the new one is approved.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'approved' || row.state === 'rejected'
      ? change({ state: 'draft', reason: input.reason, revision: (row.revision ?? 1) + 1 })
      : refuse(`It is ${row.state}; only what was approved or rejected is revised.`, row.state === 'draft' ? 'Edit the draft.' : ''),
})

export const close = action(businessCase, 'close', {
  says: 'End it: did it bring what it promised, and what was learned.',
  input: { verdict: oneOf(['kept', 'missed', 'stopped', 'inconclusive'], { required: true }), lesson: richText({ required: true }) },
  run: ({ row, input, now }) =>
    row.state === 'approved'
      ? change({ state: 'closed', verdict: input.verdict, lesson: input.lesson, closedOn: now.slice(0, 10) })
      : refuse(`It is ${row.state}; only an approved case is closed.`),
})

export const raise = action(businessCase, 'raise', {
  says: 'Note which kill criteria fired and the decision that each asked for.',
  inner: true,
  input: { raised: list(raisedFields) },
  run: ({ input }) => change({ raised: input.raised }),
})

declare module '#kernel' {
  interface Registry {
    businessCase: typeof businessCase
  }
}
