import { ask } from '#flows/ask/ask.ts'
import { charted, scorecard, type Charts } from '#flows/briefing/scorecard.ts'
import { roleCard, type RoleCard } from '#flows/briefing/roleCard.ts'
import { roleCsv } from '#flows/briefing/roleCsv.ts'
import { followedNeeds, following } from '#flows/briefing/following.ts'
import { today } from '#flows/briefing/today.ts'
import type { Aside } from '#flows/planning/aside.ts'
import { restatementsOf } from '#flows/reviews/restatements.ts'
import { healthOfMetric, papersOf, type MetricHealth } from '#flows/quality/health.ts'
import { quality, type Quality } from '#flows/quality/quality.ts'
import { signals, type Signals } from '#flows/signals/signals.ts'
import { endangered } from '#flows/planning/releases/releases.ts'
import { Problem, type Fact } from '#kernel'
import { presets } from '#engines/metrics/revenue/revenue.ts'
import { mayMeasure } from '#runtime/policy.ts'
import { derivedChecks } from '#engines/metrics/health/derivedChecks.ts'
import { stackOf } from '#platform/stack.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from './app.ts'
import { mcpServer, serveHttp, type Flows } from '#doors/mcp/mcp.ts'
import { accountPages } from './events/accountPages.ts'
import { definitionHouse } from './metrics/definitionHouse.ts'
import type { House } from '#doors/rest/door.ts'
import { eventHouse } from './events/eventHouse.ts'
import { explaining } from './metrics/explaining.ts'
import { exporting } from './planning/exporting.ts'
import { links } from './links.ts'
import { marketHouse } from './planning/marketHouse.ts'
import { planningHouse } from './planning/planningHouse.ts'
import { removeSample } from './sampleCompany.ts'
import { sharingHouse } from './planning/sharingHouse.ts'
import { answering, targetHouse } from './metrics/targetHouse.ts'
import { metricFor, metricsIn } from './metrics/metricsOf.ts'
import { problemOf } from './metrics/semanticQuery.ts'
import { uploads } from './files/uploads.ts'
import { queryWorkspace } from './metrics/workspaceQuery.ts'
import { reviews } from './reviewHouse.ts'
import { askWarned } from './events/amiss.ts'
import { askWorkspace, drillWorkspace, groupsOf, valuesOf, vocabularyOf } from './events/analyticsQuery.ts'
import { isAnalytics } from '#flows/analytics/ask.ts'

export const version = '0.1.0'

/** What the REST door is handed: identity, workspaces, and each flow with its scope. Long work of the plan is done `aside`. */
export function house(app: App, baseUrl: string, aside: Aside): House {
  const metrics = metricsIn(app.registry)
  return {
    registry: app.registry,
    version,
    now: () => app.clock.now(),
    logFailure: (error, request) => app.log.error('A request failed', { request, reason: stackOf(error) }),
    identity: app.identity,
    links: links(app, baseUrl),
    workspaces: { of: (person) => app.workspaces.of(person.personId), enter: (person, slug, door) => app.workspaces.enter(person, slug, door) },
    scorecard: async (scope, asOf) => await scorecard(scope, await metrics(scope), asOf),
    roleCard: {
      of: (scope, asOf) => roleOf(app, scope, asOf),
      csv: async (scope, asOf) => roleCsv(await roleOf(app, scope, asOf)),
    },
    ask: async (scope, text, asOf) => await ask(scope, await answering(app, scope), text, asOf),
    query: async (scope, body) => {
      if (isAnalytics(body)) return await askWarned(app, scope, body)
      const answer = await queryWorkspace(app, scope, body)
      if (answer.refused) throw problemOf(answer.refused)
      return answer
    },
    drill: (scope, body) => drillWorkspace(app, scope, body),
    vocabulary: (scope) => vocabularyOf(app, scope),
    values: (scope, property) => valuesOf(app, scope, property),
    accountPages: accountPages(app),
    today: async (scope, asOf) => {
      const drawn = await charted(scope, await metrics(scope), asOf)
      const [own, releases] = [await feed(app, scope, drawn), await endangered(scope, asOf)]
      return await today(scope, drawn.card, { ...own, releases }, asOf)
    },
    following: async (scope, asOf) => {
      const items = await following(scope, eventsAnswer(app, scope), asOf)
      return { items, needs: followedNeeds(items) }
    },
    signals: (scope, asOf) => signalsOf(app, scope, asOf),
    quality: (scope) => qualityOf(app, scope),
    health: (scope, metric, asOf) => healthOf(app, scope, metric, asOf),
    restatements: async (scope, key) => await restatementsOf(scope, key, await metricFor(metrics, scope, key)),
    targets: targetHouse(app),
    metric: (scope, key) => metricFor(metrics, scope, key),
    definitions: definitionHouse(app),
    policies: (scope, metric, asOf) => policies(scope, metric, asOf),
    explain: explaining(app.registry),
    events: eventHouse(app),
    imports: uploads(app),
    planning: planningHouse(app, aside),
    market: marketHouse(app),
    reviews: reviews(app),
    sharing: sharingHouse(app, baseUrl),
    exports: exporting(app.registry, baseUrl),
    assistant: (scope, request) => serveHttp(assistantServer(app, scope), request),
    removeSample: (scope) => removeSample(app, scope),
    storage: async (scope) => {
      const [{ bytes, journalBytes, facts }, rows] = [await scope.desk.storage(), await app.database.app.query('show server_version')]
      return {
        postgres: { version: String(rows.rows[0]?.['server_version'] ?? ''), durability: app.database.durability },
        columnar: { bytes, facts },
        journal: { bytes: journalBytes },
      }
    },
  }
}

