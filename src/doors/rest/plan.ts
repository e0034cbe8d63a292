import { isRecord, Problem } from '#kernel'
import { jsonBody } from './body.ts'
import type { Door, House } from './door.ts'

/** Planning from a file: nothing is read from the workspace or kept in it. A solver runs for 20 seconds at the most, one at a time for each workspace. */
export function planRoutes(door: Door, { planning }: House): void {
  door.post('/api/v1/plan/optimise', async (c) => {
    const { file, seconds, seed, prices, draws } = await jsonBody(c)
    return c.json(
      await planning.optimise(c.get('scope'), file, {
        seconds: upTo(seconds, 20, 8),
        seed: upTo(seed, 2 ** 31, 1),
        prices: upTo(prices, 30, 5),
        draws: upTo(draws, 500, 0),
      }),
    )
  })
  door.get('/api/v1/plan/goals', async (c) => c.json(await planning.goals(c.get('scope'), c.req.query('asOf'))))
  door.post('/api/v1/plan/key-results/:id/bind', async (c) => c.json(await planning.bind(c.get('scope'), c.req.param('id'))))
  door.post('/api/v1/plan/key-results/:id/rebind', async (c) => {
    const { decision } = await jsonBody(c)
    return c.json(await planning.rebind(c.get('scope'), c.req.param('id'), typeof decision === 'string' ? decision : ''))
  })
  door.post('/api/v1/plan/objectives/:id/commit', async (c) => c.json(await planning.commitObjective(c.get('scope'), c.req.param('id'))))
  scoreRoutes(door, planning)
  door.get('/api/v1/plan/dependencies', async (c) => c.json(await planning.dependencies(c.get('scope'), c.req.query('asOf'), c.get('person').head)))
  door.get('/api/v1/plan/slip', async (c) => {
    const { bet = '', days, asOf } = c.req.query()
    return c.json(await planning.slip(c.get('scope'), bet, daysIn(days), asOf, c.get('person').head))
  })
  door.get('/api/v1/plan/forecasts', async (c) => c.json(await planning.forecasted(c.get('scope'), c.req.query('asOf'), c.get('person').head)))
  door.get('/api/v1/plan/chances', async (c) => c.json(await planning.chances(c.get('scope'), c.req.query('asOf'), c.get('person').head)))
  door.get('/api/v1/plan/chance-record', async (c) => c.json(await planning.chanceRecord(c.get('scope'), c.req.query('asOf'), c.get('person').head)))
  door.get('/api/v1/plan/capacity', async (c) => {
    const { quarters, asOf } = c.req.query()
    return c.json(await planning.capacity(c.get('scope'), { ...(quarters ? { quarters: Number(quarters) } : {}), ...(asOf ? { asOf } : {}) }))
  })
  door.get('/api/v1/plan/scenarios/:id', async (c) => c.json(await planning.branch(c.get('scope'), c.req.param('id'))))
  door.get('/api/v1/plan/kept', async (c) => {
    const { baseline, asOf } = c.req.query()
    return c.json(await planning.kept(c.get('scope'), { ...(baseline ? { baseline } : {}), ...(asOf ? { asOf } : {}) }))
  })
  door.get('/api/v1/plan/changes', async (c) => c.json({ items: await planning.changedSince(c.get('scope'), c.req.query('since') ?? '', c.req.query('asOf')) }))
  portfolioRoutes(door, planning)
  door.post('/api/v1/plan/scenarios', async (c) => {
    const body = await jsonBody(c)
    const wish = {
      quarters: Math.max(1, upTo(body['quarters'], 8, 4)),
      lockedIn: namesIn(body['lockedIn']),
      lockedOut: namesIn(body['lockedOut']),
      moves: numbersIn(body['moves']),
      people: Array.isArray(body['people']) ? body['people'] : [],
      seconds: upTo(body['seconds'], 20, 6),
      draws: upTo(body['draws'], 500, 0),
    }
    return c.json(await planning.scenarios(c.get('scope'), wish))
  })
  door.get('/api/v1/plan/cases/:id', async (c) => c.json(await planning.weighedCase(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.post('/api/v1/plan/cases/:id/weigh', async (c) => c.json(await planning.weighDraft(c.get('scope'), c.req.param('id'), await jsonBody(c))))
  door.get('/api/v1/plan/decisions/:id', async (c) => c.json(await planning.decision(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.get('/api/v1/plan/bets/:id', async (c) => c.json(await planning.bet(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.get('/api/v1/plan/rounds/:id', async (c) => c.json(await planning.round(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.get('/api/v1/plan/documents/:id', async (c) => c.json(await planning.citedDocument(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.post('/api/v1/plan/text', async (c) => {
    const { body } = await jsonBody(c)
    return c.json(await planning.citedText(c.get('scope'), typeof body === 'string' ? body.slice(0, 100_000) : ''))
  })
  door.post('/api/v1/plan/forecast', async (c) => c.json(await planning.forecast((await jsonBody(c))['file'])))
  door.post('/api/v1/plan/score', async (c) => c.json(await planning.score((await jsonBody(c))['file'])))
  door.post('/api/v1/plan/case', async (c) => c.json(planning.weigh((await jsonBody(c))['file'])))
  door.post('/api/v1/plan/thrash', async (c) => c.json(planning.thrash((await jsonBody(c))['file'])))
  door.get('/api/v1/plan/schema/:name', (c) => c.json(planning.schema(c.req.param('name'))))
}

/** What ranks bets: scores, formulas of the workspace, and what customers answered. */
function scoreRoutes(door: Door, planning: House['planning']): void {
  const wantedIn = ({ method, mode, quarters, asOf }: Readonly<Record<string, string>>) => ({
    ...(method ? { method } : {}),
    ...(mode ? { mode } : {}),
    ...(asOf ? { asOf } : {}),
    quarters: upTo(Number(quarters), 8, 2),
  })
  door.get('/api/v1/plan/priorities', async (c) => {
    const { first, ...asked } = c.req.query()
    const wanted = first ? { ...wantedIn(asked), first: upTo(Number(first), 1_000_000, 100) } : wantedIn(asked)
    return c.json(await planning.priorities(c.get('scope'), wanted, c.get('person').head))
  })
  door.get('/api/v1/plan/priorities/:bet', async (c) =>
    c.json(await planning.rankedBet(c.get('scope'), c.req.param('bet'), wantedIn(c.req.query()), c.get('person').head)),
  )
  door.get('/api/v1/plan/priorities/:bet/history', async (c) =>
    c.json({ items: await planning.scoreHistory(c.get('scope'), c.req.param('bet'), c.req.query('method')) }),
  )
  door.post('/api/v1/plan/formulas', async (c) => {
    const { id, version, name, formula, means, against, dryRun } = await jsonBody(c)
    const of = textIn(id) === '' ? {} : { id: textIn(id), ...(typeof version === 'number' ? { version } : {}) }
    const [words, ranked] = [{ name: textIn(name), formula: textIn(formula), means: textIn(means) }, textIn(against) === '' ? {} : { against: textIn(against) }]
    return c.json(await planning.keepFormula(c.get('scope'), { ...of, ...words, ...ranked, dryRun: dryRun === true }))
  })
  door.post('/api/v1/plan/kano', async (c) => {
    const { bet, text, basis } = await jsonBody(c)
    return c.json(await planning.pasteKano(c.get('scope'), { bet: textIn(bet), text: textIn(text), basis: textIn(basis) }))
  })
}

/** Where effort goes, which products live on, and the verbs that read who pays before they decide. */
function portfolioRoutes(door: Door, planning: House['planning']): void {
  door.get('/api/v1/plan/allocation', async (c) => {
    const { quarter, squad, asOf } = c.req.query()
    return c.json(await planning.allocation(c.get('scope'), { ...(quarter ? { quarter } : {}), ...(squad ? { squad } : {}), ...(asOf ? { asOf } : {}) }))
  })
  door.get('/api/v1/plan/opportunities', async (c) => c.json(await planning.opportunities(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/plan/opportunities/:id', async (c) => c.json(await planning.opportunity(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.post('/api/v1/plan/opportunities/:id/validate', async (c) => {
    const { exception } = await jsonBody(c)
    return c.json(await planning.validateOpportunity(c.get('scope'), c.req.param('id'), textIn(exception) || undefined))
  })
  door.get('/api/v1/plan/releases', async (c) => c.json(await planning.releases(c.get('scope'), c.req.query('asOf'))))
  door.get('/api/v1/plan/releases/:id', async (c) => c.json(await planning.release(c.get('scope'), c.req.param('id'), c.req.query('asOf'))))
  door.get('/api/v1/plan/health', async (c) => c.json(await planning.health(c.get('scope'), c.req.query('asOf'))))
  door.post('/api/v1/plan/health/limits', async (c) => {
    const { limits, reason, dryRun } = await jsonBody(c)
    return c.json(await planning.drawLimits(c.get('scope'), { limits, reason: textIn(reason), dryRun: dryRun === true }))
  })
  door.post('/api/v1/plan/products/:id/planSunset', async (c) => {
    const { decision, migration } = await jsonBody(c)
    return c.json(await planning.planSunset(c.get('scope'), c.req.param('id'), { decision: textIn(decision), migration: textIn(migration) }))
  })
  door.post('/api/v1/plan/products/:id/retire', async (c) => {
    const { exception } = await jsonBody(c)
    return c.json(await planning.retire(c.get('scope'), c.req.param('id'), textIn(exception) || undefined))
  })
  door.post('/api/v1/plan/migrations/:id/end', async (c) => c.json(await planning.endMigration(c.get('scope'), c.req.param('id'))))
}

/** Days of a slip; two weeks unless told. */
function daysIn(given = '14'): number {
  const days = Number(given)
  if (Number.isInteger(days) && days >= 1 && days <= 1000) return days
  throw new Problem('invalid', `“${given}” is no number of days.`, 'A slip is a whole number from 1 to 1000.', { at: { field: 'days' } })
}

const textIn = (given: unknown): string => (typeof given === 'string' ? given : '')

const namesIn = (given: unknown): string[] => (Array.isArray(given) ? given.filter((name) => typeof name === 'string') : [])

function numbersIn(given: unknown): Record<string, number> {
  return isRecord(given)
    ? Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (typeof value === 'number' && Number.isFinite(value) ? [[name, value]] : [])))
    : {}
}

const upTo = (given: unknown, most: number, otherwise: number): number => (typeof given === 'number' && given >= 0 ? Math.min(most, given) : otherwise)
