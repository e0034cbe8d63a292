import { totalEffort, type Plan, type PlanProblem } from './problem.ts'

/** How the rules may be varied, for prices and for explaining why no plan exists. */
export interface Variation {
  /** Groups of rules to leave out. */
  readonly without?: ReadonlySet<string>
  /** Items that must be in, or out, besides what their own rules say. */
  readonly force?: ReadonlyMap<number, 'in' | 'out'>
  /** What is sought: the most worth, any plan at all, or the smallest relaxation of rules of these kinds. */
  readonly seek?: 'worth' | 'any' | { readonly relax: ReadonlySet<string> }
}

/** One constraint of the model: terms, sense and right side, under the group that it belongs to. */
interface Row {
  readonly group: string
  readonly terms: readonly (readonly [number, string])[]
  readonly sense: '<=' | '>=' | '='
  readonly right: number
}

export const columnOf = (item: number, period: number): string => `y${item}_${period}`

/**
 * The plan as a mixed-integer model in CPLEX LP text. y[i,q] = 1 when item i is done by period q, so that what is done in q is
 * y[i,q] - y[i,q-1] (portfolio reference 6.4, cumulative form).
 */
export function modelText(problem: PlanProblem, { without = new Set(), force = new Map(), seek = 'worth' }: Variation = {}): string {
  const rows = rowsOf(problem, force).filter(({ group }) => !without.has(group))
  const elastic = typeof seek === 'object' ? rows.map((row, at) => slackOf(row, at, seek.relax)) : rows.map(() => null)
  const binaries = problem.items.flatMap((_, i) => problem.periods.map((_period, q) => columnOf(i, q)))
  const objective = typeof seek === 'object' ? elastic.flatMap((slack) => (slack ? [term(slack.cost, slack.name)] : [])) : seek === 'any' ? [] : gains(problem)
  return [
    seek === 'worth' ? 'Maximize' : 'Minimize',
    ` obj: ${wrap(objective.length > 0 ? objective : [term(0, columnOf(0, 0))])}`,
    'Subject To',
    ...rows.map((row, at) => {
      const slack = elastic[at]
      const terms = slack ? [...row.terms, [slack.sign, slack.name] as const] : row.terms
      return ` r${at}: ${wrap(terms.map(([factor, name]) => term(factor, name)))} ${row.sense} ${row.right}`
    }),
    'Binary',
    ...binaries.map((name) => ` ${name}`),
    'End',
  ].join('\n')
}

/** The names of all groups of rules that a model holds, in a fixed order. */
export const groupsOf = (problem: PlanProblem): string[] => [
  ...new Set(
    rowsOf(problem, new Map())
      .map(({ group }) => group)
      .filter((group) => group !== order),
  ),
]

/** The kind of a group: capacity, floor, ceiling, mandatory, pinned, left out, dates, needs, exclusive. */
export const kindOfGroup = (group: string): string => group.slice(0, group.indexOf(':'))

/** Once done, an item stays done: what y means, no rule that could be relaxed. */
const order = 'order:'

/** The plan that a solution's columns describe. */
export function planIn(problem: PlanProblem, columns: ReadonlyMap<string, number>): Plan {
  return problem.items.map((_, i) => {
    const first = problem.periods.findIndex((_period, q) => (columns.get(columnOf(i, q)) ?? 0) > 0.5)
    return first < 0 ? null : first
  })
}

/** A plan as columns, to start the solver from. */
export function columnsOf(problem: PlanProblem, plan: Plan): Map<string, number> {
  return new Map(
    problem.items.flatMap((_, i) => {
      const at = plan[i] ?? null
      return problem.periods.map((_period, q): [string, number] => [columnOf(i, q), at !== null && q >= at ? 1 : 0])
    }),
  )
}

/** What each relaxed rule was moved by in an elastic solution; rules that held are left out. */
export function relaxationIn(problem: PlanProblem, kinds: ReadonlySet<string>, columns: ReadonlyMap<string, number>): { group: string; by: number }[] {
  const moved = new Map<string, number>()
  for (const [at, row] of rowsOf(problem, new Map()).entries()) {
    const slack = slackOf(row, at, kinds)
    const by = slack ? (columns.get(slack.name) ?? 0) : 0
    if (by > 1e-6) moved.set(row.group, Math.max(moved.get(row.group) ?? 0, by))
  }
  return [...moved].map(([group, by]) => ({ group, by }))
}

function gains({ items, periods }: PlanProblem): string[] {
  return items.flatMap((item, i) => periods.map((_, q) => term((item.worth[q] ?? 0) - (q + 1 < periods.length ? (item.worth[q + 1] ?? 0) : 0), columnOf(i, q))))
}

function rowsOf(problem: PlanProblem, force: ReadonlyMap<number, 'in' | 'out'>): Row[] {
  return [
    ...orderRows(problem),
    ...capacityRows(problem),
    ...themeRows(problem),
    ...itemRows(problem),
    ...exclusiveRows(problem),
    ...forcedRows(problem, force),
  ]
}

