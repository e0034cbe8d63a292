import { useQuery } from '@tanstack/react-query'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { Failed, Tile, Waiting } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { ActorsPeek } from './ActorsPeek.tsx'
import { Builder } from './Builder.tsx'
import { answered, vocabulary, type Query } from './contract.ts'
import { conclusionOf, Result } from './Result.tsx'
import { Save } from './Saved.tsx'
import { kindWords, queryOf, wordsOf } from './words.ts'
import './insights.css'

export function InsightView() {
  const { workspace, search, asOf } = useUrl()
  const { workspace: card } = useMe()
  const words = wordsOf(search)
  const query = queryOf(words, asOf)
  return (
    <main className="page p-insights" id="main">
      <title>{`Explore · ${card.name}`}</title>
      <div className="xh">
        <h1>Explore</h1>
      </div>
      <MetricsTabs />
      <Tile of={vocabulary(workspace)} name="The events" lines={8}>
        {(known) =>
          known.events.length === 0 ? (
            <NoEvents />
          ) : (
            <div className="x">
              <Builder words={words} known={known} />
              <section className="res" aria-label="Answer" aria-live="polite">
                {query === null ? (
                  <p className="note">{`Name ${kindWords[words.kind].least === 1 ? 'an event' : 'two events'} to see the answer.`}</p>
                ) : (
                  <Answer query={query} />
                )}
              </section>
            </div>
          )
        }
      </Tile>
    </main>
  )
}

function NoEvents() {
  return (
    <div className="tile">
      <h2>No events yet</h2>
      <p>Import a file of events, or point the SDK that you already use at Throughline. Then funnels, retention and the rest are asked here.</p>
    </div>
  )
}

/** The answer as it is, while a newer one is on its way: figures never jump to nothing. */
function Answer({ query }: { readonly query: Query }) {
  const { workspace, search, set } = useUrl()
  const read = useQuery({ ...answered(workspace, query), placeholderData: (before) => before })
  if (read.isError) return <Failed name="The answer" error={read.error} again={() => void read.refetch()} />
  if (read.data === undefined) return <Waiting name="The answer" lines={6} />
  return (
    <>
      <div className="acts save">
        <Save key={read.data.hash} answer={read.data} title={conclusionOf(read.data)} />
      </div>
      <Result answer={read.data} pick={(drill, side) => set({ drill, side: side === 'dropped' ? side : undefined })} />
      {search['drill'] && <ActorsPeek query={query} drill={search['drill']} side={search['side'] ?? 'in'} />}
    </>
  )
}
