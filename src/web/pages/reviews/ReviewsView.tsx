import type { AnyRow } from '#kernel'
import { useKeys } from '#web/keys.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { rows } from '#web/resources.ts'
import { sayInstant, sayPeriod } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useWalk } from '#web/useWalk.ts'
import { Generate } from './Generate.tsx'
import { reviewKinds, words } from '#web/vocabulary.ts'

export function ReviewsView() {
  const { workspace, search, asOf, set } = useUrl()
  const may = useMay()
  const mayMake = may('editor') && !asOf
  const start = () => set({ new: 'review' })
  useKeys(mayMake ? [{ keys: 'c', says: 'Generate a review', group: 'Anywhere', run: start }] : [])
  return (
    <main className="page" id="main">
      <title>Reviews · Throughline</title>
      <div className="xh">
        <h1>Reviews</h1>
        <div className="acts">
          <button
            type="button"
            className="btn pri"
            aria-disabled={!mayMake}
            title={mayMake ? undefined : asOf ? 'The past cannot be edited.' : 'This needs the role editor.'}
            onClick={() => mayMake && start()}
          >
            Generate a review <kbd aria-hidden="true">C</kbd>
          </button>
        </div>
      </div>
      <p className="note lead">One page, the same each month: words above, at most ten figures, and every figure frozen with its lineage.</p>
      <Tile of={rows(workspace, 'reviews', { sort: '-period', limit: 50, asOf })} name="Reviews" lines={4}>
        {({ items }) => <Editions items={items} start={mayMake ? start : null} />}
      </Tile>
      {search['new'] && mayMake && <Generate close={() => set({ new: undefined })} />}
    </main>
  )
}

function Editions({ items, start }: { readonly items: readonly AnyRow[]; readonly start: (() => void) | null }) {
  const { go } = useUrl()
  const kinds = [...new Set(items.map((row) => String(row['kind'])))]
  const ordered = kinds.flatMap((kind) => items.filter((row) => row['kind'] === kind))
  const { current } = useWalk({ items: ordered, idOf: ({ id }) => id, open: ({ key }) => go(`reviews/${key}`) })
  if (items.length === 0) {
    return (
      <Empty says="No review yet" was="There was no review" next="Make this month’s business review from the numbers as they stand; you edit the words.">
        {start && (
          <button type="button" className="btn pri" onClick={start}>
            Generate a review
          </button>
        )}
      </Empty>
    )
  }
  return (
    <>
      {kinds.map((kind) => (
        <section className="sec" key={kind}>
          <SectionHead title={reviewKinds[kind] ?? words(kind)} count={items.filter((row) => row['kind'] === kind).length} />
          <ul className="rows rel2">
            {items
              .filter((row) => row['kind'] === kind)
              .map((row) => (
                <Edition key={row.id} row={row} isCurrent={row.id === current} />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Edition({ row, isCurrent }: { readonly row: AnyRow; readonly isCurrent: boolean }) {
  const { serverTime, workspace } = useMe()
  const isFixed = row['state'] !== 'draft'
  const at = row['frozenAt'] ?? row.updatedAt
  return (
    <li className={`row ${isCurrent ? 'cur' : ''}`}>
      <div>
        <Go to={`reviews/${row.key}`} className="ttl">
          {sayPeriod(String(row['period']), { long: true })}
        </Go>
        <div className="sub">{typeof row['headline'] === 'string' ? row['headline'] : String(row['name'])}</div>
      </div>
      <span className="num">
        <StateWords state={isFixed ? 'green' : 'amber'}>{words(String(row['state']))}</StateWords>{' '}
        <span className="muted t12">{typeof at === 'string' ? sayInstant(at, serverTime, workspace.timeZone) : ''}</span>
      </span>
    </li>
  )
}
