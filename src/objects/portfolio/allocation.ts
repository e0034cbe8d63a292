import { action, change, integer, list, object, oneOf, percent, ref, refuse, richText, text, timeframe, type AnyRow } from '#kernel'
import { changeCauses } from './changeCauses.ts'

export const investments = ['growth', 'retention', 'platform', 'compliance', 'cost', 'maintenance'] as const
/** Kinds that nobody asks for and everybody needs: without a floor they are what gives way. */
const guarded = ['platform', 'compliance'] as const

const share = {
  investment: oneOf(investments, { required: true }),
  target: percent({ required: true, min: 0, max: 1 }),
  floor: percent({ min: 0, max: 1, says: 'The least share, a hard rule in planning.' }),
  ceiling: percent({ min: 0, max: 1 }),
}

export const allocation = object('allocation', {
  says: 'How effort is to be split in a period, with floors that hold.',
  key: 'ALC',
  chapter: 'portfolio',
  title: 'title',
  fields: {
    title: text({ required: true, max: 140 }),
    period: timeframe({ required: true }),
    team: text({ max: 120, says: 'The squad that it is for; everybody when empty.' }),
    lines: list(share, { says: 'Targets sum to 100 %.' }),
    upkeepCap: percent({ initial: 0.15, min: 0, max: 1, says: 'The most that keeping the lights on may take.' }),
    rationale: richText(),
    decision: ref('decision', { byVerb: true }),
    cause: oneOf(changeCauses, { byVerb: true, says: 'Why it was last rebalanced.' }),
    revision: integer({ initial: 1, min: 1, byVerb: true, says: 'How often it was agreed: 1 at first, one more with each rebalancing.' }),
    state: oneOf(['proposed', 'approved'], { required: true, initial: 'proposed', byVerb: true }),
  },
  settled: (row, fields) =>
    row.state === 'approved' && fields.some((field) => ['period', 'team', 'lines', 'upkeepCap'].includes(field))
      ? 'It is approved: its shares change with a cause and a decision. Use rebalance.'
      : null,
})

export const approve = action(allocation, 'approve', {
  says: 'Make it the split that planning keeps.',
  allow: 'admin',
  input: { decision: ref('decision', { says: 'The decision that chose it; needed where platform or compliance have no floor.' }) },
  sees: ['allocation', 'decision'],
  run: ({ row, input, seen }) => {
    if (row.state === 'approved') return refuse('It is approved already.', 'Rebalance it.')
    const fault = faultOf(row.lines ?? []) ?? exceptionOf(row.lines ?? [], input.decision, () => seen('decision'))
    if (fault) return refuse(...fault)
    const other = seen('allocation').find((one) => one.id !== row.id && one['state'] === 'approved' && one['period'] === row.period && one['team'] === row.team)
    return other
      ? refuse(`${other.key} is the approved split of ${row.period}.`, 'Rebalance that one.')
      : change({ state: 'approved', decision: input.decision })
  },
})

export const rebalance = action(allocation, 'rebalance', {
  says: 'Agree on other shares for the period, with the cause and the decision.',
  allow: 'admin',
  input: {
    lines: list(share, { required: true, says: 'Targets sum to 100 %.' }),
    cause: oneOf(changeCauses, { required: true }),
    decision: ref('decision', { required: true, says: 'The decision that changes the split.' }),
  },
  sees: ['decision'],
  run: ({ row, input, seen }) => {
    if (row.state !== 'approved') return refuse('It is only proposed.', 'Edit it; only an approved split is rebalanced.')
    if (JSON.stringify(input.lines) === JSON.stringify(row.lines)) return refuse('These are its shares already.')
    const fault = faultOf(input.lines) ?? takenFault(input.decision, seen('decision'))
    return fault ? refuse(...fault) : change({ lines: input.lines, cause: input.cause, decision: input.decision, revision: (row.revision ?? 1) + 1 })
  },
})

interface Line {
  readonly investment: string
  readonly target: number
  readonly floor: number | null
  readonly ceiling: number | null
}
type Fault = readonly [reason: string, hint: string]

/** Why shares are no split: targets that do not sum to 100 %, a kind that stands twice, a target outside of its floor and ceiling. */
function faultOf(lines: readonly Line[]): Fault | null {
  const total = lines.reduce((sum, { target }) => sum + target, 0)
  if (Math.abs(total - 1) > 1e-6) return [`Its targets sum to ${Math.round(total * 1000) / 10} %.`, 'They sum to 100 %.']
  const twice = lines.find(({ investment }, place) => lines.findIndex((one) => one.investment === investment) < place)
  if (twice) return [`It names ${twice.investment} twice.`, 'Give each kind of work one line.']
  const wrong = lines.find(({ target, floor, ceiling }) => (floor ?? 0) > target || (ceiling ?? 1) < target)
  return wrong ? [`The target of ${wrong.investment} lies outside its floor and ceiling.`, 'Move the target or the floor.'] : null
}

function exceptionOf(lines: readonly Line[], decision: string | null, decisions: () => readonly AnyRow[]): Fault | null {
  const open = guarded.filter((kind) => !lines.some(({ investment, floor }) => investment === kind && (floor ?? 0) > 0))
  if (open.length === 0) return null
  return decision === null ? [`${open.join(' and ')} have no floor.`, 'Set one, or name the decision that leaves it out.'] : takenFault(decision, decisions())
}

/** A decision counts once it is taken; a browser sees none and leaves it to the server. */
function takenFault(id: string, decisions: readonly AnyRow[]): Fault | null {
  const found = decisions.find((one) => one.id === id)
  return found && found['state'] !== 'decided' ? [`${found.key} is ${String(found['state'])}.`, 'Have it decided first.'] : null
}

declare module '#kernel' {
  interface Registry {
    allocation: typeof allocation
  }
}
