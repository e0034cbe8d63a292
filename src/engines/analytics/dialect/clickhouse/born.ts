import { conditionsOf, isAmong, isIn, mostNamed, rowsOf, unsupported, type Rows, type SqlFrame } from './rows.ts'
import { quoted } from './words.ts'

const forever = { from: -Infinity, to: Infinity }

/** Those of whom it is said when they came to be, and which of them are counted. */
export interface Born {
  /** When each came to be, in milliseconds, without our own where they are left out. */
  readonly created: ReadonlyMap<string, number>
  /** None, or one that tells who of them belongs to the groups that are counted. */
  readonly statements: readonly string[]
  /** Those who are counted, given the answer. */
  readonly counted: (answers: readonly Rows[]) => ReadonlyMap<string, number>
}

/**
 * Whoever is known to have come to be needs no event to be counted: segments of accounts and cohorts of whom is counted name who is. An account is in a cohort of
 * persons when any of them ever acted for it. Which persons belong to an account is told by the embedded store alone.
 */
export function bornOf(own: SqlFrame): Born {
  const { frame, place, actor, among } = own
  const left = new Set(frame.query.internal === 'include' ? [] : place.own[actor === 'person' ? 'persons' : 'accounts'])
  const known = (actor === 'person' ? (place.persons ?? []) : place.accounts).filter(({ id }) => !left.has(id) && (actor === 'person' || isAmong(among, id)))
  const created = new Map(known.flatMap(({ id, created: at }) => (at === null ? [] : [[id, at] as const])))
  const kinds = conditionsOf(frame.query).flatMap((one) => ('cohort' in one ? [kindOf(own, one.cohort)] : []))
  if (created.size > 0 && actor === 'person' && (among.length > 0 || kinds.includes('account')))
    throw unsupported('where', 'persons who came to be, within a group of accounts,')
  if (created.size === 0 || kinds.length === 0) return { created, statements: [], counted: () => created }
  if (created.size > mostNamed) throw unsupported('where', `a cohort beside more than ${mostNamed} who came to be`)
  const ids = [...created.keys()]
  const statement = kinds.includes('person') === (actor === 'person') ? namedIn(own, ids) : actedFor(own, ids)
  const counted = (answers: readonly Rows[]) => {
    const inside = new Set((answers[0] ?? []).map(([id]) => String(id)))
    return new Map([...created].filter(([id]) => inside.has(id)))
  }
  return { created, statements: [statement], counted }
}

function kindOf({ place }: SqlFrame, name: string): 'person' | 'account' {
  return place.cohorts?.get(name)?.actor === 'person' ? 'person' : 'account'
}

const namedIn = ({ actor, cohorts }: SqlFrame, ids: readonly string[]): string =>
  `SELECT ${actor} FROM (SELECT arrayJoin([${ids.map(quoted).join(', ')}]) AS ${actor}) WHERE ${cohorts.join(' AND ')}`

/** Whoever acted, ever: what was not known of by the day of the question says as well for whom somebody acts. */
const actedFor = (own: SqlFrame, ids: readonly string[]): string =>
  `${rowsOf({ ...own, tests: [], frame: { ...own.frame, asOf: Number.MAX_SAFE_INTEGER } }, 'DISTINCT account', isIn('account', ids, false), forever)}`
