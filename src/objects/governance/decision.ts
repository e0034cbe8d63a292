import { action, boolean, change, date, list, number, object, oneOf, percent, record, ref, refs, refuse, richText, text } from '#kernel'
import { notAhead } from '../notAhead.ts'

const rejectedFields = { option: text({ required: true, max: 200, says: 'By name.' }), why: text({ required: true, max: 1000 }) }

export const decision = object('decision', {
  says: 'A choice with its options, reasons and assumptions, and a day to look again.',
  key: 'DEC',
  chapter: 'governance',
  title: 'question',
  fields: {
    question: text({ required: true, max: 200 }),
    context: richText(),
    options: list(
      { name: text({ required: true, max: 200 }), summary: richText(), cost: text({ max: 200 }), effect: text({ max: 200 }) },
      { required: true, says: 'At least two; doing nothing is one.' },
    ),
    assumptions: list(
      {
        says: text({ required: true, max: 300 }),
        metric: text({ max: 120, says: 'The metric that tests it, by key.' }),
        segment: text({ max: 120 }),
        atLeast: number(),
        atMost: number(),
      },
      { says: 'What must stay true for the choice to stay right.' },
    ),
    initiatives: refs('initiative'),
    metrics: refs('metric'),
    class: oneOf(['team', 'crossFunctional', 'executive'], { required: true, initial: 'team' }),
    reversible: oneOf(['oneWay', 'twoWay'], { initial: 'twoWay' }),
    decider: ref('member', { required: true }),
    consulted: refs('member'),
    decideBy: date(),
    costOfDelay: text({ max: 200, says: 'What a week without it costs.' }),
    chosen: text({ byVerb: true, says: 'The option taken, by name.' }),
    rationale: richText({ byVerb: true }),
    rejected: list(rejectedFields, { byVerb: true, says: 'The options that were not taken, and why not.' }),
    confidence: percent({ min: 0, max: 1, byVerb: true }),
    decidedOn: date({ byVerb: true }),
    reviewOn: date({ byVerb: true }),
    reopenedFor: richText({ byVerb: true }),
    supersededBy: ref('decision', { byVerb: true }),
    result: record({ asExpected: boolean({ required: true }), note: richText({ required: true }) }, { byVerb: true }),
    state: oneOf(['framed', 'awaiting', 'decided', 'reopened', 'superseded'], { required: true, initial: 'framed', byVerb: true }),
  },
  settled: (row, fields) => {
    const text = ['question', 'context', 'options', 'assumptions', 'class', 'decider']
    return ['decided', 'superseded'].includes(row.state) && fields.some((field) => text.includes(field))
      ? 'It is decided: its text never changes. Reopen it, or supersede it by another.'
      : null
  },
})

export const request = action(decision, 'request', {
  says: 'Put it before the one who decides.',
  run: ({ row }) => {
    if (row.state !== 'framed') return refuse(`It is ${row.state} already.`)
    return row.options.length < 2 ? refuse('One option is no choice.', 'Add at least one more; doing nothing is one.') : change({ state: 'awaiting' })
  },
})

export const decide = action(decision, 'decide', {
  says: 'Choose, give the reasons, and set the day to look again.',
  input: {
    chosen: text({ required: true, says: 'One of its options, by name.' }),
    rationale: richText({ required: true }),
    rejected: list(rejectedFields, { says: 'Why not the others.' }),
    reviewOn: date({ required: true }),
    confidence: percent({ min: 0, max: 1 }),
    noAssumptions: boolean({ initial: false, says: 'It rests on nothing that could change.' }),
    on: date({ says: 'The day it was taken; today when empty.' }),
  },
  run: ({ row, input, me, now }) => {
    if (row.state === 'decided' || row.state === 'superseded') return refuse(`It is ${row.state} already.`, 'Reopen it first.')
    if (row.options.length < 2) return refuse('One option is no choice.', 'Add at least one more; doing nothing is one.')
    if (!row.options.some((option) => option.name === input.chosen))
      return refuse(`“${input.chosen}” is not one of its options.`, `Choose ${row.options.map((option) => option.name).join(', ')}.`)
    const fault = rejectedFault(input.rejected ?? [], input.chosen, row.options)
    if (fault) return refuse(fault[0], fault[1])
    if (!row.assumptions?.length && !input.noAssumptions)
      return refuse('It names no assumption.', 'Write what must stay true, or say that it rests on nothing that could change.')
    if (row.decider !== me.id && me.role !== 'owner' && me.role !== 'admin') return refuse('Somebody else decides this.', 'Ask the person named as decider.')
    const on = input.on ?? now.slice(0, 10)
    if (input.reviewOn <= on) return refuse('The review would come before the decision.', 'Pick a later day.')
    return change({
      state: 'decided',
      chosen: input.chosen,
      rationale: input.rationale,
      rejected: input.rejected,
      confidence: input.confidence,
      decidedOn: on,
      reviewOn: input.reviewOn,
      reopenedFor: null,
    })
  },
})

/** A reason against an option is about one that it has and did not take, and stands once. */
function rejectedFault(
  rejected: readonly { readonly option: string }[],
  chosen: string,
  options: readonly { readonly name: string }[],
): readonly [string, string] | null {
  const names = rejected.map(({ option }) => option)
  if (names.includes(chosen)) return [`“${chosen}” is chosen and rejected at once.`, 'Give reasons against the others.']
  const astray = names.find((name) => !options.some((option) => option.name === name))
  if (astray !== undefined) return [`“${astray}” is not one of its options.`, `They are ${options.map(({ name }) => name).join(', ')}.`]
  return new Set(names).size < names.length ? ['One option is rejected twice.', 'Give all reasons against it in one place.'] : null
}

export const reopen = action(decision, 'reopen', {
  says: 'Look again, because something it rested on has changed.',
  input: { because: richText({ required: true, says: 'The broken assumption, or the new evidence.' }) },
  run: ({ row, input }) =>
    row.state === 'decided' ? change({ state: 'reopened', reopenedFor: input.because }) : refuse(`It is ${row.state}; only a decided question is reopened.`),
})

export const affirm = action(decision, 'affirm', {
  says: 'Looked again: it still holds.',
  input: { reviewOn: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (row.state !== 'reopened' && row.state !== 'decided') return refuse(`It is ${row.state}; there is nothing to affirm.`)
    if (!row.chosen) return refuse('Nothing was chosen yet.')
    const fault = notAhead(input.reviewOn, now, 'The next review')
    return fault ? refuse(fault, 'Pick a day ahead.') : change({ state: 'decided', reviewOn: input.reviewOn, reopenedFor: null })
  },
})

export const supersede = action(decision, 'supersede', {
  says: 'Replace it by a later decision.',
  input: { by: ref('decision', { required: true }) },
  run: ({ row, input }) => {
    if (row.state !== 'decided' && row.state !== 'reopened') return refuse(`It is ${row.state}; only a decision that was taken is superseded.`)
    return input.by === row.id ? refuse('A decision cannot replace itself.') : change({ state: 'superseded', supersededBy: input.by })
  },
})

export const recordOutcome = action(decision, 'recordOutcome', {
  says: 'Say how it turned out.',
  input: { asExpected: boolean({ required: true }), note: richText({ required: true }) },
  run: ({ row, input }) => (row.decidedOn ? change({ result: input }) : refuse('It was never decided.')),
})

declare module '#kernel' {
  interface Registry {
    decision: typeof decision
  }
}
