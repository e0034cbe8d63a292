import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { persons } from '#engines/identity/persons.ts'
import { isKeyed, namingColumn } from '#engines/metrics/dialect/rules.ts'
import { columnsLookedUp } from '#engines/metrics/health/keyedCounts.ts'
import type { Workspace } from '#kernel'
import { openFactStore, type FactStore } from '#platform/columnar/store.ts'
import { silentLog } from '#platform/log.ts'
import { factDesks, factShapes } from '#runtime/factDesks.ts'
import { desksAtWork, words, type Values } from './desks.ts'
import { drawing } from './drawing.ts'

/** Days on which what checks look up comes, changes, goes and is taken back: what a desk has counted of them is held against one that has just begun. */
const workspace: Workspace = { id: 'ws', slug: 'ws', name: 'Brown', currency: 'USD', timeZone: 'UTC' }
let home = ''
let store: FactStore
let countings = 0

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'throughline-kept-checks-'))
  const opened = await openFactStore({ home, facts: factShapes(words), persons, log: silentLog })
  store = {
    ...opened,
    queryColumns: (ws, sql, values) => {
      countings += Number(sql.includes('SELECT o.key AS key'))
      return opened.queryColumns(ws, sql, values)
    },
  }
  countings = 0
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true, force: true })
})

const lookingUp = new Set([...words.facts.values()].flatMap(({ checks }) => checks.filter(isKeyed).map(({ id }) => id)))

/** How many rows break each rule that looks rows up, by one join of all rows with the newest row of each key; rules that none breaks are left out. */
async function joined(): Promise<Record<string, number>> {
  const rules = [...words.facts.values()].flatMap(({ fact, checks }) => checks.flatMap((check) => (isKeyed(check) ? [{ ...check, of: fact }] : [])))
  const told: Record<string, number> = {}
  for (const rule of rules) {
    const columns = columnsLookedUp(rules, rule.fact)
    const newest = ['recorded_at', ...columns].map((column) => `"${column}" desc nulls last`).join(', ')
    const day = `cast(f."${rule.column}" as date)`
    const where =
      rule.rule === 'known'
        ? `f."${rule.column}" is not null and o."${rule.key}" is null`
        : `${day} < cast(o."${rule.start}" as date)${rule.rule === 'within' ? ` or ${day} >= cast(o."${rule.end}" as date)` : ''}`
    const { rows } = await store.query(
      'ws',
      `select count(*) from "${rule.of}" f left join (select * from "${rule.fact}" qualify row_number() over (partition by "${rule.key}" order by ${newest}) = 1) o
       on o."${rule.key}" = f."${namingColumn(rule)}" where ${where}`,
    )
    const count = Number(rows[0]?.[0])
    if (count > 0) told[rule.id] = count
  }
  return told
}

const dayAfter = (days: number): string => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)

test.each([1, 2, 3, 4])(
  'whatever changes where rows are looked up, the checks find what they would find had they just begun (%i)',
  { timeout: 300_000 },
  async (seed) => {
    const { below, pick } = drawing(seed)
    const rows = <T>(count: number, make: (place: number) => T): T[] => Array.from({ length: count }, (_, place) => make(place))
    const account = (id: number): Values => ({
      id: `A${id}`,
      plan: pick(['basic', 'pro']),
      segment: pick(['smb', 'mid']),
      created_at: below(10) === 0 ? null : `${dayAfter(below(4) === 0 ? below(400) : below(30))}T00:00:00Z`,
      is_internal: below(20) === 0,
      parent_id: below(3) === 0 ? `A${id + 1 + below(6)}` : null,
      ...(below(6) === 0 ? { valid_from: dayAfter(below(300)) } : {}),
    })
    const user = (id: number): Values => ({
      id: `U${id}`,
      account_id: `A${below(26)}`,
      role: 'member',
      created_at: dayAfter(below(400)),
      is_service: false,
      is_internal: false,
    })
    const line = (id: number): Values => {
      const start = below(300)
      return {
        id: `S${id}`,
        account_id: `A${below(26)}`,
        product_id: 'core',
        start: dayAfter(start),
        end: dayAfter(start + 20 + below(200)),
        mrr: 5_000_000,
        currency: 'USD',
        status: 'paid',
        kind: 'recurring',
        term_months: 12,
      }
    }
    const ticket = (id: number): Values => ({
      id: `T${id}`,
      account_id: `A${below(26)}`,
      created_at: `${dayAfter(below(400))}T09:00:00Z`,
      priority: 'p2',
      is_internal: false,
    })
    let events = 0
    const event = (): Values => ({
      event_id: `E${String(below(1000)).padStart(4, '0')}-${events++}`,
      ts: `${dayAfter(below(400))}T12:00:00Z`,
      account_id: `A${below(26)}`,
      user_id: `U${below(40)}`,
      subscription_id: below(3) === 0 ? `S${below(30)}` : null,
      name: 'report',
    })
    const from = Date.UTC(2025, 2, 10)
    const { desk, plain, bring, batches, now } = desksAtWork(store, home, { workspace, from })
    let asked = desk
    let restarts = 0
    const some = <T>(make: (id: number) => T, most: number): T[] => [...new Set(rows(1 + below(4), () => below(most)))].map(make)
    await bring('account', rows(20, account))
    await bring('app_user', rows(30, user))
    await bring('subscription', rows(25, line))
    await bring('ticket', rows(40, ticket))
    await bring('event', rows(120, event))
    const first = batches.length
    const kinds: readonly (() => Promise<void>)[] = [
      () => bring('account', some(account, 28)),
      () => bring('account', some(account, 28)),
      () => bring('account', [20, 21, 22, 23, 24, 25].map(account)),
      () => bring('subscription', some(line, 30)),
      () => bring('app_user', some(user, 40)),
      () => bring('ticket', some(ticket, 60)),
      async () => {
        const [batch] = batches.length > first ? batches.splice(first + below(batches.length - first), 1) : []
        if (batch !== undefined) await desk.undoBatch(batch, now())
      },
    ]
    let found = 0
    for (let day = 0; day < 22; day++) {
      if (below(4) > 0) await bring('event', rows(1 + below(6), event))
      for (const one of below(5) === 0 ? kinds : [pick(kinds)]) await one()
      const asOf = dayAfter(420)
      // as a page does: accounts and lines are read beside the checks
      const readBeside = async () =>
        await Promise.all(['feature-adoption', 'net-revenue-retention', 'ticket-rate'].map((metric) => asked.measure({ metric, asOf })))
      await readBeside()
      const [told, anew] = [await asked.quality(), await plain().quality()]
      expect(told, `day ${day}`).toEqual(anew)
      expect(Object.fromEntries(told.filter(({ check }) => lookingUp.has(check)).map(({ check, count }) => [check, count])), `day ${day}`).toEqual(
        await joined(),
      )
      // another process finds what this one left, before or after something changed
      if (below(3) === 0) {
        await store.rested()
        asked = factDesks(words, store, null, now)(workspace)
        restarts += 1
        if (below(2) === 0) await readBeside()
        if (below(2) === 0) expect(await asked.quality(), `day ${day}, begun anew`).toEqual(anew)
      }
      found += told.length
    }
    expect(found).toBeGreaterThan(60)
    expect(countings).toBeGreaterThan(20)
    expect(restarts).toBeGreaterThan(2)
  },
)
