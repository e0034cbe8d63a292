import { isProblem, parseValues, rank, type Action, type AnyRow, type Noun, type Role } from '#kernel'

export interface Member {
  readonly id: string
  readonly role: Role
}

/**
 * Why this verb would be refused now; null when it may be tried. The verb's own `run` is asked, with the row as it stands and an empty
 * input where fields are required: a refusal that depends on the input comes when the input is there, and one that depends on other rows
 * comes from the server, which sees them.
 */
export function refusalOf(verb: Action, row: AnyRow, me: Member, now: string): string | null {
  if (rank(me.role) < rank(verb.allow)) return `This needs the role ${verb.allow}.`
  if (row.archivedAt) return 'It is archived; restore it first.'
  try {
    const decision = verb.run({ row, input: emptyInput(verb), me, now, seen: unseen })
    return decision.decides === 'refuse' ? `${decision.reason} ${decision.hint}`.trim() : null
  } catch (error) {
    if (isProblem(error) || error instanceof TypeError || error instanceof Unseen) return null
    throw error
  }
}

/** A verb asked for rows that only the server has. */
class Unseen extends Error {}
function unseen(): never {
  throw new Unseen()
}

/** Why the row cannot be edited or archived; null when it can. */
export function genericRefusal(noun: Noun, verb: 'create' | 'edit' | 'archive', me: Member): string | null {
  if (noun.without[verb]) return noun.without[verb]
  return rank(me.role) < rank(noun.allow) ? `This needs the role ${noun.allow}.` : null
}

/** Every field as empty as it starts; only for asking a verb what it thinks of the row. */
function emptyInput(verb: Action): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(verb.input).map(([name, field]) => [name, field.initial ?? null]))
}

export const needsInput = (verb: Action): boolean => Object.values(verb.input).some((field) => field.required)
export const readInput = (verb: Action, draft: Readonly<Record<string, unknown>>): Record<string, unknown> => parseValues(verb.input, draft)

/** Verbs that people perform on a row: not those of flows, not those that a door of its own fills in, not those that only programs use. */
export const handVerbs = (verbs: readonly Action[], row: AnyRow): readonly Action[] =>
  verbs.filter((verb) => !verb.inner && !machines.has(`${verb.of}.${verb.verb}`) && row.id !== '')
const machines = new Set([
  'segment.changeRule',
  'scoringRound.score',
  'scoringRound.agree',
  'review.generate',
  'review.refresh',
  'review.freeze',
  'connection.recordRun',
  'member.invite',
])
