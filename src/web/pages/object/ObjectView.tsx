import { Suspense, useState } from 'react'
import { isProblem, type AnyRow, type Noun } from '#kernel'
import { isStale } from '#web/client.ts'
import { Comments } from '#web/object/Comments.tsx'
import { CitedTrust } from '#web/parts/CitedTrust.tsx'
import { FieldsView } from '#web/object/FieldsView.tsx'
import { Form } from '#web/object/Form.tsx'
import { HistoryLines } from '#web/object/HistoryLines.tsx'
import { slots, toldBySlot } from '#web/object/slots.ts'
import { editable } from '#web/object/decide.ts'
import { Settled } from '#web/object/VerbForm.tsx'
import { Verbs } from '#web/object/Verbs.tsx'
import { Watch } from '#web/object/Watch.tsx'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tabs } from '#web/parts/Segments.tsx'
import { Tile, Waiting } from '#web/parts/Tile.tsx'
import { usePerform } from '#web/perform.ts'
import { row } from '#web/resources.ts'
import { sayInstantFully } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { nounOfPlural, pluralWords, words } from '#web/vocabulary.ts'
import { NotFound } from '#web/shell/NotFound.tsx'
import { Related } from './Related.tsx'
import './object.css'

export function ObjectView() {
  const { workspace, params, asOf } = useUrl()
  const noun = nounOfPlural(params['noun'] ?? '')
  if (!noun) return <NotFound />
  return (
    <main className="page p-object" id="main">
      <Tile of={row(workspace, noun.plural, params['id'] ?? '', asOf)} name={words(noun.noun)} lines={8} isWhole>
        {(one) => <Whole noun={noun} row={one} />}
      </Tile>
    </main>
  )
}

function Whole({ noun, row: one }: { readonly noun: Noun; readonly row: AnyRow }) {
  const { search, set } = useUrl()
  const title = String(one[noun.title] ?? one.key)
  const tab = search['tab'] ?? 'overview'
  const state = one['state']
  return (
    <>
      <title>{`${title} · Throughline`}</title>
      <Crumbs way={[{ to: `n/${noun.plural}`, says: pluralWords(noun) }]} here={one.key} />
      <div className="xh">
        <h1>{title}</h1>
        {typeof state === 'string' && <span className="chip line">{words(state)}</span>}
        {one.archivedAt && <span className="chip amber">Archived</span>}
        <Verbs noun={noun} row={one} edit={() => set({ tab: 'edit' })} first={<Watch noun={noun} row={one} />} />
      </div>
      <Tabs
        label={title}
        value={tab}
        tabs={[{ id: 'overview', says: 'Overview' }, { id: 'history', says: 'History' }, ...(tab === 'edit' ? [{ id: 'edit', says: 'Edit' }] : [])]}
      />
      {tab === 'edit' ? (
        <EditForm noun={noun} row={one} />
      ) : (
        <div className="two-col ob">
          <div>{tab === 'history' ? <HistoryLines noun={noun} id={one.id} /> : <Overview noun={noun} row={one} />}</div>
          <aside className="side" aria-label="About it">
            <Stamps noun={noun} row={one} />
            {tab !== 'history' && (
              <section>
                <h3>History</h3>
                <HistoryLines noun={noun} id={one.id} most={4} />
              </section>
            )}
          </aside>
        </div>
      )}
    </>
  )
}

function Overview({ noun, row: one }: { readonly noun: Noun; readonly row: AnyRow }) {
  const Slot = slots[noun.noun]
  return (
    <>
      {Slot && (
        <Suspense fallback={<Waiting name={words(noun.noun)} lines={6} />}>
          <Slot row={one} />
        </Suspense>
      )}
      <section className="wide2">
        <CitedTrust noun={noun} row={one} />
        <FieldsView noun={noun} row={one} without={toldBySlot[noun.noun] ?? []} />
      </section>
      <Related noun={noun} id={one.id} />
      <section className="sec">
        <SectionHead title="Comments" />
        <Comments noun={noun} row={one} />
      </section>
    </>
  )
}

function Stamps({ noun, row: one }: { readonly noun: Noun; readonly row: AnyRow }) {
  const { workspace } = useMe()
  return (
    <section>
      <dl className="kv num">
        <div>
          <dt>Id</dt>
          <dd>{one.key}</dd>
        </div>
        <div>
          <dt>Kind</dt>
          <dd title={noun.says}>{words(noun.noun)}</dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>{sayInstantFully(one.createdAt, workspace.timeZone)}</dd>
        </div>
        <div>
          <dt>Changed</dt>
          <dd>{sayInstantFully(one.updatedAt, workspace.timeZone)}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>{one.version}</dd>
        </div>
        {one.source && (
          <div>
            <dt>From</dt>
            <dd>{`${one.source.connection}, ${one.source.externalId}`}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

/** The form belongs to the version that was opened, so that a newer one is noticed when it is saved. */
function EditForm({ noun, row: newest }: { readonly noun: Noun; readonly row: AnyRow }) {
  const { set } = useUrl()
  const [one] = useState(newest)
  const { perform, isPending, error } = usePerform(noun)
  const fields = editable(noun, one)
  const close = () => set({ tab: undefined })
  const save = async (values: Readonly<Record<string, unknown>>) => {
    const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(one[name] ?? null)))
    const isOver = Object.keys(changed).length === 0 || (await perform('edit', one, changed).then(() => true, isStale))
    if (isOver) close()
  }
  return (
    <>
      <Settled noun={noun} row={one} />
      <Form
        fields={fields}
        start={Object.fromEntries(Object.keys(fields).map((name) => [name, one[name] ?? null]))}
        submit="Save"
        isBusy={isPending}
        refusal={isProblem(error) ? error : null}
        save={save}
        cancel={close}
      />
    </>
  )
}
