import * as metrics from '#metrics'
import { isMetric } from '#kernel'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { showTarget, showTargetVariance } from '#engines/numbers/showTarget.ts'
import type { PrintedAnswer, PrintedFigure, PrintedReview, PrintedWorkspace, PrintOptions } from './printed.ts'
import { readMarkdown } from '#engines/numbers/readMarkdown.ts'
import { sayInstant, sayPeriod } from './sayPeriod.ts'
import { sparkline } from './sparkline.ts'
import { template } from './template.ts'

/** What platform/documents/renderPdf takes. */
export interface ReviewDocument {
  readonly source: string
  readonly inputs: Readonly<Record<string, string>>
  readonly images: Readonly<Record<string, string>>
  readonly createdAt: number
}

/**
 * A review as a document: one page for the board (conclusion, three columns, every figure with target, variance and reason, decisions, risks), then
 * definitions, policy, trust and charts. The source is the same for all reviews; everything that people or data say travels as JSON in
 * `inputs.review`, so that no word can be markup. Pure: the same review gives the same document.
 */
export function reviewDocument(review: PrintedReview, workspace: PrintedWorkspace, { paper, charts, frozenBy }: PrintOptions): ReviewDocument {
  const rows = review.figures.rows
  const content = {
    paper: paper === 'letter' ? 'us-letter' : 'a4',
    workspace: workspace.name,
    kind: kinds.get(review.kind) ?? 'Review',
    period: sayPeriod(review.period),
    headline: review.headline?.trim() || `${sayPeriod(review.period)} in figures`,
    draft: review.state === 'draft',
    columns: [
      { name: 'Went well', blocks: readMarkdown(review.wentWell ?? '') },
      { name: 'Is off', blocks: readMarkdown(review.isOff ?? '') },
      { name: 'We ask', blocks: readMarkdown(review.weAsk ?? '') },
    ],
    trend: trendHeading(rows),
    rows: rows.map((row) => printedRow(row, review)),
    measured: measuredWords(rows, review.figures.refused?.length ?? 0),
    refused: [...Map.groupBy(review.figures.refused ?? [], ({ because }) => because)].map(([because, touched]) => ({
      names: touched.map(({ name }) => name).join(', '),
      because,
    })),
    answers: (review.figures.answers ?? []).map(printedAnswer),
    decisions: (review.decisions ?? []).map(({ what, who, due }) => ({ what, note: [who, due].filter(Boolean).join(' · ') })),
    risks: (review.risks ?? []).map(({ state, what, who }) => ({ state, what, note: who ?? '' })),
    footer: footer(review, workspace, frozenBy),
    definitions: rows.map(definition),
    trust: rows.map((row) => trustLine(row, workspace)),
    policies: policies(rows),
    charts: charts.map(({ title, summary, table }, index) => ({ title, summary, table, path: chartPath(index) })),
    signature: review.signature ?? null,
  }
  const images = Object.fromEntries(charts.map(({ svg }, index) => [chartPath(index), svg]))
  return {
    source: template,
    inputs: { review: JSON.stringify(content, (_, value: unknown) => (typeof value === 'string' ? printable(value) : value)) },
    images,
    createdAt: Math.floor(Date.parse(review.frozenAt ?? review.asOf) / 1000),
  }
}

function measuredWords(rows: readonly PrintedFigure[], refused: number): string {
  const bad = rows.filter(({ state, value }) => state === 'untrusted' && value !== null).length
  if (bad > 0) return `${bad} ${bad === 1 ? 'figure' : 'figures'} struck through: not trusted.`
  return refused === 0 ? 'All figures measured.' : `${refused} ${refused === 1 ? 'metric' : 'metrics'} not measured.`
}

function printedAnswer({ title, conclusion, lines }: PrintedAnswer) {
  const rows = lines.map(({ label, count, share }) => [label, count === null ? '–' : showNumber(count, 'count', { exact: true }), showNumber(share, 'percent')])
  return { title, conclusion, rows }
}

/** Without control characters and overrides of writing direction: they show nothing, can disguise a text, and the compiler aborts on U+202E. */
const printable = (text: string): string => text.toWellFormed().replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')

const kinds = new Map([
  ['mbr', 'Monthly business review'],
  ['qbr', 'Quarterly business review'],
  ['board', 'Board review'],
  ['weekly', 'Weekly review'],
])

const chartPath = (index: number): string => `/charts/${index + 1}.svg`

const plurals: Readonly<Record<string, string>> = { day: '13 days', week: '13 weeks', month: '12 months', quarter: '13 quarters' }
const trendHeading = (rows: readonly PrintedFigure[]): string => {
  const grains = new Set(rows.map(({ grain }) => grain))
  return grains.size === 1 ? (plurals[rows[0]?.grain ?? ''] ?? 'Trend') : 'Trend'
}

