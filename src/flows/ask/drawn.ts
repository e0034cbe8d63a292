import { isMovementPoint, type Measurement, type Movement } from '#kernel'
import type { WaterfallStep } from '#engines/charts/waterfallChart.ts'
import type { Chart } from './answer.ts'
import { asked, headOf, isOpen, type Line } from './lines.ts'
import type { Plan } from './plan.ts'
import { count } from './says.ts'
import type { Target } from './targets.ts'

/** The chart that suits what was asked: a waterfall for movements, lines over time, bars for parts of one period. */
export function chartOf(plan: Plan, measured: Measurement, lines: readonly Line[], target: Target | null): Chart | null {
  const [first] = lines
  const point = headOf(plan, first?.points ?? [], measured)
  if (!first || !point) return null
  const isTime = plan.question.intent === 'trend' || (plan.since !== null && plan.span.period === null)
  if (lines.length === 1 && isMovementPoint(point) && !isTime) return waterfallOf(plan, measured, point, point.period)
  return lines.length > 1 && !isTime ? barsOf(plan, measured, lines) : linesOver(plan, measured, lines, target)
}

function linesOver(plan: Plan, measured: Measurement, lines: readonly Line[], target: Target | null): Chart | null {
  const points = plan.span.period === null ? asked(plan, lines[0]?.points ?? []) : (lines[0]?.points ?? []).slice(-13)
  const periods = points.map(({ period }) => period)
  if (periods.length < 2) return lines.length > 1 ? barsOf(plan, measured, lines) : null
  const parts = lines.filter(({ part }) => part !== null).toSorted((a, b) => sizeOf(b) - sizeOf(a))
  const drawn = [...lines.filter(({ part }) => part === null), ...parts].slice(0, 6)
  const open = points.find((point) => isOpen(plan, point, measured))?.period
  return {
    kind: 'line',
    drawing: {
      name: plan.metric.name,
      measure: { unit: measured.unit, currency: measured.currency },
      periods,
      lines: drawn.map((line) => ({
        name: line.part === null && lines.length > 1 ? 'All' : line.name,
        values: periods.map((period) => line.points.find((point) => point.period === period)?.value ?? null),
        ...(line.part === null && lines.length > 1 ? { isContext: true } : {}),
      })),
      ...(open === undefined ? {} : { openFrom: open }),
      ...(target && lines.length === 1 ? { target: { name: 'Target', values: periods.map(() => target.value) } } : {}),
    },
  }
}

const sizeOf = ({ points }: Line): number => points.findLast(({ n }) => n !== null)?.n ?? 0

export function barsOf(plan: Plan, measured: Measurement, lines: readonly Line[]): Chart | null {
  const bars = lines.map((line) => {
    const point = headOf(plan, line.points, measured)
    return {
      label: line.part === null ? 'All' : line.name,
      value: point?.value ?? null,
      interval: point?.interval ?? null,
      ...(point?.n === null || point?.n === undefined ? {} : { note: `n = ${count(point.n)}` }),
      ...(line.part === null ? { isSelected: true } : {}),
    }
  })
  return bars.length === 0
    ? null
    : { kind: 'bars', drawing: { name: plan.metric.name, measure: { unit: measured.unit, currency: measured.currency }, bars: bars.slice(0, 20) } }
}

const steps = [
  ['fx', 'Exchange rates', 1],
  ['new', 'New', 1],
  ['reactivation', 'Reactivation', 1],
  ['expansion', 'Expansion', 1],
  ['contraction', 'Contraction', -1],
  ['churn', 'Churn', -1],
  ['transfer', 'Transfer', 1],
] as const

/** Signed steps from opening to closing; those that did not happen are left out. */
export const movedSteps = (movement: Movement): { readonly label: string; readonly amount: number }[] =>
  steps.flatMap(([name, label, sign]) => (movement[name] === 0 ? [] : [{ label, amount: sign * movement[name] }]))

export function waterfallOf(plan: Plan, measured: Measurement, movement: Movement, period: string): Chart {
  const changes = movedSteps(movement).map((step): WaterfallStep => ({ ...step, kind: 'change' }))
  return {
    kind: 'waterfall',
    drawing: {
      name: 'Recurring revenue',
      measure: { unit: 'money', currency: measured.currency },
      steps: [
        { label: 'Opening', amount: movement.opening, kind: 'total' },
        ...changes,
        { label: `Closing, ${plan.say(period)}`, amount: changes.reduce((sum, { amount }) => sum + amount, movement.opening), kind: 'total' },
      ],
    },
  }
}
