import { describe, expect, test } from 'vitest'
import { addMonths, countPeriods } from '#engines/numbers/dates.ts'
import { isRecord, isFact, isNoun, parseValues, type Check, type Fact, type Field, type Fields, type Noun } from '#kernel'
import * as factRoom from '#facts'
import * as objectRoom from '#objects'
import { companyOn } from '../house/companyOn.ts'
import type { Harborlight } from './harborlight.ts'
import type { SampleObject } from './sampleObject.ts'
import { stepsOf, type SampleStep } from './steps.ts'
import type { Values } from './revenueFacts.ts'

const facts = new Map(
  Object.values(factRoom)
    .flatMap((words) => Object.values(words))
    .filter(isFact)
    .map((fact): [string, Fact] => [fact.fact, fact]),
)
const nouns = new Map(
  Object.values(objectRoom)
    .flatMap((words) => Object.values<unknown>(words))
    .filter(isNoun)
    .map((noun): [string, Noun] => [noun.noun, noun]),
)
const today = '2026-11-16'
const company = companyOn(today)
const rowsOf = (fact: string): Values[] => [...(company.facts[fact] ?? [])]

describe('the facts of Harborlight', () => {
  test('every row of every fact parses in its own columns', () => {
    const parseAll = () => {
      for (const [name, rows] of Object.entries(company.facts)) for (const row of rows) parseValues(known(facts, name).columns, row)
    }
    expect(parseAll).not.toThrow()
  })

  /** The types of columns that sampleCompany.ts hands over unparsed. */
  test('texts, days, times and plain numbers stand as the store keeps them, so that loading need not parse them', () => {
    const written = new Set(['VARCHAR', 'DATE', 'TIMESTAMP', 'BOOLEAN', 'DOUBLE'])
    const asKept = (columnar: string, value: unknown): unknown => (columnar === 'TIMESTAMP' && value !== null ? Date.parse(String(value)) : value)
    const others = new Set<string>()
    for (const [name, rows] of Object.entries(company.facts)) {
      const columns = Object.entries(known(facts, name).columns).filter(([, { columnar }]) => written.has(String(columnar)))
      for (const row of rows)
        for (const [column, field] of columns) {
          if (field.columnar === 'DOUBLE' && row[column] == null) continue // no number is kept as none
          const [given, kept] = [row[column] ?? null, row[column] == null ? (field.initial ?? null) : field.parse(row[column])]
          if (asKept(String(field.columnar), given) !== asKept(String(field.columnar), kept))
            others.add(`${name}.${column}: ${String(given)} is kept as ${String(kept)}`)
        }
    }
    expect([...others]).toEqual([])
  })

  test('a line that runs renews next at its first whole term after today', () => {
    const running = rowsOf('subscription').filter((row) => row['end'] === null && row['status'] !== 'trial')
    expect(running.length).toBeGreaterThan(500)
    for (const row of running) {
      const [start, next, term] = [String(row['start']), String(row['renewal_date']), Number(row['term_months'])]
      const terms = countPeriods(start.slice(0, 7), next.slice(0, 7)) / term
      expect([next > today, addMonths(start, term * terms), start > today || addMonths(start, term * (terms - 1)) <= today]).toEqual([true, next, true])
    }
  })

  test('what a customer let end came up for renewal on that day; what gave way to another line never did', () => {
    const ended = rowsOf('subscription').filter((row) => row['end'] !== null && row['status'] !== 'trial')
    const lost = ended.filter((row) => row['churn_type'] !== null)
    expect([lost.length > 50, ended.length > lost.length]).toEqual([true, true])
    expect(ended.filter((row) => row['renewal_date'] !== (row['churn_type'] === null ? null : row['end']))).toEqual([])
  })

  test('no two rows of a fact share its key', () => {
    for (const [name, rows] of Object.entries(company.facts)) {
      const seen = new Set<string>()
      let count = 0
      for (const row of rows) {
        count += 1
        seen.add(
          known(facts, name)
            .key.map((column) => String(row[column]))
            .join('|'),
        )
      }
      expect([name, seen.size]).toEqual([name, count])
    }
  })

  test('no business time lies on or after today, so that nothing arrives from the future', () => {
    for (const name of [
      'event',
      'app_user',
      'ticket',
      'survey_response',
      'release',
      'work_item_transition',
      'sli_window',
      'incident',
      'churn_event',
      'defect',
      'pulse',
      'hiring',
      'commitment_result',
    ]) {
      const at = known(facts, name).at
      for (const row of company.facts[name] ?? []) expect(String(row[at]) < today).toBe(true)
    }
  })

  test('eleven accounts name a parent that nobody knows, one experiment was registered after its start, and no other check finds anything', () => {
    const found = [...facts.values()].flatMap((fact) => fact.checks.map((check) => ({ id: check.id, count: faults(fact.fact, check) })))
    expect(found.filter(({ count }) => count > 0)).toEqual([
      { id: 'account.parent-known', count: 11 },
      { id: 'experiment.registered-first', count: 1 },
    ])
  })

  test('walking a fact twice gives the same rows, and another seed gives another company', () => {
    expect(rowsOf('event').slice(0, 2000)).toEqual(rowsOf('event').slice(0, 2000))
    expect([...(companyOn(today).facts['subscription'] ?? [])]).toEqual(rowsOf('subscription'))
    expect([...(companyOn(today, 2).facts['subscription'] ?? [])]).not.toEqual(rowsOf('subscription'))
  })

  test.each(['2026-12-01', '2027-01-31', '2028-02-29', '2027-03-02'])('the company can be told on %s as well', (day) => {
    const other = companyOn(day)
    for (const name of ['subscription', 'ticket', 'release', 'incident', 'survey_response'])
      for (const row of other.facts[name] ?? []) parseValues(known(facts, name).columns, row)
    const targets = other.objects.filter((object) => object.noun === 'metricTarget')
    expect(targets.every((object) => Number.isFinite(object.values['baseline']) && object.values['baseline'] !== object.values['target'])).toBe(true)
  })

  test('the rows number between 150,000 and 250,000', () => {
    let count = 0
    for (const rows of Object.values(companyOn(today).facts)) for (const _ of rows) count += 1
    expect(count).toBeGreaterThan(150_000)
    expect(count).toBeLessThan(250_000)
  })
})

