/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a progress element cannot be drawn alike in every browser */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { AnyRow } from '#kernel'
import { Tile } from '#web/parts/Tile.tsx'
import { importProgress, row } from '#web/resources.ts'
import { sayCount } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import { Report } from './Report.tsx'

/** A running import, then its report. The page can be left; the import goes on. */
export function Run({ id }: { readonly id: string }) {
  const { workspace } = useUrl()
  return (
    <Tile of={row(workspace, 'imports', id)} name="The import" lines={5}>
      {(one) => (one['state'] === 'running' ? <Running id={id} one={one} /> : <Report one={one} />)}
    </Tile>
  )
}

/** Answers that are made from the rows of facts. */
const figures = /^\/(scorecard|today|signals|metrics|tree|quality|policies)\b/

function Running({ id, one }: { readonly id: string; readonly one: AnyRow }) {
  const { workspace } = useUrl()
  const cache = useQueryClient()
  const { data } = useQuery({ ...importProgress(workspace, id), refetchInterval: 400, staleTime: 0 })
  const isOver = data !== undefined && data.state !== 'running'
  useEffect(() => {
    if (!isOver) return
    const isOurs = ({ queryKey: [owner] }: { readonly queryKey: readonly unknown[] }) => owner === workspace
    void cache.invalidateQueries({ predicate: isOurs })
    // figures are forgotten, not only asked again: the next page must not open with those of before
    void cache.resetQueries({ predicate: (query) => isOurs(query) && figures.test(String(query.queryKey[1])) })
  }, [isOver, cache, workspace])
  const share = data && data.total > 0 ? Math.min(1, data.done / data.total) : 0
  return (
    <>
      <div className="xh">
        <h1>{String(one['name'])}</h1>
        <span className="chip line">Importing</span>
      </div>
      <p className="lede num">
        {data
          ? `${sayCount(data.done)} of ${sayCount(data.total)} rows are in${data.secondsLeft ? `; about ${Math.ceil(data.secondsLeft)} seconds left` : ''}.`
          : 'The import has started.'}
      </p>
      <div className="pg run" role="progressbar" aria-label="Rows imported" aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100}>
        <u style={{ width: `${share * 100}%` }} />
      </div>
      <p className="pgl t12 num">
        <span>
          <b className="b">{`${Math.round(share * 100)}%`}</b>
          <span className="muted">{data?.file}</span>
        </span>
      </p>
      <section className="sec">
        <h2>Nothing shows until all of it is in</h2>
        <p className="note">Metrics and lists keep their present figures and change together after the last file. You can leave this page.</p>
      </section>
    </>
  )
}
