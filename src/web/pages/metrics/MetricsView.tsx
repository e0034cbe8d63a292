import { small } from '#engines/numbers/capital.ts'
import type { ScoreItem, Scorecard } from '#web/contract.ts'
import { isRefused } from '#web/parts/Figure.tsx'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { OldRows } from '#web/parts/OldRows.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { scorecard } from '#web/resources.ts'
import { sayFew } from '#web/say.ts'
import { useMe } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { useKeys } from '#web/keys.tsx'
import { useRef } from 'react'
import { MetricTable } from './MetricTable.tsx'
import './metrics.css'

const filters = [
  { id: 'all', says: 'All', keeps: () => true },
  { id: 'signals', says: 'Signals', keeps: (item: ScoreItem) => item.signal?.state === 'signal' },
  { id: 'off', says: 'Off target', keeps: (item: ScoreItem) => item.state === 'red' || (item.state === 'amber' && item.target !== null) },
  { id: 'untrusted', says: 'Stale or untrusted', keeps: (item: ScoreItem) => item.trust.state === 'stale' || item.trust.state === 'untrusted' },
  { id: 'dark', says: 'No data', keeps: (item: ScoreItem) => item.value === null },
]

export function MetricsView() {
  const { workspace, asOf } = useUrl()
  const { workspace: card } = useMe()
  return (
    <main className="page p-metrics" id="main">
      <title>{`Metrics · ${card.name}`}</title>
      <div className="xh">
        <h1>Metrics</h1>
        <div className="acts">
          <Go className="btn" to="n/metrics">
            Dictionary
          </Go>
          <Go className="btn" to="metrics/define">
            Define
          </Go>
          <Go className="btn" to="import">
            Import
          </Go>
        </div>
      </div>
      <MetricsTabs />
      <Tile of={scorecard(workspace, asOf)} name="The scorecard" lines={10}>
        {(answer) => <Lines card={answer} />}
      </Tile>
    </main>
  )
}

function Lines({ card }: { readonly card: Scorecard }) {
  const { search, set } = useUrl()
  const box = useRef<HTMLInputElement>(null)
  const filter = filters.find(({ id }) => id === search['show']) ?? filters[0]
  const typed = (search['q'] ?? '').toLowerCase()
  const kept = card.items.filter((item) => (filter?.keeps(item) ?? true) && `${item.name} ${item.theme} ${item.why ?? ''}`.toLowerCase().includes(typed))
  useKeys([{ keys: '/', says: 'Filter', group: 'Anywhere', run: () => box.current?.focus() }])
  return (
    <>
      <OldRows newest={newestOf(card.items)} />
      <p className="concl lead">{conclusion(card.items)}</p>
      <div className="filt">
        <Segments
          name="show"
          label="Which metrics"
          value={filter?.id ?? 'all'}
          options={filters.map(({ id, says, keeps }) => ({
            id,
            says: (
              <>
                {says} <span className="muted num">{card.items.filter(keeps).length}</span>
              </>
            ),
          }))}
        />
        <input
          ref={box}
          className="inp find"
          type="search"
          placeholder="Filter"
          aria-label="Filter metrics"
          value={search['q'] ?? ''}
          onChange={(event) => set({ q: event.target.value }, { replace: true })}
        />
      </div>
      <MetricTable items={kept} total={card.items.length} />
    </>
  )
}

/** The last day that any number has a row of. */
export const newestOf = (items: readonly ScoreItem[]): string | null =>
  items
    .flatMap(({ freshness }) => freshness.newest?.slice(0, 10) ?? [])
    .toSorted()
    .at(-1) ?? null

/** The page in one line, from its own rows. */
export function conclusion(items: readonly ScoreItem[]): string {
  const measured = items.filter(({ value }) => value !== null)
  const refused = items.filter(isRefused)
  const without = refused.length === 0 ? '' : `; ${sayFew(refused.length).toLowerCase()} cannot be measured and ${refused.length === 1 ? 'says' : 'say'} why`
  if (measured.length === 0)
    return refused.length > 0
      ? `${sayFew(refused.length)} of ${items.length} cannot be measured, and each says why; the others have no rows yet`
      : 'Nothing is measured yet: import accounts and subscriptions to light up the first metrics'
  const signals = items.filter(({ signal }) => signal?.state === 'signal')
  const red = items.filter(({ state }) => state === 'red')
  const moved =
    signals.length === 0
      ? 'No metric broke its limits'
      : `${sayFew(signals.length)} of ${measured.length} broke ${signals.length === 1 ? 'its' : 'their'} limits: ${signals
          .slice(0, 3)
          .map(({ name }) => small(name))
          .join(', ')}`
  const untrusted = measured.filter(({ trust }) => trust.state === 'untrusted')
  const far = red.length === 0 ? '' : `; ${sayFew(red.length).toLowerCase()} far from target`
  const doubt =
    untrusted.length === 0 ? '' : `; ${sayFew(untrusted.length).toLowerCase()} cannot be trusted, and ${untrusted.length === 1 ? 'is' : 'are'} not judged`
  return `${moved}${far}${doubt}${without}`
}