function printedRow(row: PrintedFigure, review: PrintedReview) {
  const { name, unit, better, currency, value, prior, target, state, owner } = row
  const show = (figure: number | null | undefined): string => (figure === null || figure === undefined ? '–' : showNumber(figure, unit, { currency }))
  const variance = target && value !== null ? showTargetVariance(value, target, unit, { currency, better }) : null
  const comment = review.comments?.find(({ metric }) => metric === row.key)?.why
  const untrusted = state === 'untrusted' ? `Untrusted: ${row.trust.reasons[0]?.says ?? 'a check failed'}` : undefined
  const missing = value === null ? `No value: ${(row.reason ?? 'no data').replaceAll('_', ' ')}` : undefined
  return {
    name,
    why: comment ?? missing ?? untrusted ?? row.why ?? '',
    actual: show(value),
    target: showTarget(target, unit, { currency }),
    variance: variance ? shownVariance(variance, unit) : '–',
    tone: variance === null || state === 'untrusted' || (variance.tone === 'bad' && state === 'green') ? 'neutral' : variance.tone,
    prior: show(prior?.value),
    spark: sparkline(row),
    grain: row.grain,
    state,
    owner: owner?.initials ?? '',
  }
}

/** Money and counts differ by a share of the target, where that can be said; shares of a whole differ in points. */
const shownVariance = ({ absolute, relative }: { absolute: string; relative: string | null }, unit: PrintedFigure['unit']): string =>
  (unit === 'money' || unit === 'count') && relative ? relative : absolute

function footer(
  { kind, period, asOf, state, frozenAt, signature }: PrintedReview,
  { timeZone }: PrintedWorkspace,
  frozenBy: string | undefined,
): { left: string; right: string } {
  const set = `set ${kind.toUpperCase()}-${period}`
  const left = `As of ${sayInstant(asOf, timeZone)} · ${set}, ${state === 'draft' ? 'draft' : 'frozen'}`
  if (!frozenAt) return { left, right: 'A draft: figures may still move.' }
  const who = frozenBy ? ` by ${frozenBy}` : ''
  return { left, right: `Frozen ${sayInstant(frozenAt, timeZone)}${who}${signature ? ` · ${signature.slice(0, 12)}` : ''}` }
}

const words = new Map(
  Object.entries(metrics).flatMap(([name, module]) => Object.values(module).flatMap((one) => (isMetric(one) ? [[toKebab(name), one] as const] : []))),
)

function toKebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function definition(row: PrintedFigure) {
  const word = words.get(row.key)
  const plain = (figure: number | null | undefined, unit: 'money' | 'number'): string =>
    figure === null || figure === undefined
      ? '–'
      : showNumber(figure, unit, { currency: row.currency, exact: true, decimals: Number.isInteger(figure) ? 0 : 2 })
  const isMoney = word?.compute.by === 'revenue' && word.compute.measure !== 'logoChurn'
  const { interval } = row
  return {
    name: row.name,
    says: word?.says ?? '',
    formula: word?.formula ?? '',
    value:
      row.value === null ? '–' : showNumber(row.value, row.unit, { currency: row.currency, ...(row.unit === 'ratio' ? { decimals: 2 } : { exact: true }) }),
    interval: interval
      ? `${showNumber(interval.low, row.unit, { currency: row.currency })} to ${showNumber(interval.high, row.unit, { currency: row.currency })}`
      : '–',
    numerator: plain(row.numerator, isMoney ? 'money' : 'number'),
    denominator: plain(row.denominator, isMoney ? 'money' : 'number'),
    n: plain(row.n, 'number'),
    how: [`v${row.version}`, row.window ? `${row.window} window` : `per ${row.grain}`, row.policy.preset].join(' · '),
  }
}

function trustLine({ name, trust, freshness }: PrintedFigure, { timeZone }: PrintedWorkspace) {
  return {
    name,
    state: trust.state,
    reasons: trust.reasons.map(({ says, count }) => (count === undefined ? says : `${says} (${showNumber(count, 'count')})`)),
    newest: freshness.newest === null ? '–' : freshness.newest.includes('T') ? sayInstant(freshness.newest, timeZone) : sayPeriod(freshness.newest),
  }
}

/** Each policy once, with the figures that follow it and the switches in words. */
function policies(rows: readonly PrintedFigure[]) {
  const found = new Map<string, { id: string; preset: string; switches: string[]; metrics: string[] }>()
  for (const { name, policy } of rows) {
    const known = found.get(policy.id) ?? {
      id: policy.id,
      preset: policy.preset,
      switches: Object.entries(policy.switches ?? {}).map(([key, value]) => `${key.replaceAll('_', ' ')}: ${saySwitch(value)}`),
      metrics: [],
    }
    known.metrics.push(name)
    found.set(policy.id, known)
  }
  return [...found.values()]
}

const saySwitch = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(String).join(', ').replaceAll('_', ' ') : String(value).replaceAll('_', ' ')
