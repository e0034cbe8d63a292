import { useQuery } from '@tanstack/react-query'
import { conclusionOf } from '#engines/numbers/showAnswer.ts'
import { isProblem, isRecord, type AnyRow, type Problem } from '#kernel'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { Failed, Tile, Waiting } from '#web/parts/Tile.tsx'
import { row } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { ActorsPeek } from './ActorsPeek.tsx'
import { CohortView } from './CohortView.tsx'
import { Builder } from './Builder.tsx'
import { answered, vocabulary, type Query, type Vocabulary } from './contract.ts'
import { useGroups } from './groups.ts'
import { draftOf, isSaved, kindOf, kindWords, put, queryOf, type Draft } from './draft.ts'
import { PutOn } from './PutOn.tsx'
import { refusedWords } from './refused.ts'
import { Result } from './Result.tsx'
import { Save, Share } from './Saved.tsx'
import { Subscribe } from './Subscribe.tsx'
import './insights.css'

export function InsightView() {
  const { workspace, params } = useUrl()
  const saved = params['saved']
  return (
    <main className="page p-insights" id="main">
      {saved === undefined ? (
        <Page saved={null} />
      ) : (
        <Tile of={row(workspace, nouns['analysis']?.noun.plural ?? 'analyses', saved)} name="The saved question" lines={8} isWhole>
          {(one) => <Page saved={one} />}
        </Tile>
      )}
    </main>
  )
}

function Page({ saved }: { readonly saved: AnyRow | null }) {
  const { workspace } = useUrl()
  const { workspace: card } = useMe()
  const title = saved ? String(saved['title']) : 'Explore'
  return (
    <>
      <title>{`${title} · ${card.name}`}</title>
      <div className="xh">
        <h1>{title}</h1>
        {saved && (
          <Go to={`n/${nouns['analysis']?.noun.plural ?? 'analyses'}/${saved.key}`} words={{ tab: 'history' }} className="muted t12">
            {`${saved.key}, history`}
          </Go>
        )}
      </div>
      <MetricsTabs />
      <Tile of={vocabulary(workspace)} name="The events" lines={8}>
        {(known) =>
          known.events.length === 0 ? (
            <NoEvents />
          ) : saved?.['kind'] === 'cohort' && isRecord(saved['spec']) ? (
            <CohortView name={saved.key} spec={saved['spec']} />
          ) : (
            <Question known={known} saved={saved} />
          )
        }
      </Tile>
    </>
  )
}

function NoEvents() {
  return (
    <div className="tile">
      <h2>No events yet</h2>
      <p>Import a file of events, or point the SDK that you already use at Throughline. Then funnels, retention and the rest are asked here.</p>
      <p className="acts">
        <Go to="metrics/events" className="btn pri">
          Send events
        </Go>
        <Go to="import" className="btn">
          Import a file
        </Go>
      </p>
    </div>
  )
}

/** The question and its answer; the last answer stays while a newer one is on its way: figures never jump to nothing. */
function Question({ known, saved }: { readonly known: Vocabulary; readonly saved: AnyRow | null }) {
  const { workspace, search, asOf, set } = useUrl()
  const draft = draftOf(search, saved?.['spec'])
  const query = queryOf(draft, asOf)
  const groups = useGroups()
  const read = useQuery({ ...answered(workspace, query ?? {}), enabled: query !== null, placeholderData: (before) => before, retry: false })
  const isKept = saved !== null && read.data !== undefined && isSaved(saved['spec'], draft, read.data.query)
  const change = (next: Draft) => set({ q: JSON.stringify(next), drill: undefined, side: undefined, ...noWords })
  return (
    <div className="x">
      <Builder draft={draft} known={known} groups={groups} resolved={query === null ? undefined : read.data?.query} change={change} />
      <section className="res" aria-label="Answer" aria-live="polite" aria-busy={read.isFetching}>
        {query === null ? (
          <NotYet draft={draft} known={known} change={change} />
        ) : isProblem(read.error) && isOfQuestion(read.error) ? (
          <NotAsked problem={read.error} />
        ) : read.isError ? (
          <Failed name="The answer" error={read.error} again={() => void read.refetch()} />
        ) : read.data === undefined ? (
          <Waiting name="The answer" lines={6} />
        ) : (
          <>
            <div className="acts save">
              {kindOf(draft) === 'funnel' && <Views draft={draft} />}
              <Share />
              {saved && isKept && <PutOn saved={saved} />}
              {saved && <Subscribe saved={saved} />}
              {!read.isPlaceholderData && (
                <Save
                  key={`${saved?.id ?? ''} ${read.data.hash}`}
                  answer={read.data}
                  title={saved ? String(saved['title']) : conclusionOf(read.data)}
                  saved={saved}
                  isKept={isKept}
                />
              )}
            </div>
            {/* the answer to the question before may be read, but its numbers lead nowhere: they are of another question */}
            <div inert={read.isPlaceholderData}>
              <Result answer={read.data} pick={(drill, side) => set({ drill, side: side === 'dropped' ? side : undefined })} />
            </div>
            {search['drill'] && <ActorsPeek query={query} drill={search['drill']} side={search['side'] ?? 'in'} />}
          </>
        )}
      </section>
    </div>
  )
}

/** Nothing failed: the question contradicts itself, and to try again would change nothing. */
function NotAsked({ problem }: { readonly problem: Problem }) {
  const { says, next } = refusedWords(problem)
  return (
    <div className="tile" role="alert">
      <StateWords state="amber">This question cannot be asked as it stands</StateWords>
      <p>{says}</p>
      <p className="note">{next}</p>
    </div>
  )
}

const isOfQuestion = ({ kind, details }: Problem): boolean => kind === 'invalid' || details.code === 'unsupported'

const noWords = { kind: undefined, events: undefined, actor: undefined, by: undefined, last: undefined, window: undefined, preset: undefined }

/** The three ways of looking at a funnel. */
function Views({ draft }: { readonly draft: Draft }) {
  const view = String(draft['view'] ?? 'steps')
  const views = { steps: 'Steps', over_time: 'Over time', time_to_convert: 'Time to convert' }
  return (
    <nav className="seg" aria-label="Look at the funnel as">
      {Object.entries(views).map(([id, says]) => (
        <Turn
          key={id}
          words={{ q: JSON.stringify(put(draft, 'view', id === 'steps' ? undefined : id)), ...noWords, drill: undefined, side: undefined }}
          isCurrent={id === view}
        >
          {says}
        </Turn>
      ))}
    </nav>
  )
}

/** What is still missing, and a first question that these events can answer. */
function NotYet({ draft, known, change }: { readonly draft: Draft; readonly known: Vocabulary; readonly change: (draft: Draft) => void }) {
  const { least } = kindWords[kindOf(draft)]
  const [first, second] = known.events
  const example: Query = { kind: 'funnel', range: draft['range'], steps: [{ event: first?.name ?? '' }, { event: second?.name ?? '' }] }
  return (
    <>
      <p className="note">{`Name ${least === 1 ? 'an event' : 'two events'} to see the answer.`}</p>
      {first && second && (
        <button type="button" className="btn" onClick={() => change(example)}>
          {`Try: from “${first.name}” to “${second.name}”`}
        </button>
      )}
    </>
  )
}
