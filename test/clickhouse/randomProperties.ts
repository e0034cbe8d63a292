import type { Condition, Op, Scalar } from '#engines/analytics/query/parts.ts'
import type { chance } from '#engines/analytics/testing/chance.ts'

type Chance = ReturnType<typeof chance>

/** What events bear, as JSON texts: values of every type, of types that change, written in several ways, and none. */
const texts: Readonly<Record<string, (own: Chance) => string | null>> = {
  plan: ({ pick }) =>
    pick([
      null,
      null,
      '"pro"',
      '"pro"',
      '"\\u0070ro"',
      '"Pro"',
      '"free"',
      '"free"',
      '"PROFESSIONAL"',
      '"été"',
      '"ÉTÉ"',
      '""',
      'null',
      '5',
      'true',
      '[1]',
      '{"plan":"pro"}',
      '"5"',
      '"true"',
    ]),
  amount: ({ pick, below }) =>
    pick([
      null,
      '0',
      '1',
      '1.0',
      '1e0',
      '-7',
      `${below(10_000)}`,
      `${below(1_000_000) / 100}`,
      `${below(1_000_000) / 100}`,
      `-${below(999)}.05`,
      '1e21',
      '1e20',
      '-2e19',
      '-0.0',
      '1e-7',
      '12345678901234567',
      '0.1',
      '0.2',
      '18446744073709551615',
      '1.5e300',
    ]),
  count: ({ pick, below }) => pick([null, `${below(5)}`, `${below(100)}`]),
  mixed: ({ pick, below }) => pick([null, `${below(50)}`, `${below(50)}`, `"${below(50)}"`, 'false', '"many"', '-0']),
  paid: ({ pick }) => pick([null, 'true', 'false']),
  'it\'s \\ "odd"': ({ pick }) => pick([null, '"a\\\\b"', '"it\'s"', '"tab\\tand\\nline"', '"a\\u2028b"', '"x\\u0000y"', '"a / b"']),
  word: ({ pick }) =>
    pick([
      null,
      '"\u212aelvin"',
      '"kelvin"',
      '"İstanbul"',
      '"istanbul"',
      '"straße"',
      '"STRASSE"',
      '"😀"',
      '"\\ud83d\\ude00"',
      '"\ue000"',
      '"Σ"',
      '"ς"',
      '"日本"',
    ]),
  'a.b': ({ pick }) => pick([null, '1', '"one"']),
  a: ({ pick }) => pick([null, '{"b":2}', '"whole"']),
}

/** The properties of one event: as its JSON text, where a name may stand twice and the first counts, and as a reader of JSON gives them. */
export function randomProperties(own: Chance): { readonly props: string; readonly properties: Readonly<Record<string, unknown>> } {
  const parts = Object.entries(texts).flatMap(([name, make]): [string, string][] => {
    const text = make(own)
    return text === null ? [] : [[name, text]]
  })
  if (parts.length === 0 && own.below(2) === 0) return { props: own.pick(['', 'null', '[]', '{}']), properties: {} }
  const again = own.below(10) === 0 ? parts.slice(0, 1).map(([name]): [string, string] => [name, '"second"']) : []
  const written = [...parts, ...again].map(
    ([name, text]) => `${name === 'plan' && own.below(8) === 0 ? '"pl\\u0061n"' : JSON.stringify(name)}${own.pick([':', ' : '])}${text}`,
  )
  return { props: `{${written.join(own.pick([',', ', ']))}}`, properties: Object.fromEntries(parts.map(([name, text]) => [name, JSON.parse(text)])) }
}

export const profiles = {
  account: (place: number) => ({
    is_internal: place === 5,
    ...(place % 4 === 3 ? {} : { segment: ['large', 'small', 'Large'][place % 3] }),
    ...(place % 2 ? { seats: place * 1.5 } : {}),
  }),
  person: (place: number) => ({ is_internal: place === 7, ...(place % 3 === 2 ? {} : { role: ['admin', 'user'][place % 2] }) }),
}

