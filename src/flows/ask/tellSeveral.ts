import { refuse } from '#engines/questions/replies.ts'
import type { Question, Refusal, Vocabulary } from '#engines/questions/question.ts'
import { sentenceOf } from '#engines/questions/sentenceOf.ts'
import type { Context, Grain, Measurement } from '#kernel'
import type { Chart, Metrics, Table } from './answer.ts'
import { asked, headOf, isOpen, type Line, linesOf } from './lines.ts'
import { planOf, type Plan } from './plan.ts'
import { refusalOf } from './refusalOf.ts'
import { count, list, shown } from './says.ts'
import { notesOf, sayFigures } from './tellFigures.ts'
import type { Told } from './told.ts'

const lengths: readonly Grain[] = ['day', 'week', 'month', 'quarter']

/**
 * One plan for each metric of a question. Over time they stand in one table, so that they are told by one length of period: their own where it is the same, else the
 * shortest that all are told by and none is told finer than its own.
 */
export function plansOf(question: Question, vocabulary: Vocabulary, metrics: Metrics): readonly Plan[] | Refusal {
  const keys = [question.metric, ...(question.also ?? [])]
  const plans: Plan[] = []
  for (const key of keys) {
    const metric = metrics.get(key)
    const plan = metric ? planOf({ ...question, metric: key, also: undefined }, vocabulary, metric) : null
    if (plan && 'kind' in plan) return plan
    if (plan) plans.push(plan)
  }
  const grains = new Set(plans.map(grainOf))
  if (grains.size < 2 || !isOver(plans[0])) return plans
  const least = Math.max(...[...grains].map((grain) => lengths.indexOf(grain)))
  const shared = lengths.find((grain, at) => at >= least && keys.every((key) => metrics.get(key)?.grains.includes(grain)))
  if (shared && question.grain === null) return plansOf({ ...question, grain: shared }, vocabulary, metrics)
  return refuse('unsupported', `${list(plans.map(({ metric }) => metric.name))} are told by no length of period that they share.`, 'Ask for one at a time.', {
    choices: plans.map((plan) => ({ label: plan.metric.name, ask: sentenceOf(plan.question, vocabulary) })),
  })
}

const grainOf = ({ request, metric }: Plan): Grain => request.grain ?? metric.grain
const isOver = (plan: Plan | undefined): boolean =>
  plan !== undefined && plan.span.period === null && (plan.since !== null || plan.question.intent === 'trend' || plan.question.grain !== null)

interface Beside {
  readonly plan: Plan
  readonly measured: Measurement
  readonly lines: readonly Line[]
  readonly sentence: string
}

/** Answers several metrics in one table: each with its own sentence, and nothing is worked out between them. */
export async function tellSeveral(ctx: Context, plans: readonly Plan[]): Promise<Told | Refusal> {
  const told: Beside[] = []
  for (const plan of plans) {
    const measured = await ctx.measure(plan.request).catch((error: unknown) => refusalOf(error, plan))
    if ('kind' in measured) return measured
    const lines = linesOf(plan, measured)
    if ('kind' in lines) return lines
    told.push({ plan, measured, lines, sentence: sayFigures(plan, measured, lines) })
  }
  const [first] = told
  const over = isOver(first?.plan)
  return {
    sentence: told.map(({ sentence }) => sentence).join(' '),
    table: over ? overTime(told) : (first?.lines.length ?? 0) > 1 || first?.lines[0]?.part != null ? byPart(told) : each(told),
    chart: over ? chartOf(told) : null,
    measurements: told.map(({ measured }) => measured),
    notes: [...new Set(told.flatMap(({ plan, measured, lines }) => notesOf(plan, measured, lines)))],
  }
}

/** A row for each metric: they may be told by periods of their own. */
function each(told: readonly Beside[]): Table {
  const rows = told.map(({ plan, measured, lines: [line] }) => {
    const point = line ? headOf(plan, line.points, measured) : null
    const range = point?.interval ? `${shown(point.interval.low, measured)} to ${shown(point.interval.high, measured)}` : '–'
    return {
      label: plan.metric.name,
      cells: [point?.value ?? null, point?.interval?.low ?? null, point?.interval?.high ?? null, point?.n ?? null],
      shown: [point ? plan.say(point.period) : '–', shown(point?.value ?? null, measured), range, point?.n == null ? '–' : count(point.n)],
      note: point && isOpen(plan, point, measured) ? 'open' : null,
    }
  })
  return { head: ['Metric', 'Period', 'Value', '95% interval', 'n'], rows }
}

