import type { AnyRow } from '#kernel'
import type { ReviewFigure, ReviewFigures } from '#web/contract.ts'
import { TargetVariance } from '#web/parts/Figure.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { StateMark } from '#web/parts/StateMark.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { sayPeriod, sayTarget, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { EditableText } from './EditableText.tsx'
import { whyOf, withWhy } from './figures.ts'
import { Wide } from '#web/parts/Wide.tsx'

type Edit = (values: Readonly<Record<string, unknown>>) => void

/** Inputs first, finance last: actual, target, variance, prior, the shape of the year, state, one line of why, owner. */
export function FigureTable({
  row,
  figures,
  mayEdit,
  edit,
}: {
  readonly row: AnyRow
  readonly figures: ReviewFigures
  readonly mayEdit: boolean
  readonly edit: Edit
}) {
  const { set } = useUrl()
  const open = ({ key }: ReviewFigure) => set({ figure: key, compare: undefined })
  const { current } = useWalk({ items: figures.rows, idOf: ({ key }) => key, open, peek: open })
  return (
    <Wide label="Figures of the review">
      <table className="kpi cards num">
        <thead>
          <tr>
            <th scope="col">Inputs first, finance last</th>
            {['Actual', 'Target', 'Variance', 'Prior'].map((heading) => (
              <th key={heading} scope="col" className="r">
                {heading}
              </th>
            ))}
            <th scope="col">12 periods</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr">Owner</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.rows.map((figure) => (
            <FigureRow
              key={figure.key}
              figure={figure}
              why={whyOf(row, figure)}
              isCurrent={figure.key === current}
              mayEdit={mayEdit}
              open={() => open(figure)}
              say={(why) => edit({ comments: withWhy(row, figure.key, why) })}
            />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function FigureRow({
  figure,
  why,
  isCurrent,
  mayEdit,
  open,
  say,
}: {
  readonly figure: ReviewFigure
  readonly why: string
  readonly isCurrent: boolean
  readonly mayEdit: boolean
  readonly open: () => void
  readonly say: (why: string) => void
}) {
  const { search } = useUrl()
  const { unit, currency, value } = figure
  return (
    <tr className={`${search['figure'] === figure.key ? 'sel' : ''} ${isCurrent ? 'cur' : ''}`}>
      <td className="wide nm">
        <span className="b">{figure.name}</span>
        <div className="sub">
          <EditableText label={`Why, ${figure.name}`} value={why} placeholder="One line of why" max={200} mayEdit={mayEdit} save={say} />
        </div>
      </td>
      <td className="r b" data-l="Actual">
        <button
          type="button"
          className="fig"
          onClick={open}
          aria-label={`${figure.name}, ${sayValue(value, unit, currency)}${figure.trust.state === 'untrusted' ? ', untrusted' : ''}: where is this from?`}
        >
          <Struck trust={value === null ? null : figure.trust}>{sayValue(value, unit, currency)}</Struck>
        </button>
      </td>
      <td className="r muted" data-l="Target">
        {sayTarget(figure.target, unit, currency)}
      </td>
      <td className="r" data-l="Variance">
        <TargetVariance of={figure} />
      </td>
      <td className="r muted" data-l="Prior" title={figure.prior ? sayPeriod(figure.prior.period) : undefined}>
        {sayValue(figure.prior?.value ?? null, unit, currency)}
      </td>
      <td className="hide">
        <Spark item={{ ...figure, points: figure.points.slice(-12) }} width={72} height={24} tone="ink" />
      </td>
      <td data-l="State">
        <StateMark state={figure.state} />
      </td>
      <td className="hide muted" title={figure.owner?.name}>
        {figure.owner?.initials}
      </td>
    </tr>
  )
}
