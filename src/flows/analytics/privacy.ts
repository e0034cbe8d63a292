import { isRecord, Problem, type AnyRow, type Classification, type Fact } from '#kernel'

/** May whoever asks see values of this class? */
export type MayRead = (classification: Classification) => boolean

/** What is hidden from whoever asks: `has` takes a property as queries write it. */
export type Hidden = Pick<ReadonlySet<string>, 'has'>

/** Calls that say who a person is, as a tracking plan may name them. */
const identifying = new Set(['identify', '$identify'])

/**
 * Properties by name as queries write them (`account.name`, `event.email`) that whoever asks may not see: of the facts’ columns and of the tracking plan. What
 * an identify call says of a person is personal, unless the plan gives the property another class under the name “identify”.
 */
export function hiddenFrom(mayRead: MayRead, facts: ReadonlyMap<string, Fact>, plan: readonly AnyRow[]): Hidden {
  const hidden = new Set<string>()
  const open = new Set(Object.keys(facts.get('app_user')?.columns ?? {}).map((name) => `person.${name}`))
  for (const [owner, fact] of [
    ['account', 'account'],
    ['person', 'app_user'],
    ['event', 'event'],
  ] as const)
    for (const [name, column] of Object.entries(facts.get(fact)?.columns ?? {})) if (!mayRead(column.class)) hidden.add(`${owner}.${name}`)
  for (const row of plan)
    for (const property of Array.isArray(row['properties']) ? row['properties'] : []) {
      if (!isRecord(property)) continue
      const own = classes.find((each) => each === property['class'])
      if (own && !mayRead(own)) hidden.add(`event.${String(property['name'])}`)
      if (own && identifying.has(String(row['eventName']))) (mayRead(own) ? open : hidden).add(`person.${String(property['name'])}`)
    }
  const isTrait = (ref: string): boolean => ref.startsWith('person.') && !open.has(ref)
  return { has: (ref) => hidden.has(ref) || (isTrait(ref) && !mayRead('personal')) }
}
const classes = ['public', 'internal', 'confidential', 'personal', 'secret'] as const

/** Refuses a question that reads a property which whoever asks may not see: also a filter tells a value. */
export function assertMayAsk(given: unknown, hidden: Hidden): void {
  const found = refsIn(given).find((ref) => hidden.has(ref))
  if (found !== undefined)
    throw new Problem(
      'forbidden',
      `“${found}” is personal or confidential, which your role may not see.`,
      'Ask without it, or ask an administrator of this workspace.',
      {
        code: 'no_permission',
      },
    )
}

/** The properties that a query names anywhere; a group that is counted is a property of the event. What a condition compares with is a text, whatever it reads like. */
function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (!isRecord(value)) return []
  const isCondition = 'prop' in value && 'op' in value
  return Object.entries(value).flatMap(([key, own]) => {
    if (isCondition && key === 'value') return []
    if (typeof own === 'string' && ['prop', 'by', 'value'].includes(key) && /^(group\.)?(event|person|account)\./.test(own)) return [plainRef(own)]
    if (key === 'group' && typeof own === 'string') return [`event.${own}`]
    if (key === 'holdConstant' && Array.isArray(own)) return own.map((ref) => plainRef(String(ref)))
    return refsIn(own)
  })
}

/** A question in which a condition on a property of these keeps the property and loses what it is compared with. */
export function withoutValues(question: Readonly<Record<string, unknown>>, hidden: Hidden): Readonly<Record<string, unknown>> {
  const inner = (value: unknown): unknown => (Array.isArray(value) ? value.map(inner) : isRecord(value) ? withoutValues(value, hidden) : value)
  const own = Object.fromEntries(Object.entries(question).map(([name, value]) => [name, inner(value)]))
  return 'value' in question && 'op' in question && hidden.has(plainRef(String(question['prop']))) ? { ...own, value: null } : own
}

/** `group.account.plan` is another spelling of `account.plan`. */
const plainRef = (ref: string): string => ref.replace(/^group\.(?=(person|account)\.)/, '')

interface Seen {
  readonly actor: string | null
  readonly properties: Readonly<Record<string, unknown>>
}

/** The same list for somebody who may not see everything: properties are left out, and names of persons are empty. */
export const veiled = <T extends Seen>(actors: readonly T[], owner: 'person' | 'account', hidden: Hidden): (T & Seen)[] =>
  actors.map((each) => ({
    ...each,
    actor: owner === 'person' && hidden.has('person.id') ? null : each.actor,
    properties: Object.fromEntries(Object.entries(each.properties).filter(([name]) => !hidden.has(`${owner}.${name}`))),
  }))
