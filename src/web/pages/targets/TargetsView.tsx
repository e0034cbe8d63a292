import { Empty } from '#web/parts/Empty.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { apiUrl, withQuery } from '#web/client.ts'
import { targets } from '#web/resources.ts'
import { sayFew, sayMany } from '#web/say.ts'
import { useMay, useMe } from '#web/session.ts'
import type { TargetsAnswer } from '#web/signals/contract.ts'
import { Go, Turn, useUrl } from '#web/url.tsx'
import { ImportTargets } from './ImportTargets.tsx'
import { TargetTable } from './TargetTable.tsx'
import './targets.css'

export function TargetsView() {
  const { workspace, asOf, search, set } = useUrl()
  const { workspace: card } = useMe()
  const mayEdit = useMay()('editor') && !asOf
  return (
    <main className="page p-targets" id="main">
      <title>{`Targets · ${card.name}`}</title>
      <div className="xh">
        <h1>Targets</h1>
        <div className="acts">
          <a className="btn" href={apiUrl(withQuery('/targets.csv', { workspace }))} download="targets.csv">
            Export CSV
          </a>
          {mayEdit && (
            <Turn className="btn" isCurrent={false} words={{ form: 'import' }}>
              Import a sheet
            </Turn>
          )}
        </div>
      </div>
      <MetricsTabs />
      <Tile of={targets(workspace, { asOf })} name="The targets" lines={8}>
        {(answer) => <Listed answer={answer} mayEdit={mayEdit} />}
      </Tile>
      {mayEdit && search['form'] === 'import' && <ImportTargets close={() => set({ form: undefined })} />}
    </main>
  )
}

const kinds = [
  { id: 'all', says: 'All' },
  { id: 'behind', says: 'Behind' },
  { id: 'draft', says: 'Drafts' },
] as const

function Listed({ answer, mayEdit }: { readonly answer: TargetsAnswer; readonly mayEdit: boolean }) {
  const { search } = useUrl()
  const { items, without } = answer
  const only = search['only'] ?? 'all'
  const shown = items.filter(({ state, status }) => only === 'all' || (only === 'draft' ? state === 'draft' : state === 'agreed' && isShort(status)))
  if (items.length === 0)
    return (
      <Empty
        says="No target is set yet"
        next={
          mayEdit ? 'Set one on a metric’s page, or import a sheet: metric, target and by when.' : 'Editors set targets on a metric’s page, or import a sheet.'
        }
      >
        {mayEdit && (
          <Turn className="btn pri" isCurrent={false} words={{ form: 'import' }}>
            Import a sheet
          </Turn>
        )}
        <Go className="btn" to="metrics">
          All metrics
        </Go>
      </Empty>
    )
  return (
    <>
      <p className="concl lead">{conclusion(answer)}</p>
      <section className="sec" aria-labelledby="h-targets">
        <SectionHead id="h-targets" title="Where metrics should be" count={shown.length}>
          <Segments name="only" label="Which targets" value={only} options={kinds} />
        </SectionHead>
        {shown.length === 0 ? <Empty says="None is like that" next="Choose All to see every target." /> : <TargetTable items={shown} />}
        <p className="note">
          Each is held against its latest closed period, and one whose day has gone against the period in which it fell due. “Asked” is where the path from the
          measured baseline stands in that period; a target whose own period is open is not missed yet.
        </p>
      </section>
      {without.length > 0 && (
        <section className="sec" aria-labelledby="h-without">
          <SectionHead id="h-without" title={`${sayMany(without.length, 'metric')} without an agreed target`} />
          <p className="links t13">
            {without.map(({ key, name }) => (
              <Go key={key} to={`metrics/${key}`}>
                {name}
              </Go>
            ))}
          </p>
        </section>
      )}
    </>
  )
}

const isShort = (status: string): boolean => status === 'behind' || status === 'missed'

/** The page in one line, from its own rows. */
export function conclusion({ items }: Pick<TargetsAnswer, 'items'>): string {
  const agreed = items.filter(({ state }) => state === 'agreed')
  const count = (...states: string[]) => agreed.filter(({ status }) => states.includes(status)).length
  const drafts = items.length - agreed.length
  const parts = [
    `${count('reached', 'onPath') || 'None'} of ${sayMany(agreed.length, 'agreed target')} reached or on their path`,
    ...(count('behind') ? [`${sayFew(count('behind')).toLowerCase()} behind`] : []),
    ...(count('untrusted') ? [`${sayFew(count('untrusted')).toLowerCase()} not to be trusted`] : []),
    ...(count('missed') ? [`${sayFew(count('missed')).toLowerCase()} missed`] : []),
    ...(drafts ? [`${sayFew(drafts).toLowerCase()} still ${drafts === 1 ? 'a draft' : 'drafts'}`] : []),
  ]
  return parts.join('; ')
}
