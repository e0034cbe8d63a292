/** A statement with its values. */
export interface EventSql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/** How many events of a stretch of time came more than a day after they happened, of those that were known at an instant: a column n. All in milliseconds. */
export const lateEvents = (from: number, to: number, knownBy: number): EventSql => ({
  text: `SELECT count(*) AS n FROM event WHERE ts >= epoch_ms(CAST($1 AS BIGINT)) AND ts < epoch_ms(CAST($2 AS BIGINT)) AND received_at <= epoch_ms(CAST($3 AS BIGINT))
AND contains(flags, 'late_time')`,
  values: [from, to, knownBy],
})

type Ids = 'user_id' | 'account_id' | 'session_id' | 'name'

/** The order in which every statement here gives the events: by name, time, arrival and key, so that columns read one by one belong together. */
const order = 'ORDER BY e.name, e.ts, coalesce(e.received_at, e.ts), e.event_id'

/** Temporary tables of the different texts of columns, in order with their codes from 1 and how often each came: every later statement of the same snapshot reads them. */
export const codeTables: readonly EventSql[] = (['name', 'user_id', 'account_id', 'session_id'] as const).map((column) => ({
  text: `CREATE TEMP TABLE ${codesOf(column)} AS SELECT v, n, CAST(row_number() OVER (ORDER BY v) AS INTEGER) AS code
FROM (SELECT ${column} AS v, count(*) AS n FROM event WHERE ${column} IS NOT NULL GROUP BY ${column}) one`,
  values: [],
}))

/** The different texts of a column of events: columns text and n. Their places, from 1, are the codes of `eventRows`. */
export const eventTexts = (column: Ids): EventSql => ({ text: `SELECT v AS text, n FROM ${codesOf(column)} ORDER BY code`, values: [] })

/** Names in their order, from the first to the last; null is all of them. */
export type NameRange = readonly [first: string, last: string] | null

/** Rows of the events’ table by their place in it, the first excluded. */
export interface Places {
  readonly after: number
  readonly upTo: number
}

/**
 * How far the events’ table goes, and what stands or falls with what was read of it: columns last (its last place), links (the last place of the links of
 * persons), renamed (how many names of persons have changed), and `rest`, a text that changes whenever rows stop being what is known, somebody is forgotten, or
 * what is known of accounts and users changes.
 */
export const eventMark: EventSql = {
  text: `SELECT (SELECT coalesce(max(rowid), -1) FROM store."event") AS last, (SELECT coalesce(max(rowid), -1) FROM store.event_link) AS links,
(SELECT coalesce(max(links), 0) FROM store.progress) AS renamed, concat_ws(' ', (SELECT max(identity) FROM store.progress),
${['event', 'account', 'app_user'].map((fact) => `(SELECT count(known_to) FROM store."${fact}")`).join(', ')},
${['account', 'app_user'].map((fact) => `(SELECT coalesce(max(rowid), -1) FROM store."${fact}")`).join(', ')}, (SELECT count(*) FROM store.forgotten)) AS rest`,
  values: [],
}

/** What of the events’ table stands between two places, with the person as known now and its `place`. */
const between = ({ after, upTo }: Places): string => `(SELECT t.* REPLACE (coalesce(l.canonical, ${raw}) AS user_id), t.rowid AS place
FROM store."event" t LEFT JOIN store.person_link l ON l.raw = ${raw}
WHERE t.rowid > ${Math.trunc(after)} AND t.rowid <= ${Math.trunc(upTo)} AND t.known_to IS NULL AND NOT t.is_tombstone)`
const raw = "coalesce(t.user_id, '~' || t.anonymous_id)"

/**
 * Events between two places as they are: columns place, name, ts and received (milliseconds; empty where nobody said), person, account and session; by `at` and
 * `arrived` (microseconds) and `id` they stand in the order of all.
 */
export const eventsBetween = (places: Places): EventSql => ({
  text: `SELECT e.place, e.name, epoch_ms(e.ts) AS ts, epoch_ms(e.received_at) AS received, epoch_us(e.ts) AS "at", epoch_us(coalesce(e.received_at, e.ts)) AS arrived,
e.event_id AS id, e.user_id AS person, e.account_id AS account, e.session_id AS session FROM ${between(places)} e`,
  values: [],
})

