import { useCallback, useMemo } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { waterfallChart, type WaterfallStep } from '#engines/charts/waterfallChart.ts'
import { sayPeriod } from '#web/say.ts'
import { words } from '#web/vocabulary.ts'
import { Chart } from './Chart.tsx'

const order = ['new', 'expansion', 'reactivation', 'contraction', 'churn', 'fx', 'transfer']

/** Opening to closing, step by step; each step is a button that opens the accounts behind it. */
export function WaterfallChart({ parts, period, currency, pick }: { readonly parts: Readonly<Record<string, number>>; readonly period: string; readonly currency: string; readonly pick: (movement: string) => void }) {
  const moved = useMemo(() => order.filter((name) => (parts[name] ?? 0) !== 0), [parts])
  const figure = useCallback((frame: Frame) => waterfallChart({ name: 'Recurring revenue', measure: { unit: 'money', currency }, steps: stepsOf(parts, moved, period) }, frame), [parts, moved, period, currency])
  return (
    <Chart figure={figure}>
      {(drawn) => (
        <div className="bars-over">
          {moved.map((name, index) => (
            <button key={name} type="button" aria-label={`Accounts behind ${words(name).toLowerCase()}`} title={`Accounts behind ${words(name).toLowerCase()}`} style={{ top: (index + 1) * (drawn.height / (moved.length + 2)), height: drawn.height / (moved.length + 2) }} onClick={() => pick(name)} />
          ))}
        </div>
      )}
    </Chart>
  )
}

function stepsOf(parts: Readonly<Record<string, number>>, moved: readonly string[], period: string): readonly WaterfallStep[] {
  const opening = parts['opening'] ?? 0
  const changes = moved.map((name) => ({ label: names[name] ?? words(name), amount: parts[name] ?? 0, kind: 'change' as const }))
  return [
    { label: 'Opening', amount: opening, kind: 'total' },
    ...changes,
    { label: `Closing, ${sayPeriod(period)}`, amount: changes.reduce((sum, { amount }) => sum + amount, opening), kind: 'total' },
  ]
}

const names: Readonly<Record<string, string>> = { fx: 'Exchange rates' }
