import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Answering } from '#flows/ask/ask.ts'
import { charted } from '#flows/briefing/scorecard.ts'
import { checkTarget, type TargetCheck, type Wanted } from '#flows/targets/check.ts'
import { exportTargets } from '#flows/targets/exportTargets.ts'
import { importTargets, type TargetImport, type TargetImportOptions } from '#flows/targets/importTargets.ts'
import { metricOutlook, type MetricOutlook } from '#flows/targets/outlook.ts'
import { targetsOverview, type TargetsAnswer } from '#flows/targets/overview.ts'
import { Problem, type SourceTable } from '#kernel'
import { contractColumns } from '#engines/metrics/revenue/contractOf.ts'
import type { ContractRows } from '#flows/targets/contractRows.ts'
import { factReader } from '#platform/columnar/factReader.ts'
import { openFiles } from '#platform/files/openFiles.ts'
import { safeName } from '#platform/files/safeName.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import type { Targets } from '#doors/cli/targetTools.ts'
import { metricFor, metricsIn } from './metricsOf.ts'

export interface TargetHouse {
  overview(scope: Scope, asked: { readonly metric?: string; readonly asOf?: string }): Promise<TargetsAnswer>
  csv(scope: Scope): Promise<string>
  import(scope: Scope, file: { readonly name: string; readonly text: string }, options: TargetImportOptions): Promise<TargetImport>
  check(scope: Scope, key: string, wanted: Wanted): Promise<TargetCheck>
  forecast(scope: Scope, key: string, asked: { readonly asOf?: string; readonly segment?: string; readonly until?: string }): Promise<MetricOutlook>
}

/** Targets for the doors: how they stand, what a new one asks, where the line goes, and sheets of them in and out. */
export function targetHouse(app: App): TargetHouse {
  const metrics = metricsIn(app.registry)
  const check = async (scope: Scope, key: string, wanted: Wanted): Promise<TargetCheck> => await checksOf(app, scope)(key, wanted)
  return {
    overview: async (scope, asked) => await targetsOverview(scope, await metrics(scope), asked),
    csv: async (scope) => await exportTargets(scope, await metrics(scope)),
    async import(scope, { name, text }, options) {
      const folder = await mkdtemp(join(tmpdir(), 'throughline-targets-'))
      try {
        const path = join(folder, safeName(name, 'targets.csv'))
        await writeFile(path, text)
        return await importTargets(scope, await tableIn(path), { metrics: await metrics(scope), check: checksOf(app, scope) }, options)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    check,
    forecast: async (scope, key, asked) =>
      await metricOutlook(scope, await metricFor(metrics, scope, key), key, { ...asked, contracts: () => contractsOf(app, scope) }),
  }
}

/** What questions in words are answered from: every metric, each looked ahead at as on its page. */
export async function answering(app: App, scope: Scope): Promise<Answering> {
  const metrics = await metricsIn(app.registry)(scope, 'admin')
  return { metrics, ahead: (key, asked) => targetHouse(app).forecast(scope, key, asked) }
}

/** The questions at the entry of targets; the chart of a metric is drawn once, however many lines of a sheet ask for it. */
function checksOf(app: App, scope: Scope): (key: string, wanted: Wanted) => Promise<TargetCheck> {
  const metrics = metricsIn(app.registry)
  const drawn = new Map<string, ReturnType<typeof charted>>()
  return async (key, wanted) => {
    const metric = await metricFor(metrics, scope, key)
    const charts = drawn.get(key) ?? charted(scope, new Map([[key, metric]]))
    drawn.set(key, charts)
    const own = (await charts).charts.get(key)
    // limits of gaps are in days, and a target is of the count
    return await checkTarget(scope, metric, key, wanted, own?.rare ? null : (own?.drawn.chart ?? null))
  }
}

/** The same for the command line, which reads and writes files. */
export function targetTools(app: App, cwd: string): Targets {
  const house = targetHouse(app)
  return {
    overview: house.overview,
    async import(scope, path, options) {
      const metrics = await metricsIn(app.registry)(scope)
      return await importTargets(scope, await tableIn(resolve(cwd, path)), { metrics, check: checksOf(app, scope) }, options)
    },
    async export(scope, out) {
      const text = await house.csv(scope)
      if (out !== undefined) await writeFile(resolve(cwd, out), text)
      return text
    },
  }
}

/** Contract lines and accounts as they are stored; whoever asks may measure revenue already. */
async function contractsOf({ store, registry }: App, scope: Scope): Promise<ContractRows> {
  const reader = factReader(store, scope.workspace.id, registry.facts.keys(), await store.position(scope.workspace.id))
  const [accounts, lines] = await Promise.all([reader.rows('account', accountColumns), reader.rows('subscription', contractColumns)])
  return { accounts, lines }
}

const accountColumns = ['id', 'parent_id', 'merged_into', 'segment', 'plan', 'region', 'industry', 'channel', 'valid_from']
async function tableIn(path: string): Promise<SourceTable> {
  const { tables, unreadable, trees } = await openFiles([path])
  const [table] = tables
  if (table) return table
  const [first] = unreadable
  throw new Problem(
    'invalid',
    first ? `${first.file}: ${first.reason}` : `${trees[0]?.file ?? path} holds no table.`,
    first?.hint ?? 'Export the targets as CSV or XLSX.',
    {
      code: 'not-targets',
    },
  )
}
