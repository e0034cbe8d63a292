import { useCallback } from 'react'
import type { Frame } from '#engines/charts/figure.ts'
import { breaksOf, limitedPoints, xmrChart } from '#engines/charts/xmrChart.ts'
import { Chart } from '#web/charts/Chart.tsx'
import type { SignalEntry } from '#web/signals/contract.ts'
import { Peek } from '#web/parts/Peek.tsx'
import { Go } from '#web/url.tsx'
import { shortName } from '#web/vocabulary.ts'
import { gapWords } from '#web/signals/gapWords.ts'
import { ruleWords } from '#web/signals/SignalRow.tsx'

/** The whole line of a signal beside the list: chart, why this chart, which rules, and whether it may be chance. */
export function SignalPeek({ entry, close }: { readonly entry: SignalEntry; readonly close: () => void }) {
  return (
    <Peek
      label={entry.name}
      title={
        <Go className="b" to={`metrics/${entry.metric}`}>
          {entry.name}
        </Go>
      }
      close={close}
    >
      <p className="b">{entry.says}</p>
      {entry.driver && <p>{entry.driver}. This is arithmetic, not a cause.</p>}
      {entry.line && <Line entry={entry} line={entry.line} />}
      {entry.kind === 'contractFailure' && <p>{`It touches ${entry.metrics.map(shortName).join(', ')}.`}</p>}
      <dl className="kv">
        {entry.line && (
          <>
            <dt>Chart</dt>
            <dd>{`${charts[entry.line.chart] ?? entry.line.chart}. ${entry.line.because}`}</dd>
          </>
        )}
        <dt>Rule</dt>
        <dd>{[entry.rule, ...entry.also].map((rule) => ruleWords[rule] ?? rule).join('; ')}</dd>
        {entry.standsOut !== null && (
          <>
            <dt>Chance</dt>
            <dd>{entry.standsOut ? 'Stands out even when all charts are judged together.' : 'May be chance, with this many charts watched.'}</dd>
          </>
        )}
        {entry.owner && (
          <>
            <dt>Owner</dt>
            <dd>{entry.owner.name}</dd>
          </>
        )}
        {entry.verdict && (
          <>
            <dt>Verdict</dt>
            <dd>{entry.verdict.says}</dd>
          </>
        )}
      </dl>
    </Peek>
  )
}

const charts: Readonly<Record<string, string>> = {
  xmr: 'Individual values and their moving range (XmR)',
  pPrime: 'Share with limits that follow n (Laney p′)',
  uPrime: 'Count with limits that follow the exposure (Laney u′)',
  t: 'Time between rare events (t)',
  g: 'Units between rare events (g)',
}

function Line({ entry, line }: { readonly entry: SignalEntry; readonly line: NonNullable<SignalEntry['line']> }) {
  const { unit, currency, better } = entry
  const figure = useCallback(
    (frame: Frame) =>
      xmrChart(
        { name: line.name, points: limitedPoints(line), measure: { unit, currency }, better, breaks: breaksOf(line.spans), ...gapWords(line.chart) },
        frame,
      ),
    [line, unit, currency, better],
  )
  return <Chart figure={figure} />
}