const orderRows = ({ items, periods }: PlanProblem): Row[] =>
  items.flatMap((_, i) =>
    periods.slice(1).map((_period, q): Row => ({
      group: order,
      terms: [
        [1, columnOf(i, q)],
        [-1, columnOf(i, q + 1)],
      ],
      sense: '<=',
      right: 0,
    })),
  )

function capacityRows({ squads, periods, items }: PlanProblem): Row[] {
  return squads
    .flatMap((squad, s) =>
      periods.map((period, q): Row => {
        const terms = items.flatMap((item, i): [number, string][] => {
          const weeks = item.effort[s] ?? 0
          if (weeks === 0) return []
          return q === 0
            ? [[weeks, columnOf(i, 0)]]
            : [
                [weeks, columnOf(i, q)],
                [-weeks, columnOf(i, q - 1)],
              ]
        })
        return { group: `capacity:${squad.id}:${period}`, terms, sense: '<=', right: squad.capacity[q] ?? 0 }
      }),
    )
    .filter(({ terms }) => terms.length > 0)
}

function themeRows({ themes, items, periods }: PlanProblem): Row[] {
  const last = periods.length - 1
  const sum = (h: number, end: number): [number, string][] =>
    items.map((item, i): [number, string] => [((item.themes[h] ?? 0) - end) * totalEffort(item), columnOf(i, last)]).filter(([factor]) => factor !== 0)
  return themes
    .flatMap(({ id, min, max }, h): Row[] => [
      { group: `floor:${id}`, terms: min > 0 ? sum(h, min) : [], sense: '>=', right: 0 },
      { group: `ceiling:${id}`, terms: max < 1 ? sum(h, max) : [], sense: '<=', right: 0 },
    ])
    .filter(({ terms }) => terms.length > 0)
}

function itemRows({ items, periods }: PlanProblem): Row[] {
  const last = periods.length - 1
  return items.flatMap((item, i): Row[] => {
    const mustBe = (period: number, right: number, group: string): Row => ({ group, terms: [[1, columnOf(i, period)]], sense: '=', right })
    const dates = `${item.rule === 'mandatory' || item.rule === 'pinned' ? item.rule : 'dates'}:${item.id}`
    return [
      ...(item.from > 0 ? [mustBe(item.from - 1, 0, dates)] : []),
      ...(item.rule === 'mandatory' || item.rule === 'pinned' ? [mustBe(item.to, 1, dates)] : []),
      ...(item.rule === null && item.to < last ? [lateRow(i, item.to, last, dates)] : []),
      ...(item.rule === 'left out' ? [mustBe(last, 0, `left out:${item.id}`)] : []),
      ...item.needs.flatMap((need) => periods.map((_, q) => needRow(i, need, q, `needs:${item.id}:${items[need]?.id ?? need}`))),
    ]
  })
}

/** What is not done by its last period is not done at all. */
const lateRow = (item: number, to: number, last: number, group: string): Row => ({
  group,
  terms: [
    [1, columnOf(item, last)],
    [-1, columnOf(item, to)],
  ],
  sense: '<=',
  right: 0,
})

const needRow = (item: number, need: number, period: number, group: string): Row => ({
  group,
  terms: [
    [1, columnOf(item, period)],
    [-1, columnOf(need, period)],
  ],
  sense: '<=',
  right: 0,
})

const exclusiveRows = ({ exclusives, items, periods }: PlanProblem): Row[] =>
  exclusives.map((set) => ({
    group: `exclusive:${set.map((i) => items[i]?.id ?? i).join('+')}`,
    terms: set.map((i): [number, string] => [1, columnOf(i, periods.length - 1)]),
    sense: '<=',
    right: 1,
  }))

const forcedRows = ({ periods }: PlanProblem, force: ReadonlyMap<number, 'in' | 'out'>): Row[] =>
  [...force].map(([i, side]) => ({ group: `forced:${i}`, terms: [[1, columnOf(i, periods.length - 1)]], sense: '=', right: side === 'in' ? 1 : 0 }))

/** The slack of a rule that may give way: one person-week costs 1, a rule about one item as much as dropping it frees at the least. */
function slackOf(row: Row, at: number, kinds: ReadonlySet<string>): { name: string; sign: 1 | -1; cost: number } | null {
  if (row.group === order || !kinds.has(kindOfGroup(row.group))) return null
  const lowers = row.sense === '<=' || (row.sense === '=' && row.right === 0)
  const perWeek = ['capacity', 'floor', 'ceiling'].includes(kindOfGroup(row.group))
  return { name: `s${at}`, sign: lowers ? -1 : 1, cost: perWeek ? 1 : 4 }
}

const term = (factor: number, name: string): string => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`

/** LP text is read line by line; a line stays short. */
function wrap(terms: readonly string[]): string {
  const lines: string[] = []
  for (let at = 0; at < terms.length; at += 12) lines.push(terms.slice(at, at + 12).join(' '))
  return lines.join('\n   ')
}
