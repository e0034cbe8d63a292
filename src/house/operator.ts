import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { join, resolve } from 'node:path'
import { ask } from '#flows/ask/ask.ts'
import type { Aside } from '#flows/planning/aside.ts'
import { planning } from '#flows/planning/planning.ts'
import { planImport } from '#flows/import/planImport.ts'
import { runImport, undoImport } from '#flows/import/runImport.ts'
import { comparePolicies } from '#flows/explain/comparePolicies.ts'
import { isAnalytics } from '#flows/analytics/ask.ts'
import { showNumber } from '#engines/numbers/showNumber.ts'
import { Problem } from '#kernel'
import { openFiles } from '#platform/files/openFiles.ts'
import { unpackArchives } from '#platform/files/unpackArchives.ts'
import { solvingGround } from '#platform/solver/solving.ts'
import type { Clock } from '#platform/clock.ts'
import type { Registry } from '#runtime/registry.ts'
import type { App } from './app.ts'
import { definitionTools, fileTools } from './metrics/definitionHouse.ts'
import { readDocument } from './files/documents.ts'
import { checked } from './dailyChecks.ts'
import type { Tools } from '#doors/cli/tools.ts'
import { moveEvents } from './events/clickhouse.ts'
import { askWarned } from './events/amiss.ts'
import { drillWorkspace, openEventFile, queriesIn, refusedLine } from './events/analyticsQuery.ts'
import { exporting } from './planning/exporting.ts'
import { signalsOf, version } from './house.ts'
import { reviews } from './reviewHouse.ts'
import { operations } from './operations.ts'
import { answering, targetHouse, targetTools } from './metrics/targetHouse.ts'
import { joinOwn, ownerLink } from './links.ts'
import { planReads } from './planning/planningHouse.ts'
import { assertSwitches, metricNamed } from './metrics/metricNamed.ts'
import { queryFolder } from './metrics/semanticQuery.ts'
import { measureFolder } from './metrics/statelessFacts.ts'
import { heldRows } from './files/heldRows.ts'
import { lookup, tryImport } from './files/tryImport.ts'
import { queryWorkspace } from './metrics/workspaceQuery.ts'

/** What the command line is handed: the operator of this machine, and the same flows as every other door. A server hands its threads as `aside`. */
export function operatorTools(app: App, cwd: string, baseUrl: string, aside: Aside): Tools {
  const { workspaces, registry } = app
  return {
    registry,
    version,
    show: (value, unit, currency) => showNumber(value, unit, { currency }),
    metricNamed: (called) => metricNamed(registry, called),
    assertSwitches: (metric, switches) => assertSwitches(registry, metric, switches),
    async enter(name, { unknown } = {}) {
      const all = await workspaces.list()
      const slug = name ?? (all.length === 1 ? all[0]?.slug : undefined)
      if (!slug)
        throw new Problem('invalid', 'Name the workspace.', `--workspace takes ${all.map((one) => one.slug).join(', ') || 'a name; an import creates it'}.`, {
          code: 'usage',
        })
      if (unknown && !all.some((one) => one.slug === slug)) {
        if (unknown === 'imagine') return workspaces.imagine(slug, 'cli')
        await createEmpty(app, { slug, name: slug })
      }
      return await workspaces.operate(slug, 'cli')
    },
    importFiles: (scope, paths, { dryRun, mapping, onHeld, progress }) =>
      withUnpacked(
        app.home,
        paths.map((path) => resolve(cwd, path)),
        async (found) => {
          const opened = await openFiles(found)
          const plan = await planImport(scope, opened, { mapping })
          if (dryRun) {
            const preview = await tryImport(app, scope, opened, mapping)
            if (!(await app.workspaces.list()).some(({ id }) => id === scope.workspace.id)) await app.store.dropWorkspace(scope.workspace.id)
            return { import: null, files: preview.files, quality: preview.quality, plan: preview.files }
          }
          let last = ''
          const report = await runImport(scope, opened, plan, {
            onHeld,
            mapping,
            lookup: lookup(scope),
            waiting: scope.desk,
            progress: ({ file, done, total }) => {
              const line = `${file}: ${done.toLocaleString('en-US')}${total ? ` of ${total.toLocaleString('en-US')}` : ''} rows`
              if (line !== last) progress((last = line))
            },
          })
          await checked(app, scope)
          return { import: report.import, files: report.files, quality: report.quality, plan: plan.files }
        },
      ),
    undoImport: (scope, id) => undoImport(scope, id),
    heldRows: heldRows(app),
    measureFolder: (folder, request, options) =>
      measureFolder(registry, resolve(cwd, folder), request, { ...withPath(options, cwd), now: () => app.clock.now() }),
    queryFolder: (manifest, tables, query) => queryFolder(resolve(cwd, manifest), resolve(cwd, tables), query),
    query: (scope, query) => queryWorkspace(app, scope, query),
    analytics: { ...analyticsTools(cwd), ask: (scope, query) => askWarned(app, scope, query), drill: (scope, given) => drillWorkspace(app, scope, given) },
    moveEvents: (scope, to) => moveEvents(app, scope.workspace.id, to),
    comparePolicies: (scope, request) => comparePolicies(scope, request),
    ask: async (scope, words) => await ask(scope, await answering(app, scope), words),
    signals: (scope, asOf) => signalsOf(app, scope, asOf),
    forecast: (scope, metric, asked) => targetHouse(app).forecast(scope, metric, asked),
    targets: targetTools(app, cwd),
    definitions: definitionTools(app, cwd),
    operations: operations(app, cwd),
    exporting: exportTools(app, cwd, baseUrl),
    plan: planning(solvingGround),
    planReads: planReads(app, aside),
    readFile: (path) => readDocument(resolve(cwd, path)),
    createReview: (scope, kind, period) => reviews(app).generate(scope, { kind, period }),
    reviewPdf: (scope, id, paper) => reviews(app).pdf(scope, id, paper),
    writeFile: (path, bytes) => writeFile(resolve(cwd, path), bytes),
    workspaces: () => workspaces.list(),
    createWorkspace: (input) => createEmpty(app, input),
    signInLink: (workspace) => ownerLink(app, workspace, baseUrl),
  }
}