describe('the objects of Harborlight', () => {
  test('every object parses as its noun, with references to objects that come before it', () => {
    const created = new Set(company.people.map((person) => person.externalId))
    for (const { noun, externalId, values } of company.objects) {
      const fields = Object.fromEntries(Object.entries(known(nouns, noun).fields).filter(([, field]) => !field.byVerb))
      for (const name of pointers(fields, values)) expect(created.has(name)).toBe(true)
      expect(() => parseValues(fields, resolved(fields, values))).not.toThrow()
      expect(created.has(externalId)).toBe(false)
      created.add(externalId)
    }
  })

  test('every verb exists, and its input parses with references to objects of the sample', () => {
    const all = new Set([...company.people, ...company.objects].map((each) => each.externalId))
    for (const { noun, externalId, verb, input, by } of stepsOf(company.objects)) {
      const found = verbsOf(noun).find((each) => each.verb === verb)
      expect(found).toBeDefined()
      for (const name of pointers(found?.input ?? {}, input)) expect(all.has(name), `${externalId} ${verb} ${name}`).toBe(true)
      expect(() => parseValues(found?.input ?? {}, resolved(found?.input ?? {}, input)), `${externalId} ${verb}`).not.toThrow()
      expect(by === undefined || all.has(by)).toBe(true)
    }
  })

  test('the record goes from day to day, holds every object and every verb once, and names nothing before it is there', () => {
    const days = company.record.map(({ day }) => day)
    expect(days).toEqual([...new Set(days)].sort())
    expect([days[0], days.at(-1)]).toEqual(['2026-04-01', today])
    expect(company.record.flatMap(({ objects }) => objects.map(({ externalId }) => externalId)).sort()).toEqual(
      company.objects.map(({ externalId }) => externalId).sort(),
    )
    expect(company.record.flatMap(({ steps }) => steps)).toHaveLength(stepsOf(company.objects).length)
    const there = new Set(company.people.map((person) => person.externalId))
    for (const { day, objects, steps } of company.record) {
      for (const { noun, externalId, values } of objects) {
        for (const name of pointers(known(nouns, noun).fields, values)) expect(there.has(name), `${day} ${externalId} ${name}`).toBe(true)
        there.add(externalId)
      }
      for (const { noun, externalId, verb, input } of steps) {
        const named = pointers(verbsOf(noun).find((each) => each.verb === verb)?.input ?? {}, input)
        for (const name of [externalId, ...named]) expect(there.has(name), `${day} ${externalId} ${verb} ${name}`).toBe(true)
      }
    }
  })

  test.each([today, '2026-10-08', '2027-03-02'])('told on %s, nothing that was seen on a day is written down before that day', (last) => {
    const early = companyOn(last).record.flatMap(({ day, objects }) =>
      objects.flatMap(({ externalId, values }) => {
        const survey: unknown = values['survey']
        const seen = [values['on'], values['asOf'], values['baselineAt'], values['closedOn'], values['saidAt'], isRecord(survey) ? survey['on'] : null]
        return seen
          .filter((one) => typeof one === 'string' && one.slice(0, 10) <= last && one.slice(0, 10) > day)
          .map((one) => `${externalId} ${String(one)} on ${day}`)
      }),
    )
    expect(early).toEqual([])
  })

  test.each([today, '2026-10-08'])('told on %s, the quarter is committed in its first week and changed after it', (last) => {
    const company = companyOn(last)
    const dayOf = (id: string, wanted: string) =>
      company.record.find(({ steps }) => steps.some((one) => one.externalId === id && one.verb === wanted))?.day ?? ''
    expect(dayOf('objective:grow', 'commit') <= dayOf('initiative:engine', 'commit')).toBe(true)
    expect(dayOf('initiative:engine', 'commit') <= dayOf('baseline:quarter', 'commit')).toBe(true)
    const steps = company.record.flatMap((one) => one.steps)
    const at = (id: string, wanted: string) => steps.findIndex((one) => one.externalId === id && one.verb === wanted)
    for (const [id, verb] of [
      ['engine', 'reschedule'],
      ['audit', 'reestimate'],
      ['rostering', 'reschedule'],
    ] as const)
      expect(at('baseline:quarter', 'commit')).toBeLessThan(at(`initiative:${id}`, verb))
  })

  test.each([today, '2026-12-01', '2027-01-01', '2027-01-31', '2028-02-29', '2027-03-02'])(
    'told on %s, playing every verb on its day is refused nowhere, and leaves objects in many states',
    (last) => {
      const { refusals, states } = play(companyOn(last))
      expect(refusals).toEqual([])
      expect(states('keyResult', 'state')).toEqual(new Set(['scored', 'active']))
      expect(states('decision', 'state')).toEqual(new Set(['superseded', 'reopened', 'awaiting', 'decided']))
      expect(states('initiative', 'stage')).toEqual(new Set(['delivering', 'committed', 'ready', 'idea', 'missed', 'declined']))
      expect(states('businessCase', 'state')).toEqual(new Set(['approved', 'draft']))
      expect(states('scoringRound', 'state')).toEqual(new Set(['revealed', 'open']))
      expect(states('dependency', 'state')).toEqual(new Set(['agreed', 'delivered', 'requested', 'refused']))
    },
  )

  function play(company: Harborlight) {
    const rows = new Map<string, Record<string, unknown>>()
    const there: SampleObject[] = []
    const refusals: string[] = []
    const made: { readonly noun: string; readonly externalId: string }[] = []
    const make = (noun: string, values: Readonly<Record<string, unknown>>) => {
      const externalId = `${made.length}: ${noun}`
      made.push({ noun, externalId })
      nameOf.set(idOf(externalId), externalId)
      rows.set(externalId, { ...parseValues(known(nouns, noun).fields, values), id: idOf(externalId), key: externalId })
    }
    const act = (day: string, { noun, externalId, verb, input, by = 'member:vera' }: SampleStep) => {
      const found = verbsOf(noun).find((each) => each.verb === verb)
      const row = rows.get(externalId)
      if (!found || !row) throw new Error(`${noun} ${externalId} ${verb}`)
      const decided = found.run({
        row: { ...stamps, ...row },
        input: parseValues(found.input, input),
        me: { id: idOf(by), role: 'owner' },
        now: `${day}T09:00:00.000Z`,
        seen: (name: string) => [...there, ...made].filter((one) => one.noun === name).map((one) => ({ ...stamps, ...rows.get(one.externalId) })),
      })
      if (decided.decides === 'refuse') refusals.push(`${day} ${externalId} ${verb}: ${decided.reason}`)
      else {
        rows.set(externalId, { ...row, ...decided.set })
        for (const then of decided.then)
          if (then.id === undefined) make(then.noun, then.input)
          else act(day, { ...then, externalId: nameOf.get(then.id) ?? '', by })
      }
    }
    const nameOf = new Map(company.objects.map((object) => [idOf(object.externalId), object.externalId]))
    for (const { day, objects, steps } of company.record) {
      for (const { noun, externalId, values } of objects)
        rows.set(externalId, { ...parseValues(known(nouns, noun).fields, resolved(known(nouns, noun).fields, values)), id: idOf(externalId), key: externalId })
      there.push(...objects)
      for (const step of steps) act(day, { ...step, input: resolved(verbsOf(step.noun).find((each) => each.verb === step.verb)?.input ?? {}, step.input) })
    }
    const states = (noun: string, field: string) =>
      new Set(company.objects.filter((object) => object.noun === noun).map((object) => rows.get(object.externalId)?.[field]))
    return { refusals, states }
  }
})

