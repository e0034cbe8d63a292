import type { QualityAnswer } from '#web/signals/contract.ts'
import { Empty } from '#web/parts/Empty.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { qualityOverview } from '#web/resources.ts'
import { sayCount, sayFew, sayMany } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { Debts } from './Debts.tsx'
import { Feeds } from './Feeds.tsx'
import { Findings } from './Findings.tsx'
import { Ladder } from './Ladder.tsx'
import './quality.css'

export function QualityView() {
  const { workspace } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-quality" id="main">
      <title>{`Data · ${card.name}`}</title>
      <div className="xh">
        <h1>Data</h1>
      </div>
      <MetricsTabs />
      <Tile of={qualityOverview(workspace)} name="The checks of the data" lines={10}>
        {(answer) => <Overview answer={answer} />}
      </Tile>
    </main>
  )
}

function Overview({ answer }: { readonly answer: QualityAnswer }) {
  const { items, passed, ran, facts, metrics, debt, overrides, portfolio } = answer
  const isEmpty = facts.every(({ rows }) => rows === 0)
  return (
    <>
      <p className="concl lead">{conclusion(answer)}</p>
      {!isEmpty && (
        <p className="note num">{`${sayCount(passed)} of ${sayMany(ran, 'check')} pass. Checks run after every import and once a day after the day has closed; errors take a metric’s trust, warnings are listed.`}</p>
      )}
      <section className="sec" aria-labelledby="h-found">
        <SectionHead id="h-found" title="Findings" count={items.length} />
        {items.length === 0 ? (
          <Empty
            says={isEmpty ? 'Nothing to check yet' : 'No finding'}
            next={isEmpty ? 'The checks run when the first file has come in.' : 'Every check passes.'}
          >
            {isEmpty && (
              <Go className="btn" to="import">
                Import files
              </Go>
            )}
          </Empty>
        ) : (
          <Findings items={items} overrides={overrides} metrics={metrics} />
        )}
      </section>
      <Ladder metrics={metrics} portfolio={portfolio} />
      <Feeds facts={facts} />
      <Debts debt={debt} />
    </>
  )
}

/** The page in one line, from its own rows. */
export function conclusion({ items, metrics, facts }: Pick<QualityAnswer, 'items' | 'metrics' | 'facts'>): string {
  if (facts.every(({ rows }) => rows === 0)) return 'No data has come in yet'
  const errors = items.filter(({ severity }) => severity === 'error').length
  const untrusted = metrics.filter(({ trust }) => trust.state === 'untrusted').length
  const warnings = items.length - errors
  const warned = warnings === 0 ? '' : `; ${sayFew(warnings).toLowerCase()} ${warnings === 1 ? 'warning is' : 'warnings are'} listed`
  if (errors === 0) return `Every metric may be trusted as far as its data goes${warned}`
  return `${sayFew(errors)} ${errors === 1 ? 'error takes' : 'errors take'} the trust of ${sayMany(untrusted, 'metric')}${warned}`
}
