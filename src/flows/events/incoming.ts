/** One thing that a client said, as the doors hand it in (doors/ingest/neutral.ts has the same shape in its own words). */
export interface Incoming {
  readonly kind: 'track' | 'identify' | 'group' | 'alias'
  readonly name: string
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly at: number | null
  readonly sentAt: number | null
  readonly insertId: string | null
  readonly groups: Readonly<Record<string, string>> | null
  readonly sessionId: string | null
  readonly props: Readonly<Record<string, unknown>>
  readonly traits: Readonly<Record<string, unknown>> | null
  readonly other: string | null
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
  readonly unplanned: 'accept' | 'quarantine'
  readonly personal: 'keep' | 'hash' | 'drop'
}

/** A device is a person too, until somebody says who it is; `~` keeps the two kinds of names apart. */
export const personOf = ({ userId, anonymousId }: Pick<Incoming, 'userId' | 'anonymousId'>): string | null =>
  userId ?? (anonymousId === null ? null : `~${anonymousId}`)

const usualTypes = ['account', 'company', 'organization', 'organisation', 'customer', 'account_id', 'company_id', 'org', 'team', 'workspace']

/** The account among groups: of the type that the source says, else of the usual names, else the only group that there is. The other groups stay by their types. */
export function splitGroups(
  groups: Readonly<Record<string, string>> | null,
  accountGroup: string | null,
): { readonly account: string | null; readonly others: Readonly<Record<string, string>> | null; readonly type: string | null } {
  const types = groups ? Object.keys(groups) : []
  const type =
    (accountGroup ? [accountGroup] : usualTypes).find((one) => types.includes(one)) ?? (types.length === 1 && !accountGroup ? types[0] : undefined) ?? null
  if (groups === null || type === null) return { account: null, others: groups, type: null }
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
