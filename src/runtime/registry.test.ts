import { expect, test } from 'vitest'
import { action, change, fact, integer, metric, object, ref, text, type Noun } from '#kernel'
import * as facts from '#facts'
import * as metrics from '#metrics'
import * as objects from '#objects'
import { kebab, openFields, registry, snake, type Words } from './registry.ts'

const team = object('team', {
  says: 'Some people.',
  key: 'TEA',
  chapter: 'toys',
  title: 'name',
  without: { archive: 'Teams stay.' },
  fields: { name: text({ required: true }), lead: ref('person'), size: integer({ byVerb: true }) },
})
const rename = action(team, 'rename', { says: 'Another name.', input: { name: text({ required: true }) }, run: ({ input }) => change(input) })
const person = object('person', { says: 'Somebody.', key: 'PER', plural: 'people', chapter: 'toys', title: 'name', fields: { name: text({ required: true }) } })
const visit = fact('visit', { says: 'Somebody came.', grain: 'one visit', key: ['id'], at: 'at', columns: { id: text(), at: text() } })
const visitRate = metric({
  says: '',
  question: '',
  name: 'Visit rate',
  theme: 'Adoption and usage',
  unit: 'count',
  better: 'up',
  grain: 'month',
  window: null,
  compute: { by: 'activeUsers', measure: 'accounts' },
  inputs: ['visit'],
  guardrails: [],
  dimensions: [],
  maturityDays: 0,
  minN: 0,
  formula: '',
  version: 1,
})

const words = registry({ team: { team, rename, somethingElse: 7 }, person: { person } }, { visit: { visit } }, { visitRate: { visitRate } })

test('finds every word by its name, metrics in kebab case', () => {
  expect(words.noun('team')).toBe(team)
  expect(words.fact('visit')).toBe(visit)
  expect(words.metric('visit-rate')).toBe(visitRate)
  expect([words.nouns.size, words.facts.size, words.metrics.size]).toEqual([2, 1, 1])
  expect(words.action('team', 'rename')).toBe(rename)
})

test('gives every noun create, edit, archive and restore, unless it says why not', () => {
  expect(words.actions('person').map(({ verb }) => verb)).toEqual(['create', 'edit', 'archive', 'restore'])
  expect(words.actions('team').map(({ verb }) => verb)).toEqual(['create', 'edit', 'rename'])
  expect(() => words.action('team', 'archive')).toThrow(expect.objectContaining({ kind: 'refused', message: 'Teams stay.' }))
})

test('create asks for what is required, edit for nothing, and neither for what verbs set', () => {
  const [create, edit] = words.actions('team')
  expect([Object.keys(create?.input ?? {}), Object.keys(edit?.input ?? {})]).toEqual([
    ['name', 'lead'],
    ['name', 'lead'],
  ])
  expect([create?.input['name']?.required, edit?.input['name']?.required]).toEqual([true, false])
  expect([create?.creates, edit?.creates]).toEqual([true, false])
  expect(Object.keys(openFields(team))).toEqual(['name', 'lead'])
})

test.each<[() => unknown, string, string]>([
  [() => words.noun('tema'), 'There is no noun “tema”.', 'Did you mean team?'],
  [() => words.fact('visits'), 'There is no fact “visits”.', 'Did you mean visit?'],
  [() => words.metric('visitrate'), 'There is no metric “visitrate”.', 'Did you mean visit-rate?'],
  [() => words.actions('teams'), 'There is no noun “teams”.', 'Did you mean team?'],
  [() => words.action('team', 'rename-it'), 'A team has no verb “rename-it”.', 'It has create, edit, rename.'],
  [() => words.noun('constructor'), 'There is no noun “constructor”.', 'There are '],
])('an unknown word is told with its nearest: %s', (ask, message, hint) => {
  expect(ask).toThrow(expect.objectContaining({ kind: 'missing', message, hint: expect.stringContaining(hint) }))
})

const plain = (noun: string, key: string, more: object = {}): Noun => ({
  ...object(noun, { says: '', key, chapter: 'toys', title: 'name', fields: { name: text() } }),
  ...more,
})

test.each<[Words, string]>([
  [{ team: { squad: team } }, 'team.ts must export a noun called “team”.'],
  [{ team: { team } }, 'points by “lead” at “person”, which is no noun'],
  [{ a: { a: plain('a', 'A') }, b: { b: plain('b', 'A') } }, 'shares its key or plural with b'],
  [{ a: { a: plain('a', 'A', { plural: 'things' }) }, b: { b: plain('b', 'B', { plural: 'things' }) } }, 'shares its key or plural'],
  [{ a: { a: plain('a', 'A', { fields: { name: text(), version: text() } }) } }, 'has a field “version”, which every row has'],
  [{ a: { a: plain('a', 'A', { title: 'label' }) } }, 'names “label”, which is no field of it'],
  [{ a: { a: plain('a', 'A', { unique: [['name', 'kind']] }) } }, 'names “kind”, which is no field of it'],
  [{ person: { person, rename } }, 'holds “rename” of team'],
  [{ person: { person, edit: action(person, 'edit', { says: '', run: () => change({}) }) } }, 'has two verbs “edit”'],
])('a definition with a mistake is refused at the start', (nouns, message) => {
  expect(() => registry(nouns, {}, {})).toThrow(expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(message) }))
})

test('a noun may create in its own way', () => {
  const create = action(person, 'create', { says: 'Hire.', creates: true, run: () => change({}) })
  expect(registry({ person: { person, create } }, {}, {}).action('person', 'create').says).toBe('Hire.')
})

test('facts and metrics must bear their file’s name, too', () => {
  expect(() => registry({}, { visits: { visit } }, {})).toThrow('visits.ts must export a fact called “visits”.')
  expect(() => registry({}, {}, { rate: { visitRate } })).toThrow('rate.ts must export a metric called “rate”.')
})

test('names become addresses and columns', () => {
  expect([kebab('netRevenueRetention'), kebab('csat')]).toEqual(['net-revenue-retention', 'csat'])
  expect([snake('keyResult'), snake('reviewOn'), snake('team')]).toEqual(['key_result', 'review_on', 'team'])
})

test('the words of the product are sound', () => {
  const own = registry(objects, facts, metrics)
  expect(own.nouns.size).toBeGreaterThanOrEqual(19)
  for (const noun of own.nouns.values()) {
    expect([noun.noun, noun.says]).toEqual([noun.noun, expect.stringMatching(/^[A-Z].*\.$/)])
    for (const { verb, says } of own.actions(noun.noun)) expect([noun.noun, verb, says]).toEqual([noun.noun, verb, expect.stringMatching(/^[A-Z].*\.$/)])
  }
  for (const metricWord of own.metrics.values()) for (const input of metricWord.inputs) expect(own.fact(input).fact).toBe(input)
})
