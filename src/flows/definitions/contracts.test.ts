import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import * as facts from '#facts'
import { isFact } from '#kernel'
import { readOdcs } from '#engines/semantic/interchange/odcs/readOdcs.ts'
import { writeOdcs } from '#engines/semantic/interchange/odcs/writeOdcs.ts'
import { compareContract, factContract, writtenContract } from './contracts.ts'

const { ticket } = facts.ticket
const ours = factContract([ticket])
const text = (contract: typeof ours) => ({ file: 'tickets.yaml', text: stringify(writeOdcs(contract)) })

test('the contract of the facts is the facts', () => {
  expect(ours.tables[0]).toMatchObject({
    name: 'ticket',
    columns: expect.arrayContaining([expect.objectContaining({ name: 'created_at', type: 'timestamp', isRequired: true })]),
  })
  expect(compareContract(text(ours), null, [ticket])).toEqual({ changes: [], version: null, losses: [] })
})

test('the contract that goes out holds every check of its facts, and holds against the facts', () => {
  const all = Object.values(facts)
    .flatMap((one) => Object.values(one))
    .filter(isFact)
  const written = writtenContract(all)
  const { contract, losses } = readOdcs(written.file, parse(written.text))
  expect(losses).toEqual([])
  expect(parse(written.text, { version: '1.1' })).toEqual(parse(written.text)) // a column is called “on”
  expect(contract?.tables.map(({ name, checks }) => [name, checks.length])).toEqual(all.map(({ fact, checks }) => [fact, checks.length + 1]))
  expect(compareContract(written, null, all).changes).toEqual([])
  const silent = {
    ...written,
    text: stringify({ ...parse(written.text), schema: parse(written.text).schema.map(({ quality: _, ...table }: object & { quality?: unknown }) => table) }),
  }
  expect(compareContract(silent, null, all).changes).toEqual([])
  const [first] = compareContract(silent, written, all).changes
  expect(first).toMatchObject({ class: 'breaking', says: 'account no longer promises duplicateValues mustBe 0.' })
})

test('a source that lacks a column of the fact breaks; one that has more does not', () => {
  const [table] = ours.tables
  const columns = table?.columns ?? []
  const other = (change: typeof columns) => ({ ...ours, tables: table ? [{ ...table, columns: change }] : [] })
  expect(compareContract(text(other(columns.filter(({ name }) => name !== 'priority'))), null, [ticket]).changes).toEqual([
    { path: 'ticket.priority', class: 'breaking', says: 'The column ticket.priority is gone.' },
  ])
  const more = text(other([...columns, { name: 'mood', type: 'string', checks: [] }]))
  expect(compareContract(more, text(ours), [ticket])).toMatchObject({ changes: [{ class: 'compatible' }], version: null })
})

test('a file that is no contract is refused with its place', () => {
  expect(() => compareContract({ file: 'poem.yaml', text: 'kind: Poem' }, null, [])).toThrow('Every contract has id.')
})
