import type { AnyRow } from '#kernel'
import { Tile } from '#web/parts/Tile.tsx'
import { row } from '#web/resources.ts'
import { useUrl } from '#web/url.tsx'
import { Compare } from './Compare.tsx'
import { Evidence } from './Evidence.tsx'
import { figuresOf } from './figures.ts'
import { Paper } from './Paper.tsx'
import { ReviewBar } from './ReviewBar.tsx'
import './review.css'

export function ReviewView() {
  const { workspace, params, asOf } = useUrl()
  return (
    <main className="page p-review" id="main">
      <Tile of={row(workspace, 'reviews', params['id'] ?? '', asOf)} name="The review" lines={10} isWhole>
        {(one) => <Edition row={one} />}
      </Tile>
    </main>
  )
}

function Edition({ row: one }: { readonly row: AnyRow }) {
  const { search } = useUrl()
  const figure = figuresOf(one)?.rows.find(({ key }) => key === search['figure'])
  return (
    <>
      <title>{`${String(one['name'])} · Throughline`}</title>
      <ReviewBar row={one} />
      <Paper row={one} />
      {search['compare'] && <Compare row={one} />}
      {!search['compare'] && figure && <Evidence row={one} figure={figure} />}
    </>
  )
}