/** Answers of questions about events, for flows that read nothing but what they hold. */
function eventsAnswer(app: App, scope: Scope): (query: unknown) => Promise<{ readonly data: unknown }> {
  const groups = groupsOf(app, scope)
  return async (query) => {
    const answer = await askWorkspace(app, scope, query, groups)
    return { data: 'data' in answer ? answer.data : null }
  }
}

const roleOf = async (app: App, scope: Scope, asOf?: string): Promise<RoleCard> =>
  await roleCard(scope, app.registry.metrics, await metricsIn(app.registry)(scope), asOf)

/** What an assistant speaks with, in the rights of a scope. */
export const assistantServer = (app: App, scope: Scope): ReturnType<typeof mcpServer> =>
  mcpServer(scope, app.registry, version, {
    ask: async (asker, text) => await ask(asker, await answering(app, asker), text),
    flows: assistantFlows(app),
  })

async function qualityOf(app: App, scope: Scope): Promise<Quality> {
  const metrics = await metricsIn(app.registry)(scope)
  const facts = new Map([...app.registry.facts].filter(([fact]) => mayMeasure(app.registry, { inputs: [fact] }, scope.me.role)))
  const checksOf = (fact: Fact) => fact.checks.length + derivedChecks(fact).length + 1
  return await quality(scope, { card: await scorecard(scope, metrics), metrics, facts, checksOf })
}

async function healthOf(app: App, scope: Scope, key: string, asOf?: string): Promise<MetricHealth> {
  const metric = await metricFor(metricsIn(app.registry), scope, key)
  const { asOf: day, items } = await scorecard(scope, new Map([[key, metric]]), asOf)
  const [line] = items
  if (!line) throw new Problem('missing', `There is no metric “${key}”.`)
  return healthOfMetric(line, metric, await scope.quality(), await papersOf(scope, asOf), day)
}

/** What an assistant may ask beyond records and single metrics. */
const assistantFlows = (app: App): Flows => ({ signals: (scope, { asOf }) => signalsOf(app, scope, typeof asOf === 'string' ? asOf : undefined) })

/** The feed of signals over every metric; all three doors use it. */
export const signalsOf = async (app: App, scope: Scope, asOf?: string): Promise<Signals> =>
  await feed(app, scope, await charted(scope, await metricsIn(app.registry)(scope), asOf))

const feed = async (app: App, scope: Scope, { card, charts }: Charts): Promise<Signals> =>
  await signals(scope, { card, charts, metrics: await metricsIn(app.registry)(scope), findings: await scope.quality() })

const words: Readonly<Record<string, string>> = {
  default: 'This workspace’s default',
  stripe: 'As Stripe counts',
  chartmogul: 'As ChartMogul counts',
  profitwell: 'As ProfitWell counts',
  board: 'Closed cohort, for a board',
  paddle: 'As Paddle counts',
  recharge: 'As ReCharge counts',
  recurly: 'As Recurly counts',
  posthog: 'As PostHog counts',
  polar: 'As Polar counts',
}

/** The same rows under every published convention, each with its difference to ours. One that needs facts which are missing says so. */
async function policies(scope: Scope, metric: string, asOf: string | undefined): Promise<unknown> {
  const request = { metric, ...(asOf ? { asOf } : {}) }
  const own = await scope.measure(request)
  const items = []
  for (const preset of Object.keys(presets)) {
    const measured = await scope.measure({ ...request, policy: preset }).catch((error: unknown) => (error instanceof Problem ? error : Promise.reject(error)))
    if (measured instanceof Problem) items.push({ preset, says: words[preset] ?? preset, value: null, difference: null, because: measured.message })
    else
      items.push({
        preset,
        says: words[preset] ?? preset,
        value: measured.value,
        difference: measured.value === null || own.value === null ? null : measured.value - own.value,
        because: null,
      })
  }
  return items
}
