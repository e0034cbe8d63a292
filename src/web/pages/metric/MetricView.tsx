import { useQuery } from '@tanstack/react-query'
import type { AnyMetric, AnyRow, Grain, Measurement } from '#kernel'
import type { ScoreItem } from '#web/contract.ts'
import { Failed, Tile, Waiting } from '#web/parts/Tile.tsx'
import { measurement, metricDefinition, rows, scorecard } from '#web/resources.ts'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { metrics } from '#web/vocabulary.ts'
import { Accounts } from './Accounts.tsx'
import { askedOf } from '#web/measured.ts'
import { Breakdown } from './Breakdown.tsx'
import { Checks } from './Checks.tsx'
import { Cohorts } from './Cohorts.tsx'
import { Companions } from './Companions.tsx'
import { Definition } from './Definition.tsx'
import { Drivers } from './Drivers.tsx'
import { Forecast } from './Forecast.tsx'
import { Headline } from './Headline.tsx'
import { Movement } from './Movement.tsx'
import { NoteForm, TargetForm } from './Forms.tsx'
import { Trend } from './Trend.tsx'
import './metric.css'

export function MetricView() {
  const { workspace, params, search, asOf } = useUrl()
  const { workspace: card } = useMe()
  const key = params['key'] ?? ''
  const told = useQuery({ ...metricDefinition(workspace, key), retry: false })
  const metric = metrics[key] ?? told.data
  return (
    <main className="page p-metric" id="main">
      <title>{`${metric?.name ?? 'Metric'} · ${card.name}`}</title>
      {metric ? (
        <Tile of={measurement(workspace, key, askedOf(search))} name={metric.name} lines={10}>
          {(measured) => (
            <Measured
              key={`${key} ${asOf ?? ''}`}
              metricKey={key}
              metric={metric}
              isShare={told.data?.isShare === true}
              grains={told.data?.grains ?? [metric.grain]}
              measured={measured}
            />
          )}
        </Tile>
      ) : told.isPending ? (
        <Waiting name="The metric" lines={10} />
      ) : (
        <Failed name={`“${key}”`} error={told.error} />
      )}
    </main>
  )
}

interface Shown {
  readonly metricKey: string
  readonly metric: AnyMetric
  readonly isShare: boolean
  readonly grains: readonly Grain[]
  readonly measured: Measurement
}

function Measured({ metricKey, metric, isShare, grains, measured }: Shown) {
  const { workspace, asOf, search, set } = useUrl()
  const card = useQuery(scorecard(workspace, asOf))
  const notes = useQuery(rows(workspace, 'notes', { limit: 100, asOf }))
  const item = card.data?.items.find(({ key }) => key === metricKey)
  const closeForm = () => set({ form: undefined })
  const isTold = [...measured.points, ...(item?.points ?? [])].some(({ value }) => value !== null)
  const told = (
    <>
      <Trend metricKey={metricKey} metric={metric} grains={grains} measured={measured} item={item} notes={notes.data?.items ?? noNotes} />
      <Companions measured={measured} />
      <Cohorts measured={measured} />
      <Movement metricKey={metricKey} metric={metric} measured={measured} />
      {metric.dimensions.length > 0 && <Breakdown metricKey={metricKey} metric={metric} measured={measured} />}
      <Accounts metricKey={metricKey} metric={metric} measured={measured} />
    </>
  )
  return (
    <>
      <Headline metricKey={metricKey} metric={metric} measured={measured} item={item} />
      {isTold && told}
      <Drivers metricKey={metricKey} metric={metric} items={card.data?.items ?? noItems} />
      {isTold && <Forecast metricKey={metricKey} />}
      <Checks metricKey={metricKey} measured={measured} />
      <Definition metricKey={metricKey} metric={metric} measured={measured} />
      {search['form'] === 'note' && <NoteForm metricKey={metricKey} close={closeForm} />}
      {search['form'] === 'target' && <TargetForm metricKey={metricKey} metric={metric} isShare={isShare} measured={measured} close={closeForm} />}
    </>
  )
}

const noNotes: readonly AnyRow[] = []
const noItems: readonly ScoreItem[] = []
