import { action, boolean, change, date, dateTime, integer, isId, isRecord, list, number, object, oneOf, ref, refs, refuse, richText, text } from '#kernel'
import type { AnyRow, Consequence } from '#kernel'
import { factorNames, faultOf, inputNames, type FactorName } from './scoreInput.ts'

/** What people judge for each score. Its confidence and its size are the bet’s own: RICE and the weighted score read its effort, CD3 how long its squad takes. */
export const factorsOf = {
  rice: ['reach', 'impact'],
  ice: ['iceImpact', 'iceConfidence', 'ease'],
  wsjf: ['businessValue', 'timeCriticality', 'riskReduction', 'jobSize'],
  opportunity: ['importance', 'satisfaction'],
  cd3: ['costOfDelay'],
  weighted: ['value', 'costOfDelay'],
} as const satisfies Readonly<Record<string, readonly FactorName[]>>

/** Fewer would tell each of them what the others gave (portfolio reference 4.9). */
export const fewestRaters = 3

const figure = { factor: oneOf(factorNames, { required: true }), value: number({ required: true }) }

export const scoringRound = object('scoringRound', {
  says: 'Several people score bets, each alone; what they gave is read when all of it is revealed.',
  key: 'RND',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    method: oneOf(['rice', 'ice', 'wsjf', 'opportunity', 'cd3', 'weighted'], { required: true, initial: 'wsjf' }),
    bets: refs('initiative', { required: true }),
    participants: refs('member', { required: true, says: 'Who scores; three at least.' }),
    due: date({ required: true, says: 'Until when; what comes later is marked as late.' }),
    brief: richText({ says: 'What a high and a low figure mean here, so that all mean the same.' }),
    owner: ref('member', { says: 'Who runs it.' }),
    turn: integer({ initial: 1, byVerb: true, says: 'The vote that is running, or ran last.' }),
    revealedAt: dateTime({ byVerb: true }),
    agreed: list(
      { bet: ref('initiative', { required: true }), ...figure, note: text({ max: 500 }), by: ref('member'), at: dateTime({ required: true }) },
      { byVerb: true, class: 'confidential', says: 'What was agreed after the talk, and by whom.' },
    ),
    reason: richText({ byVerb: true, says: 'Why it was called off.' }),
    state: oneOf(['draft', 'open', 'closed', 'revealed', 'agreed', 'cancelled'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'draft' && fields.some((field) => ['method', 'bets', 'participants', 'due'].includes(field))
      ? 'It was opened: who scores what, by which score, is fixed. Vote again, or open another round.'
      : null,
})

export const open = action(scoringRound, 'open', {
  says: 'Ask its people for their figures.',
  sees: ['member', 'ballot'],
  run: ({ row, now, seen }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state}; only a draft is opened.`)
    if (row.bets.length === 0) return refuse('It names no bet.', 'Choose the bets to score.')
    if (row.participants.length < fewestRaters)
      return refuse(`${fewestRaters} people at least score in a round.`, 'With fewer, each would know what the others gave.')
    if (row.due < now.slice(0, 10)) return refuse('Its due day has passed.', 'Set a day ahead.')
    const unfit = seen('member').filter(({ id, ...one }) => row.participants.some((each) => each === id) && !mayScore(one))
    if (unfit.length > 0)
      return refuse(`${unfit.map((one) => String(one['name'])).join(', ')} may not score.`, 'It takes the role contributor, and somebody who is here.')
    return change({ state: 'open' }, ballotsFor(row, row.turn ?? 1, row.bets, seen('ballot')))
  },
})

const mayScore = (one: Readonly<Record<string, unknown>>): boolean => !['viewer', 'guest'].includes(String(one['role'])) && one['state'] !== 'left'

/** One ballot for each person who has none in this vote. */
function ballotsFor(
  row: { readonly id: string; readonly title: string; readonly participants: readonly string[] },
  turn: number,
  bets: readonly string[],
  all: readonly AnyRow[],
): Consequence[] {
  const known = ballotsOf(all, row.id, turn).map((one) => one['participant'])
  const name = turn === 1 ? row.title : `${row.title}, vote ${turn}`
  return row.participants
    .filter((participant) => !known.includes(participant))
    .map((participant) => ({ noun: 'ballot', verb: 'issue', input: { name, round: row.id, turn, participant, bets } }))
}

const ballotsOf = (all: readonly AnyRow[], round: string, turn: number): readonly AnyRow[] =>
  all.filter((one) => one['round'] === round && one['turn'] === turn)

export const score = action(scoringRound, 'score', {
  says: 'Give your own figures for one bet, or say that you have no opinion. They are sealed: nobody reads them before all are revealed.',
  allow: 'contributor',
  input: {
    bet: ref('initiative', { required: true }),
    figures: list(figure, { says: 'One for each factor of the score; none without an opinion.' }),
    noOpinion: boolean({ initial: false }),
    note: text({ max: 500, says: 'Why; sealed too.' }),
  },
  sees: ['ballot'],
  run: ({ row, input, me, now, seen }) => {
    if (row.state !== 'open') return refuse(`It is ${row.state}; figures are given while it is open.`)
    const given = input.figures ?? []
    const fault = input.noOpinion ? (given.length > 0 ? 'Give figures, or say that you have no opinion.' : null) : faultIn(row.method, given)
    if (fault) return refuse(fault)
    const mine = ballotsOf(seen('ballot'), row.id, row.turn ?? 1).find((one) => one['participant'] === me.id)
    if (!mine) return refuse('You are not asked in this round.', 'Whoever runs it opens another one with you in it.')
    if (![mine['bets']].flat().includes(input.bet)) return refuse('This vote does not ask about that bet.')
    const common = { bet: input.bet, note: input.note, at: now }
    const entries = input.noOpinion ? [{ ...common, factor: null, value: null }] : given.map((one) => ({ ...common, ...one }))
    return change({}, [{ noun: 'ballot', verb: 'seal', id: mine.id, input: { bet: input.bet, entries } }])
  },
})

type Figures = readonly { readonly factor: FactorName; readonly value: number }[]

/** Why these are not the figures of a score, whole and on their scales; null when they are. */
function faultIn(method: keyof typeof factorsOf, given: Figures, { isPart = false } = {}): string | null {
  const factors: readonly string[] = factorsOf[method]
  const names = given.map(({ factor }) => factor)
  const stranger = names.find((name) => !factors.includes(name))
  if (stranger) return `${method} does not read “${stranger}”.`
  if (new Set(names).size < names.length) return 'A factor is given twice.'
  const lacking = factors.filter((factor) => !names.some((name) => name === factor))
  if (isPart ? names.length === 0 : lacking.length > 0) return `It lacks ${lacking.join(', ')}.`
  return given.map(({ factor, value }) => faultOf(factor, value)).find((fault) => fault !== null) ?? null
}

export const close = action(scoringRound, 'close', {
  says: 'Take no more figures.',
  run: ({ row }) => (row.state === 'open' ? change({ state: 'closed' }) : refuse(`It is ${row.state}; only an open round is closed.`)),
})

export const reopen = action(scoringRound, 'reopen', {
  says: 'Take figures again, until another day; what was given stays sealed.',
  input: { due: date({ required: true }) },
  run: ({ row, input, now }) => {
    if (row.state !== 'closed') return refuse(`It is ${row.state}; only a closed round is reopened, and one that is revealed votes again.`)
    return input.due < now.slice(0, 10) ? refuse('That day has passed.', 'Set a day ahead.') : change({ state: 'open', due: input.due })
  },
})

export const reveal = action(scoringRound, 'reveal', {
  says: 'Show everybody what everybody gave.',
  sees: ['ballot'],
  run: ({ row, now, seen }) => {
    if (row.state !== 'closed') return refuse(`It is ${row.state}; a round is closed before it is revealed.`)
    const own = ballotsOf(seen('ballot'), row.id, row.turn ?? 1)
    const given = own.filter(({ state }) => state !== 'waiting' && state !== 'absent')
    if (given.length < fewestRaters)
      return refuse(`${given.length} of ${own.length} people have scored; it takes ${fewestRaters}.`, 'Reopen it until another day.')
    const sealed = own.filter(({ state }) => state === 'waiting' || state === 'sealed')
    return change(
      { state: 'revealed', revealedAt: now },
      sealed.map(({ id }) => ({ noun: 'ballot', verb: 'unseal', id, input: { due: row.due } })),
    )
  },
})

export const voteAgain = action(scoringRound, 'voteAgain', {
  says: 'Ask the same people once more about some bets, after the talk.',
  input: { bets: refs('initiative', { required: true }), due: date({ required: true }) },
  sees: ['ballot'],
  run: ({ row, input, now, seen }) => {
    if (row.state !== 'revealed') return refuse(`It is ${row.state}; a second vote follows a reveal.`)
    if (input.bets.length === 0) return refuse('It names no bet.', 'Choose those that were talked about.')
    if (input.bets.some((bet) => !row.bets.includes(bet))) return refuse('One of them is not in this round.')
    if (input.due < now.slice(0, 10)) return refuse('That day has passed.', 'Set a day ahead.')
    const turn = (row.turn ?? 1) + 1
    return change({ state: 'open', turn, due: input.due }, ballotsFor(row, turn, input.bets, seen('ballot')))
  },
})

export const agree = action(scoringRound, 'agree', {
  says: 'Keep what was agreed on one bet, under your name.',
  input: { bet: ref('initiative', { required: true }), figures: list(figure, { required: true }), note: text({ max: 500 }) },
  sees: ['scoreInput', 'initiative'],
  run: ({ row, input, me, now, seen }) => {
    if (row.state !== 'revealed' && row.state !== 'agreed') return refuse(`It is ${row.state}; people agree on what is revealed.`)
    if (!row.bets.includes(input.bet)) return refuse('That bet is not in this round.')
    const fault = faultIn(row.method, input.figures, { isPart: true })
    if (fault) return refuse(fault)
    const measured = input.figures.filter(({ factor }) => boundTo(seen('scoreInput'), input.bet, factor))
    if (measured.length > 0) return refuse(`${measured.map(({ factor }) => factor).join(', ')} is read from a metric, and the live value counts.`)
    const names = input.figures.map(({ factor }) => factor)
    const valued = names.includes('value') || (row.agreed ?? []).some(({ bet, factor }) => bet === input.bet && factor === 'value')
    if (names.includes('costOfDelay') && !valued && !isRecord(valueOf(seen('initiative'), input.bet)))
      return refuse('Nobody has said what it brings in a year.', 'Give its value first; what a week of delay costs stands beside it.')
    const others = (row.agreed ?? []).filter(({ bet, factor }) => bet !== input.bet || !names.includes(factor))
    const by = isId<'member'>(me.id) ? me.id : null
    return change({ state: 'revealed', agreed: [...others, ...input.figures.map((one) => ({ ...one, bet: input.bet, note: input.note, by, at: now }))] })
  },
})

const heldFor = (all: readonly AnyRow[], bet: string, factor: string): AnyRow | undefined =>
  all.find((one) => one['initiative'] === bet && one['name'] === factor)
const boundTo = (all: readonly AnyRow[], bet: string, factor: string): boolean => heldFor(all, bet, factor)?.['origin'] === 'metric'

export const takeOver = action(scoringRound, 'takeOver', {
  says: 'Write what was agreed into the scores of the bets, with this round as its source.',
  sees: ['scoreInput', 'initiative', 'workspace'],
  run: ({ row, seen }) => {
    if (row.state !== 'revealed') return refuse(`It is ${row.state}; what was agreed after a reveal is taken over.`)
    const agreed = row.agreed ?? []
    if (agreed.length === 0) return refuse('Nothing is agreed yet.', 'Agree on the figures of a bet first.')
    const bound = agreed.filter(({ bet, factor }) => boundTo(seen('scoreInput'), bet, factor))
    if (bound.length > 0) return refuse(`${bound.map(({ factor }) => factor).join(', ')} is read from a metric since.`, 'Agree again without it.')
    return change({ state: 'agreed' }, [
      ...agreed
        .filter(({ factor }) => isKept(factor))
        .map(({ bet, factor, value, note }): Consequence => {
          const held = heldFor(seen('scoreInput'), bet, factor)
          const input = { value, note: note ?? `Agreed in ${row.key}`, round: row.id }
          return held
            ? { noun: 'scoreInput', verb: 'settle', id: held.id, input }
            : { noun: 'scoreInput', verb: 'found', input: { ...input, initiative: bet, name: factor } }
        }),
      ...amountsOf(agreed, seen),
    ])
  },
})

const isKept = (factor: FactorName): boolean => inputNames.some((name) => name === factor)
const valueOf = (initiatives: readonly AnyRow[], bet: string): unknown => initiatives.find(({ id }) => id === bet)?.['value']

/** Amounts are kept by the bet itself, so that its scores, the optimiser and the roadmap read one figure: one change for each bet. */
function amountsOf(agreed: readonly (Figures[number] & { readonly bet: string })[], seen: (noun: string) => readonly AnyRow[]): Consequence[] {
  const byBet = Map.groupBy(
    agreed.filter(({ factor }) => !isKept(factor)),
    ({ bet }) => bet,
  )
  return [...byBet].map(([bet, own]) => {
    const before = valueOf(seen('initiative'), bet)
    const held = isRecord(before) ? before : {}
    const currency = (isRecord(held['likely']) ? held['likely']['currency'] : null) ?? seen('workspace')[0]?.['currency'] ?? 'USD'
    const amounts = own.map(({ factor, value }) => [factor === 'value' ? 'likely' : 'costOfDelayPerWeek', { amount: value, currency }])
    return { noun: 'initiative', verb: 'edit', id: bet, input: { value: { ...held, ...Object.fromEntries(amounts) } } }
  })
}

export const cancel = action(scoringRound, 'cancel', {
  says: 'Call it off; what is sealed stays sealed for good.',
  input: { reason: richText({ required: true }) },
  run: ({ row, input }) =>
    ['draft', 'open', 'closed'].includes(row.state)
      ? change({ state: 'cancelled', reason: input.reason })
      : refuse(`It is ${row.state}; what was revealed stays.`),
})

declare module '#kernel' {
  interface Registry {
    scoringRound: typeof scoringRound
  }
}
