import { showNumber } from '#engines/numbers/showNumber.ts'
import type { AnyRow } from '#kernel'
import type { ReviewAnswer, ReviewFigures } from '#web/contract.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount } from '#web/say.ts'
import { Go } from '#web/url.tsx'
import { questionsOn, useQuestions } from './useQuestions.ts'

/** Saved questions as they were answered: what each says, and the numbers that it says it from. */
export function Questions({ row, figures }: { readonly row: AnyRow; readonly figures: ReviewFigures }) {
  const { put, isBusy, may } = useQuestions()
  const answers = figures.answers ?? []
  if (answers.length === 0) return null
  const without = (id: string) =>
    put(
      row,
      questionsOn(row).filter((one) => one !== id),
    )
  return (
    <section className="asked" aria-label="What people did">
      <h3>What people did</h3>
      {answers.map((answer) => (
        <div key={answer.id} className="asked-one">
          <p className="t13">
            <Go to={`metrics/explore/${answer.key}`} words={{ asOf: figures.asOf }} className="link">
              {answer.title}
            </Go>
            {may && row['state'] === 'draft' && (
              <button
                type="button"
                className="link t12 no-print"
                disabled={isBusy}
                aria-label={`Take “${answer.title}” off`}
                onClick={() => without(answer.id)}
              >
                Take off
              </button>
            )}
          </p>
          <p className="s">{answer.conclusion}</p>
          <Lines answer={answer} />
        </div>
      ))}
    </section>
  )
}

function Lines({ answer: { title, lines } }: { readonly answer: ReviewAnswer }) {
  if (lines.length === 0) return null
  const [counts, shares] = [lines.some(({ count }) => count !== null), lines.some(({ share }) => share !== null)]
  return (
    <Wide label={title}>
      <table className="num">
        <thead>
          <tr>
            <th scope="col">Part</th>
            {counts && (
              <th scope="col" className="r">
                How many
              </th>
            )}
            {shares && (
              <th scope="col" className="r">
                Share
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, count, share }, at) => (
            <tr key={`${at} ${label}`}>
              <th scope="row">{label}</th>
              {counts && <td className="r">{count === null ? '–' : sayCount(count)}</td>}
              {shares && <td className="r">{showNumber(share, 'percent')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}
