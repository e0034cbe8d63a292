import { small } from '#engines/numbers/capital.ts'
import { createHash } from 'node:crypto'
import type { Exhibit } from '#engines/numbers/showAnswer.ts'
import { periodEnd, periodOf, addPeriods } from '#engines/numbers/dates.ts'
import { showNumber, showVariance } from '#engines/numbers/showNumber.ts'
import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { showTargetVariance, type ShownTarget } from '#engines/numbers/showTarget.ts'
import { twentyOne } from '#metrics/twentyOne.ts'
import { canonical, isProblem, isRecord, Problem, showDate, type AnyRow, type Context, type Movement, type Unit, type NullReason } from '#kernel'
import { memberNames } from '../memberNames.ts'
import { isAnswer, refusesFigure } from '../refusedFigure.ts'

/** A line of the scorecard as this flow reads it; the whole line is kept as it was measured. */
export interface FigureRow {
  readonly key: string
  readonly name: string
  readonly theme: string
  readonly unit: Unit
  readonly better: 'up' | 'down' | 'within'
  readonly value: number | null
  readonly reason: NullReason | null
  readonly prior: { readonly period: string; readonly value: number | null } | null
  readonly target: ShownTarget | null
  readonly state: string
  readonly why: string
  readonly currency: string
  readonly signal: { readonly state: string; readonly says: string }
  readonly trust: { readonly state: string; readonly reasons: readonly { readonly says: string }[] }
  readonly points: readonly { readonly period: string; readonly value: number | null; readonly mature: boolean }[]
  readonly history: FigureRow['points']
  readonly movement: Movement | null
  readonly version: number
  readonly policy: { readonly id: string }
}

/** Measures every number as of a day; app.ts hands in the scorecard flow. */
export type Measure = (ctx: Context, asOf: string) => Promise<{ readonly items: readonly FigureRow[] }>

/** A saved question as it was answered for a review; `exhibitOf` says what it holds. */
export interface Answered extends Exhibit {
  readonly id: string
  readonly key: string
  readonly title: string
  /** Of the query that was asked. */
  readonly hash: string
}

/** Answers saved questions as of a day; app.ts hands in the analytics. */
export type Ask = (ctx: Context, questions: readonly AnyRow[], asOf: string) => Promise<readonly Answered[]>

const names: Readonly<Record<string, string>> = {
  mbr: 'Monthly business review',
  qbr: 'Quarterly business review',
  board: 'Board pack',
  weekly: 'Weekly briefing',
  custom: 'Review',
}

interface Edition {
  readonly kind: string
  readonly period: string
}

export const generateReview = async (ctx: Context, measure: Measure, edition: Edition): Promise<AnyRow> =>
  await ctx.perform('review', 'generate', {}, await draftReview(ctx, measure, edition))

/** Drafts a review: the numbers of a period with their lineage, and three sentences to start from, which a person then owns. */
export async function draftReview(ctx: Context, measure: Measure, { kind, period }: Edition) {
  const name = names[kind]
  if (!name) throw new Problem('invalid', `“${kind}” is not a kind of review.`, `Use ${Object.keys(names).join(', ')}.`)
  const asOf = dayOf(period, ctx.now())
  const { rows, refused } = await figuresAsOf(ctx, measure, asOf)
  const previous = await previousEdition(ctx, kind, period)
  const open = await openMatters(ctx)
  const words = draftWords(
    rows,
    period,
    open.decisions.map(({ what }) => what),
  )
  return {
    name: `${name} ${showPeriod(period)}`,
    kind,
    period,
    asOf: `${asOf}T23:59:59.000Z`,
    ...words,
    ...open,
    figures: { period, asOf, rows, refused },
    ...(previous ? { previous: previous.id } : {}),
  }
}

export interface Refreshing {
  readonly version?: number | undefined
  /** Ids or keys of the saved questions that stand on it from now on; those that stand there already when left out. */
  readonly questions?: readonly string[] | undefined
}

/** Measures every number of a draft and answers every question on it again. */
export async function refreshReview(
  ctx: Context,
  { measure, ask }: { readonly measure: Measure; readonly ask: Ask },
  id: string,
  { version, questions }: Refreshing = {},
): Promise<AnyRow> {
  const row = await ctx.find('review', id)
  const asOf = dayOf(String(row['period']), ctx.now())
  const asked = await questionsOf(ctx, questions ?? [row['questions'] ?? []].flat().map(String))
  const { rows, refused } = await figuresAsOf(ctx, measure, asOf)
  const answers = await ask(ctx, asked, asOf)
  return await ctx.perform(
    'review',
    'refresh',
    { id, ...(version === undefined ? {} : { version }) },
    { asOf: `${asOf}T23:59:59.000Z`, figures: { period: row['period'], asOf, rows, refused, answers }, questions: asked.map((one) => one.id) },
  )
}

