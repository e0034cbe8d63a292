import { isProblem, rank, type Action, type AnyRow, type Noun, type Role } from '#kernel'

export interface Member {
  readonly id: string
  readonly role: Role
}

/**
 * Why this verb would be refused now; null when it may be tried. The verb's own `run` is asked, with the row as it stands: a refusal for
 * which it looks at its input comes when the input is there, and one that depends on other rows comes from the server, which sees them.
 */
export function refusalOf(verb: Action, row: AnyRow, me: Member, now: string): string | null {
  if (rank(me.role) < rank(verb.allow)) return `This needs the role ${verb.allow}.`
  if (row.archivedAt) return 'It is archived; restore it first.'
  try {
    const decision = verb.run({ row, input: unasked(verb), me, now, seen: unseen })
    return decision.decides === 'refuse' ? `${decision.reason} ${decision.hint}`.trim() : null
  } catch (error) {
    if (isProblem(error) || error instanceof TypeError || error instanceof Unseen) return null
    throw error
  }
}

/** A verb asked for what is not here: rows that only the server has, or an input that nobody has typed. */
class Unseen extends Error {}
function unseen(): never {
  throw new Unseen()
}

/** Why the row cannot be edited or archived; null when it can. */
export function genericRefusal(noun: Noun, verb: 'create' | 'edit' | 'archive', me: Member): string | null {
  if (noun.without[verb]) return noun.without[verb]
  return rank(me.role) < rank(noun.allow) ? `This needs the role ${noun.allow}.` : null
}

/** The fields that people may write; of a row those that it would not refuse as it stands. */
export const editable = (noun: Noun, row?: AnyRow): Noun['fields'] =>
  Object.fromEntries(open(noun).filter(([name]) => !row || noun.settled(row, [name]) === null))

/** Why some fields of a row are not written any more. */
export const settledSays = (noun: Noun, row: AnyRow): string[] => [...new Set(open(noun).flatMap(([name]) => noun.settled(row, [name]) ?? []))]

const open = (noun: Noun) => Object.entries(noun.fields).filter(([, field]) => !field.byVerb && field.class !== 'secret')

/** What nobody has typed yet: whoever looks at a field of it decides by the input. */
const unasked = (verb: Action): Readonly<Record<string, unknown>> =>
  Object.defineProperties({}, Object.fromEntries(Object.keys(verb.input).map((name) => [name, { get: unseen, enumerable: true }])))

/** Whether there is something to type before it is done, even if all of it may stay empty. */
export const takesInput = (verb: Action): boolean => Object.keys(verb.input).length > 0

/** Verbs that people perform on a row: not those that make one, not those of flows, not those that a door of its own fills in, not those that only programs use. */
export const handVerbs = (verbs: readonly Action[], row: AnyRow): readonly Action[] =>
  verbs.filter((verb) => !verb.inner && !verb.creates && !machines.has(`${verb.of}.${verb.verb}`) && row.id !== '')
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