/** A property of events between two places, as JSON texts: columns place, text. */
export const propertyBetween = (property: string, places: Places): EventSql => ({
  text: `SELECT e.place, CAST(${valueOf(property)} AS VARCHAR) AS text FROM ${between(places)} e`,
  values: valuesOf(property),
})

/** Of events at some places, how many that stood in the table before have their name and millisecond and go before them in the order of all: columns place, n. */
export const standingBefore = (at: readonly number[], { after, upTo }: Places): EventSql => ({
  text: `WITH late AS (SELECT * FROM ${between({ after, upTo })} e WHERE place IN (${at.map(Math.trunc).join(', ')}))
SELECT l.place, count(*) AS n FROM ${between({ after: -1, upTo: after })} e JOIN late l ON e.name = l.name AND epoch_ms(e.ts) = epoch_ms(l.ts)
WHERE e.ts BETWEEN (SELECT min(ts) - INTERVAL 1 SECOND FROM late) AND (SELECT max(ts) + INTERVAL 1 SECOND FROM late)
AND (e.ts, coalesce(e.received_at, e.ts), e.event_id) < (l.ts, coalesce(l.received_at, l.ts), l.event_id) GROUP BY 1`,
  values: [],
})

/**
 * Devices that turned out to be somebody by the links behind a place: columns raw, canonical, isFirst (no earlier link names it) and others (links of other kinds
 * behind that place that change names).
 */
export const identifiedSince = (links: number): EventSql => ({
  text: `SELECT f.raw, p.canonical, NOT EXISTS (SELECT 1 FROM store.event_link o WHERE o.rowid <= ${Math.trunc(links)} AND (o.other = f.raw OR o.person = f.raw)) AS "isFirst",
(SELECT count(*) FROM store.event_link WHERE rowid > ${Math.trunc(links)} AND kind IN ('alias', 'unmerge')) AS others
FROM (SELECT DISTINCT other AS raw FROM store.event_link WHERE rowid > ${Math.trunc(links)} AND kind = 'identify') f JOIN store.person_link p ON p.raw = f.raw`,
  values: [],
})

/** Events as numbers: milliseconds, and codes from 1 of name, person, account and session, empty where there is none. */
export const eventRows = (names: NameRange): EventSql => ({
  text: `SELECT epoch_ms(e.ts) AS ts, epoch_ms(e.received_at) AS received, n.code AS name, u.code AS person, a.code AS account, s.code AS session
FROM event e LEFT JOIN ${codesOf('name')} n ON n.v = e.name LEFT JOIN ${codesOf('user_id')} u ON u.v = e.user_id
LEFT JOIN ${codesOf('account_id')} a ON a.v = e.account_id LEFT JOIN ${codesOf('session_id')} s ON s.v = e.session_id ${among(names, 1)} ${order}`,
  values: names ?? [],
})

const among = (names: NameRange, first: number): string => (names ? `WHERE e.name BETWEEN $${first} AND $${first + 1}` : '')

function codesOf(column: Ids): string {
  return `codes_of_${column}`
}

const eventsUpTo = (upTo: number): string => between({ after: -1, upTo })

const path = (property: string): string => `$."${property.replaceAll('"', '\\"')}"`
const own: ReadonlyMap<string, string> = new Map(['surface', 'quantity', 'subscription_id'].map((column) => [column, `to_json(e.${column})`]))
/** Is a property of this name read from a column of the events’ table, and not from what the events themselves bear? */
export const isOwnColumn = (property: string): boolean => own.has(property)
const valueOf = (property: string): string => own.get(property) ?? 'json_extract(e.props, $1)'
const valuesOf = (property: string): string[] => (own.has(property) ? [] : [path(property)])

/**
 * A temporary table of the different values of a property, up to a place of the events’ table, as JSON texts in order with their codes from 1. A column of the
 * event goes before a property of its name.
 */
export const propertyTable = (property: string, upTo: number): EventSql => ({
  text: `CREATE OR REPLACE TEMP TABLE codes_of_property AS SELECT text, CAST(row_number() OVER (ORDER BY text) AS INTEGER) AS code
FROM (SELECT DISTINCT CAST(${valueOf(property)} AS VARCHAR) AS text FROM ${eventsUpTo(upTo)} e) one WHERE text IS NOT NULL`,
  values: valuesOf(property),
})

