import { isProblem, rank, type AnyRow, type Noun } from '#kernel'
import { Form } from '#web/object/Form.tsx'
import { editable } from '#web/object/decide.ts'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { useKeys } from '#web/keys.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Failed, Waiting } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { ShareButton } from '#web/sharing/ShareButton.tsx'
import { NotFound } from '#web/shell/NotFound.tsx'
import { Go, useUrl } from '#web/url.tsx'
import { SavedViews } from '#web/views/SavedViews.tsx'
import { nounOfPlural, pluralWords, words } from '#web/vocabulary.ts'
import { Board } from './Board.tsx'
import { Filters } from './Filters.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { columnsOf, filtersOf, groupField, shownInList } from './query.ts'
import { Table } from './Table.tsx'
import { useRows } from './useRows.ts'
import './list.css'

export function ListView() {
  const { params } = useUrl()
  const noun = nounOfPlural(params['noun'] ?? '')
  return noun ? <NounList key={noun.noun} noun={noun} /> : <NotFound />
}

function NounList({ noun }: { readonly noun: Noun }) {
  const { search, set } = useUrl()
  const { workspace } = useMe()
  const isBoard = search['lens'] === 'board' && groupField(noun) !== null
  const read = useRows(noun, isBoard ? 200 : 100)
  const notCreatable = useRefusal(noun.noun, 'create')
  const items = read.data?.pages.flatMap((page) => page.items) ?? []
  const total = read.data?.pages[0]?.total ?? 0
  useKeys(notCreatable ? [] : [{ keys: 'c', says: `New ${words(noun.noun).toLowerCase()}`, group: 'Anywhere', run: () => set({ new: noun.noun }) }])
  return (
    <main className="page p-list" id="main">
      <title>{`${pluralWords(noun)} · ${workspace.name}`}</title>
      <div className="xh">
        <h1>{pluralWords(noun)}</h1>
        <div className="acts">
          {noun.noun === 'member' && (
            <Go className="btn" to="settings" words={{ tab: 'members' }}>
              Invite people
            </Go>
          )}
          {isShareable(noun) && <ShareButton what={shownOf(noun, search)} words={search['q']} />}
          <ExportMenu noun={noun} />
          <button
            type="button"
            className="btn"
            aria-disabled={notCreatable !== null}
            title={notCreatable ?? undefined}
            onClick={() => notCreatable === null && set({ new: noun.noun })}
          >
            {`New ${words(noun.noun).toLowerCase()}`} <kbd aria-hidden="true">C</kbd>
          </button>
        </div>
      </div>
      <p className="tline">
        <span className="muted t13">{noun.says}</span>
      </p>
      <div className="filt">
        <SavedViews of={noun.noun} shown={shownInList(noun, search)} home={{ to: `n/${noun.plural}`, shown: shownInList(noun, {}) }} />
        {groupField(noun) && (
          <Segments
            name="lens"
            label="Lens"
            value={isBoard ? 'board' : 'table'}
            options={[
              { id: 'table', says: 'Table' },
              { id: 'board', says: 'Board' },
            ]}
          />
        )}
      </div>
      <Filters noun={noun} total={read.data ? sayMany(total, words(noun.noun).toLowerCase(), pluralWords(noun).toLowerCase()) : ''} />
      <Body noun={noun} items={items} total={total} isBoard={isBoard} read={read} />
      {search['new'] && !notCreatable && <Create noun={noun} close={() => set({ new: undefined })} />}
    </main>
  )
}

/** Rows that belong to the workspace itself, and those above viewers, are for nobody outside. */
const isShareable = (noun: Noun): boolean => noun.chapter !== 'workspace' && rank(noun.read) <= rank('viewer')

/** The list as it stands in the address, to be shared. */
const shownOf = (noun: Noun, search: Readonly<Record<string, string>>) => ({
  name: pluralWords(noun),
  subject: 'list' as const,
  of: noun.noun,
  filter: Object.fromEntries(filtersOf(noun, search)),
  columns: columnsOf(noun, search['columns']),
  ...(search['sort'] ? { sort: search['sort'] } : {}),
})

function Body({
  noun,
  items,
  total,
  isBoard,
  read,
}: {
  readonly noun: Noun
  readonly items: readonly AnyRow[]
  readonly total: number
  readonly isBoard: boolean
  readonly read: ReturnType<typeof useRows>
}) {
  const { search, set } = useUrl()
  if (read.isError && items.length === 0) return <Failed name={pluralWords(noun)} error={read.error} again={() => void read.refetch()} />
  if (read.isPending) return <Waiting name={pluralWords(noun)} lines={8} />
  const at = items.findIndex((one) => `${noun.noun}:${one.key}` === search['peek'])
  const step = (by: number) => {
    const next = items[at + by]
    if (next) set({ peek: `${noun.noun}:${next.key}` }, { replace: true })
  }
  return (
    <>
      {items.length === 0 && <Nothing noun={noun} />}
      {items.length > 0 && !isBoard && (
        <Table noun={noun} items={items} total={total} more={read.hasNextPage ? () => void read.fetchNextPage() : null} isMore={read.isFetchingNextPage} />
      )}
      {items.length > 0 && isBoard && <Board noun={noun} items={items} total={total} />}
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} {...(at >= 0 ? { walk: { at: at + 1, of: total, step } } : {})} />}
    </>
  )
}

function Nothing({ noun }: { readonly noun: Noun }) {
  const { search, set } = useUrl()
  const isFiltered = Object.keys(search).some((name) => name === 'q' || noun.fields[name])
  if (isFiltered) {
    const clear = Object.fromEntries(Object.keys(search).map((name) => [name, undefined]))
    return (
      <Empty says="Nothing matches" next="The filter leaves no row.">
        <button type="button" className="btn" onClick={() => set(clear)}>
          Clear the filter
        </button>
      </Empty>
    )
  }
  return (
    <Empty
      says={`No ${pluralWords(noun).toLowerCase()} yet`}
      was={`There were no ${pluralWords(noun).toLowerCase()}`}
      next={noun.without.create ?? `${noun.says} Add the first, or import files that hold them.`}
    >
      <Go className="btn" to="import">
        Import
      </Go>
    </Empty>
  )
}

function Create({ noun, close }: { readonly noun: Noun; readonly close: () => void }) {
  const { perform, isPending, error } = usePerform(noun)
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
    const saved = await perform('create', undefined, given).catch(() => null)
    if (saved) close()
  }
  return (
    <Modal title={`New ${words(noun.noun).toLowerCase()}`} close={close} wide>
      <p className="muted">{noun.says}</p>
      <Form fields={editable(noun)} start={{}} submit="Add" isBusy={isPending} refusal={isProblem(error) ? error : null} save={save} cancel={close} />
    </Modal>
  )
}
