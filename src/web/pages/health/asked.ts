import type { MigrationLine } from '#flows/planning/portfolio/migrations.ts'
import type { HealthFigure, PortfolioHealth, ProductHealth } from '#flows/planning/portfolio/health.ts'
import { read } from '#web/resources.ts'

export type { HealthFigure, MigrationLine, PortfolioHealth, ProductHealth }

export const healthOf = (workspace: string, asOf?: string) => read<PortfolioHealth>(workspace, '/plan/health', { asOf })
