/** One thing that a client said, whatever its protocol: somebody did something, is somebody, belongs to a group, or is the same as another. */
export interface Incoming {
  readonly kind: 'track' | 'identify' | 'group' | 'alias'
  /** The event’s name; empty unless it is a track. */
  readonly name: string
  readonly userId: string | null
  readonly anonymousId: string | null
  /** Milliseconds since 1970 by the client’s clock; null means when it arrived. */
  readonly at: number | null
  /** When it left, by the same clock, where the protocol says so for each event. */
  readonly sentAt: number | null
  readonly insertId: string | null
  /** Groups by type, as the protocol names them; of a group call, the one that it is about. */
  readonly groups: Readonly<Record<string, string>> | null
  readonly sessionId: string | null
  /** Properties of a track, traits of an identify or a group. */
  readonly props: Readonly<Record<string, unknown>>
  /** What a track says of its person along the way. */
  readonly traits: Readonly<Record<string, unknown>> | null
  /** Of an alias: the other name. */
  readonly other: string | null
  /** To which purposes the person consented, by the client’s names for them; null where it says nothing of consent. */
  readonly consent: Readonly<Record<string, boolean>> | null
}

/** Why a door does not take one item of a request. The classes are those of the tracking plan’s violations. */
export interface Refusal extends Odd {
  readonly class: 'malformed' | 'oversize' | 'id_placeholder' | 'future_time' | 'late_time'
}

/** Why an item waits in quarantine. */
export interface Odd {
  readonly class: string
  readonly field: string | null
  readonly message: string
}

/** What the source that sent it wants. */
export interface SourceTerms {
  /** The system’s own name of the source, such as EVS-3. */
  readonly key: string
  /** The type of group that is the account; the usual names when empty. */
  readonly accountGroup: string | null
  /** The property that names the account when nothing else does. */
  readonly accountProperty: string | null
  /** May the domain of an e-mail name the account? */
  readonly accountByDomain: boolean
  /** The purpose without which nothing is kept; null asks for none. */
  readonly consent: string | null
  readonly unplanned: 'accept' | 'quarantine'
  readonly personal: 'keep' | 'hash' | 'drop'
}

/** A device is a person too, until somebody says who it is; `~` keeps the two kinds of names apart. */
export const personOf = ({ userId, anonymousId }: Pick<Incoming, 'userId' | 'anonymousId'>): string | null =>
  userId ?? (anonymousId === null ? null : `~${anonymousId}`)

/** Does the person consent to a purpose, whatever its letter case? Silence is no consent. */
export function consents({ consent }: Pick<Incoming, 'consent'>, purpose: string): boolean {
  const wanted = purpose.toLowerCase()
  return Object.entries(consent ?? {}).some(([name, is]) => is && name.toLowerCase() === wanted)
}

/** The domain of the person’s e-mail, as the client gave it: their name, or a trait. */
export function domainOf({ userId, traits, props }: Pick<Incoming, 'userId' | 'traits' | 'props'>): string | null {
  const [mail] = [userId, traits?.['email'], traits?.['$email'], props['email'], props['$email']].filter((one) => typeof one === 'string' && isMail.test(one))
  return typeof mail === 'string' ? mail.slice(mail.lastIndexOf('@') + 1).toLowerCase() : null
}
const isMail = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

const usualTypes = ['account', 'company', 'organization', 'organisation', 'customer', 'account_id', 'company_id', 'org', 'team', 'workspace']

/** The account among groups: of the type that the source says, else of the usual names, else the only group that there is. The other groups stay by their types. */
export function splitGroups(
  groups: Readonly<Record<string, string>> | null,
  accountGroup: string | null,
): { readonly account: string | null; readonly others: Readonly<Record<string, string>> | null; readonly type: string | null } {
  if (groups === null) return { account: null, others: null, type: null }
  const types = Object.keys(groups)
  const [only] = types
  const type = types.length === 1 && !accountGroup ? only : (accountGroup ? [accountGroup] : usualTypes).find((one) => types.includes(one))
  if (type === undefined) return { account: null, others: groups, type: null }
  if (types.length === 1) return { account: groups[type] ?? null, others: null, type }
  return {
    account: groups[type] ?? null,
    others: Object.fromEntries(
      Object.entries(groups)
        .filter(([one]) => one !== type)
        .slice(0, 4),
    ),
    type,
  }
}
