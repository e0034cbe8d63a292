import { action, change, dateTime, list, number, object, oneOf, ref, refs, refuse, richText, tags, text, timeframe } from '#kernel'
import { checked } from './checked.ts'
import { movedBets } from './movedBets.ts'
import { movedPlans } from './movedPeople.ts'
import { quarterly, quarterOf } from './quarterly.ts'

export const scenario = object('scenario', {
  says: 'A what-if: bets chosen under rules, with proof of how good the choice is.',
  key: 'SCN',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    periods: tags({ says: 'The quarters that it plans, in order; the next four when empty.' }),
    lockedIn: refs('initiative', { says: 'Bets that must be in.' }),
    lockedOut: refs('initiative', { says: 'Bets that must not.' }),
    moves: list({ team: text({ required: true }), weeks: number({ required: true }) }, { says: 'Person-weeks a quarter that a squad gains or gives.' }),
    people: checked(
      list(
        {
          from: text({ required: true, max: 120 }),
          to: text({ required: true, max: 120 }),
          people: number({ required: true, min: 0.1, max: 10_000 }),
          skill: text({ max: 60, says: 'Their main skill, as the capacity plan of the squad that they leave names it.' }),
          since: timeframe({ required: true, says: 'The first quarter: 2027-Q1.' }),
        },
        { says: 'People who change squads with a quarter, and stay.' },
      ),
      (moved) =>
        moved
          .map(({ from, to, since }) => (from === to ? ([`${from} would move people to itself.`, 'Name two squads.'] as const) : quarterly(since)))
          .find((fault) => fault !== null) ?? null,
    ),
    value: number({ byVerb: true, class: 'confidential' }),
    bound: number({ byVerb: true, class: 'confidential', says: 'No plan that keeps the rules is worth more.' }),
    gap: number({ byVerb: true, says: 'Bound less value, as a share of the value.' }),
    plan: list({ initiative: ref('initiative', { required: true }), period: text({ required: true }) }, { byVerb: true }),
    prices: list(
      { initiative: ref('initiative', { required: true }), low: number({ required: true }), high: number() },
      { byVerb: true, class: 'confidential', says: 'What the plan loses when a bet that it leaves out is forced in.' },
    ),
    solvedAt: dateTime({ byVerb: true }),
    decision: ref('decision', { byVerb: true }),
    note: richText(),
    state: oneOf(['draft', 'solved', 'adopted', 'discarded'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    (row.state === 'adopted' || row.state === 'discarded') && fields.some((field) => field !== 'note') ? `It is ${row.state}; it stays as it was.` : null,
})

export { movedBets } from './movedBets.ts'
export { movedPlans } from './movedPeople.ts'

export const keep = action(scenario, 'keep', {
  says: 'Keep what the solver found.',
  input: {
    value: number({ required: true }),
    bound: number({}),
    gap: number({ min: 0 }),
    plan: list({ initiative: ref('initiative', { required: true }), period: text({ required: true }) }),
    prices: list({ initiative: ref('initiative', { required: true }), low: number({ required: true }), high: number() }),
  },
  run: ({ row, input, now }) =>
    row.state === 'draft' || row.state === 'solved'
      ? change({ state: 'solved', value: input.value, bound: input.bound, gap: input.gap, plan: input.plan ?? [], prices: input.prices, solvedAt: now })
      : refuse(`It is ${row.state}.`, 'Copy it to a new one.'),
})

export const adopt = action(scenario, 'adopt', {
  says: 'Move every bet of the plan to its quarter and its people to their squads, as one step that can be undone.',
  input: { decision: ref('decision', { required: true, says: 'The decision that adopts it.' }) },
  sees: ['decision', 'capacityPlan', 'initiative'],
  run: ({ row, input, seen, now }) => {
    if (row.state !== 'solved') return refuse(`It is ${row.state}; only a solved scenario is adopted.`)
    const over = overPeriod(
      (row.plan ?? []).map(({ period }) => period),
      now,
    )
    if (over) return refuse(`It plans ${over}, which is over.`, 'Solve it anew.')
    const decision = seen('decision').find(({ id }) => id === input.decision)
    if (decision && decision['state'] !== 'decided')
      return refuse(`${decision.key} is ${String(decision['state'])}.`, 'Have it decided first: it is what merges this plan.')
    const moves = movedBets(row.plan ?? [], seen('initiative')).map(({ bet, period }) => ({
      noun: 'initiative' as const,
      verb: 'reschedule',
      id: bet.id,
      input: { timeframe: period, cause: 'capacity' },
    }))
    const { revised, fault } = movedPlans(row.people ?? [], seen('capacityPlan'), now)
    if (fault) return refuse(...fault)
    const because = `${row.key} was adopted${decision ? ` by ${decision.key}` : ''}.`
    const people = revised.map(({ plan, headcount, skills }) => ({
      noun: 'capacityPlan' as const,
      verb: plan['state'] === 'confirmed' ? 'revise' : 'edit',
      id: plan.id,
      input: plan['state'] === 'confirmed' ? { headcount, skills, reason: because } : { headcount, skills, note: because },
    }))
    return { ...change({ state: 'adopted', decision: input.decision }), then: [...moves, ...people] }
  },
})

/** A quarter of a plan that is over; null when none is. */
export function overPeriod(periods: readonly string[], now: string): string | null {
  return periods.find((period) => /^\d{4}-Q[1-4]$/.test(period) && period < quarterOf(now)) ?? null
}

export const discard = action(scenario, 'discard', {
  says: 'Put it aside.',
  run: ({ row }) => (row.state === 'adopted' ? refuse('It is adopted; undo that first.') : change({ state: 'discarded' })),
})

declare module '#kernel' {
  interface Registry {
    scenario: typeof scenario
  }
}
