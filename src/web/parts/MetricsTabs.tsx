import { Go, useUrl } from '#web/url.tsx'
import { showCurrentTab } from './currentTab.ts'

const tabs = [
  { to: 'metrics', says: 'List' },
  { to: 'metrics/scorecard', says: 'Scorecard' },
  { to: 'metrics/targets', says: 'Targets' },
  { to: 'metrics/tree', says: 'Tree' },
  { to: 'metrics/boards', says: 'Boards' },
  { to: 'metrics/explore', says: 'Explore' },
  { to: 'metrics/signals', says: 'Signals' },
  { to: 'metrics/data', says: 'Data' },
  { to: 'metrics/events', says: 'Events' },
  { to: 'metrics/policies', says: 'Policies' },
] as const

/** The pages of Metrics, one tab each. A tab is an address of its own, so that it can be shared and opened by its key. */
export function MetricsTabs() {
  const { workspace, pathname } = useUrl()
  return (
    <nav ref={showCurrentTab} className="tabs metrics-tabs" aria-label="Metrics">
      {tabs.map(({ to, says }) => (
        <Go
          key={to}
          to={to}
          aria-current={(to === 'metrics/explore' ? pathname.startsWith(`/${workspace}/${to}`) : pathname === `/${workspace}/${to}`) ? 'page' : undefined}
        >
          {says}
        </Go>
      ))}
    </nav>
  )
}