/** A page for an executive holds few questions. */
const mostQuestions = 5

async function questionsOf(ctx: Context, ids: readonly string[]): Promise<AnyRow[]> {
  const rows = []
  for (const id of new Set(ids)) rows.push(await ctx.find('analysis', id))
  if (rows.length > mostQuestions)
    throw new Problem('refused', `A review holds ${mostQuestions} questions at most; these are ${rows.length}.`, 'Take one off first.')
  const cohort = rows.find((row) => row['kind'] === 'cohort')
  if (cohort) throw new Problem('refused', `${cohort.key} is a cohort: it has members, and no answer.`, 'Put a question about it on the review.')
  return rows
}

/** Fixes every figure under a signature over the whole content. A metric that is untrusted stays in, struck through: bad news is not left out. */
export async function freezeReview(ctx: Context, id: string, version?: number): Promise<AnyRow> {
  const row = await ctx.find('review', id)
  return await ctx.perform('review', 'freeze', { id, ...(version === undefined ? {} : { version }) }, { signature: signatureOf(row) })
}

export const signatureOf = ({ figures, period, asOf }: Readonly<Record<string, unknown>>): string =>
  createHash('sha256').update(canonical({ figures, period, asOf })).digest('hex')

export interface Compared {
  readonly metric: string
  readonly name: string
  readonly frozen: number | null
  readonly now: number | null
  readonly difference: number | null
  readonly because: string | null
}

/** A saved question as it was answered, and as it would be now; `now` is null where it cannot be asked any more. */
export interface ComparedAnswer extends Pick<Answered, 'id' | 'key' | 'title'> {
  readonly frozen: Exhibit
  readonly now: Exhibit | null
  readonly because: string | null
}

export interface Comparison {
  readonly asOf: string
  readonly items: readonly Compared[]
  readonly answers: readonly ComparedAnswer[]
}

/** The frozen numbers and answers beside what the same day looks like with today's knowledge. */
export async function compareReview(ctx: Context, ask: Ask, id: string): Promise<Comparison> {
  const row = await ctx.find('review', id)
  const figures = figuresOf(row)
  const items: Compared[] = []
  for (const frozen of figures.rows) items.push(await compareFigure(ctx, frozen, figures.asOf))
  return { asOf: figures.asOf, items, answers: await compareAnswers(ctx, ask, figures) }
}

/** One figure of a review beside what it would be today, as of the same day. */
export async function compareFigure(ctx: Context, frozen: FigureRow, asOf: string): Promise<Compared> {
  const now = await ctx.measure({ metric: frozen.key, asOf }).catch((error: unknown) => (refusesFigure(error) ? error : Promise.reject(error)))
  const own = { metric: frozen.key, name: frozen.name, frozen: frozen.value }
  if (isProblem(now)) return { ...own, now: null, difference: null, because: `It cannot be measured now. ${now.message} ${now.hint}`.trim() }
  const difference = frozen.value === null || now.value === null ? null : now.value - frozen.value
  return { ...own, now: now.value, difference, because: because(frozen, now, difference) }
}

async function compareAnswers(ctx: Context, ask: Ask, { answers, asOf }: Figures): Promise<ComparedAnswer[]> {
  const compared: ComparedAnswer[] = []
  for (const { id, key, title, hash, conclusion, lines } of answers) {
    const frozen = { conclusion, lines }
    const answered = await askAgain(ctx, ask, id, asOf)
    if ('lacks' in answered) compared.push({ id, key, title, frozen, now: null, because: answered.lacks })
    else {
      const now = { conclusion: answered.conclusion, lines: answered.lines }
      const words = answered.hash === hash ? 'Events arrived or were corrected since.' : 'The question was changed since.'
      compared.push({ id, key, title, frozen, now, because: canonical(frozen) === canonical(now) ? null : words })
    }
  }
  return compared
}

/** A question that was archived, or that cannot be answered any more, says so, and takes no other with it. */
async function askAgain(ctx: Context, ask: Ask, id: string, asOf: string): Promise<Answered | { readonly lacks: string }> {
  const question = await ctx.find('analysis', id)
  if (question.archivedAt !== null) return { lacks: 'The question was archived since.' }
  try {
    const [answered] = await ask(ctx, [question], asOf)
    return answered ?? { lacks: 'It has no answer now.' }
  } catch (error) {
    if (isAnswer(error)) return { lacks: error.message }
    throw error
  }
}

function because(
  frozen: FigureRow,
  now: { readonly version: number; readonly policy: { readonly id: string }; readonly trust: { readonly state: string } },
  difference: number | null,
): string | null {
  if (frozen.version !== now.version) return causes.definition
  if (frozen.policy.id !== now.policy.id) return causes.policy
  if (difference !== null && Math.abs(difference) > least) return causes.facts
  return frozen.trust.state === now.trust.state ? null : `It is ${now.trust.state} now; it was ${frozen.trust.state}.`
}

