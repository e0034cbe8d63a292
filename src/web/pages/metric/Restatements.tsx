import { restatementLog, type Restatement, type Restatements as Log } from '#web/explained.ts'
import { Variance } from '#web/parts/Figure.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'

/** How its figures of frozen reviews read today. Each is measured anew as of its day, so that it is told when somebody asks. */
export function Restatements({ metricKey }: { readonly metricKey: string }) {
  const { workspace, search } = useUrl()
  if (search['log'] !== '1')
    return (
      <p className="t13">
        <Turn words={{ log: '1' }} isCurrent={false} className="link">
          How its signed figures read today
        </Turn>
      </p>
    )
  return (
    <Tile of={restatementLog(workspace, metricKey)} name="Its signed figures" lines={4}>
      {(log) => (log.of === 0 ? <p className="note">No frozen review holds it.</p> : <Told log={log} />)}
    </Tile>
  )
}

function Told({ log }: { readonly log: Log }) {
  const { items, unit, currency } = log
  return (
    <>
      <p className="t13">{summaryOf(log)}</p>
      <Wide label="Signed figures and how they read today" room="restated">
        <table className="num t13">
          <thead>
            <tr>
              <th scope="col">Review</th>
              <th scope="col" className="r">
                Signed
              </th>
              <th scope="col" className="r">
                Today
              </th>
              <th scope="col" className="r">
                Difference
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.review.id}>
                <th scope="row">
                  <Go to={`reviews/${one.review.key}`} className="link">
                    {one.review.name}
                  </Go>
                  <span className="i1 muted">{`frozen ${sayDay(one.review.frozenAt)}`}</span>
                </th>
                <td className="r">{sayValue(one.frozen, unit, currency)}</td>
                <td className="r">{sayValue(one.now, unit, currency)}</td>
                <td className="r">
                  {one.isRestated && one.difference !== null ? (
                    <Variance actual={one.now} reference={one.frozen} unit={unit} currency={currency} better="within" />
                  ) : (
                    <span className="muted">–</span>
                  )}
                </td>
                <td>{whyOf(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  )
}

/** “2 of 5 signed figures read differently today.” */
function summaryOf({ of, restated, leftOff }: Log): string {
  const told = of - leftOff
  if (told === 1 && leftOff === 0) return restated === 0 ? 'The signed figure reads as it was signed.' : 'The signed figure reads differently today.'
  const head =
    restated === 0
      ? `None of ${sayMany(told, 'signed figure')} reads differently today.`
      : `${restated} of ${sayMany(told, 'signed figure')} read differently today.`
  return leftOff === 0 ? head : `${head} ${sayMany(leftOff, 'older review')} ${leftOff === 1 ? 'is' : 'are'} not told.`
}

function whyOf({ because, since, by }: Restatement): string {
  if (because === null) return 'As it was signed'
  return since === null ? because : `${because.replace(/ since\.$/, '')} on ${sayDay(since)}${by === null ? '' : ` (${by})`}.`
}
