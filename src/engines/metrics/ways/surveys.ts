import { npsInterval, wilson, type Interval } from '../../numbers/intervals.ts'
import { growing, keeper, nameOf, once, sameList } from '../../numbers/once.ts'
import { secondsOf } from '../activity/activity.ts'
import { isPerson, servicesIn, userColumns, usersOf } from '../activity/people.ts'
import { groupOf, nothing, type Figure, type Point } from '../series/figure.ts'
import { spansOf } from '../series/timing.ts'
import { accountWeighted, apart, classesOf, heard, heardMore, npsVariance, oncePerYear, smallestChange, type Answer, type Heard } from '../surveys/surveys.ts'
import { accountRead, accountsOf } from './accounts.ts'
import { between, inSpans, type Stretch } from './inSpans.ts'
import { parting, type Parts } from './parting.ts'
import { OutOfRange, Refused, type Asked, type Behind, type Computed, type Given, type Read, type Row, type Way } from './way.ts'

export interface SurveyTerms {
  readonly instrument: 'nps' | 'csat' | 'ces' | 'sus'
}

const reads: Readonly<Record<string, Read>> = {
  answers: {
    fact: 'survey_response',
    columns: ['id', 'invite_id', 'ts', 'account_id', 'user_id', 'instrument', 'score', 'scale_min', 'scale_max', 'surface', 'mode'],
  },
  invites: { fact: 'survey_invite', columns: ['id', 'account_id', 'user_id', 'sent_at'] },
  account: accountRead,
  app_user: { fact: 'app_user', columns: userColumns },
}

/** Net promoter score of each period, with the interval of its standard error (kpis.md 4.9). Waves of the relationship and of transactions are never pooled. */
export const promoters: Way<SurveyTerms> = {
  counts: () => 'survey_response',
  pairs: 'accounts',
  switches: {
    mode: { says: 'Asked of the relationship as a whole, or after one transaction.', values: ['relationship', 'transactional'], initial: 'relationship' },
    repeats_within_year: { says: 'Answers of somebody who was asked less than a year before.', values: ['exclude', 'keep'], initial: 'exclude' },
  },
  reads: () => reads,
  figures: (how, asked, given) => {
    const { kept, left, unstated } = countedIn(answersIn(how, given), asked)
    return figures(how, asked, given, kept, [
      `${asked.switches['mode']} waves alone.`,
      ...(left > 0 ? [`${left} answers of people who had answered less than a year before are left out.`] : []),
      ...(unstated > 0 ? [`${unstated} answers do not say what they were asked of; they are taken as relationship.`] : []),
    ])
  },
  behind: (how, asked, given, period) => behind(how, asked, given, period),
}

/** Share of the two best boxes (csat, Wilson), or the mean of one scale with 1.96 standard errors (ces, sus). */
export const answers: Way<SurveyTerms> = {
  counts: () => 'survey_response',
  pairs: 'accounts',
  reads: () => reads,
  figures: (how, asked, given) => figures(how, asked, given, answersIn(how, given), []),
  behind: (how, asked, given, period) => behind(how, asked, given, period),
}

/** Answers that were read once are put in order once, whatever they are grouped by. */
function answersIn({ instrument }: SurveyTerms, given: Given): readonly Answer[] {
  const isCustomers = customersIn(given)
  const read = (rows: readonly Row[]): Answer[] => rows.flatMap((row) => (row['instrument'] === instrument && isCustomers(row) ? [answerIn(row)] : []))
  const rows = given.rows('answers')
  const { last } = keptAnswers(
    rows,
    `${instrument} ${whoIn(given)}`,
    () => heard(read(rows)),
    (before, more) => {
      const own = read(more)
      return own.length === 0 ? before : heardMore(before, own)
    },
  )
  return last
}

const keptAnswers = growing<Row, Heard>(8)
const sameAnswers = sameList<Answer>(24)

/** The answers of one mode that count. */
function countedIn(all: readonly Answer[], { switches }: Asked): { readonly kept: readonly Answer[]; readonly left: number; readonly unstated: number } {
  const { mode: asked = '', repeats_within_year: repeats = '' } = switches
  return keptCounted(all, `${asked} ${repeats}`, () => {
    const own = all.filter(({ mode }) => (mode ?? 'relationship') === asked)
    const unstated = all.filter(({ mode }) => mode === null).length
    return { ...(asked === 'relationship' && repeats === 'exclude' ? oncePerYear(own) : { kept: own, left: 0 }), unstated }
  })
}

const keptCounted = keeper<readonly Answer[], ReturnType<typeof countedIn>>(4)

/** Our own accounts and our own people leave every figure (kpis.md §2). */
function customersIn(given: Given): (row: Row) => boolean {
  const { isInternal } = accountsOf(given.rows('account'))
  const users = usersOf(given.rows('app_user'))
  return (row) => !isInternal(String(row['account_id'])) && isPerson(users.get(String(row['user_id'])))
}

