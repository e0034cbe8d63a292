import { countPeriods, periodOf } from '#engines/numbers/dates.ts'
import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { reported, told } from './betWords.ts'
import { addDays, type Timeline } from './timeline.ts'

type Stage = 'later' | 'ready' | 'committed' | 'delivering' | 'measuring' | 'missed' | 'declined'

interface Bet {
  readonly key: string
  readonly title: string
  readonly hypothesis: string
  readonly products: readonly string[]
  readonly objectives: readonly string[]
  readonly investment: string
  readonly owner: string
  readonly team: string
  readonly weeks: number
  readonly value: number
  readonly delay?: number
  readonly confidence: number
  readonly outcome: readonly [metric: string, baseline: number, target: number, segment?: string, dimension?: string]
  /** Days until the whole outcome shows. */
  readonly lag?: number
  /** Shares of its effort that need a skill. */
  readonly skills?: Readonly<Record<string, number>>
  readonly stage: Stage
  readonly horizon: 'now' | 'next' | 'later'
  readonly lands: 'thisQuarter' | 'nextQuarter' | 'someYear' | 'landed'
  /** Days from today to the forecast with a chance of 50 and of 85 %. */
  readonly forecast?: readonly [number, number]
}

/** The bets of the roadmap, brought to their stage by the verbs that people would have used. */
export function bets(time: Timeline): SampleObject[] {
  return list.map((bet) => toInitiative(bet, time))
}

/** What a bet is worth in a later quarter: its value by its chance, less what each week until then costs. */
export function worthOf(name: string, quartersAfter: number): number {
  const bet = list.find(({ key }) => key === name)
  return bet ? bet.value * bet.confidence - (bet.delay ?? 0) * 13 * quartersAfter : 0
}

/** How many quarters after this one a bet lands by its own forecast; 0 for one that has none, and never more than 3: a scenario has four quarters. */
export function forecastAfter(name: string, time: Timeline): number {
  const likely = list.find(({ key }) => key === name)?.forecast?.[1]
  const on = likely === undefined ? time.today : addDays(time.today, likely)
  return Math.min(3, Math.max(0, countPeriods(time.quarter, periodOf(on, 'quarter'))))
}

