import type { AnyRow, Unit } from '#kernel'
import type { Compared } from '#web/contract.ts'
import { Variance } from '#web/parts/Figure.tsx'
import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { compared } from '#web/resources.ts'
import { sayFew, sayValue } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { figuresOf } from './figures.ts'

/** Frozen against today: what was restated since, and because of what. */
export function Compare({ row }: { readonly row: AnyRow }) {
  const { workspace, set } = useUrl()
  return (
    <Peek label="Compared with today" close={() => set({ compare: undefined })} title={<b className="s">Compared with today</b>}>
      <Tile of={compared(workspace, row.id)} name="The comparison" lines={6}>
        {({ items }) => <Lines row={row} items={items} />}
      </Tile>
    </Peek>
  )
}

function Lines({ row, items }: { readonly row: AnyRow; readonly items: readonly Compared[] }) {
  const moved = items.filter(({ difference }) => difference !== null && difference !== 0)
  const unitOf = (key: string): { readonly unit: Unit; readonly currency: string } => {
    const figure = figuresOf(row)?.rows.find((one) => one.key === key)
    return { unit: figure?.unit ?? 'count', currency: figure?.currency ?? 'USD' }
  }
  return (
    <>
      <p className="s">
        {moved.length === 0 ? 'Nothing was restated since' : `${sayFew(moved.length)} of ${items.length} figures would read differently today`}
      </p>
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
    </>
  )
}
