import { pastTense } from '#engines/numbers/pastTense.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { call, withQuery } from '#web/client.ts'
import type { Change } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { chain } from '#web/resources.ts'
import { sayCount, sayInstant } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { changeSays } from '#web/object/changeSays.ts'
import { nouns, words } from '#web/vocabulary.ts'
import { addressOf } from '#web/object/address.ts'

interface ChangesPage {
  readonly items: readonly Change[]
  readonly next: number | string | null
}

/** Every change, in a chain whose links can be checked. */
export function Audit() {
  const { workspace } = useUrl()
  const first: string | null = null
  const read = useInfiniteQuery({
    queryKey: [workspace, '/changes', 'pages'],
    queryFn: ({ pageParam, signal }) => call<ChangesPage>(withQuery('/changes', { before: pageParam, limit: 50 }), { workspace, signal }),
    initialPageParam: startAt(first),
    getNextPageParam: ({ next }) => (next === null || next === undefined ? null : String(next)),
  })
  const items = read.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="h-audit">
      <Chain />
      {read.isError && items.length === 0 && <Failed name="The log" error={read.error} again={() => void read.refetch()} />}
      {read.isPending && <Waiting name="The log" lines={8} />}
      {items.length > 0 && (
        <table className="cards num aud">
          <thead>
            <tr>
              {['When', 'Who', 'Door', 'What', 'Entry'].map((heading) => (
                <th key={heading} scope="col" className={heading === 'Entry' ? 'r' : ''}>
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((change) => (
              <ChangeRow key={change.seq} change={change} />
            ))}
          </tbody>
        </table>
      )}
      {read.hasNextPage && (
        <button type="button" className="btn more" disabled={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {read.isFetchingNextPage ? 'Reading' : 'Older entries'}
        </button>
      )}
    </section>
  )
}

const startAt = (seq: string | null): string | null => seq

function Chain() {
  const { workspace } = useUrl()
  const { data, error, isError, isFetching, refetch } = useQuery({ ...chain(workspace), staleTime: 60_000 })
  return (
    <>
      <SectionHead id="h-audit" title={data?.valid === false ? 'The log has been broken' : 'Every change is in the log'}>
        <button type="button" className="btn" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Verifying' : 'Verify again'}
        </button>
      </SectionHead>
      {isError && <Failed name="The verification" error={error} again={() => void refetch()} />}
      {data && (
        <div className="chain">
          {data.valid ? (
            <Banner tone="green" says="Chain whole.">
              {`${sayCount(data.checked)} entries checked${data.head ? `; head ${data.head.hash.slice(0, 12)} at entry ${sayCount(data.head.seq)}` : ''}.`}
            </Banner>
          ) : (
            <Banner tone="red" says={`The chain breaks at entry ${data.firstBad ?? '?'}.`}>
              What comes after it cannot be trusted; restore from a backup and compare.
            </Banner>
          )}
        </div>
      )}
    </>
  )
}

function ChangeRow({ change }: { readonly change: Change }) {
  const { serverTime, workspace } = useMe()
  const noun = change.noun ?? ''
  const known = nouns[noun]
  const title = known ? change.after?.[known.noun.title] : undefined
  return (
    <tr>
      <td className="muted nw" data-l="When">
        {sayInstant(change.at, serverTime, workspace.timeZone)}
      </td>
      <td className="b" data-l="Who">
        {change.actor.name}
      </td>
      <td className="muted" data-l="Door">
        {change.door}
      </td>
      <td className="wide">
        {`${known ? changeSays(known.noun, change, { isNamed: true }) : pastTense(change.verb)}. ${words(noun)} `}
        {known ? (
          <Go className="link" to={addressOf(noun, change.object.key)}>
            {typeof title === 'string' ? title : change.object.key}
          </Go>
        ) : null}
        {change.why && <span className="i1">{change.why}</span>}
      </td>
      <td className="r muted" data-l="Entry">
        {sayCount(change.seq)}
      </td>
    </tr>
  )
}