/** Names who is a customer’s person. */
const whoIn = (given: Given): string => `${accountsOf(given.rows('account')).ours} ${servicesIn(usersOf(given.rows('app_user')))}`

/** A row that was read once is one answer, among whatever others. */
const answerIn = once(toAnswer)

function toAnswer(row: Row): Answer {
  const text = (column: string): string | null => (row[column] === null || row[column] === undefined ? null : String(row[column]))
  const mode = row['mode']
  return {
    id: String(row['id']),
    invite: text('invite_id'),
    at: secondsOf(String(row['ts'])),
    account: text('account_id'),
    user: text('user_id'),
    score: Number(row['score']),
    least: Number(row['scale_min']),
    most: Number(row['scale_max']),
    surface: text('surface') ?? '(none)',
    mode: mode === 'relationship' || mode === 'transactional' ? mode : null,
  }
}

function figures(how: SurveyTerms, asked: Asked, given: Given, counted: readonly Answer[], notes: readonly string[]): Computed {
  const spans = spansOf(asked.time).map(({ key, start, stop }) => ({ key, from: secondsOf(start), to: secondsOf(stop) }))
  const rates = responseRates(given, spans)
  const waves = spans.map((span) => waveIn(counted, span))
  const points = spans.map(({ key }, place): Point => {
    const figure = figureOf(how, waves[place] ?? none)
    return { period: key, mature: true, ...figure, ...(figure.parts ? { parts: { ...figure.parts, responseRate: rates[place] ?? null } } : {}) }
  })
  const column = asked.by?.column
  const byWave = column === undefined ? null : waves.map((wave) => groupsBy(column, wave, given))
  const keys = byWave && [...new Set(byWave.flatMap((wave) => [...wave.keys()]))].toSorted()
  const pointsOf = (group: string): Point[] =>
    spans.map(({ key }, place) => ({ period: key, mature: true, ...figureOf(how, byWave?.[place]?.get(group) ?? none) }))
  return {
    points,
    ...(keys ? { groups: keys.map((key) => groupOf(key, pointsOf(key), asked.time.headline)) } : {}),
    text: `answers to ${how.instrument} by the time of the answer; the last one of each invitation`,
    notes: [
      ...notes,
      ...changeNote(
        how,
        points.find(({ period }) => period === asked.time.headline),
      ),
      ...surfaceNotes(spans, waves),
    ],
  }
}

/** The answers of a stretch: the same list for the same ones, so that what is told of a wave that is over is told once. */
const waveIn = (own: readonly Answer[], { from, to }: Stretch<number>): readonly Answer[] =>
  keptWaves(own, `${from} ${to}`, () => sameAnswers(between(own, ({ at }) => at, { from, to })))

const keptWaves = keeper<readonly Answer[], readonly Answer[]>(64)

/** The answers of a wave by a dimension. */
function groupsBy(column: string, wave: readonly Answer[], given: Given): Parts<Answer> {
  const accounts = accountsOf(given.rows('account'))
  if (column === 'surface') return keptGroups(wave, column, () => Map.groupBy(wave, ({ surface }) => surface))
  if (column === 'role') return keptGroups(wave, `${column} ${nameOf(given.rows('app_user'))}`, () => Map.groupBy(wave, roleIn(given)))
  if (column !== 'tenure') return byAccount(wave, column, accounts)
  return keptGroups(wave, `${column} ${accounts.knownOf(wave, ({ account }) => account, 'created_at')}`, () =>
    Map.groupBy(wave, ({ account, at }) => tenure(accounts.get(account ?? '')?.['created_at'], at)),
  )
}

const byAccount = parting<Answer>(({ account }) => account)

const none: readonly Answer[] = []

const keptGroups = keeper<readonly Answer[], Parts<Answer>>(6)

/** Of the invitations sent in each span, the share that was answered since; null without invitations. */
function responseRates(given: Given, spans: readonly Stretch<number>[]): (number | null)[] {
  const answered = invitesOf(given.rows('answers'))
  const sent = keptInvites(given.rows('invites'), whoIn(given), () =>
    given
      .rows('invites')
      .filter(customersIn(given))
      .map((row) => ({ id: row['id'], at: secondsOf(String(row['sent_at'])) })),
  )
  const cut = inSpans(sent, ({ at }) => at, spans)
  return cut.map((own) => (own.length === 0 ? null : own.filter(({ id }) => answered.has(id)).length / own.length))
}

const keptInvites = keeper<readonly Row[], readonly { readonly id: unknown; readonly at: number }[]>(2)
const invitesOf = once((answers_: readonly Row[]) => new Set(answers_.map((row) => row['invite_id'])))

const figureOf = ({ instrument }: SurveyTerms, own: readonly Answer[]): Figure => keptFigures(own, instrument, () => newFigure(instrument, own))

const keptFigures = keeper<readonly Answer[], Figure>(1)

