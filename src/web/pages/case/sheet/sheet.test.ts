import { describe, expect, test } from 'vitest'
import { exact, readChance, readFigure, readKind, readNumber, readRate } from './figure.ts'
import { pasteInto, readSheet, sheetOf } from './sheet.ts'

describe('a cell', () => {
  test.each([
    ['600000', 600_000],
    ['600,000', 600_000],
    ['$1.2M', 1_200_000],
    ['(150k)', -150_000],
    ['−3', -3],
    ['- 3', -3],
    ['12%', 0.12],
    ['.5', 0.5],
    ['', null],
  ])('%s is read as %s', (text, value) => expect(readNumber(text)).toEqual({ value, fault: null }))
  test.each(['1,5', 'abc', '1..2', '(5', '1e3x', '--4', '12,34,567'])('“%s” is refused with its words', (text) =>
    expect(readNumber(text)).toMatchObject({ value: null, fault: expect.stringContaining(text) }),
  )
  test('a figure has three ends in order, or is computed', () => {
    expect(readFigure('250k / 600k / 850k').value).toEqual({ low: 250_000, likely: 600_000, high: 850_000, formula: null })
    expect(readFigure('= seats * price').value).toEqual({ low: null, likely: 0, high: null, formula: 'seats * price' })
    expect(readFigure('5 / 3 / 9').fault).toBe('Low, likely and high are not in order.')
    expect(readFigure('5 / 9').fault).toBe('A range is three figures: low / likely / high.')
    expect(readFigure('=').fault).toBe('The formula is empty.')
  })
  test('85 % is written in three ways, and a kind by its first letter', () => {
    expect(['85%', '0.85', '85'].map((text) => readChance(text).value)).toEqual([0.85, 0.85, 0.85])
    expect(readChance('1').value).toBe(1)
    expect(['1', '2', '12', '0.12', '12%', '100%'].map((text) => readRate(text).value)).toEqual([0.01, 0.02, 0.12, 0.12, 0.12, 1])
    expect(readChance('120%').fault).toBe('A chance lies between 0 and 100%.')
    expect(['r', 'Cost', 'cas', ''].map((text) => readKind(text).value)).toEqual(['revenue', 'cost', 'cash', 'cash'])
    expect(readKind('x').fault).toBe('Revenue, cost or cash.')
  })
})

test('what is read shows what counts of it, small figures too', () => {
  const shown = [0.004, 0.058_823, 1.004, 12_345.678, 120_000, 0, -0.5].map(exact)
  expect(shown).toEqual(['0.004', '0.05882', '1.004', '12,345.68', '120,000', '0', '−0.5'])
})

const row = {
  rate: 0.12,
  inputs: [{ name: 'seats', low: 1, likely: 2, high: 4, says: 'Sold' }],
  stages: [{ option: 'Fix', name: 'Build', chance: 0.85, low: null, likely: 300, high: null, formula: null, start: 0, end: 0.4 }],
  flows: [
    { option: 'Fix', name: 'Seats kept', kind: 'revenue', at: 1, low: 250, likely: 600, high: 850, formula: null },
    { option: 'Fix', name: 'Seats kept', kind: 'revenue', at: 2, low: null, likely: 0, high: null, formula: 'seats * 3' },
    { option: 'Leave', name: 'Repairs', kind: 'cost', at: 1.5, low: null, likely: 60, high: null, formula: null },
  ],
}

test('what is not touched is kept as it was, one line for all years of a name', () => {
  const sheet = sheetOf(row)
  expect(sheet.lines.map(({ cells }) => cells)).toEqual([
    { name: 'Seats kept', kind: 'revenue', y1: '250 / 600 / 850', y2: '= seats * 3' },
    { name: 'Repairs', kind: 'cost', 'y1.5': '60' },
  ])
  expect(sheet.years).toEqual([0, 1, 1.5, 2, 3])
  expect(readSheet(sheet)).toMatchObject({ values: row, faults: [] })
})

test('a rate that is none is a fault', () => {
  const { faults } = readSheet({ ...sheetOf(row), rate: 'much' })
  expect(faults).toEqual([{ block: 'rate', row: 0, column: 'rate', says: 'A rate lies between 0 and 100%.' }])
})

test('a fault is told at its cell and the others are read', () => {
  const sheet = sheetOf(row)
  const broken = {
    ...sheet,
    lines: [...sheet.lines, { option: 'Fix', cells: { name: 'Seats kept', kind: 'zzz', y0: '1,5' } }, { option: 'Fix', cells: {} }],
    stages: sheet.stages.map((one) => ({ ...one, cells: { ...one.cells, end: '-1', cost: '' } })),
  }
  const { values, faults } = readSheet(broken)
  expect(faults.map(({ block, row: at, column }) => `${block} ${at} ${column}`).toSorted()).toEqual(
    ['lines 2 kind', 'lines 2 y0', 'lines 2 name', 'stages 0 end', 'stages 0 cost'].toSorted(),
  )
  expect(values.inputs).toEqual(row.inputs)
})

test('a block of a spreadsheet goes in at a cell with rows and years as it needs, and too much of it not at all', () => {
  const sheet = sheetOf(row)
  const put = pasteInto(sheet, 'lines', 'Fix', { row: 0, column: 4 }, '1\t2\t3\t4\n5\t6\t7\t8\r\n')
  expect(put).toMatchObject({
    years: [0, 1, 1.5, 2, 3, 4],
    lines: [{ option: 'Fix' }, { option: 'Leave', cells: { name: 'Repairs' } }, { option: 'Fix', cells: { 'y1.5': '5', y4: '8' } }],
  })
  expect(pasteInto(sheet, 'lines', 'Fix', { row: 0, column: 2 }, '1\n'.repeat(50_000))).toBe('50,000 rows were copied; a sheet holds 200. Nothing was put in.')
  expect(pasteInto(sheet, 'stages', 'Fix', { row: 0, column: 3 }, '1\t2\t3')).toBe('3 columns were copied; from here 2 fit. Nothing was put in.')
})
