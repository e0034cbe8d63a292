import { event } from '#facts'
import { hash64, type Seen } from '#engines/events/seen.ts'
import { inspect, limits, ownText } from '#engines/events/limits.ts'
import { day, happened, timeClass } from '#engines/events/time.ts'
import type { Plan } from '#engines/events/plan.ts'
import { cleaned } from './cleaned.ts'
import { consents, domainOf, personOf, splitGroups, type Incoming, type Odd, type SourceTerms } from './incoming.ts'
import { isPlaceholder } from './placeholders.ts'

type Cell = string | number | boolean | null
export type Row = readonly Cell[]

/** What the workspace knows when a request arrives. */
export interface Known {
  readonly seen: Seen
  readonly plan: Plan
  readonly isForgotten: (person: string) => boolean
  /** Is the device known to be this person already? */
  readonly isLinked: (userId: string, anonymousId: string) => boolean
  /** The account in which a person acted at a moment, as group calls said. */
  readonly accountOf: (person: string, at: number) => string | null
  /** The account that the domain of a person’s e-mail had named by then. */
  readonly domainOf: (person: string, at: number) => string | null
  /** The account that an id means: the one whose record says that another tool names it so, else the id itself. */
  readonly accountNamed: (id: string) => string
  /** The account whose record has a web domain; null where none has, or several. */
  readonly accountOfDomain: (domain: string) => string | null
  readonly hashed: (value: string) => string
}

export interface Arrival {
  readonly received: number
  readonly sentAt: number | null
  readonly source: SourceTerms
  readonly protocol: string
  /** Of the inflated body: events without a name of their own are the same only within it and its repetitions. */
  readonly bodyHash: string
  readonly items: readonly { readonly index: number; readonly incoming: Incoming }[]
}

/** A link between names of persons, or between a person and a group, from a moment on: `group` as the client said, `domain` by their e-mail. */
export interface LinkRow {
  readonly id: string
  readonly kind: 'identify' | 'alias' | 'group' | 'domain'
  readonly person: string
  readonly other: string
  readonly type: string | null
  readonly at: number
}

/** What a request comes to. `names` were noted as seen; whoever cannot store the rows takes them back. */
export interface Taken {
  readonly events: Row[]
  readonly links: LinkRow[]
  readonly profiles: Row[]
  readonly odd: (Odd & { readonly index: number })[]
  readonly names: string[]
  /** Names that were seen before: acknowledged, and not stored again. */
  readonly repeated: string[]
  /** Classes of violations, with how often. */
  readonly flags: Map<string, number>
  forgotten: number
  /** Items of persons who did not consent: acknowledged, and not kept. */
  withheld: number
}

/** The columns of the fact `event`, in the order of the rows made here. */
export const eventColumns = Object.keys(event.event.columns)

/** Turns what one request said into rows. Notes names as seen, and changes nothing else. */
export function receive(arrival: Arrival, known: Known): Taken {
  const linked = new Set<string>()
  const taken: Taken = { events: [], links: [], profiles: [], odd: [], names: [], repeated: [], flags: new Map(), forgotten: 0, withheld: 0 }
  const together: Known = { ...known, ...within(taken, known, linked) }
  for (const { index, incoming } of arrival.items) {
    const problem = take(incoming, arrival, together, taken)
    if (problem) taken.odd.push({ ...problem, index })
  }
  return taken
}

/** What the request itself has said so far counts for what follows in it. */
const within = ({ links }: Taken, known: Known, linked: Set<string>): Pick<Known, 'isLinked' | 'accountOf' | 'domainOf'> => ({
  isLinked: (userId, anonymousId) => {
    const pair = `${userId}~${anonymousId}`
    if (linked.has(pair)) return true
    linked.add(pair)
    return known.isLinked(userId, anonymousId)
  },
  accountOf: (person, at) => accountIn(links, 'group', person, at) ?? known.accountOf(person, at),
  domainOf: (person, at) => accountIn(links, 'domain', person, at) ?? known.domainOf(person, at),
})

const accountIn = (links: readonly LinkRow[], kind: LinkRow['kind'], person: string, at: number): string | null =>
  links.length === 0
    ? null
    : (links.findLast((link) => link.kind === kind && link.type === 'account' && link.person === person && link.at <= at)?.other ?? null)

