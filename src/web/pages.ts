import type { Page } from './page.ts'
import { allocationPage } from './pages/allocation/allocation.ts'
import { askPage } from './pages/ask/ask.ts'
import { boardsPage } from './pages/boards/boards.ts'
import { capacityPage } from './pages/capacity/capacity.ts'
import { commitmentsPage } from './pages/commitments/commitments.ts'
import { definitionPage } from './pages/definition/definition.ts'
import { dependenciesPage } from './pages/dependencies/dependencies.ts'
import { forecastsPage } from './pages/forecasts/forecasts.ts'
import { eventsPage } from './pages/events/events.ts'
import { healthPage } from './pages/health/health.ts'
import { importFiles } from './pages/import/import.ts'
import { library } from './pages/library/library.ts'
import { insightsPage, savedInsight } from './pages/insights/insights.ts'
import { list } from './pages/list/list.ts'
import { metric } from './pages/metric/metric.ts'
import { metricsList } from './pages/metrics/metrics.ts'
import { notDoingPage } from './pages/notDoing/notDoing.ts'
import { objectPage } from './pages/object/object.ts'
import { policiesPage } from './pages/policies/policies.ts'
import { prioritisePage } from './pages/prioritise/prioritise.ts'
import { review } from './pages/review/review.ts'
import { reviews } from './pages/reviews/reviews.ts'
import { rolePage } from './pages/role/role.ts'
import { goalsPage } from './pages/goals/goals.ts'
import { roadmapPage } from './pages/roadmap/roadmap.ts'
import { scenariosPage } from './pages/scenarios/scenarios.ts'
import { strategyPage } from './pages/strategy/strategy.ts'
import { battlecardPage } from './pages/battlecard/battlecard.ts'
import { marketPage } from './pages/market/market.ts'
import { opportunitiesPage } from './pages/opportunities/opportunities.ts'
import { releasesPage } from './pages/releases/releases.ts'
import { shared } from './pages/shared/shared.ts'
import { settings } from './pages/settings/settings.ts'
import { signin } from './pages/signin/signin.ts'
import { qualityPage } from './pages/quality/quality.ts'
import { targetsPage } from './pages/targets/targets.ts'
import { signalsPage } from './pages/signals/signals.ts'
import { todayPage } from './pages/today/today.ts'
import { treePage } from './pages/tree/tree.ts'
import { welcomePage } from './pages/welcome/welcome.ts'

/** Every page of the app. A page that is deleted is deleted here too, and nowhere else. */
export const pages: readonly Page[] = [
  welcomePage,
  signin,
  shared,
  todayPage,
  metricsList,
  rolePage,
  treePage,
  boardsPage,
  policiesPage,
  signalsPage,
  targetsPage,
  definitionPage,
  qualityPage,
  insightsPage,
  savedInsight,
  eventsPage,
  metric,
  askPage,
  reviews,
  review,
  importFiles,
  roadmapPage,
  prioritisePage,
  dependenciesPage,
  forecastsPage,
  capacityPage,
  commitmentsPage,
  allocationPage,
  healthPage,
  scenariosPage,
  goalsPage,
  strategyPage,
  notDoingPage,
  marketPage,
  battlecardPage,
  opportunitiesPage,
  releasesPage,
  settings,
  library,
  list,
  objectPage,
]