const list: readonly Bet[] = [
  {
    key: 'sso',
    title: 'SSO set-up that succeeds first time',
    hypothesis: 'We believe that a set-up which checks certificates before it applies them, for mid-market administrators, will stop seats from leaving.',
    products: ['identity'],
    objectives: ['start', 'grow'],
    investment: 'retention',
    owner: 'ines',
    team: 'Identity',
    weeks: 65,
    value: 1_100_000,
    delay: 26_000,
    confidence: 0.6,
    outcome: ['gross-revenue-retention', 0.889, 0.905, 'Mid-market'],
    lag: 180,
    skills: { Security: 0.45, Backend: 0.35 },
    stage: 'delivering',
    horizon: 'now',
    lands: 'thisQuarter',
    forecast: [25, 32],
  },
  {
    key: 'engine',
    title: 'Query engine on columnar storage',
    hypothesis: 'We believe that answers within five seconds on the largest workspaces, for enterprise analysts, will keep Insights in daily use.',
    products: ['platform', 'insights'],
    objectives: ['calm'],
    investment: 'platform',
    owner: 'ruth',
    team: 'Platform',
    weeks: 354,
    value: 900_000,
    delay: 16_000,
    confidence: 0.45,
    outcome: ['csat', 0.81, 0.86],
    lag: 30,
    skills: { Data: 0.5, Backend: 0.4 },
    stage: 'delivering',
    horizon: 'now',
    lands: 'nextQuarter',
    forecast: [74, 102],
  },
  {
    key: 'audit',
    title: 'Audit log export for regulated buyers',
    hypothesis: 'We believe that an export which auditors accept, for banks and hospitals, will free the deals that wait for it.',
    products: ['core'],
    objectives: ['regulated'],
    investment: 'compliance',
    owner: 'tomas',
    team: 'Core apps',
    weeks: 66,
    value: 610_000,
    delay: 12_000,
    confidence: 0.7,
    outcome: ['annual-recurring-revenue', 48_000_000, 48_600_000],
    lag: 60,
    skills: { Backend: 0.6 },
    stage: 'delivering',
    horizon: 'now',
    lands: 'nextQuarter',
    forecast: [67, 88],
  },
  {
    key: 'alerts',
    title: 'Alerts for teams',
    hypothesis: 'We believe that alerts which reach whoever can act, for teams on Business and Enterprise, will bring eligible accounts back to Insights.',
    products: ['insights'],
    objectives: ['answers'],
    investment: 'growth',
    owner: 'mina',
    team: 'Insights',
    weeks: 50,
    value: 460_000,
    delay: 9_000,
    confidence: 0.8,
    outcome: ['feature-adoption', 0.299, 0.36, 'insights', 'feature'],
    lag: 45,
    skills: { Frontend: 0.5, Data: 0.3 },
    stage: 'delivering',
    horizon: 'now',
    lands: 'thisQuarter',
    forecast: [8, 12],
  },
  {
    key: 'export',
    title: 'Regional data export',
    hypothesis: 'We believe that an export which stays in its region, for energy companies in the EU, keeps a promise that we made.',
    products: ['core'],
    objectives: ['regulated'],
    investment: 'compliance',
    owner: 'tomas',
    team: 'Core apps',
    weeks: 24,
    value: 210_000,
    delay: 4_000,
    confidence: 0.5,
    outcome: ['gross-revenue-retention', 0.889, 0.893, 'Mid-market'],
    lag: 90,
    skills: { Backend: 0.7 },
    stage: 'delivering',
    horizon: 'now',
    lands: 'nextQuarter',
    forecast: [38, 53],
  },
  {
    key: 'rostering',
    title: 'Rostering sync for schools',
    hypothesis: 'We believe that classes which follow the school’s own roster, for education, will carry a whole school year.',
    products: ['connect'],
    objectives: ['start'],
    investment: 'retention',
    owner: 'ines',
    team: 'Connect',
    weeks: 12,
    value: 91_000,
    confidence: 0.85,
    outcome: ['gross-revenue-retention', 0.889, 0.891, 'Mid-market'],
    lag: 90,
    skills: { Backend: 0.8 },
    stage: 'committed',
    horizon: 'now',
    lands: 'thisQuarter',
    forecast: [20, 28],
  },
  {
    key: 'pricing',
    title: 'Usage-based Connect pricing',
    hypothesis: 'We believe that a price which follows syncs, with a floor, will let Connect pay its way.',
    products: ['connect'],
    objectives: ['grow'],
    investment: 'growth',
    owner: 'ines',
    team: 'Connect',
    weeks: 110,
    value: 1_100_000,
    delay: 21_000,
    confidence: 0.5,
    outcome: ['annual-recurring-revenue', 48_000_000, 49_100_000],
    lag: 120,
    skills: { Backend: 0.6 },
    stage: 'ready',
    horizon: 'next',
    lands: 'nextQuarter',
  },
  {
    key: 'seats',
    title: 'Seat cuts seen before the renewal',
    hypothesis: 'We believe that a warning two months ahead, for account owners in mid-market, will halve the cuts that surprise both sides.',
    products: ['core'],
    objectives: ['grow'],
    investment: 'retention',
    owner: 'ines',
    team: 'Core apps',
    weeks: 45,
    value: 800_000,
    delay: 18_000,
    confidence: 0.6,
    outcome: ['gross-revenue-retention', 0.889, 0.91, 'Mid-market'],
    lag: 90,
    skills: { Data: 0.25, Frontend: 0.3 },
    stage: 'ready',
    horizon: 'next',
    lands: 'nextQuarter',
  },
  {
    key: 'templates',
    title: 'Start from a template of your industry',
    hypothesis: 'We believe that a filled workspace on the first day, for new accounts, will shorten the way to value.',
    products: ['core'],
    objectives: ['start'],
    investment: 'growth',
    owner: 'mina',
    team: 'Core apps',
    weeks: 60,
    value: 520_000,
    delay: 11_000,
    confidence: 0.55,
    outcome: ['time-to-value', 9.2, 6],
    skills: { Design: 0.25, Frontend: 0.4 },
    stage: 'ready',
    horizon: 'next',
    lands: 'nextQuarter',
  },
  {
    key: 'analysts',
    title: 'Analysts are a bottleneck for answers',
    hypothesis: 'We believe that questions in plain words, for people without an analyst, will raise Insights adoption.',
    products: ['insights'],
    objectives: ['answers'],
    investment: 'growth',
    owner: 'mina',
    team: 'Insights',
    weeks: 90,
    value: 640_000,
    confidence: 0.4,
    outcome: ['feature-adoption', 0.34, 0.42, 'insights', 'feature'],
    stage: 'later',
    horizon: 'later',
    lands: 'someYear',
  },
  {
    key: 'partners',
    title: 'Partners wait on us for connectors',
    hypothesis: 'We believe that a kit for partners will double the connectors without our own people.',
    products: ['connect'],
    objectives: [],
    investment: 'platform',
    owner: 'ruth',
    team: 'Connect',
    weeks: 120,
    value: 300_000,
    confidence: 0.35,
    outcome: ['feature-adoption', 0.37, 0.45, 'connectors', 'feature'],
    stage: 'later',
    horizon: 'later',
    lands: 'someYear',
  },
  {
    key: 'home',
    title: 'Shared home',
    hypothesis:
      'We believe that one start page for a whole team will bring back accounts that open us seldom: active accounts rise by four points of paying ones within 60 days.',
    products: ['core'],
    objectives: ['answers'],
    investment: 'growth',
    owner: 'vera',
    team: 'Core apps',
    weeks: 140,
    value: 700_000,
    confidence: 0.65,
    outcome: ['active-accounts', 368, 384],
    stage: 'missed',
    horizon: 'now',
    lands: 'landed',
  },
  {
    key: 'builder',
    title: 'Custom report builder',
    hypothesis: 'We believe that reports which people assemble themselves, for analysts, will replace their exports.',
    products: ['insights'],
    objectives: [],
    investment: 'growth',
    owner: 'mina',
    team: 'Insights',
    weeks: 160,
    value: 180_000,
    confidence: 0.3,
    outcome: ['feature-adoption', 0.31, 0.36, 'insights', 'feature'],
    stage: 'declined',
    horizon: 'later',
    lands: 'someYear',
  },
]

