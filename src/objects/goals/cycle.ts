import { action, change, date, integer, list, object, oneOf, ref, refuse, richText, text, timeframe } from '#kernel'

export const cycle = object('cycle', {
  says: 'A quarter or a year of goals, from the commitment to the lessons.',
  key: 'CYC',
  chapter: 'goals',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    period: timeframe({ required: true, says: 'A quarter or a year: 2027-Q1, 2027.' }),
    committed: integer({ min: 0, byVerb: true, says: 'Committed key results at the start; those dropped later stay in the count.' }),
    met: integer({ min: 0, byVerb: true }),
    startedOn: date({ byVerb: true }),
    closedOn: date({ byVerb: true }),
    went: richText({ byVerb: true, says: 'What went well.' }),
    change: richText({ byVerb: true, says: 'What we do differently.' }),
    actions: list({ what: text({ required: true }), owner: ref('member'), due: date() }, { byVerb: true }),
    state: oneOf(['drafting', 'active', 'closed'], { required: true, initial: 'drafting', byVerb: true }),
  },
  settled: (row, fields) => (row.state !== 'drafting' && fields.includes('period') ? `It is ${row.state}; its period stays.` : null),
})

export const start = action(cycle, 'start', {
  says: 'Take the committed key results as what the cycle is held to.',
  sees: ['objective', 'keyResult', 'cycle'],
  run: ({ row, now, seen }) => {
    if (row.state !== 'drafting') return refuse(`It is ${row.state} already.`)
    if (seen('cycle').some((one) => one.id !== row.id && one['period'] === row.period && one['state'] !== 'drafting'))
      return refuse('That period has a cycle already.')
    const results = resultsOf(row.period, seen('objective'), seen('keyResult')).filter(isCommitted)
    return results.length > 0
      ? change({ state: 'active', startedOn: now.slice(0, 10), committed: results.length })
      : refuse('No key result is committed in that period.', 'Commit the objectives first.')
  },
})

export const close = action(cycle, 'close', {
  says: 'Count what was met and write down what was learned.',
  input: {
    went: richText({ required: true }),
    change: richText({ required: true }),
    actions: list({ what: text({ required: true }), owner: ref('member'), due: date() }),
  },
  sees: ['objective', 'keyResult'],
  run: ({ row, input, now, seen }) => {
    if (row.state !== 'active') return refuse(`It is ${row.state}; only an active cycle is closed.`)
    const open = seen('objective').filter((one) => one['period'] === row.period && one['state'] === 'active')
    if (open.length > 0)
      return refuse(
        `${open.map(({ key }) => key).join(', ')} ${open.length === 1 ? 'is' : 'are'} not closed.`,
        'Close or abandon every objective of the period first.',
      )
    const results = resultsOf(row.period, seen('objective'), seen('keyResult')).filter(isCommitted)
    const met = results.filter((one) => one['state'] === 'scored' && Number(one['scored'] ?? 0) >= 1).length
    return change({
      state: 'closed',
      met,
      committed: Math.max(row.committed ?? 0, results.length),
      closedOn: now.slice(0, 10),
      went: input.went,
      change: input.change,
      actions: input.actions,
    })
  },
})

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Key results of the objectives of a period. */
function resultsOf(period: string, objectives: Rows, results: Rows): Rows {
  const own = new Set(objectives.filter((one) => one['period'] === period).map(({ id }) => id))
  return results.filter((one) => own.has(one['objective']))
}

const isCommitted = (row: Readonly<Record<string, unknown>>): boolean => row['type'] === 'committed' && row['state'] !== 'draft'

declare module '#kernel' {
  interface Registry {
    cycle: typeof cycle
  }
}
