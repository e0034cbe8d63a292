import {
  action,
  change,
  date,
  dateTime,
  isId,
  isRecord,
  list,
  number,
  object,
  oneOf,
  recordsIn,
  ref,
  refuse,
  richText,
  text,
  timeframe,
  type AnyRow,
  type Id,
} from '#kernel'
import { changeCauses } from './changeCauses.ts'
import { isFlying } from './stages.ts'

export const baseline = object('baseline', {
  says: 'What was committed for a quarter, frozen on the day that it was.',
  key: 'BSL',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    period: timeframe({ required: true, says: 'A quarter: 2027-Q1.' }),
    amends: ref('baseline', { says: 'The baseline that it adds to; that one stays as it is.' }),
    note: richText(),
    cause: oneOf(changeCauses, { byVerb: true, says: 'For one that amends another: why the quarter was committed anew.' }),
    reason: richText({ byVerb: true, says: 'The same in words.' }),
    items: list(
      {
        initiative: ref('initiative', { required: true }),
        title: text({ required: true }),
        horizon: oneOf(['now', 'next', 'later'], { required: true }),
        timeframe: text(),
        effort: number({ says: 'Person-weeks; empty when nobody sized it.' }),
        team: text(),
        owner: ref('member'),
        product: ref('product'),
        investment: text(),
        outcome: text({ says: 'What it promises: metric, target, day.' }),
      },
      { byVerb: true, says: 'The committed bets as they stood.' },
    ),
    committedAt: dateTime({ byVerb: true }),
    lesson: richText({ byVerb: true, says: 'What the quarter taught about planning.' }),
    closedOn: date({ byVerb: true }),
    state: oneOf(['draft', 'committed', 'closed'], { required: true, initial: 'draft', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state !== 'draft' && fields.some((field) => field !== 'note') ? 'It is frozen; it stays as it was. Commit another one that amends it.' : null,
})

export const commit = action(baseline, 'commit', {
  says: 'Freeze every committed bet as it stands: size, place, time, outcome, owner and squad.',
  input: {
    cause: oneOf(changeCauses, { says: 'For one that amends another.' }),
    reason: richText({ says: 'For one that amends another: what happened, in words.' }),
  },
  sees: ['initiative', 'baseline'],
  run: ({ row, input, now, seen }) => {
    if (row.state !== 'draft') return refuse(`It is ${row.state} already.`)
    const standing = standingOf(row.period, seen('baseline'))
    if (standing && standing.id !== row.amends)
      return refuse(`${standing.key} is the baseline of that quarter.`, 'Name it as the one that this amends, or close it first.')
    if (row.amends && !input.cause) return refuse('It amends what was committed.', 'Name the cause; the commitment before stays beside it.')
    const items = seen('initiative').filter((one) => isFlying(one['stage']))
    return items.length > 0
      ? change({ state: 'committed', committedAt: now, items: items.flatMap(frozen), cause: input.cause, reason: input.reason })
      : refuse('No bet is committed.', 'Commit the bets of the quarter first.')
  },
})

/** The baseline that holds for a quarter: committed, not closed, and not amended by another that was committed; null when there is none. */
export function standingOf(period: string, all: readonly AnyRow[]): AnyRow | null {
  const taken = all.filter((one) => one['period'] === period && one['state'] === 'committed')
  const amended = new Set(taken.map((one) => one['amends']))
  return taken.find(({ id }) => !amended.has(id)) ?? null
}

export const close = action(baseline, 'close', {
  says: 'End the quarter with what it taught.',
  input: { lesson: richText({ required: true }) },
  run: ({ row, input, now }) =>
    row.state === 'committed'
      ? change({ state: 'closed', lesson: input.lesson, closedOn: now.slice(0, 10) })
      : refuse(`It is ${row.state}; only a committed baseline is closed.`),
})

function frozen(row: AnyRow) {
  const initiative = idOf<'initiative'>(row.id)
  const [outcome] = recordsIn(row['outcome'])
  const effort = isRecord(row['effort']) ? row['effort']['likely'] : null
  const one = {
    title: String(row['title']),
    horizon: horizons.find((one) => one === row['horizon']) ?? ('later' as const),
    timeframe: textOf(row['timeframe']),
    effort: typeof effort === 'number' ? effort : null,
    team: firstOf(row['teams']),
    owner: idOf<'member'>(row['owner']),
    product: idOf<'product'>(firstOf(row['products'])),
    investment: textOf(row['investment']),
    outcome: outcome ? `${String(outcome['metric'])} ${String(outcome['target'])} by ${String(outcome['by'])}` : null,
  }
  return initiative ? [{ initiative, ...one }] : []
}

const idOf = <N extends string>(value: unknown): Id<N> | null => (isId<N>(value) ? value : null)
const horizons = ['now', 'next', 'later'] as const
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const firstOf = (value: unknown): string | null => (Array.isArray(value) ? textOf(value[0]) : null)

declare module '#kernel' {
  interface Registry {
    baseline: typeof baseline
  }
}
