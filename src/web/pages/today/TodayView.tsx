import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Fragment, lazy, Suspense } from 'react'
import type { Need } from '#flows/briefing/need.ts'
import type { TodayAnswer } from '#web/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { OldRows } from '#web/parts/OldRows.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Struck } from '#web/parts/Struck.tsx'
import { Failed, Tile } from '#web/parts/Tile.tsx'
import { following, today } from '#web/resources.ts'
import { civil, sayDay, sayMany, sayWeekday } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { Following } from './Following.tsx'
import { Needs } from './Needs.tsx'
import { Incidents, Promises, Started } from './Side.tsx'
import { Signals } from './Signals.tsx'
import './today.css'

const ObjectPeek = lazy(() => import('#web/object/ObjectPeek.tsx').then((part) => ({ default: part.ObjectPeek })))

export function TodayView() {
  const { workspace, asOf, search } = useUrl()
  const { serverTime, workspace: card } = useMe()
  const day = asOf ?? civil(serverTime, card.timeZone)
  const isTold = useQuery(today(workspace, asOf)).data !== undefined
  const followed = useQuery({ ...following(workspace, asOf), enabled: isTold }) // asks the events, question by question: after the rest
  return (
    <main className="page" id="main">
      <title>{`Today · ${card.name}`}</title>
      <div className="p-today">
        <Tile of={today(workspace, asOf)} name="Today" lines={8}>
          {(answer) => (
            <>
              <section className="state" aria-label="State of the business">
                <h1 className="sr">Today</h1>
                <p className="crumb num">
                  <span>{sayWeekday(day)}</span>
                  {answer.since && <span className="d-only">· changes since {sayDay(answer.since)}</span>}
                </p>
                <Sentence answer={answer} />
                <OldRows newest={answer.newest} />
              </section>
              <section className="needs" aria-labelledby="h-needs">
                <NeedsOrEmpty answer={answer} moved={followed.data?.needs ?? []} />
              </section>
              <section className="sigs sec" aria-labelledby="h-sig">
                <SignalsOrEmpty answer={answer} />
                {followed.isError && <Failed name="What you follow" error={followed.error} again={() => void followed.refetch()} />}
                {followed.data && followed.data.items.length > 0 && (
                  <section className="flws sec" aria-labelledby="h-follow">
                    <Following followed={followed.data.items} />
                  </section>
                )}
              </section>
              <aside className="side" aria-label="Also today">
                <Incidents incidents={answer.incidents} />
                <Promises promises={answer.promises ?? []} />
                <Started isSample={card.isSample} />
              </aside>
            </>
          )}
        </Tile>
      </div>
      <Suspense>{search['peek'] && <ObjectPeek address={search['peek']} />}</Suspense>
    </main>
  )
}

/** One sentence on the state of the business; every figure in it opens. */
function Sentence({ answer }: { readonly answer: TodayAnswer }) {
  if (answer.sentence.length === 0)
    return (
      <p className="lede">{answer.empty?.says ?? 'Nothing is measured yet. Bring the files that your tools export, and this line will tell what changed.'}</p>
    )
  return (
    <p className="lede">
      {answer.sentence.map((part, index) => (
        <Fragment key={`${index}-${'text' in part ? part.text : part.figure}`}>
          {'text' in part ? (
            part.text
          ) : (
            <Go to={`metrics/${part.metric}`} className="fig num">
              <Struck trust={part.trust}>{part.figure}</Struck>
            </Go>
          )}
        </Fragment>
      ))}
    </p>
  )
}

function NeedsOrEmpty({ answer, moved }: { readonly answer: TodayAnswer; readonly moved: readonly Need[] }) {
  const needs = [...answer.needs, ...moved]
  return (
    <>
      <SectionHead id="h-needs" title="Needs you" count={needs.length}>
        {needs.some(({ cost }) => cost) && (
          <span className="need-cols d-only">
            <span>Cost of delay</span>
            <span>Due</span>
          </span>
        )}
      </SectionHead>
      {needs.length === 0 ? (
        <Empty says="Nothing needs you" next={answer.empty?.next ?? 'Decisions, approvals and stale readings appear here when they wait for you.'} />
      ) : (
        <Needs needs={needs} />
      )}
    </>
  )
}

function SignalsOrEmpty({ answer }: { readonly answer: TodayAnswer }) {
  const { of, count, unjudged, untrusted, stale } = answer.routine
  const loud = new Set(answer.signals.map(({ metric }) => metric)).size
  const others = [...(unjudged > 0 ? [`${unjudged} without limits yet`] : []), ...(untrusted > 0 ? [`${untrusted} cannot be trusted`] : [])]
  return (
    <>
      <SectionHead id="h-sig" title="Signals" count={`${loud} of ${sayMany(of, 'metric')}`}>
        <Go className="link t12" to="metrics/signals">
          All signals
        </Go>
      </SectionHead>
      <Signals items={answer.signals} />
      {answer.signals.length > 0 && answer.expected && <p className="note sec-note">{answer.expected}</p>}
      <Go className="fold" to="metrics">
        <Icon of={ChevronRight} />
        <span>
          <Quiet of={of} count={count} others={others} />
        </span>
        {stale.length > 0 && <span className="r">{`${stale.length} stale: ${stale.slice(0, 2).join(', ')}`}</span>}
      </Go>
    </>
  )
}

/** Everything that is not news, folded into a line. */
function Quiet({ of, count, others }: { readonly of: number; readonly count: number; readonly others: readonly string[] }) {
  if (count === 0) return others.length === 0 ? 'All metrics' : `${sayMany(of, 'metric')}: ${others.join('; ')}`
  return (
    <>
      <b>{sayMany(count, 'metric')}: routine variation</b>
      {[', no explanation required', ...others].join('; ')}
    </>
  )
}