/** Why a figure reads differently today. */
export const causes = {
  definition: 'The definition changed since.',
  policy: 'The policy changed since.',
  facts: 'Facts arrived or were corrected since.',
} as const

/** Does it read differently today, beyond what sums of fractions differ by? One that has a value on one side alone does. */
export const isRestated = ({ frozen, now, difference }: Compared): boolean =>
  difference === null ? (frozen === null) !== (now === null) : Math.abs(difference) > least
const least = 1e-9

export interface Figures {
  readonly period: string
  readonly asOf: string
  readonly rows: readonly FigureRow[]
  /** Numbers that could not be measured and stand in none of the rows. */
  readonly refused: readonly NotMeasured[]
  readonly answers: readonly Answered[]
}

/** A number that was refused, and why, as its line of the scorecard says it. */
export interface NotMeasured {
  readonly key: string
  readonly name: string
  readonly because: string
}

export function figuresOf(row: AnyRow): Figures {
  const figures = row['figures']
  if (!isRecord(figures) || !Array.isArray(figures['rows'])) throw new Problem('refused', `${row.key} holds no figures.`, 'Refresh it first.')
  const answers = Array.isArray(figures['answers']) ? figures['answers'].filter(isAnswered) : []
  const refused = Array.isArray(figures['refused']) ? figures['refused'].filter(isNotMeasured) : [] // reviews from before say none
  return { period: String(figures['period']), asOf: String(figures['asOf']), rows: figures['rows'].filter(isFigureRow), refused, answers }
}

const isAnswered = (value: unknown): value is Answered => isRecord(value) && typeof value['conclusion'] === 'string' && Array.isArray(value['lines'])
const isNotMeasured = (value: unknown): value is NotMeasured => isRecord(value) && typeof value['name'] === 'string' && typeof value['because'] === 'string'
const isFigureRow = (value: unknown): value is FigureRow => isRecord(value) && typeof value['key'] === 'string' && Array.isArray(value['points'])

/** A period is told as of its last day; one that is not over yet as of today. */
function dayOf(period: string, now: string): string {
  try {
    periodEnd(period)
  } catch {
    throw new Problem('invalid', `“${period}” is not a period.`, 'Write 2024-12 or 2024-Q4.')
  }
  const [end, today] = [periodEnd(period), now.slice(0, 10)]
  if (periodOf(today, 'month') < period.slice(0, 7)) throw new Problem('refused', `${showPeriod(period)} has not begun yet.`, 'Choose a period that has.')
  return end < today ? end : today
}

async function figuresAsOf(ctx: Context, measure: Measure, asOf: string): Promise<Pick<Figures, 'rows' | 'refused'>> {
  const { items } = await measure(ctx, asOf)
  const isUntrusted = ({ value, trust }: FigureRow): boolean => value === null && trust.state === 'untrusted'
  const told = items.filter(({ key }) => key !== 'mrr-movements')
  const measured = told.filter((row) => row.value !== null || (isUntrusted(row) && row.target !== null)) // what was promised stands among the numbers
  if (measured.every(({ value }) => value === null))
    throw new Problem('refused', 'There is nothing to review: no metric has a value by then.', 'Import facts first, or choose another period.')
  const movement = items.find(({ key }) => key === 'mrr-movements')?.movement ?? null
  const rows = measured.map((row) => ({ ...row, points: row.history, ...(row.key === 'annual-recurring-revenue' ? { movement } : {}) }))
  const chosen = new Set(rows.toSorted((a, b) => weight(b) - weight(a)).slice(0, mostRows))
  const shown = rows.filter((row) => chosen.has(row))
  const keys = new Set(shown.map(({ key }) => key))
  const refused = told.filter(({ key, value, reason }) => value === null && reason === 'unsupported' && !keys.has(key)) // what has no rows yet is not refused, whatever its inputs
  return { rows: shown, refused: refused.map(({ key, name, why }) => ({ key, name, because: why })) }
}

/** A page for an executive holds ten numbers: those with a target first, then revenue and the measures of the role, then those that broke their limits. */
const mostRows = 10
const ofTheRole: ReadonlySet<string> = new Set(['annual-recurring-revenue', ...twentyOne.map(({ key }) => key)])
const weight = (row: FigureRow): number =>
  (row.target ? 8 : 0) + (ofTheRole.has(row.key) ? 4 : 0) + (row.theme === 'Customers and revenue' ? 3 : 0) + (row.signal.state === 'signal' ? 2 : 0)