function toInitiative(bet: Bet, time: Timeline): SampleObject {
  const { key, products, objectives, owner, team, weeks, value, delay, outcome, lag, skills, stage, lands, forecast, ...plain } = bet
  const [metric, baseline, target, segment, dimension] = outcome
  const by = addDays(time.quarterEnd, stage === 'missed' ? -90 : 90)
  return {
    noun: 'initiative',
    externalId: `initiative:${key}`,
    values: {
      ...plain,
      products: products.map((each) => `product:${each}`),
      objectives: objectives.map((each) => `objective:${each}`),
      owner: `member:${owner}`,
      teams: [team],
      effort: sizeOf(weeks),
      value: { likely: { amount: value, currency: 'USD' }, costOfDelayPerWeek: delay ? { amount: delay, currency: 'USD' } : null },
      outcome: [{ metric, baseline, target, segment: segment ?? null, dimension: dimension ?? null, by, lagDays: lag ?? null }],
      skills: Object.entries(skills ?? {}).map(([skill, share]) => ({ skill, share })),
      timeframe: timeframeOf(lands, time),
      hardDate: key === 'audit' ? { on: addDays(time.today, 76), reason: 'contract' } : null,
      forecast: forecast ? { half: addDays(time.today, forecast[0]), likely: addDays(time.today, forecast[1]) } : null,
    },
    verbs: [...way(stage, key, time), ...told(key, timeframeOf('nextQuarter', time)), ...reported(key, time), ...sizedAnew(stage, weeks, time)].map((step) => ({
      ...step,
      by: `member:${owner}`,
    })),
  }
}

const sizeOf = (weeks: number) => ({ low: Math.round(weeks * 0.7), likely: weeks, high: Math.round(weeks * 1.5) })

/** What is not committed was sized once more for the planning of the next quarter; what is runs on the size that it was committed with. */
const sizedAnew = (stage: Stage, weeks: number, time: Timeline): SampleVerb[] =>
  stage === 'later' || stage === 'ready' ? [{ verb: 'size', day: addDays(time.today, -16), input: sizeOf(weeks) }] : []

function timeframeOf(lands: Bet['lands'], time: Timeline): string {
  const next = periodOf(addDays(time.quarterEnd, 40), 'quarter')
  return { thisQuarter: time.quarter, nextQuarter: next, someYear: next.slice(0, 4), landed: time.month(-7) }[lands]
}

function way(stage: Stage, key: string, time: Timeline): SampleVerb[] {
  const step = (verb: string, input: SampleVerb['input'] = {}): SampleVerb => ({ verb, input })
  const ready = [step('explore'), step('qualify')]
  const committed = [...ready, step('commit', key === 'sso' || key === 'pricing' ? { decision: `decision:${key}` } : {})]
  if (stage === 'ready') return ready
  if (stage === 'committed') return committed
  if (stage === 'delivering') return [...committed, step('start')]
  if (stage === 'missed')
    return [
      ...committed,
      step('start'),
      step('ship', { on: time.day(-7, 9) }),
      step('conclude', {
        verdict: 'missed',
        lesson: 'Sixty days after the launch the share of active accounts had not moved. A page that nobody opens on purpose brings nobody back.',
      }),
    ]
  if (stage === 'declined')
    return [
      step('decline', {
        reason: 'Most requests come from one account, and forcing it in would push out Seat cuts.',
        kind: 'weakEvidence',
        reviewOn: addDays(time.today, 28),
      }),
    ]
  return []
}