/** A row for each part, a column for each metric with its period. */
function byPart(told: readonly Beside[]): Table {
  const names = [...new Set(told.flatMap(({ lines }) => lines.map(({ part }) => part)))]
  const rows = names.map((name) => {
    const points = told.map(({ plan, measured, lines }) => {
      const line = lines.find(({ part }) => part === name)
      return { measured, point: line ? headOf(plan, line.points, measured) : null }
    })
    return {
      label: name ?? 'All',
      cells: points.flatMap(({ point }) => [point?.value ?? null, point?.n ?? null]),
      shown: points.flatMap(({ measured, point }) => [shown(point?.value ?? null, measured), point?.n == null ? '–' : count(point.n)]),
      note: null,
    }
  })
  const columns = told.flatMap(({ plan, measured, lines }) => {
    const head = lines.map((line) => headOf(plan, line.points, measured)).find((point) => point !== null)
    return [`${plan.metric.name}${head ? `, ${plan.say(head.period)}` : ''}`, `n of ${plan.metric.name}`]
  })
  return { head: [told[0]?.plan.dimension ?? 'Part', ...columns], rows }
}

/** Without parts a row for each period; with parts a row for each part and metric, a column for each of the last eight periods. */
function overTime(told: readonly Beside[]): Table {
  const [first] = told
  const periods = first ? asked(first.plan, first.measured.points).map(({ period }) => period) : []
  const say = first?.plan.say ?? String
  const at = (line: Line | undefined, period: string) => line?.points.find((point) => point.period === period) ?? null
  if (told.every(({ lines }) => lines.length === 1)) {
    const rows = periods.map((period) => {
      const points = told.map(({ measured, lines: [line] }) => ({ measured, point: at(line, period) }))
      return {
        label: say(period),
        cells: points.map(({ point }) => point?.value ?? null),
        shown: points.map(({ measured, point }) => shown(point?.value ?? null, measured)),
        note:
          first &&
          isOpen(
            first.plan,
            at(first.lines[0], period) ?? { period, mature: false, value: null, interval: null, numerator: null, denominator: null, n: null },
            first.measured,
          )
            ? 'open'
            : null,
      }
    })
    return {
      head: ['Period', ...told.map(({ plan, lines: [line] }) => (line?.part == null ? plan.metric.name : `${plan.metric.name} for ${line.part}`))],
      rows: rows.toReversed(),
    }
  }
  const last = periods.slice(-8)
  const names = [...new Set(told.flatMap(({ lines }) => lines.map(({ part }) => part)))]
  const rows = names.flatMap((name) =>
    told.map(({ plan, measured, lines }) => {
      const line = lines.find(({ part }) => part === name)
      const points = last.map((period) => at(line, period))
      return {
        label: `${name ?? 'All'} · ${plan.metric.name}`,
        cells: points.map((point) => point?.value ?? null),
        shown: points.map((point) => shown(point?.value ?? null, measured)),
        note: null,
        within: { first: name ?? 'All', own: plan.metric.name },
      }
    }),
  )
  return { head: [told[0]?.plan.dimension ?? 'Part', ...last.map(say)], rows }
}

/** Lines on one scale alone: of one unit, and each the whole or one part. */
function chartOf(told: readonly Beside[]): Chart | null {
  const [first] = told
  if (!first || told.some(({ measured, lines }) => lines.length > 1 || measured.unit !== first.measured.unit)) return null
  const points = asked(first.plan, first.measured.points)
  const open = points.find((point) => isOpen(first.plan, point, first.measured))?.period
  return {
    kind: 'line',
    drawing: {
      name: told.map(({ plan }) => plan.metric.name).join(', '),
      measure: { unit: first.measured.unit, currency: first.measured.currency },
      periods: points.map(({ period }) => period),
      lines: told.map(({ plan, lines: [line] }) => ({
        name: plan.metric.name,
        values: points.map(({ period }) => line?.points.find((point) => point.period === period)?.value ?? null),
      })),
      ...(open === undefined ? {} : { openFrom: open }),
    },
  }
}
