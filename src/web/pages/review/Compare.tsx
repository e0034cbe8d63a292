import { showNumber } from '#engines/numbers/showNumber.ts'
import type { AnyRow, Unit } from '#kernel'
import type { Compared, ComparedAnswer, ReviewComparison } from '#web/contract.ts'
import { Variance } from '#web/parts/Figure.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { compared } from '#web/resources.ts'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount, sayFew, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { figuresOf, restated } from './figures.ts'

/** Frozen against today: what was restated since, and because of what. */
export function Compare({ row }: { readonly row: AnyRow }) {
  const { workspace, set } = useUrl()
  return (
    <Peek label="Compared with today" close={() => set({ compare: undefined })} title={<b className="s">Compared with today</b>}>
      <Tile of={compared(workspace, row.id)} name="The comparison" lines={6}>
        {(comparison) => <Both row={row} comparison={comparison} />}
      </Tile>
    </Peek>
  )
}

function Both({ row, comparison: { items, answers } }: { readonly row: AnyRow; readonly comparison: ReviewComparison }) {
  const moved = restated(items)
  const answered = answers.filter(({ because }) => because !== null)
  return (
    <>
      <p className="s">
        {moved.length === 0 ? 'Nothing was restated since' : `${sayFew(moved.length)} of ${items.length} figures would read differently today`}
      </p>
      <Lines row={row} items={items} />
      {answers.length > 0 && (
        <div className="asked">
          <p className="s">
            {answered.length === 0
              ? 'Its questions would be answered alike today'
              : `${sayFew(answered.length)} of ${answers.length} questions would be answered otherwise today`}
          </p>
          {answers.map((answer) => (
            <Answers key={answer.id} row={row} answer={answer} />
          ))}
        </div>
      )}
    </>
  )
}

/** One question: line by line as it was answered and as it would be now. */
function Answers({ row, answer: { title, frozen, now, because } }: { readonly row: AnyRow; readonly answer: ComparedAnswer }) {
  const labels = [...new Set([...frozen.lines, ...(now?.lines ?? [])].map(({ label }) => label))]
  const told = (exhibit: typeof now, label: string): string => {
    const line = exhibit?.lines.find((one) => one.label === label)
    return line ? [line.count === null ? [] : sayCount(line.count), line.share === null ? [] : showNumber(line.share, 'percent')].flat().join(', ') : '–'
  }
  return (
    <Wide label={title} room="asked-one">
      <table className="num">
        <thead>
          <tr>
            <th scope="col">
              {title}
              {because && <span className="i1">{because}</span>}
            </th>
            <th scope="col" className="r">
              {row['state'] === 'draft' ? 'Measured' : 'Frozen'}
            </th>
            <th scope="col" className="r">
              Today
            </th>
          </tr>
        </thead>
        <tbody>
          {labels.map((label) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="r">{told(frozen, label)}</td>
              <td className="r">{told(now, label)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Lines({ row, items }: { readonly row: AnyRow; readonly items: readonly Compared[] }) {
  const unitOf = (key: string): { readonly unit: Unit; readonly currency: string } => {
    const figure = figuresOf(row)?.rows.find((one) => one.key === key)
    return { unit: figure?.unit ?? 'count', currency: figure?.currency ?? 'USD' }
  }
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col" className="r">
            {row['state'] === 'draft' ? 'Measured' : 'Frozen'}
          </th>
          <th scope="col" className="r">
            Today
          </th>
          <th scope="col" className="r">
            Difference
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const { unit, currency } = unitOf(item.metric)
          return (
            <tr key={item.metric}>
              <td>
                <span className="b">{item.name}</span>
                {item.because && <span className="i1">{item.because}</span>}
              </td>
              <td className="r">{sayValue(item.frozen, unit, currency)}</td>
              <td className="r">{sayValue(item.now, unit, currency)}</td>
              <td className="r">
                {item.difference ? (
                  <Variance actual={item.now} reference={item.frozen} unit={unit} currency={currency} better="within" />
                ) : (
                  <span className="muted">–</span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
