/** A statement with its values. */
export interface EventSql {
  readonly text: string
  readonly values: readonly (string | number)[]
}

type Ids = 'user_id' | 'account_id' | 'session_id' | 'name'

/** The order in which every statement here gives the events: by name, time, arrival and key, so that columns read one by one belong together. */
const order = 'ORDER BY e.name, e.ts, coalesce(e.received_at, e.ts), e.event_id'

/** The different texts of a column of events, in order: column text. Their places, from 1, are the codes of `eventRows`. */
export const eventTexts = (column: Ids): EventSql => ({
  text: `SELECT DISTINCT ${column} AS text FROM event WHERE ${column} IS NOT NULL ORDER BY 1`,
  values: [],
})

/** Events as numbers: milliseconds, and codes from 1 of name, person, account and session, empty where there is none. */
export const eventRows: EventSql = {
  text: `SELECT epoch_ms(e.ts) AS ts, epoch_ms(e.received_at) AS received, n.code AS name, u.code AS person, a.code AS account, s.code AS session
FROM event e LEFT JOIN ${coded('name')} n ON n.v = e.name LEFT JOIN ${coded('user_id')} u ON u.v = e.user_id
LEFT JOIN ${coded('account_id')} a ON a.v = e.account_id LEFT JOIN ${coded('session_id')} s ON s.v = e.session_id ${order}`,
  values: [],
}

/** The same of some names alone: what is too much for one answer is asked for in several, name after name. */
export const eventRowsOf = (names: readonly string[]): EventSql => ({
  text: eventRows.text.replace(order, `WHERE e.name IN (${names.map((_, place) => `$${place + 1}`).join(', ')}) ${order}`),
  values: names,
})

/** How many events bear each name: columns text and n, in the order of `eventTexts`. */
export const eventCounts: EventSql = { text: 'SELECT name AS text, count(*) AS n FROM event WHERE name IS NOT NULL GROUP BY name ORDER BY 1', values: [] }

function coded(column: Ids): string {
  return `(SELECT v, CAST(row_number() OVER (ORDER BY v) AS INTEGER) AS code FROM (SELECT DISTINCT ${column} AS v FROM event WHERE ${column} IS NOT NULL) one)`
}

const path = (property: string): string => `$."${property.replaceAll('"', '\\"')}"`
const own: Readonly<Record<string, string>> = { surface: 'to_json(e.surface)', quantity: 'to_json(e.quantity)', subscription_id: 'to_json(e.subscription_id)' }
const valueOf = (property: string): string => own[property] ?? 'json_extract(e.props, $1)'
const valuesOf = (property: string): string[] => (own[property] === undefined ? [path(property)] : [])

/** The different values of a property, as JSON texts in order: column text. A column of the event goes before a property of its name. */
export const propertyTexts = (property: string): EventSql => ({
  text: `SELECT DISTINCT CAST(${valueOf(property)} AS VARCHAR) AS text FROM event e WHERE ${valueOf(property)} IS NOT NULL ORDER BY 1`,
  values: valuesOf(property),
})

/** A property as codes from 1 into its texts, in the order of `eventRows`. */
export const propertyRows = (property: string): EventSql => ({
  text: `WITH v AS (SELECT text, CAST(row_number() OVER (ORDER BY text) AS INTEGER) AS code FROM (SELECT DISTINCT CAST(${valueOf(property)} AS VARCHAR) AS text FROM event e) one WHERE text IS NOT NULL)
SELECT v.code AS code FROM event e LEFT JOIN v ON v.text = CAST(${valueOf(property)} AS VARCHAR) ${order}`,
  values: valuesOf(property),
})

/** Names of the properties that events bear, as far as the newest hundred thousand tell: column name. */
export const propertyNames: EventSql = {
  text: 'SELECT DISTINCT unnest(json_keys(props)) AS name FROM (SELECT props FROM event WHERE props IS NOT NULL ORDER BY ts DESC LIMIT 100000) newest ORDER BY 1 LIMIT 200',
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
