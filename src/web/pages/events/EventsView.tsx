import type { ComponentType } from 'react'
import { MetricsTabs } from '#web/parts/MetricsTabs.tsx'
import { Segments } from '#web/parts/Segments.tsx'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { Arriving } from './Arriving.tsx'
import { Held } from './Held.tsx'
import { Plan } from './Plan.tsx'
import './events.css'

const views: readonly { readonly id: string; readonly says: string; readonly View: ComponentType; readonly isClosed?: true }[] = [
  { id: 'arriving', says: 'Arriving', View: Arriving },
  { id: 'held', says: 'Waiting', View: Held, isClosed: true },
  { id: 'plan', says: 'Tracking plan', View: Plan },
]

export function EventsView() {
  const { search } = useUrl()
  const { workspace: card } = useMe()
  const may = useMay()
  const shown = views.filter(({ isClosed }) => !isClosed || may('contributor'))
  const chosen = shown.find(({ id }) => id === search['show']) ?? shown[0]
  const View = chosen?.View ?? Arriving
  return (
    <main className="page p-events" id="main">
      <title>{`Events · ${card.name}`}</title>
      <div className="xh">
        <h1>Events</h1>
      </div>
      <MetricsTabs />
      <div className="bar">
        <Segments name="show" label="Events" value={chosen?.id ?? 'arriving'} options={shown} />
      </div>
      <View />
    </main>
  )
}
