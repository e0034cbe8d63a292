import { inputWords } from '#web/pages/prioritise/words.ts'
import { scaleSays, stepsOf } from './figures.ts'

/** One figure: chosen where the scale has steps, typed where it has none. */
export function FigureBox({ factor, value, change }: { readonly factor: string; readonly value: string; readonly change: (value: string) => void }) {
  const steps = stepsOf(factor)
  const says = inputWords[factor] ?? factor
  return (
    <label>
      {says}
      {steps ? (
        <select className="inp" value={value} onChange={({ target }) => change(target.value)}>
          <option value="">–</option>
          {steps.map((step) => (
            <option key={step} value={step}>
              {step}
            </option>
          ))}
        </select>
      ) : (
        <input className="inp" inputMode="decimal" placeholder={scaleSays(factor)} value={value} onChange={({ target }) => change(target.value)} />
      )}
    </label>
  )
}
