import { action, change, date, number, object, oneOf, refuse, richText, text, timeframe } from '#kernel'
import { checked } from './checked.ts'
import { quarterly } from './quarterly.ts'

export const seat = object('seat', {
  says: 'A place in the headcount plan: one person to hire, from the plan until capacity plans count them.',
  key: 'SEAT',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140, says: 'The role, as it would be advertised.' }),
    team: text({ required: true, max: 120, says: 'The squad’s name, as initiatives name it.' }),
    skill: text({ max: 60, says: 'The main skill, as capacity plans name it.' }),
    share: number({ initial: 1, min: 0.1, max: 1, says: 'Of full time.' }),
    startsOn: date({ required: true, says: 'The first day of work: as hoped for, then as agreed.' }),
    need: richText({ says: 'What the squad cannot do without it.' }),
    countedFrom: timeframe({ byVerb: true, says: 'The first quarter whose capacity plan counts the person among its people.' }),
    reason: richText({ byVerb: true, says: 'Why its day moved, or why it was closed.' }),
    state: oneOf(['planned', 'open', 'offered', 'filled', 'closed'], { required: true, initial: 'planned', byVerb: true }),
  },
  settled: (row, fields) =>
    (row.state === 'filled' || row.state === 'closed') && fields.some((field) => ['team', 'skill', 'share', 'startsOn'].includes(field))
      ? `It is ${row.state}; its terms stay.`
      : null,
})

export const open = action(seat, 'open', {
  says: 'Approve it: from now on somebody is looked for.',
  allow: 'admin',
  run: ({ row }) => (row.state === 'planned' ? change({ state: 'open' }) : refuse(`It is ${row.state}; only a planned seat is opened.`)),
})

export const offer = action(seat, 'offer', {
  says: 'Somebody has an offer.',
  run: ({ row }) => (row.state === 'open' ? change({ state: 'offered' }) : refuse(`It is ${row.state}; only an open seat is offered.`)),
})

export const fill = action(seat, 'fill', {
  says: 'Somebody has accepted; from now on capacity counts on them, by their ramp.',
  input: { startsOn: date({ required: true, says: 'The first day of work, as agreed.' }) },
  run: ({ row, input }) =>
    row.state === 'open' || row.state === 'offered'
      ? change({ state: 'filled', startsOn: input.startsOn })
      : refuse(`It is ${row.state}; only an open or offered seat is filled.`),
})

export const postpone = action(seat, 'postpone', {
  says: 'Move its first day, and say why.',
  input: { startsOn: date({ required: true }), reason: richText({ required: true }) },
  run: ({ row, input }) => {
    if (row.state === 'closed' || row.countedFrom) return refuse(row.countedFrom ? 'Capacity plans count the person already.' : 'It is closed.')
    return row.startsOn === input.startsOn ? refuse('It starts on that day already.') : change({ startsOn: input.startsOn, reason: input.reason })
  },
})

export const count = action(seat, 'count', {
  says: 'From this quarter on the capacity plans of the squad count the person among their people, and the seat adds nothing more.',
  input: { from: checked(timeframe({ required: true, says: 'A quarter: 2027-Q1.' }), quarterly) },
  run: ({ row, input }) => (row.state === 'filled' ? change({ countedFrom: input.from }) : refuse(`It is ${row.state}; only a filled seat is counted.`)),
})

export const reopen = action(seat, 'reopen', {
  says: 'The offer was declined, or the person did not come: look again.',
  input: { startsOn: date({ required: true, says: 'The first day that is hoped for now.' }), reason: richText({ required: true }) },
  run: ({ row, input }) => {
    if (row.state !== 'offered' && row.state !== 'filled') return refuse(`It is ${row.state}; only an offered or filled seat is reopened.`)
    return row.countedFrom
      ? refuse('Capacity plans count the person already.', 'Revise the plans, and plan a new seat.')
      : change({ state: 'open', startsOn: input.startsOn, reason: input.reason })
  },
})

export const close = action(seat, 'close', {
  says: 'Nobody is hired for it.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    row.state === 'filled' || row.state === 'closed' ? refuse(`It is ${row.state}.`) : change({ state: 'closed', reason: input.reason }),
})

declare module '#kernel' {
  interface Registry {
    seat: typeof seat
  }
}