export const propertyTexts: EventSql = { text: 'SELECT text FROM codes_of_property ORDER BY code', values: [] }

/** A property as codes from 1 into its texts, in the order of `eventRows`; of the rows up to a place alone. */
export const propertyRows = (property: string, names: NameRange, upTo: number): EventSql => ({
  text: `SELECT v.code AS code FROM ${eventsUpTo(upTo)} e LEFT JOIN codes_of_property v ON v.text = CAST(${valueOf(property)} AS VARCHAR) ${among(names, valuesOf(property).length + 1)} ${order}`,
  values: [...valuesOf(property), ...(names ?? [])],
})

/** Names of the properties that events bear, as far as the newest hundred thousand tell: column name. */
export const propertyNames: EventSql = {
  text: 'SELECT DISTINCT unnest(json_keys(props)) AS name FROM (SELECT props FROM event WHERE props IS NOT NULL ORDER BY ts DESC LIMIT 100000) newest ORDER BY 1 LIMIT 200',
  values: [],
}

/** What calls of identify, and events along the way, said of a property of persons as they are known now, in the order of time and arrival: columns id, since (milliseconds), text (JSON). */
export const traitRows = (property: string): EventSql => ({
  text: `SELECT coalesce(l.canonical, p.subject) AS id, epoch_ms(p.ts) AS since, CAST(json_extract(p.traits, $1) AS VARCHAR) AS text
FROM store.event_profile p LEFT JOIN store.person_link l ON l.raw = p.subject
WHERE p.kind = 'person' AND json_extract(p.traits, $1) IS NOT NULL ORDER BY p.ts, p.position, p.profile_id`,
  values: [path(property)],
})

/** Changes whenever what `traitRows` tells may: a column mark. */
export const traitMark: EventSql = {
  text: `SELECT concat_ws(' ', (SELECT count(*) FROM store.event_profile), (SELECT coalesce(max(rowid), -1) FROM store.event_profile),
(SELECT coalesce(max(links), 0) FROM store.progress), (SELECT count(*) FROM store.forgotten)) AS mark`,
  values: [],
}

/** Names of the properties that were said of persons, as far as the newest hundred thousand calls tell: column name. */
export const traitNames: EventSql = {
  text: `SELECT DISTINCT unnest(json_keys(traits)) AS name FROM (SELECT traits FROM store.event_profile WHERE kind = 'person' ORDER BY ts DESC LIMIT 100000) newest ORDER BY 1 LIMIT 200`,
  values: [],
}

const profileColumns = {
  account: ['name', 'parent_id', 'segment', 'industry', 'region', 'plan', 'channel', 'use_case', 'is_internal', 'is_trial'],
  app_user: ['account_id', 'role', 'is_internal', 'is_service'],
} as const

/** Whom the workspace was told to forget is in no list, though a file of users may still name them. */
const isKnown = { account: '', app_user: " WHERE 'sha256:' || sha256(id) NOT IN (SELECT person FROM store.forgotten)" } as const

/** The newest version of each account or user, with its properties: columns id, created (milliseconds) and one for each property. */
export const profileRows = (fact: 'account' | 'app_user'): EventSql => ({
  text: `SELECT id, epoch_ms(min(created_at)) AS created, ${profileColumns[fact].map((column) => `arg_max(${column}, coalesce(valid_from, DATE '0001-01-01')) AS ${column}`).join(', ')} FROM ${fact}${isKnown[fact]} GROUP BY id ORDER BY id`,
  values: [],
})

/** Every version of the accounts or users of whom any bears a day: columns id, since (milliseconds; null from the beginning) and one for each property. */
export const profileVersions = (fact: 'account' | 'app_user'): EventSql => ({
  text: `SELECT id, epoch_ms(valid_from::TIMESTAMP) AS since, ${profileColumns[fact].join(', ')} FROM ${fact}${isKnown[fact]} QUALIFY count(valid_from) OVER (PARTITION BY id) > 0 ORDER BY id, valid_from NULLS FIRST`,
  values: [],
})