const stamps = { version: 1, createdAt: `${today}T00:00:00Z`, updatedAt: `${today}T00:00:00Z`, archivedAt: null, source: null, custom: {} }

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name)
  if (!found) throw new Error(`There is no “${name}”.`)
  return found
}

function verbsOf(noun: string) {
  const words = Object.entries<Record<string, unknown>>(objectRoom).find(([name]) => name === noun)?.[1] ?? {}
  return Object.values(words).filter(isVerb)
}

type Verb = {
  readonly verb: string
  readonly input: Fields
  run(asked: object):
    | {
        readonly decides: 'change'
        readonly set: object
        readonly then: readonly { noun: string; verb: string; id?: string; input: Record<string, unknown> }[]
      }
    | { readonly decides: 'refuse'; readonly reason: string }
}
const isVerb = (value: unknown): value is Verb => typeof value === 'object' && value !== null && 'verb' in value && 'run' in value

/** A stand-in for the id that the app would give: the same for the same external id. */
function idOf(externalId: string): string {
  let hash = 7n
  for (const letter of externalId) hash = (hash * 1_000_003n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 96n
  const digits = hash.toString(16).padStart(24, '0')
  return `00000000-${digits.slice(0, 4)}-7${digits.slice(4, 7)}-8${digits.slice(7, 10)}-${digits.slice(10, 22)}`
}

const targets = (field: Field<unknown> | undefined): boolean => field?.target !== undefined

function pointers(fields: Fields, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    targets(fields[name]) && value !== null ? (Array.isArray(value) ? value.map(String) : [String(value)]) : [],
  )
}

