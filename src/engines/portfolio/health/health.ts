/** What is known of a product line. Shares and ratios are fractions; an input that nobody measured is null, and decides nothing. */
export interface Inputs {
  /** Recurring revenue now over that of a year ago, less one. */
  readonly growth: number | null
  readonly netRetention: number | null
  readonly margin: number | null
  /** Its part of all recurring revenue. */
  readonly revenueShare: number | null
  /** Its part of all active accounts, in the last closed quarter and in the one before. */
  readonly usageShare: number | null
  readonly usageShareBefore: number | null
  /** Active accounts now over those of the quarter before, less one. */
  readonly usageGrowth: number | null
  /** Its part of the cost of running the products, over its part of usage. */
  readonly costToUsage: number | null
  /** Tickets for each of its active accounts and month, over those of all products. */
  readonly ticketLoad: number | null
  /** P0 and P1 incidents of the last closed quarter. */
  readonly incidents: number | null
}
export type InputName = keyof Inputs

export interface Condition {
  readonly input: InputName
  readonly is: 'below' | 'above' | 'atLeast'
  readonly limit: number
}
export type Proposal = 'sunset' | 'harvest' | 'invest' | 'hold'

/** Rules in the order in which they are asked; the first that holds proposes. What none of them takes is held. */
export const rules: readonly { readonly proposes: Exclude<Proposal, 'hold'>; readonly says: string; readonly when: readonly Condition[] }[] = [
  {
    proposes: 'sunset',
    says: 'Few use it, two quarters in a row, it costs more than twice its use, and little revenue depends on it.',
    when: [
      { input: 'usageShare', is: 'below', limit: 0.1 },
      { input: 'usageShareBefore', is: 'below', limit: 0.1 },
      { input: 'costToUsage', is: 'above', limit: 2 },
      { input: 'revenueShare', is: 'below', limit: 0.03 },
    ],
  },
  {
    proposes: 'harvest',
    says: 'Its customers shrink, new ones do not make up for it, and it pays little: keep the revenue, stop the investment.',
    when: [
      { input: 'netRetention', is: 'below', limit: 0.95 },
      { input: 'growth', is: 'below', limit: 0.1 },
      { input: 'margin', is: 'below', limit: 0.3 },
    ],
  },
  {
    proposes: 'invest',
    says: 'It grows, its customers grow with it, and it pays.',
    when: [
      { input: 'growth', is: 'atLeast', limit: 0.1 },
      { input: 'netRetention', is: 'atLeast', limit: 1 },
      { input: 'margin', is: 'atLeast', limit: 0.6 },
    ],
  },
]

/** Where the lines are drawn: for each rule the limits of its conditions, for each signal from where on it is weak, and bad. What is not named is usual. */
export interface Limits {
  readonly rules: Readonly<Partial<Record<Exclude<Proposal, 'hold'>, Readonly<Partial<Record<InputName, number>>>>>>
  readonly signals: Readonly<Partial<Record<InputName, { readonly weak: number; readonly bad: number }>>>
}
export const usualLimits: Limits = { rules: {}, signals: {} }

/** Between which values a limit can say something: beyond them a share was typed as percent, or the line is never met. */
const ranges: Readonly<Record<InputName, readonly [number, number]>> = {
  growth: [-1, 5],
  netRetention: [0, 5],
  margin: [-10, 1],
  revenueShare: [0, 1],
  usageShare: [0, 1],
  usageShareBefore: [0, 1],
  usageGrowth: [-1, 5],
  costToUsage: [0, 100],
  ticketLoad: [0, 100],
  incidents: [0, 1000],
}

function rangeFaults(input: InputName, name: string, limits: readonly number[]): string[] {
  const [low, high] = ranges[input]
  return limits.every((limit) => limit >= low && limit <= high) ? [] : [`${name} lies outside of ${low} to ${high}${high <= 5 ? '; 20% is 0.2' : ''}.`]
}

/** Why limits cannot be used, in words: a rule or a signal that does not exist, a value that is no number or out of range, a bad that is better than weak. */
export function limitFaults(given: Limits): string[] {
  const ofRules = Object.entries(given.rules).flatMap(([name, own]) => {
    const rule = rules.find(({ proposes }) => proposes === name)
    if (!rule) return [`There is no rule “${name}”.`]
    return Object.entries(own).flatMap(([input, limit]) => {
      const condition = rule.when.find((one) => one.input === input)
      if (!condition) return [`The rule “${name}” does not read “${input}”.`]
      return Number.isFinite(limit) ? rangeFaults(condition.input, `“${input}” of “${name}”`, [limit]) : [`“${input}” of “${name}” is not a number.`]
    })
  })
  const ofSignals = Object.entries(given.signals).flatMap(([name, own]) => {
    const signal = signals.find(({ input }) => input === name)
    if (!signal) return [`There is no signal “${name}”.`]
    if (!Number.isFinite(own.weak) || !Number.isFinite(own.bad)) return [`“${name}” needs two numbers: weak and bad.`]
    const isOrdered = signal.better === 'up' ? own.bad <= own.weak : own.bad >= own.weak
    return isOrdered ? rangeFaults(signal.input, `“${name}”`, [own.weak, own.bad]) : [`“${name}” would be bad before it is weak.`]
  })
  return [...ofRules, ...ofSignals]
}