/** Decisions that wait and risks that are open, as they stand; a person adds, drops and rewords them. */
async function openMatters(ctx: Context) {
  const people = await memberNames(ctx)
  const decisions = (await ctx.read('decision', { filter: { state: ['awaiting', 'reopened'] }, sort: 'decideBy', limit: 3 })).items
  const risks = (await ctx.read('risk', { filter: { state: 'open' }, sort: '-probability', limit: 3 })).items
  return {
    decisions: decisions.map((row) => ({
      what: String(row['question']),
      who: people.get(String(row['decider'])) ?? null,
      due: row['decideBy'] ? showDate(String(row['decideBy'])) : null,
    })),
    risks: risks.map((row) => ({
      state: Number(row['probability'] ?? 0) >= 0.5 ? 'red' : 'amber',
      what: String(row['title']),
      who: people.get(String(row['owner'])) ?? null,
    })),
  }
}

async function previousEdition(ctx: Context, kind: string, period: string): Promise<AnyRow | null> {
  const earlier = addPeriods(period, -1)
  const { items } = await ctx.read('review', { filter: { kind, period: earlier }, limit: 1 })
  return items[0] ?? null
}

/** Three sentences and a headline from the numbers; a person edits them, the figures stay. */
function draftWords(
  rows: readonly FigureRow[],
  period: string,
  asked: readonly string[],
): { headline: string; wentWell: string; isOff: string; weAsk: string; comments: { metric: string; why: string }[] } {
  const told = rows.filter(({ trust }) => trust.state !== 'untrusted')
  const good = told.filter((row) => row.state === 'green' || (row.state === 'none' && movedWell(row) === 1))
  const off = told.filter((row) => row.state === 'red' || (row.state === 'amber' && row.signal.state === 'signal'))
  const bad = off.toSorted((a, b) => severity(b) - severity(a))
  const untrusted = rows.filter(({ trust }) => trust.state === 'untrusted')
  const arr = rows.find(({ key }) => key === 'annual-recurring-revenue')
  return {
    headline: headline(arr, bad, untrusted, period),
    wentWell: good.length > 0 ? good.slice(0, 2).map(phrase).join('. ').concat('.') : 'No metric moved clearly for the better.',
    isOff:
      bad.length > 0
        ? bad.slice(0, 2).map(phrase).join('. ').concat('.')
        : untrusted.length > 0
          ? `${untrusted.length === 1 ? 'One metric' : `${untrusted.length} metrics`} cannot be trusted: ${untrusted[0]?.trust.reasons[0]?.says ?? ''}.`
          : 'Nothing is outside its limits.',
    weAsk:
      untrusted.length > 0
        ? 'Settle the contradictions between the files before these numbers are used.'
        : asked.length > 0
          ? asked.slice(0, 2).join(' ')
          : 'No decision is asked for.',
    comments: rows.map(({ key, why }) => ({ metric: key, why: why.slice(0, 200) })),
  }
}

/** Red before amber, revenue before the rest. */
const severity = (row: FigureRow): number => (row.state === 'red' ? 2 : 0) + (row.theme === 'Customers and revenue' ? 1 : 0)

function headline(arr: FigureRow | undefined, bad: readonly FigureRow[], untrusted: readonly FigureRow[], period: string): string {
  const start =
    arr && arr.value !== null && arr.trust.state !== 'untrusted'
      ? `ARR ${movedWell(arr) >= 0 ? 'grew' : 'slipped'} to ${showNumber(arr.value, 'money', { currency: arr.currency })}`
      : showPeriod(period)
  const worst = bad.find(({ key }) => key !== arr?.key)
  if (worst)
    return `${start}; ${small(worst.name)} ${!asks(worst) ? 'broke its limits' : worst.target?.status === 'behind' ? 'is behind its target' : 'misses its target'}`
  return untrusted.length > 0 ? `${start}; ${untrusted.length} metrics need their data settled` : start
}

/** 1 for the better, -1 for the worse, 0 when it did not move or cannot be said. */
function movedWell(row: FigureRow): -1 | 0 | 1 {
  const before = row.prior?.value ?? null
  if (row.value === null || before === null || row.value === before || row.better === 'within') return 0
  return row.value > before === (row.better === 'up') ? 1 : -1
}

/** Is something asked of it now? A target that only its end counts for leaves the word to the signal. */
const asks = ({ target }: FigureRow): boolean => target !== null && target.status !== 'waiting'

function phrase(row: FigureRow): string {
  const { name, unit, currency, better, target } = row
  const before = row.prior?.value ?? null
  const value = showNumber(row.value, unit, { currency })
  if (row.value === null || (target === null && before === null)) return `${name} at ${value}`
  if (!asks(row) && row.signal.state === 'signal') return `${name} at ${value}: ${small(row.why)}`
  if (target) return `${name} at ${value}, ${showTargetVariance(row.value, target, unit, { currency, better }).absolute} against target`
  return `${name} at ${value}, ${showVariance(row.value, before ?? 0, unit, { currency, better }).absolute} against the period before`
}