function resolved(fields: Fields, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolvedIn(fields[name], value)]))
}

/** A reference, or the references inside the entries of a list. */
function resolvedIn(field: Fields[string] | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => resolvedIn(field, each))
  if (isRecord(value) && field?.inner) return resolved(field.inner, value)
  return targets(field) && value !== null ? idOf(String(value)) : value
}

/** A second reading of the checks, by hand, over the rows in memory. The sample makes no claims about churn and names no subscription in an event, so a value there is a fault. */
function faults(fact: string, check: Check): number {
  const rows = rowsOf(fact)
  const text = (row: Values, column: string) => (row[column] === null || row[column] === undefined ? null : String(row[column]))
  const day = (value: string | null) => value?.slice(0, 10) ?? null
  const broken = (test: (row: Values) => boolean) => rows.filter(test).length
  if (check.rule === 'notBefore') return broken((row) => (text(row, check.column) ?? '9999') < (text(row, check.other) ?? ''))
  if (check.rule === 'atLeast') return broken((row) => Number(row[check.column] ?? check.least) < check.least)
  if (check.rule === 'known') {
    const keys = new Set(rowsOf(check.fact).map((row) => text(row, check.key)))
    return broken((row) => text(row, check.column) !== null && !keys.has(text(row, check.column)))
  }
  if (check.rule === 'notBeforeOther') {
    const starts = new Map(rowsOf(check.fact).map((row) => [text(row, check.key), day(text(row, check.start))]))
    return broken((row) => (day(text(row, check.column)) ?? '9999') < (starts.get(text(row, check.by)) ?? ''))
  }
  if (check.rule === 'stillPaying') {
    const lines = rowsOf('subscription')
    return broken((row) =>
      lines.some(
        (line) =>
          line['account_id'] === row[check.by] &&
          String(line['start']) <= String(row[check.column]) &&
          (line['end'] === null || String(line['end']) > String(row[check.column])),
      ),
    )
  }
  const claim = check.rule === 'within' ? check.by : check.column
  return broken((row) => row[claim] !== null && row[claim] !== undefined)
}
