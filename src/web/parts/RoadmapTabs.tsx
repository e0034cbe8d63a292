import { Go, useUrl } from '#web/url.tsx'
import { showCurrentTab } from './currentTab.ts'

const tabs = [
  { to: 'roadmap', says: 'Portfolio' },
  { to: 'roadmap/prioritise', says: 'Prioritise' },
  { to: 'roadmap/releases', says: 'Releases' },
  { to: 'roadmap/dependencies', says: 'Dependencies' },
  { to: 'roadmap/forecasts', says: 'Forecasts' },
  { to: 'portfolio/allocation', says: 'Allocation' },
  { to: 'portfolio/health', says: 'Health' },
  { to: 'roadmap/scenarios', says: 'Scenarios' },
  { to: 'roadmap/commitments', says: 'Commitments' },
  { to: 'strategy', says: 'Strategy' },
  { to: 'roadmap/capacity', says: 'Capacity' },
  { to: 'n/risks', says: 'Risks' },
] as const

/** The pages of Roadmap, one tab each. */
export function RoadmapTabs() {
  const { workspace, pathname } = useUrl()
  return (
    <nav ref={showCurrentTab} className="tabs" aria-label="Roadmap">
      {tabs.map(({ to, says }) => (
        <Go key={to} to={to} aria-current={pathname === `/${workspace}/${to}` ? 'page' : undefined}>
          {says}
        </Go>
      ))}
    </nav>
  )
}