const properties = [
  ...Object.keys(texts).map((name) => `event.${name}`),
  'event.plan',
  'event.amount',
  'event.never',
  'account.segment',
  'account.seats',
  'person.role',
  'account.id',
  'person.id',
  'account.none',
  'group.account.segment',
]
const values: readonly Scalar[] = [
  'pro',
  'free',
  'PRO',
  'e',
  '',
  '5',
  'true',
  'été',
  'ß',
  'k',
  'i',
  'K',
  '😀',
  '\ue000',
  'σ',
  'many',
  'large',
  'admin',
  'acc 3',
  'p1',
  'x\0y',
  5,
  1,
  0,
  -7,
  0.1,
  40,
  1e21,
  1e20,
  12345678901234568,
  true,
  false,
  2.5,
]

export const propertyNames = [...Object.keys(texts), 'never']
const patterns = ['^pro', '[0-9]', 'e$', '^.$', 'k|İ', '\\p{Lu}', 'é', 'a.b', '^$']
const singles: readonly Op[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'contains']

/** Every operator, with every value that it may have here. */
export const everyCondition: readonly Pick<Condition, 'op' | 'value'>[] = [
  { op: 'set', value: null },
  { op: 'unset', value: null },
  ...singles.flatMap((op) => values.map((value) => ({ op, value }))),
  ...values.map((value, at): Pick<Condition, 'op' | 'value'> => ({
    op: at % 2 === 0 ? 'in' : 'nin',
    value: [value, values[(at * 7) % values.length] ?? 0, 'x'],
  })),
  ...patterns.map((value): Pick<Condition, 'op' | 'value'> => ({ op: 'regex', value })),
]

function randomCondition({ pick, below }: Chance): unknown {
  const prop = pick(properties)
  const op = pick(['eq', 'eq', 'ne', 'in', 'nin', 'lt', 'lte', 'gt', 'gte', 'contains', 'contains', 'regex', 'set', 'unset'])
  if (op === 'set' || op === 'unset') return { prop, op }
  if (op === 'in' || op === 'nin') return { prop, op, value: Array.from({ length: 1 + below(4) }, () => pick(values)) }
  if (op === 'regex') return { prop, op, value: pick(['^pro', '[0-9]', 'e$', '^.$', 'k|İ', '\\p{Lu}', 'é', 'a.b']) }
  return { prop, op, value: pick(values) }
}

export function randomWhere(own: Chance, depth = 2): unknown {
  const { pick, below } = own
  const each = () => (depth === 0 ? randomCondition(own) : randomWhere(own, depth - 1))
  const list = () => Array.from({ length: 1 + below(3) }, each)
  switch (pick(['one', 'one', 'all', 'any', 'not', 'group'])) {
    case 'all':
      return { all: list() }
    case 'any':
      return { any: list() }
    case 'not':
      return { not: each() }
    case 'group':
      return pick<unknown>([
        { segment: 'Large' },
        { segment: 'Large', not: true },
        { cohort: 'often' },
        { cohort: 'strangers', not: true },
        { cohort: 'payers' },
        { cohort: 'known' },
      ])
    default:
      return randomCondition(own)
  }
}

/** Cohorts by properties: of events, of whom they count, and of both. */
const march = { from: '2026-03-16', to: '2026-04-02' }
export const propertyCohorts: Readonly<Record<string, unknown>> = {
  payers: { kind: 'cohort', actor: 'person', def: { did: { event: '*', where: { prop: 'event.amount', op: 'gt', value: 50 } }, times: 2, in: march } },
  known: { kind: 'cohort', def: { any: [{ prop: 'account.segment', op: 'eq', value: 'large' }, { where: { not: { prop: 'account.segment', op: 'set' } } }] } },
  once: {
    kind: 'cohort',
    actor: 'person',
    def: {
      where: {
        all: [
          { prop: 'event.plan', op: 'eq', value: 'free' },
          { prop: 'account.segment', op: 'unset' },
        ],
      },
    },
  },
}

const by = (own: Chance): unknown => {
  const bins = own.pick<unknown>([null, null, 3, [0, 10, 100]])
  return own.pick<unknown>([
    { by: own.pick(properties), limit: own.pick([1, 2, 3, 25]) },
    { by: own.pick(properties), limit: own.pick([1, 2, 25]), bins },
    { by: own.pick(['event.plan', 'event.word', 'event.mixed']), limit: own.pick([2, 4, 25]) },
    { by: { cohorts: own.pick([['often', 'payers'], ['known'], ['once', 'strangers']]) } },
  ])
}

