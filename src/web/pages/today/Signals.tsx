import { CornerDownRight } from 'lucide-react'
import type { ScoreItem } from '#web/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Variance } from '#web/parts/Figure.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { Spark } from '#web/parts/Spark.tsx'
import { sayValue } from '#web/say.ts'
import { Go } from '#web/url.tsx'

/** Only the series that broke a rule of their process-behaviour chart, with the likely driver. */
export function Signals({ items }: { readonly items: readonly ScoreItem[] }) {
  if (items.length === 0) return <Empty says="No signal" next="Every metric moves within its limits." />
  return (
    <ul className="rows">
      {items.map((item) => (
        <li className="row sig" key={item.key}>
          <div className="tx">
            <div className="ttl">
              <Go to={`metrics/${item.key}`}>{item.name}</Go>
            </div>
            <div className="sub">{item.signal?.says}</div>
            {item.driver && (
              <div className="sub drv">
                <Icon of={CornerDownRight} />
                {item.driver}
              </div>
            )}
          </div>
          <Spark item={item} width={148} height={40} />
          <div className="val num">
            {sayValue(item.value, item.unit, item.currency)}
            <div>
              {item.signal?.limits && (
                <>
                  <Variance actual={lastClosed(item)} reference={item.signal.limits.centre} unit={item.unit} currency={item.currency} better={item.better} />{' '}
                  <span className="muted">vs mean</span>
                </>
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The newest closed value of the charted series: limits and mean belong to it, not to a trailing window. */
const lastClosed = ({ points, value }: ScoreItem): number | null => points.findLast((point) => point.mature && point.value !== null)?.value ?? value
