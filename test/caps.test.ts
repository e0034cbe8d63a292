import { expect, test } from 'vitest'
import { functionsOf, linesOf, quantile } from './structure/measure.ts'
import { parseSource, readSources } from './structure/source.ts'

const sources = readSources('src', 'test')
const code = sources.filter((source) => !source.isTest)
const functions = code.flatMap(functionsOf)

test('no file is longer than its cap: 400 lines, 500 in engines', () => {
  const tooLong = sources.filter((source) => linesOf(source) > capOf(source.path))
  expect(tooLong.map((source) => `${source.path}: ${linesOf(source)} lines, cap ${capOf(source.path)}; split it by what its parts are about`)).toEqual([])
})

test('no function is longer than 80 lines', () => {
  expect(functions.filter(({ lines }) => lines > 80).map(({ where, lines }) => `${where}: ${lines} lines`)).toEqual([])
})

test('no function nests control flow deeper than three levels', () => {
  expect(functions.filter(({ depth }) => depth > 3).map(({ where, depth }) => `${where}: ${depth} levels`)).toEqual([])
})

test('kernel and runtime together stay below 4,000 lines', () => {
  const core = code.filter(({ path }) => /^src\/(kernel|runtime)\//.test(path)).map(linesOf)
  expect(core.reduce((sum, lines) => sum + lines, 0)).toBeLessThanOrEqual(4000)
})

test('the median file has at most 70 lines and nine of ten at most 200', () => {
  const lines = code.map(linesOf)
  const figures = { files: lines.length, median: quantile(lines, 0.5), p90: quantile(lines, 0.9), longest: Math.max(...lines) }
  console.info('files', JSON.stringify(figures))
  expect(figures.median).toBeLessThanOrEqual(70)
  expect(figures.p90).toBeLessThanOrEqual(200)
})

test('the median function has at most 11 lines and nine of ten at most 35', () => {
  const lines = functions.map((one) => one.lines)
  const figures = { functions: lines.length, median: quantile(lines, 0.5), p90: quantile(lines, 0.9), longest: Math.max(...lines) }
  console.info('functions', JSON.stringify(figures))
  expect(figures.median).toBeLessThanOrEqual(11)
  expect(figures.p90).toBeLessThanOrEqual(35)
})

test('lines and depth are counted as a reader would', () => {
  const source = parseSource(
    'src/a.ts',
    'export function f(a: number) {\n  if (a) {\n    for (;;) {\n      g(() => 1)\n    }\n  } else if (a > 1) h()\n  return a\n}\n',
  )
  expect(functionsOf(source)).toEqual([
    { where: 'src/a.ts:1 f', lines: 8, depth: 2 },
    { where: 'src/a.ts:4 function', lines: 1, depth: 0 },
  ])
  expect(quantile([5, 1, 3, 2, 4], 0.5)).toBe(3)
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
})

const capOf = (path: string): number => (path.startsWith('src/engines/') ? 500 : 400)
