import { action, change, date, number, object, oneOf, percent, ref, refuse, richText, score, text } from '#kernel'
import { notAhead } from '../notAhead.ts'

export const assumption = object('assumption', {
  says: 'Something that we take as true, and how we would notice that it is not.',
  key: 'ASM',
  chapter: 'governance',
  title: 'statement',
  fields: {
    statement: text({ required: true, max: 300 }),
    kind: oneOf(['desirability', 'viability', 'feasibility', 'market', 'capacity', 'dependency', 'compliance'], { required: true, initial: 'desirability' }),
    metric: text({ max: 120, says: 'The metric that tests it, by key; none when somebody has to look.' }),
    segment: text({ max: 120, says: 'Which part of the business; all of it when empty.' }),
    dimension: text({ max: 60, says: 'By what that part is told; by segment when empty.' }),
    atLeast: number({ says: 'It holds while the metric is not below.' }),
    atMost: number({ says: 'It holds while the metric is not above.' }),
    holdsUntil: date({ says: 'After that day it has to be looked at again.' }),
    importance: score(5, { says: 'What hangs on it.' }),
    certainty: percent({ min: 0, max: 1 }),
    owner: ref('member', { says: 'Who looks.' }),
    evidence: richText({ byVerb: true, says: 'What was seen when it was last looked at.' }),
    lookedAt: date({ byVerb: true }),
    state: oneOf(['untested', 'holding', 'broken', 'retired'], { required: true, initial: 'untested', byVerb: true, says: 'As last judged by a person.' }),
  },
})

const looked = { evidence: richText({ required: true, says: 'What was seen.' }) }

export const confirm = action(assumption, 'confirm', {
  says: 'Looked: it holds.',
  input: { ...looked, holdsUntil: date({ says: 'Until when nobody has to look again.' }) },
  run: ({ row, input, now }) => {
    if (row.state === 'retired') return refuse('It is retired.')
    const fault = input.holdsUntil === null ? null : notAhead(input.holdsUntil, now)
    if (fault) return refuse(fault, 'Pick a day ahead.')
    return change({ state: 'holding', evidence: input.evidence, lookedAt: now.slice(0, 10), holdsUntil: input.holdsUntil ?? row.holdsUntil })
  },
})

export const breakIt = action(assumption, 'breakIt', {
  says: 'Looked: it does not hold. What rests on it asks for another look.',
  input: looked,
  run: ({ row, input, now }) =>
    row.state === 'broken' || row.state === 'retired'
      ? refuse(`It is ${row.state} already.`)
      : change({ state: 'broken', evidence: input.evidence, lookedAt: now.slice(0, 10) }),
})

export const retire = action(assumption, 'retire', {
  says: 'Nothing rests on it any more.',
  run: ({ row }) => (row.state === 'retired' ? refuse('It is retired already.') : change({ state: 'retired' })),
})

declare module '#kernel' {
  interface Registry {
    assumption: typeof assumption
  }
}