const cutKinds = ['trend', 'retention', 'stickiness', 'lifecycle']
const maths = ['sum', 'avg', 'median', 'p90', 'min', 'max']

/** A query with conditions on properties, lines of a breakdown and numbers of a property, as its kind has them. */
export function seasoned(own: Chance, kind: string, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { pick, below } = own
  const sel = (one: unknown): unknown => (typeof one === 'object' && one !== null && below(3) === 0 ? { ...one, where: randomWhere(own, 1) } : one)
  const place = (key: string): Readonly<Record<string, unknown>> => {
    const found = given[key]
    if (Array.isArray(found)) return { [key]: found.map((one) => (key === 'steps' ? sel(one) : { ...one, sel: sel(one.sel) })) }
    return found === undefined ? {} : { [key]: sel(found) }
  }
  const where =
    below(3) === 0
      ? given['where']
      : given['where']
        ? pick([{ all: [given['where'], randomWhere(own)] }, { any: [given['where'], randomWhere(own, 1)] }])
        : randomWhere(own)
  const folds =
    kind === 'trend' && below(2) === 0
      ? [
          {
            sel: sel({ event: pick(['*', 'start', 'back']) }),
            math: pick(maths),
            value: pick(['event.amount', 'event.amount', 'event.count', 'event.mixed', 'event.plan', 'event.never']),
          },
        ]
      : []
  const sels = Object.assign({}, ...['series', 'steps', 'start', 'back', 'sel', 'features'].map(place))
  return {
    ...given,
    ...sels,
    where,
    ...(below(8) === 0 ? { beside: [{ segment: 'Large' }, { segment: 'None' }] } : {}),
    ...(kind === 'trend' ? { series: [...sels.series, ...folds] } : {}),
    ...(cutKinds.includes(kind) && below(2) === 0 ? { breakdown: Array.from({ length: pick([1, 1, 2]) }, () => by(own)) } : {}),
  }
}

const oddities: Readonly<Record<string, (own: Chance) => Readonly<Record<string, unknown>>>> = {
  trend: () => ({}),
  funnel: ({ pick }) =>
    pick<Readonly<Record<string, unknown>>>([
      {},
      {},
      { order: 'strict' },
      { order: 'unordered' },
      { reentry: 'first_entry' },
      { count: 'totals' },
      { holdConstant: ['event.plan'] },
      { exclusions: [{ sel: { event: 'other' }, after: 1, before: 2 }] },
      { view: 'over_time' },
    ]),
  retention: ({ pick }) => pick<Readonly<Record<string, unknown>>>([{}, {}, { value: { prop: 'event.amount', math: 'sum' } }]),
  stickiness: () => ({}),
  lifecycle: ({ pick }) => pick([{}, {}, { newOn: 'actor_created' }]),
  adoption: ({ pick }) => pick([{}, { minPersons: 1, actor: 'person' }]),
  paths: () => ({}),
  activation: () => ({}),
}

/** Any question of the language: every kind as often as any other, with conditions, breakdowns and rules that are asked by few. */
export function anyQuestion(
  own: Chance,
  makers: Readonly<Record<string, (seed: number) => Readonly<Record<string, unknown>>>>,
): Readonly<Record<string, unknown>> {
  const { pick, below } = own
  const kind = pick(Object.keys(oddities))
  const seed = below(10_000)
  const plain = { range: { from: '2026-03-20', to: '2026-04-08' } }
  const made =
    makers[kind]?.(seed) ?? (kind === 'paths' ? { kind, ...plain, startAt: { event: 'start' } } : { kind, ...plain, milestone: [{ sel: { event: 'back' } }] })
  const given = { ...seasoned(own, kind, made), ...oddities[kind]?.(own) }
  return {
    ...given,
    ...(kind !== 'adoption' && below(12) === 0 ? { actor: 'session' } : {}),
    ...(!cutKinds.includes(kind) && below(3) === 0 ? { breakdown: [by(own)] } : {}),
    ...(below(12) === 0 ? { propTime: 'at_event' } : {}),
  }
}