export interface Told extends Condition {
  readonly value: number | null
  /** Null when its input is unknown. */
  readonly holds: boolean | null
  /** The usual limit, where the workspace has drawn its own. */
  readonly usual: number | null
}

export interface Proposed {
  /** Null when an unknown input could change it. */
  readonly proposal: Proposal | null
  /** Every rule that was asked, with what each condition read; a rule after the one that decided is not asked. */
  readonly asked: readonly { readonly proposes: Proposal; readonly says: string; readonly holds: boolean | null; readonly when: readonly Told[] }[]
  /** The inputs without which there is no proposal. */
  readonly lacks: readonly InputName[]
}

/**
 * Invest, hold, harvest or sunset (portfolio reference 3.7 and 3.8): rules in order, in Kleene’s three values. A rule fails as soon as one condition fails,
 * holds when all hold, and is unknown otherwise; an unknown rule ends the asking, because what comes after it might not be reached.
 */
export function propose(inputs: Inputs, limits: Limits = usualLimits): Proposed {
  const asked: Proposed['asked'][number][] = []
  for (const { proposes, says, when } of rules) {
    const told = when.map((one): Told => {
      const limit = limits.rules[proposes]?.[one.input] ?? one.limit
      return { ...one, limit, value: inputs[one.input], holds: holdsFor({ ...one, limit }, inputs[one.input]), usual: limit === one.limit ? null : one.limit }
    })
    const holds = told.some((one) => one.holds === false) ? false : told.some((one) => one.holds === null) ? null : true
    asked.push({ proposes, says, holds, when: told })
    if (holds === true) return { proposal: proposes, asked, lacks: [] }
    if (holds === null) return { proposal: null, asked, lacks: [...new Set(told.filter((one) => one.holds === null).map(({ input }) => input))] }
  }
  return { proposal: 'hold', asked, lacks: [] }
}

function holdsFor({ is, limit }: Condition, value: number | null): boolean | null {
  if (value === null) return null
  return is === 'below' ? value < limit : is === 'above' ? value > limit : value >= limit
}

export type Mark = 'good' | 'weak' | 'bad'
export type Grade = 'healthy' | 'watch' | 'ailing'

/** The six signals of the health check: from where on each is weak, and bad. */
export const signals: readonly { readonly input: InputName; readonly better: 'up' | 'down'; readonly weak: number; readonly bad: number }[] = [
  { input: 'growth', better: 'up', weak: 0.1, bad: 0 },
  { input: 'netRetention', better: 'up', weak: 1, bad: 0.9 },
  { input: 'margin', better: 'up', weak: 0.6, bad: 0.3 },
  { input: 'usageGrowth', better: 'up', weak: 0, bad: -0.1 },
  { input: 'ticketLoad', better: 'down', weak: 1.2, bad: 1.6 },
  { input: 'incidents', better: 'down', weak: 1, bad: 3 },
]

export interface Graded {
  /** Null when a signal is unknown. */
  readonly grade: Grade | null
  readonly marks: readonly {
    readonly input: InputName
    readonly value: number | null
    readonly mark: Mark | null
    readonly weak: number
    readonly bad: number
  }[]
}

/** Healthy without a bad signal and with one weak one at most; ailing with two bad ones or more; watched otherwise; never graded while a signal is unknown. */
export function gradeOf(inputs: Inputs, limits: Limits = usualLimits): Graded {
  const marks = signals.map(({ input, better, ...usual }) => {
    const { weak, bad } = limits.signals[input] ?? usual
    return { input, value: inputs[input], mark: markOf(inputs[input], { better, weak, bad }), weak, bad }
  })
  const count = (wanted: Mark): number => marks.filter(({ mark }) => mark === wanted).length
  if (marks.some(({ mark }) => mark === null)) return { grade: null, marks }
  return { grade: count('bad') >= 2 ? 'ailing' : count('bad') === 0 && count('weak') <= 1 ? 'healthy' : 'watch', marks }
}

function markOf(value: number | null, { better, weak, bad }: { readonly better: 'up' | 'down'; readonly weak: number; readonly bad: number }): Mark | null {
  if (value === null) return null
  if (better === 'up') return value < bad ? 'bad' : value < weak ? 'weak' : 'good'
  return value > bad ? 'bad' : value > weak ? 'weak' : 'good'
}
