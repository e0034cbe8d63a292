import type { JsonSchema } from '#kernel'
import { any, operationTable, past, text, whole, yes, type Line, type Operation } from './operationTable.ts'

const at = '/api/v1/plan'
const file = { body: { file: { description: 'As GET /api/v1/plan/schema/{name} describes it.' } }, required: ['file'] }
const one = { query: past }
const ranking = {
  method: 'rice, wsjf, cd3, a form of ICE, kano, opportunity, weighted, trade-off, or the key of a formula (SFM-1).',
  mode: { enum: ['strict', 'fill'] },
  quarters: whole,
  ...past,
}
/** A field of a business case, as its noun describes it. */
const ofCase = (field: string): JsonSchema => ({ $ref: `#/components/schemas/businessCase/properties/${field}` })

/** What the plan of a workspace tells, and planning from a file alone. */
const lines: readonly Line[] = [
  ['get', `${at}/goals`, 'plan.goals', 'Objectives of a cycle with their key results, scores, pace and health.', one],
  ['post', `${at}/key-results/{id}/bind`, 'plan.bind', 'Bind a key result to its metric as it stands: definition, segment, window, baseline.', {}],
  [
    'post',
    `${at}/key-results/{id}/rebind`,
    'plan.rebind',
    'Bind it to the metric’s new definition by a decision; the score before stays beside it.',
    { body: { decision: text }, required: ['decision'] },
  ],
  ['post', `${at}/objectives/{id}/commit`, 'plan.commitObjective', 'Commit an objective; what it still lacks is told.', {}],
  [
    'get',
    `${at}/priorities`,
    'plan.priorities',
    'Bets ranked by a method, with inputs, age, flips, draws and the cut line against capacity; all of them, or the first so many with a summary of all.',
    { query: { ...ranking, first: whole } },
  ],
  ['get', `${at}/priorities/{bet}`, 'plan.rankedBet', 'One bet of that ranking, wherever it stands, and which comes before it.', { query: ranking }],
  [
    'get',
    `${at}/priorities/{bet}/history`,
    'plan.scoreHistory',
    'The score of a bet at the ends of five months and today, as the record stood then.',
    { query: { method: text } },
  ],
  [
    'post',
    `${at}/formulas`,
    'plan.keepFormula',
    'Keep a score formula, or only try it: faults by their character, and what would move.',
    { body: { id: text, version: whole, name: text, formula: text, means: text, against: text, dryRun: yes }, required: ['name', 'formula'] },
  ],
  [
    'post',
    `${at}/kano`,
    'plan.pasteKano',
    'Answers of a Kano survey as pasted lines: all of them, or none with each fault by its line.',
    { body: { bet: text, text, basis: text }, required: ['bet', 'text'] },
  ],
  ['get', `${at}/dependencies`, 'plan.dependencies', 'Who waits for whom, circles, the critical path, and what is late.', one],
  [
    'get',
    `${at}/slip`,
    'plan.slip',
    'What a bet that slips by some days moves: bets, promises, accounts.',
    { query: { bet: text, days: whole, ...past }, required: ['bet'] },
  ],
  ['get', `${at}/forecasts`, 'plan.forecasts', 'When each running bet lands with a chance of 50, 80, 85 and 95 %, and how well that was forecast before.', one],
  ['get', `${at}/chances`, 'plan.chances', 'The chance of each key result: where its metric goes, and what the bets behind it add when they land.', one],
  ['get', `${at}/chance-record`, 'plan.chanceRecord', 'How earlier chances of key results came true.', one],
  [
    'get',
    `${at}/capacity`,
    'plan.capacity',
    'Capacity by squad, quarter and skill, the load against it, and the headcount plan.',
    { query: { quarters: whole, ...past } },
  ],
  [
    'get',
    `${at}/kept`,
    'plan.kept',
    'What a commitment kept: predictability, thrash by cause, product and sponsor, with the rows.',
    { query: { baseline: text, ...past } },
  ],
  ['get', `${at}/changes`, 'plan.changes', 'What changed on the roadmap since a day.', { query: { since: text, ...past }, required: ['since'] }],
  [
    'get',
    `${at}/allocation`,
    'plan.allocation',
    'The agreed split of a quarter beside what is planned and what was spent.',
    { query: { quarter: text, squad: text, ...past } },
  ],
  ['get', `${at}/opportunities`, 'plan.opportunities', 'The tree of opportunities with the evidence behind each.', one],
  ['get', `${at}/opportunities/{id}`, 'plan.opportunity', 'One opportunity: accounts, quotes, parts, segments.', one],
  [
    'post',
    `${at}/opportunities/{id}/validate`,
    'plan.validateOpportunity',
    'Call it validated; what it still lacks is refused unless an exception says why.',
    { body: { exception: text } },
  ],
  ['get', `${at}/releases`, 'plan.releases', 'Releases, what each holds, and whether it is in danger.', one],
  ['get', `${at}/releases/{id}`, 'plan.release', 'One release.', one],
  [
    'get',
    `${at}/health`,
    'plan.health',
    'Each product line: revenue, margin, usage, satisfaction, incidents, investment, trend, and what its rule proposes.',
    one,
  ],
  [
    'post',
    `${at}/health/limits`,
    'plan.drawLimits',
    'Draw the limits of portfolio health, or only try them.',
    { body: { limits: { type: 'object' }, reason: text, dryRun: yes }, required: ['limits'] },
  ],
  [
    'post',
    `${at}/products/{id}/planSunset`,
    'plan.planSunset',
    'Plan the end of a product by a decision and a migration.',
    { body: { decision: text, migration: text } },
  ],
  [
    'post',
    `${at}/products/{id}/retire`,
    'plan.retire',
    'End a product; accounts that still use it are refused unless an exception says why.',
    { body: { exception: text } },
  ],
  ['post', `${at}/migrations/{id}/end`, 'plan.endMigration', 'End a migration when everybody has moved.', {}],
  [
    'post',
    `${at}/scenarios`,
    'plan.scenarios',
    'The best plan of the workspace under its rules, what it leaves undone at what price, and its bound.',
    { body: { quarters: whole, lockedIn: any, lockedOut: any, moves: any, people: any, seconds: whole, draws: whole } },
  ],
  ['get', `${at}/scenarios/{id}`, 'plan.branch', 'A kept scenario on today’s record: what adopting it would write.', {}],
  ['get', `${at}/cases/{id}`, 'plan.case', 'A business case weighed: rNPV with its spread, ROI, payback, what it hangs on.', one],
  [
    'post',
    `${at}/cases/{id}/weigh`,
    'plan.weighDraft',
    'What it would be worth with other figures; nothing is kept.',
    { body: Object.fromEntries(['rate', 'options', 'inputs', 'stages', 'flows'].map((field) => [field, ofCase(field)])) },
  ],
  ['get', `${at}/decisions/{id}`, 'plan.decision', 'A decision with options, evidence, assumptions and what came of it.', one],
  ['get', `${at}/bets/{id}`, 'plan.bet', 'A bet with its outcome, landing, evidence, promises and people.', one],
  ['get', `${at}/rounds/{id}`, 'plan.round', 'A scoring round: who has scored, and once revealed what and how far apart.', one],
  ['get', `${at}/documents/{id}`, 'plan.document', 'A document with its live figures.', one],
  ['post', `${at}/text`, 'plan.text', 'Markdown with its live figures, as a reader would see it.', { body: { body: text }, required: ['body'] }],
  [
    'post',
    `${at}/optimise`,
    'plan.optimise',
    'The best plan of a file, with its bound, the price of each no and of each floor.',
    { ...file, body: { ...file.body, seconds: whole, seed: whole, prices: whole, draws: whole } },
  ],
  ['post', `${at}/forecast`, 'plan.forecast', 'Dates and chances of the items of a file by simulation.', file],
  ['post', `${at}/score`, 'plan.score', 'Scores of a file side by side.', file],
  ['post', `${at}/case`, 'plan.weigh', 'A business case of a file, weighed.', file],
  ['post', `${at}/thrash`, 'plan.thrash', 'Predictability and thrash of a file of commitments.', file],
  ['get', `${at}/schema/{name}`, 'plan.schema', 'The JSON Schema of a file of planning.', {}],
]

export const planOperations = (operation: Operation) => operationTable(operation, 'plan', lines)