/** Writes what the REST door would send into a file of this machine. */
function exportTools(app: App, cwd: string, baseUrl: string): Tools['exporting'] {
  const files = exporting(app.registry, baseUrl)
  return {
    async roadmap(scope, asked, out) {
      const { bytes } = await files.roadmap(scope, asked)
      await writeFile(resolve(cwd, out), bytes)
      return out
    },
    async rows(scope, noun, asked, out) {
      const { chunks } = files.rows(scope, noun, asked)
      const first = await chunks.next() // a question that cannot be answered leaves no file
      const all = async function* () {
        if (!first.done) yield first.value
        yield* chunks
      }
      await pipeline(Readable.from(all()), createWriteStream(resolve(cwd, out)))
      return out
    },
  }
}

/** Unpacks archives among these paths for as long as `work` takes. */
async function withUnpacked<T>(home: string, paths: readonly string[], work: (paths: readonly string[]) => Promise<T>): Promise<T> {
  await mkdir(join(home, 'uploads'), { recursive: true, mode: 0o700 })
  const into = await mkdtemp(join(home, 'uploads', 'unpacked-'))
  try {
    return await work(await unpackArchives(paths, into))
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}

/** The command line without a database: only what needs no workspace. */
export function statelessTools(registry: Registry, cwd: string, clock: Clock): Tools {
  const none = (): never => {
    throw new Problem('refused', 'That needs a workspace.', 'Leave --facts, --manifest or --events out.')
  }
  return {
    registry,
    version,
    show: (value, unit, currency) => showNumber(value, unit, { currency }),
    metricNamed: (called) => metricNamed(registry, called),
    assertSwitches: (metric, switches) => assertSwitches(registry, metric, switches),
    measureFolder: (folder, request, options) => measureFolder(registry, resolve(cwd, folder), request, { ...withPath(options, cwd), now: () => clock.now() }),
    queryFolder: (manifest, tables, query) => queryFolder(resolve(cwd, manifest), resolve(cwd, tables), query),
    readFile: (path) => readDocument(resolve(cwd, path)),
    plan: planning(solvingGround),
    query: none,
    analytics: { ...analyticsTools(cwd), ask: none, drill: none },
    ask: none,
    definitions: {
      list: none,
      detail: none,
      diff: none,
      restatement: none,
      check: none,
      certify: none,
      dependants: none,
      import: none,
      export: none,
      ...fileTools(registry, cwd),
    },
    operations: { backup: none, restore: none, doctor: none, export: none },
    exporting: { roadmap: none, rows: none },
    planReads: {
      goals: none,
      priorities: none,
      rankedBet: none,
      dependencies: none,
      slip: none,
      forecasted: none,
      chances: none,
      chanceRecord: none,
      capacity: none,
      branch: none,
      kept: none,
      changedSince: none,
      allocation: none,
      opportunities: none,
      releases: none,
      health: none,
      scenarios: none,
    },
    enter: none,
    importFiles: none,
    comparePolicies: none,
    moveEvents: none,
    undoImport: none,
    heldRows: { waiting: none, csv: none, dismiss: none },
    signals: none,
    forecast: none,
    targets: { overview: none, import: none, export: none },
    createReview: none,
    reviewPdf: none,
    writeFile: none,
    workspaces: none,
    createWorkspace: none,
    signInLink: none,
  }
}

const analyticsTools = (cwd: string): Omit<Tools['analytics'], 'ask' | 'drill'> => ({
  isAsked: isAnalytics,
  open: ({ events, accounts, persons, cohorts }) =>
    openEventFile({
      events: resolve(cwd, events),
      ...(accounts === undefined ? {} : { accounts: resolve(cwd, accounts) }),
      ...(persons === undefined ? {} : { persons: resolve(cwd, persons) }),
      ...(cohorts === undefined ? {} : { cohorts: resolve(cwd, cohorts) }),
    }),
  queries: (path) => queriesIn(resolve(cwd, path)),
  refused: refusedLine,
})

const withPath = <O extends { readonly metricFile?: string }>(options: O, cwd: string): O =>
  options.metricFile === undefined ? options : { ...options, metricFile: resolve(cwd, options.metricFile) }

/** An empty workspace of the operator: the owner of the first one here owns it too, and finds it in the switcher. */
async function createEmpty(
  app: App,
  input: { readonly slug: string; readonly name: string; readonly currency?: string; readonly timeZone?: string },
): Promise<string> {
  const [first] = await app.workspaces.list()
  const scope = first ? await app.workspaces.operate(first.slug, 'cli') : null
  const known = scope ? await scope.one('member', scope.me.id) : null
  const owner = known ? { name: String(known['name']), email: String(known['email']) } : { name: 'Owner', email: `owner@${input.slug}.example` }
  const { workspace } = await app.workspaces.create({ ...input, owner })
  await joinOwn(app, owner.email)
  return workspace.id
}
