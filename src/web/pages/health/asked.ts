import type { MigrationLine } from '#flows/planning/portfolio/migrations.ts'
import type { HealthFigure, PortfolioHealth, ProductHealth } from '#flows/planning/portfolio/health.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { HealthFigure, MigrationLine, PortfolioHealth, ProductHealth }

export function healthOf(workspace: string, asOf?: string): Resource<PortfolioHealth> {
  const path = withQuery('/plan/health', { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<PortfolioHealth>(path, { workspace, signal }) }
}
