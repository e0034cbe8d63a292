import { useCallback, useMemo } from 'react'
import type { Movement } from '#kernel'
import type { Frame } from '#engines/charts/figure.ts'
import { waterfallChart, type WaterfallStep } from '#engines/charts/waterfallChart.ts'
import { movedSteps, signedStep, type Step } from '#web/movement.ts'
import { sayPeriod } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import { Chart } from './Chart.tsx'

/** Opening to closing, step by step; each step is a button that opens the accounts behind it. */
export function WaterfallChart({
  movement,
  period,
  currency,
  isUntrusted,
  pick,
}: {
  readonly movement: Movement
  readonly period: string
  readonly currency: string
  readonly isUntrusted: boolean
  readonly pick: (step: Step) => void
}) {
  const moved = useMemo(() => movedSteps(movement), [movement])
  const figure = useCallback(
    (frame: Frame) =>
      waterfallChart({ name: 'Recurring revenue', measure: { unit: 'money', currency }, steps: stepsOf(movement, moved, period), isUntrusted }, frame),
    [movement, moved, period, currency, isUntrusted],
  )
  return (
    <Chart figure={figure}>
      {(drawn) => (
        <div className="bars-over">
          {moved.map((step, index) => (
            <button
              key={step}
              type="button"
              aria-label={`Accounts behind ${nameOf(step).toLowerCase()}`}
              title={`Accounts behind ${nameOf(step).toLowerCase()}`}
              style={{ top: (index + 1) * (drawn.height / (moved.length + 2)), height: drawn.height / (moved.length + 2) }}
              onClick={() => pick(step)}
            />
          ))}
        </div>
      )}
    </Chart>
  )
}

function stepsOf(movement: Movement, moved: readonly Step[], period: string): readonly WaterfallStep[] {
  const changes = moved.map((step) => ({ label: nameOf(step), amount: signedStep(movement, step), kind: 'change' as const }))
  return [
    { label: 'Opening', amount: movement.opening, kind: 'total' },
    ...changes,
    { label: `Closing, ${sayPeriod(period)}`, amount: changes.reduce((sum, { amount }) => sum + amount, movement.opening), kind: 'total' },
  ]
}

const nameOf = (step: Step): string => (step === 'fx' ? 'Exchange rates' : words(step))
