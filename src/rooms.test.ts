import { expect, test } from 'vitest'
import { forbiddenArrows, importCycles, roomOf } from '#test/structure/arrows.ts'
import { breaches, habits } from '#test/structure/habits.ts'
import { parseSource, readSources } from '#test/structure/source.ts'

const sources = readSources('src')

test('every folder of src is a room', () => {
  expect(sources.length).toBeGreaterThan(20)
  for (const { path } of sources) roomOf(path)
})

test('every import follows an arrow of the plan', () => {
  expect(forbiddenArrows(sources)).toEqual([])
})

test('no import runs in a circle', () => {
  expect(importCycles(sources)).toEqual([])
})

test('only kernel/fields branches on the kind of a field', () => {
  expect(breaches(habits.fieldKinds, sources)).toEqual([])
})

test('only runtime/commit.ts writes rows', () => {
  expect(breaches(habits.rowWrites, sources)).toEqual([])
})

test('SQL text stands only in platform, runtime/derive and dialects', () => {
  expect(breaches(habits.sqlText, sources)).toEqual([])
})

test('the clock, chance and the network are reached through platform', () => {
  expect(breaches(habits.ambient, sources)).toEqual([])
})

test('nothing is exported by default', () => {
  expect(breaches(habits.defaultExports, sources)).toEqual([])
})

test('no name says Manager, Helper, Util, Service, Data, Info or Base', () => {
  expect(breaches(habits.names, sources)).toEqual([])
})

test('any and as stand only in the kernel, each with a reason', () => {
  expect(breaches(habits.casts, sources)).toEqual([])
})

test('what scrolls sideways has a name and takes the focus', () => {
  expect(breaches(habits.wideRooms, sources)).toEqual([])
})

test.each([
  ['src/kernel/a.ts', `import { sum } from '#engines/numbers/sum.ts'`, 'The kernel imports nothing'],
  ['src/engines/metrics/a.ts', `import { now } from '#platform/clock.ts'`, 'engines/metrics may not import platform'],
  ['src/engines/metrics/a.ts', `import { bar } from '../charts/bar.ts'`, 'engines/metrics may not import engines/charts'],
  ['src/engines/metrics/a.ts', `import { readFileSync } from 'node:fs'`, 'uses no module of Node'],
  ['src/doors/rest/a.ts', `import { run } from '#runtime/../doors/cli/run.ts'`, 'doors/rest may not import doors/cli'],
  ['src/flows/import/a.ts', `export * from '../reviews/freeze.ts'`, 'flows/import may not import flows/reviews'],
  ['src/flows/import/a.ts', `const pg = await import('node:net')`, 'flows uses only'],
  ['src/runtime/a.ts', `import type { x } from '#objects'`, 'app.ts hands it the registry'],
  ['src/web/a.tsx', `const plan = await import('#engines/metrics/plan.ts')`, 'web may not import engines'],
  ['src/web/a.tsx', `import { signals } from '#flows/signals/signals.ts'`, 'web may not import flows/signals'],
  ['src/web/a.tsx', `import { object } from '../kernel/index.ts'`, 'write it as an import of package.json'],
  ['src/runtime/a.ts', `import { app } from '#house/app.ts'`, 'runtime may not import house'],
  ['src/runtime/a.ts', `import { rooms } from '../rooms.ts'`, 'starts the house'],
])('the plan forbids in %s: %s', (path, code, why) => {
  expect(forbiddenArrows([parseSource(path, code)]).join()).toContain(why)
})

test.each([
  ['src/engines/metrics/a.ts', `import { sum } from '#engines/numbers/sum.ts'`],
  ['src/flows/import/a.ts', `import { object } from '#kernel'; import { parse } from 'csv-parse'`],
  ['src/web/a.tsx', `import { bar } from '#engines/charts/bar.ts'; import { show } from '#engines/numbers/show.ts'; import './a.css'`],
  ['src/web/a.tsx', `import type { Signals } from '#flows/signals/signals.ts'; export type { Line } from '#flows/signals/watched.ts'`],
  ['src/runtime/a.test.ts', `import * as objects from '#objects'`],
])('the plan allows in %s: %s', (path, code) => {
  expect(forbiddenArrows([parseSource(path, code)])).toEqual([])
})

test('a circle is reported once, from file to file', () => {
  const [a, b] = [parseSource('src/kernel/a.ts', `import './b.ts'`), parseSource('src/kernel/b.ts', `export * from './a.ts'`)]
  expect(importCycles([a, b])).toEqual(['src/kernel/a.ts -> src/kernel/b.ts -> src/kernel/a.ts'])
})

test.each([
  ['fieldKinds', 'src/web/a.tsx', `if (field.kind === 'money') show()`],
  ['fieldKinds', 'src/runtime/a.ts', `switch (f.kind) { case 'ref': break }`],
  ['rowWrites', 'src/flows/reviews/a.ts', 'await sql(`insert into app.${table} values ($1)`)'],
  ['rowWrites', 'src/doors/rest/a.ts', `await db.updateTable('review').execute()`],
  ['sqlText', 'src/doors/rest/a.ts', 'const q = `SELECT * FROM review WHERE id = $1`'],
  ['ambient', 'src/runtime/a.ts', `const t = Date.now()`],
  ['ambient', 'src/web/a.ts', `const today = new Date()`],
  ['ambient', 'src/engines/numbers/a.ts', `const r = Math.random()`],
  ['ambient', 'src/flows/import/a.ts', `await fetch(url)`],
  ['defaultExports', 'src/objects/a.ts', `export default 1`],
  ['names', 'src/runtime/importManager.ts', `export const x = 1`],
  ['names', 'src/runtime/a.ts', `interface IReview { a: 1 }`],
  ['casts', 'src/runtime/a.ts', `const x = y as string`],
  ['casts', 'src/kernel/a.ts', `const x: any = y`],
  ['wideRooms', 'src/web/a.tsx', `const a = <div className="tw heat" />`],
] as const)('the habit %s is broken in %s by: %s', (habit, path, code) => {
  expect(breaches(habits[habit], [parseSource(path, code)])).toHaveLength(1)
})

test.each([
  ['fieldKinds', 'src/web/a.tsx', `const Widget = widgets[field.kind]; if (line.kind === 'recurring') show()`],
  ['rowWrites', 'src/runtime/commit.ts', `const t = 'insert into app.review values ($1)'`],
  ['sqlText', 'src/web/a.tsx', `const t = 'Select a file from the list'`],
  ['ambient', 'src/web/client.ts', `await fetch('/api/v1/reviews'); new Date(0)`],
  ['names', 'src/platform/database.ts', `export const openDatabase = 1`],
  ['names', 'src/engines/metrics/a.ts', `const noData = { value: null }`],
  ['casts', 'src/runtime/a.ts', `export const kinds = ['a'] as const`],
  ['casts', 'src/kernel/a.ts', `const x = y as string // the schema has been checked above`],
  ['wideRooms', 'src/web/a.tsx', `const a = <div className="twice" />`],
] as const)('the habit %s allows in %s: %s', (habit, path, code) => {
  expect(breaches(habits[habit], [parseSource(path, code)])).toEqual([])
})