function take(given: Incoming, arrival: Arrival, known: Known, taken: Taken): Odd | null {
  const said = cleaned(given)
  const person = personOf(said)
  if (person !== null && known.isForgotten(person)) {
    taken.forgotten += 1
    return null
  }
  const { consent } = arrival.source
  if (consent !== null && !consents(said, consent)) {
    taken.withheld += 1
    return null
  }
  const at = happened(said.at, said.sentAt ?? arrival.sentAt, arrival.received)
  const wrong = wrongBefore(said, at, arrival.received)
  if (wrong) return wrong
  const kept = inspect(said.props)
  if (kept.refused) return { class: 'oversize', ...kept.refused }
  const incoming = kept.changed.length === 0 ? said : { ...said, props: kept.record }
  const name = incoming.insertId ?? madeName(incoming, arrival, kept.json)
  const judged: Judged = { name, at, person, json: kept.json, flags: unflagged }
  const held = incoming.kind === 'track' ? judge(incoming, kept.changed, arrival.source, known, judged) : null
  if (held) return held
  if (!known.seen.add(name, Math.floor(arrival.received / day))) {
    taken.repeated.push(name)
    return null
  }
  taken.names.push(name)
  for (const flag of judged.flags) {
    const [kind = flag] = flag.split(':', 1)
    taken.flags.set(kind, (taken.flags.get(kind) ?? 0) + 1)
  }
  return store(incoming, arrival, known, taken, judged)
}

/** What makes an item unfit whatever the plan says. */
function wrongBefore({ kind, name, userId, anonymousId, other, groups }: Incoming, at: number, received: number): Odd | null {
  if (kind === 'track' && name === '') return { class: 'malformed', field: 'name', message: 'An event has a name.' }
  if (name.length > limits.nameLength) return { class: 'oversize', field: 'name', message: `A name has at most ${limits.nameLength} characters.` }
  if (kind === 'identify' && userId === null && anonymousId === null) return { class: 'malformed', field: 'user_id', message: 'It names no person.' }
  if (kind === 'alias' && (userId === null || other === null)) return { class: 'malformed', field: 'previous_id', message: 'An alias names two persons.' }
  if (kind === 'group' && groups === null) return { class: 'malformed', field: 'group', message: 'It names no group.' }
  if (userId !== null && (isPlaceholder(userId) || userId.startsWith('~')))
    return { class: 'id_placeholder', field: 'user_id', message: `“${userId.slice(0, 40)}” stands for nobody.` }
  if (!(at >= 0)) return { class: 'late_time', field: 'timestamp', message: 'It would have happened before 1970.' }
  if (timeClass(at, received) === 'future_time') return { class: 'future_time', field: 'timestamp', message: 'It would happen more than a day from now.' }
  return null
}

/** An item on its way to its rows. */
interface Judged {
  readonly name: string
  readonly at: number
  readonly person: string | null
  json: string
  flags: readonly string[]
}

const unflagged: readonly string[] = []

/** Against the tracking plan: flags what is odd, holds it where the plan or the source wants that, and keeps personal values as the source wants. */
function judge(incoming: Incoming, changed: readonly string[], source: SourceTerms, known: Known, judged: Judged): Odd | null {
  const { plan } = known
  const violations = plan.check(incoming.name, incoming.props)
  if (changed.length > 0 || violations.length > 0)
    judged.flags = [
      ...changed.map((what) => `malformed:${what}`),
      ...violations.map(({ class: kind, property }) => (property === null ? kind : `${kind}:${property.replaceAll(/\s/g, '_')}`)),
    ]
  const mode = plan.modeOf(incoming.name)
  if (mode === null && !plan.isEmpty && source.unplanned === 'quarantine')
    return { class: 'unknown_event', field: 'name', message: `The tracking plan has no event “${incoming.name}”.` }
  const first = judged.flags.find((flag) => !flag.startsWith('malformed'))
  if (mode === 'block' && first) {
    const [kind = '', property = null] = first.split(':')
    return { class: kind, field: property, message: `The plan blocks what does not fit: ${kind.replaceAll('_', ' ')}${property ? ` ${property}` : ''}.` }
  }
  const personal = source.personal === 'keep' ? null : plan.personal(incoming.name)
  if (personal && Object.keys(incoming.props).some((name) => personal.has(name))) judged.json = JSON.stringify(sealed(incoming.props, personal, source, known))
  return null
}