function newFigure(instrument: SurveyTerms['instrument'], own: readonly Answer[]): Figure {
  if (own.length === 0) return nothing('no_data')
  if (instrument === 'nps') return netPromoters(own)
  if (instrument === 'csat') {
    const isHappy = ({ score, most }: Answer): boolean => score > most - 2
    const hits = own.filter(isHappy).length
    const parts = {
      accountWeighted: accountWeighted(own, (answer) => Number(isHappy(answer))),
      unhappy: own.filter(({ score, least }) => score < least + 2).length / own.length,
    }
    return { value: hits / own.length, interval: wilson(hits, own.length), numerator: hits, denominator: own.length, n: own.length, parts }
  }
  return meanScore(instrument, own)
}

function netPromoters(own: readonly Answer[]): Figure {
  const classes = answered(() => classesOf(own))
  const found = npsInterval(classes.promoters, classes.passives, classes.detractors)
  if (!found) return nothing('no_data')
  const worth = ({ score }: Answer): number => (score >= 9 ? 100 : score <= 6 ? -100 : 0)
  return {
    value: found.score,
    interval: { low: found.low, high: found.high },
    numerator: classes.promoters - classes.detractors,
    denominator: found.n,
    n: found.n,
    parts: { ...classes, accountWeighted: accountWeighted(own, worth), smallestChange: 100 * smallestChange(npsVariance(classes), found.n) },
  }
}

function answered<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof OutOfRange ? new Refused(error.message, 'Ask from 0 to 10, or bring the answers in as csat.') : error
  }
}

function meanScore(instrument: 'ces' | 'sus', own: readonly Answer[]): Figure {
  const scales = new Set(own.map(({ least, most }) => `${least} to ${most}`))
  if (scales.size > 1)
    throw new Refused(`Answers on the scales ${[...scales].join(' and ')} have no common mean.`, 'Ask for periods or surfaces with one scale.')
  if (instrument === 'sus' && !scales.has('0 to 100'))
    throw new Refused('A usability score runs from 0 to 100.', 'Bring in the score of each person, not its ten items.')
  const n = own.length
  const mean = own.reduce((sum, { score }) => sum + score, 0) / n
  const squares = own.reduce((sum, { score }) => sum + (score - mean) ** 2, 0)
  const error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : null
  const interval: Interval | null = error === null ? null : { low: mean - 1.96 * error, high: mean + 1.96 * error }
  return { value: mean, interval, numerator: mean * n, denominator: n, n, parts: { accountWeighted: accountWeighted(own, ({ score }) => score) } }
}

function changeNote({ instrument }: SurveyTerms, point: Point | undefined): string[] {
  const change = point?.parts?.['smallestChange']
  if (instrument !== 'nps' || !point?.n || change === null || change === undefined) return []
  return [
    `With ${point.n} answers a wave, a change below ${change.toFixed(1)} points cannot be told from chance; 5 points need ${neededFor(point).toLocaleString('en-US')} answers each.`,
  ]
}

const neededFor = ({ n, parts }: Point): number => Math.ceil((n ?? 0) * ((parts?.['smallestChange'] ?? 0) / 5) ** 2)

/** Answers of another surface are answers of other people in another mood: a change of process, not of satisfaction. */
function surfaceNotes(spans: readonly { readonly key: string }[], cut: readonly (readonly Answer[])[]): string[] {
  const waves = spans.map(({ key }, place) => ({ key, own: cut[place] ?? [] })).filter(({ own }) => own.length > 0)
  return waves.flatMap(({ key, own }, place) => {
    const before = waves[place - 1]
    return before && apart(before.own, own) > 0.3
      ? [`The surfaces changed from ${before.key} to ${key}: a change of process, so do not compare across it.`]
      : []
  })
}

function roleIn(given: Given): (answer: Answer) => string {
  const users = usersOf(given.rows('app_user'))
  return ({ user }) => String(users.get(user ?? '')?.['role'] ?? '(none)')
}

function tenure(created: unknown, at: number): string {
  if (typeof created !== 'string') return '(none)'
  const years = (at - secondsOf(created)) / (365.25 * 86_400)
  return years < 1 ? 'first year' : years < 3 ? 'one to three years' : 'three years and more'
}

/** Accounts with the mean of their scores, the least happy first. */
function behind(how: SurveyTerms, asked: Asked, given: Given, period: string): Behind[] {
  const span = spansOf(asked.time).find(({ key }) => key === period)
  const { get } = accountsOf(given.rows('account'))
  const own = answersIn(how, given).filter(({ at }) => span && at >= secondsOf(span.start) && at < secondsOf(span.stop))
  return [...Map.groupBy(own, ({ account }) => account ?? '(none)')]
    .map(([account, answers_]): Behind => {
      const name = get(account)?.['name']
      const mean = answers_.reduce((sum, { score }) => sum + score, 0) / answers_.length
      return {
        account,
        name: typeof name === 'string' ? name : null,
        opening: null,
        closing: mean,
        change: null,
        movement: null,
        reason: answers_.length === 1 ? '1 answer' : `${answers_.length} answers`,
      }
    })
    .toSorted((a, b) => (a.closing ?? 0) - (b.closing ?? 0))
}
