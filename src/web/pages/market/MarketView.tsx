import { NewOne } from '#web/object/NewOne.tsx'
import { ObjectPeek } from '#web/object/ObjectPeek.tsx'
import { useRefusal } from '#web/object/useRefusal.ts'
import { useKeys } from '#web/keys.tsx'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { Empty } from '#web/parts/Empty.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { words } from '#web/vocabulary.ts'
import { marketOf, type Market } from './asked.ts'
import { Ideal } from './Ideal.tsx'
import { Jobs } from './Jobs.tsx'
import { NewSegment } from './NewSegment.tsx'
import { Rivals } from './Rivals.tsx'
import { Where } from './Where.tsx'
import './market.css'

export function MarketView() {
  const { workspace, asOf, search, set } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-market" id="main">
      <title>{`Market · ${card.name}`}</title>
      <Crumbs way={[{ to: 'strategy', says: 'Strategy' }]} here="Market" />
      <div className="xh">
        <h1>Market</h1>
        <div className="acts no-print">
          <StartSegment hasKey />
        </div>
      </div>
      <Tile of={marketOf(workspace, asOf)} name="The market" lines={8}>
        {(market) => <Shown market={market} />}
      </Tile>
      {search['new'] === 'segment' && !asOf && <NewSegment close={() => set({ new: undefined })} />}
      {search['peek'] && <ObjectPeek key={search['peek']} address={search['peek']} />}
    </main>
  )
}

/** Opens the form of a new segment here, where its members are seen before it is kept. */
function StartSegment({ hasKey = false }: { readonly hasKey?: boolean }) {
  const { set } = useUrl()
  const refused = useRefusal('segment', 'create')
  const open = () => refused === null && set({ new: 'segment' })
  useKeys(hasKey && refused === null ? [{ keys: 'c', says: 'New segment', group: 'Anywhere', run: () => set({ new: 'segment' }) }] : [])
  return (
    <button type="button" className="btn" aria-disabled={refused !== null} title={refused ?? undefined} onClick={open}>
      New segment {hasKey && <kbd aria-hidden="true">C</kbd>}
    </button>
  )
}

function Shown({ market }: { readonly market: Market }) {
  const { segmentations, drafts, ideals, jobs, competitors, personas, base } = market
  const isEmpty = segmentations.length + drafts.length === 0
  return (
    <>
      {isEmpty ? <NoSegment accounts={base.accounts} /> : <Where market={market} />}
      {ideals.map((ideal) => (
        <Ideal key={ideal.segment.id} ideal={ideal} currency={base.currency ?? undefined} month={base.month} />
      ))}
      {!isEmpty && ideals.length === 0 && (
        <section className="sec" aria-label="Ideal customers">
          <SectionHead title="No ideal customer is described yet" />
          <p className="note">
            Mark an active segment as ICP and give it criteria with weights: every account then has a fit, and its quartiles say whether the description holds.
          </p>
        </section>
      )}
      <Jobs jobs={jobs} />
      <Rivals competitors={competitors} wins={market.wins} />
      <Personas personas={personas} />
    </>
  )
}

function NoSegment({ accounts }: { readonly accounts: number }) {
  return accounts === 0 ? (
    <Empty
      says="There are no accounts yet"
      was="There were no accounts"
      next="A segment is a rule over accounts. Bring in accounts, and say who they are to you."
    >
      <Go className="btn" to="import">
        Import
      </Go>
    </Empty>
  ) : (
    <Empty
      says="No segment says yet where we play"
      was="No segment said where we play"
      next="A segment is a rule over accounts: its members, their revenue and their retention are computed."
    >
      <StartSegment />
    </Empty>
  )
}

function Personas({ personas }: { readonly personas: Market['personas'] }) {
  const { set } = useUrl()
  return (
    <section className="sec" aria-label="Personas">
      <SectionHead title={personas.length === 0 ? 'Nobody is described whom we design for' : 'Whom we design and sell for'}>
        <NewOne noun="persona" says="New persona" />
      </SectionHead>
      {personas.length === 0 && <p className="note">A persona says what a kind of user or buyer wants, with the feedback that shows it.</p>}
      <ul className="rows t13">
        {personas.map(({ id, key, title, kind, state }) => (
          <li key={id}>
            <button type="button" className="b" onClick={() => set({ peek: `persona:${key}` })}>
              {title}
            </button>
            <span className="muted">{`${words(kind)}, ${state === 'validated' ? 'shown by feedback' : 'not shown by anything yet'}`}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