const sealed = (
  props: Incoming['props'],
  personal: ReadonlySet<string>,
  { personal: how }: SourceTerms,
  { hashed }: Known,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(props).flatMap(([name, value]) =>
      !personal.has(name) || value === null ? [[name, value]] : how === 'drop' ? [] : [[name, hashed(String(value))]],
    ),
  )

function store(incoming: Incoming, arrival: Arrival, known: Known, taken: Taken, judged: Judged): null {
  const { source, received } = arrival
  const { at, person, name } = judged
  const { userId, anonymousId } = incoming
  const { account, others, type } = splitGroups(incoming.groups, source.accountGroup)
  if (userId !== null && anonymousId !== null && !known.isLinked(userId, anonymousId))
    noteLink(taken, { id: `${name}/identify`, kind: 'identify', person: userId, other: `~${anonymousId}`, type: null, at })
  if (incoming.kind === 'alias' && userId !== null && incoming.other !== null)
    for (const other of [incoming.other, `~${incoming.other}`])
      noteLink(taken, { id: `${name}/${other}`, kind: 'alias', person: userId, other, type: null, at })
  if (incoming.kind === 'group') {
    for (const [group, said] of Object.entries(incoming.groups ?? {})) {
      const key = group === type ? known.accountNamed(said) : said
      if (person !== null) noteLink(taken, { id: `${name}/${group}`, kind: 'group', person, other: key, type: group === type ? 'account' : group, at })
      taken.profiles.push([`${name}/${group}`, group === type ? 'account' : group, key, judged.json, at])
    }
  }
  const ofDomain = source.accountByDomain && person !== null ? known.accountOfDomain(domainOf(incoming) ?? '') : null
  if (incoming.kind === 'identify' && person !== null && ofDomain !== null)
    noteLink(taken, { id: `${name}/domain`, kind: 'domain', person, other: ofDomain, type: 'account', at })
  if (incoming.kind === 'identify' && person !== null && judged.json !== '{}') taken.profiles.push([name, 'person', person, judged.json, at])
  if (incoming.kind !== 'track') return null
  if (incoming.traits && person !== null) taken.profiles.push([`${name}/traits`, 'person', person, inspect(incoming.traits).json, at])
  const late = timeClass(at, received)
  const flags = late ? [...judged.flags, late] : judged.flags
  const own = source.accountProperty === null ? undefined : incoming.props[source.accountProperty]
  const named = typeof own === 'string' || typeof own === 'number' ? known.accountNamed(String(own)) : null
  const byGroup = account ?? saidOf(person, at, known.accountOf)
  const frozen = (byGroup === null ? null : known.accountNamed(byGroup)) ?? named ?? saidOf(person, at, known.domainOf) ?? ofDomain
  taken.events.push([
    name,
    at,
    frozen,
    userId,
    anonymousId,
    null,
    incoming.name,
    null,
    null,
    incoming.sessionId,
    received,
    judged.json === '{}' ? null : judged.json,
    others === null ? null : JSON.stringify(others),
    flags.length === 0 ? null : flags.join(' '),
  ])
  return null
}

const saidOf = (person: string | null, at: number, of: Known['accountOf']): string | null => (person === null ? null : of(person, at))

/** Links are remembered for long, and so have texts of their own. */
const noteLink = ({ links }: Taken, link: LinkRow): unknown => links.push({ ...link, person: ownText(link.person), other: ownText(link.other) })

/** A name for an event without one: the same only for the same event in the same body. */
function madeName({ kind, name, userId, anonymousId, at, other }: Incoming, { bodyHash }: Arrival, json: string): string {
  const text = [bodyHash, kind, name, userId, anonymousId, at, other, json].join('\u0001')
  return `~${[...hash64(text), ...hash64(`~${text}`)].map((half) => half.toString(16).padStart(8, '0')).join('')}`
}
