import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compareContracts, versionSays } from './compareContracts.ts'
import { libraryMetrics, logicalTypes, operators, type Contract, type ContractCheck } from './contract.ts'
import { readOdcs } from './readOdcs.ts'
import { writeOdcs } from './writeOdcs.ts'

const loans: Contract = {
  id: 'library-loans',
  version: '1.2.0',
  status: 'active',
  name: 'Loans of the library',
  tables: [
    {
      name: 'loan',
      physicalName: 'loans_v1',
      columns: [
        {
          name: 'id',
          type: 'string',
          isRequired: true,
          isUnique: true,
          keyPlace: 1,
          checks: [{ type: 'library', metric: 'duplicateValues', limit: { operator: 'mustBe', value: 0 }, unit: 'rows' }],
        },
        {
          name: 'days',
          type: 'integer',
          checks: [
            {
              type: 'library',
              metric: 'invalidValues',
              limit: { operator: 'mustBeLessThan', value: 1 },
              unit: 'percent',
              arguments: { validValues: [7, 14, 21] },
            },
          ],
        },
        { name: 'reader', type: 'string', classification: 'personal', checks: [] },
      ],
      checks: [
        { type: 'library', metric: 'rowCount', limit: { operator: 'mustBeBetween', value: [10, 1000] } },
        { type: 'sql', query: 'select count(*) from loan where days < 0', limit: { operator: 'mustBe', value: 0 } },
        { type: 'custom', engine: 'house', implementation: { rule: 'loan before return' } },
        { type: 'text', description: 'Every loan has a reader.' },
      ],
    },
  ],
  freshness: [{ days: 1, element: 'loan.lent_on' }],
  owners: [{ name: 'vera@example.com', role: 'owner' }],
}

test('a contract is written and read as it was', () => {
  const { contract, losses } = readOdcs('loans.yaml', writeOdcs(loans))
  expect(contract).toEqual(loans)
  expect(losses.map(({ construct, action }) => [construct, action])).toEqual([
    ['sql', 'carried_as_extension'],
    ['custom', 'carried_as_extension'],
  ])
})

const name = fc.stringMatching(/^[a-z]{1,8}$/)
const limit = fc.oneof(
  fc.record({ operator: fc.constantFrom(...operators.filter((one) => !one.endsWith('Between'))), value: fc.integer() }),
  fc.record({ operator: fc.constantFrom('mustBeBetween' as const, 'mustNotBeBetween' as const), value: fc.tuple(fc.integer(), fc.integer()) }),
)
const check: fc.Arbitrary<ContractCheck> = fc.oneof(
  fc.record({ type: fc.constant('library' as const), metric: fc.constantFrom(...libraryMetrics), limit }),
  fc.record({ type: fc.constant('sql' as const), query: name, limit }),
  fc.record({ type: fc.constant('custom' as const), engine: name, implementation: name }),
  fc.record({ type: fc.constant('text' as const), description: name }),
)
const column = fc.record({ name, type: fc.constantFrom(...logicalTypes), checks: fc.array(check, { maxLength: 2 }) })
const contract: fc.Arbitrary<Contract> = fc.record({
  id: name,
  version: fc.constantFrom('1.0.0', '2.1.0'),
  status: fc.constantFrom('active', 'draft'),
  tables: fc.uniqueArray(
    fc.record({ name, columns: fc.uniqueArray(column, { selector: (one) => one.name, maxLength: 4 }), checks: fc.array(check, { maxLength: 2 }) }),
    { selector: (one) => one.name, maxLength: 3 },
  ),
  freshness: fc.array(fc.record({ days: fc.integer({ min: 1, max: 30 }) }), { maxLength: 1 }),
  owners: fc.array(fc.record({ name }), { maxLength: 2 }),
})

test('any contract comes back as it was, and differs in nothing from itself', () => {
  fc.assert(
    fc.property(contract, (one) => {
      expect(readOdcs('any', writeOdcs(one)).contract).toEqual(one)
      expect(compareContracts(one, one)).toEqual([])
    }),
  )
})

test('what is written has the shape of the standard', () => {
  const text = { type: 'string' }
  const quality = {
    type: 'array',
    items: { type: 'object', required: ['type'], properties: { type: { enum: ['text', 'library', 'sql', 'custom'] }, metric: { enum: [...libraryMetrics] } } },
  }
  const property = {
    type: 'object',
    required: ['name'],
    properties: { name: text, logicalType: { enum: [...logicalTypes] }, required: { type: 'boolean' }, primaryKeyPosition: { type: 'integer' }, quality },
  }
  const table = JSON.stringify({
    type: 'object',
    required: ['name'],
    properties: { name: text, logicalType: { enum: ['object'] }, properties: { type: 'array', items: property }, quality },
  })
  const schema = z.fromJSONSchema({
    type: 'object',
    required: ['version', 'apiVersion', 'kind', 'id', 'status'],
    additionalProperties: false,
    properties: {
      version: { type: 'string' },
      apiVersion: { enum: ['v3.1.0'] },
      kind: { enum: ['DataContract'] },
      id: { type: 'string' },
      name: { type: 'string' },
      status: { type: 'string' },
      schema: {
        type: 'array',
        items: JSON.parse(table),
      },
      team: {
        type: 'object',
        properties: { members: { type: 'array', items: { type: 'object', required: ['username'], properties: { username: { type: 'string' } } } } },
      },
      slaProperties: {
        type: 'array',
        items: { type: 'object', required: ['property', 'value'], properties: { property: { type: 'string' }, unit: { type: 'string' } } },
      },
    },
  })
  expect(schema.safeParse(writeOdcs(loans)).error).toBeUndefined()
  expect(schema.safeParse({ ...writeOdcs(loans), kind: 'Poem' }).success).toBe(false)
})

describe('what cannot be read is told', () => {
  const plain = { apiVersion: 'v3.1.0', kind: 'DataContract', id: 'a', version: '1', status: 'active' }
  const lossesOf = (more: object) => readOdcs('a.yaml', { ...plain, ...more }).losses

  test.each([
    [{ id: undefined }, 'Every contract has id.'],
    [{ kind: 'Poem' }, '“Poem” is no DataContract.'],
    [{ flavour: 'mint' }, 'no such member'],
    [{ schema: [{ properties: [] }] }, 'A table needs a name.'],
    [{ schema: [{ name: 'a', properties: [{ name: 'b', logicalType: 'money' }] }] }, '“money” is none of'],
    [{ schema: [{ name: 'a', quality: [{ metric: 'beauty', mustBe: 1 }] }] }, '“beauty” is none of'],
    [{ schema: [{ name: 'a', quality: [{ metric: 'rowCount' }] }] }, 'It says no limit'],
    [{ schema: [{ name: 'a', quality: [{ metric: 'rowCount', mustBeBetween: [1] }] }] }, 'two numbers'],
    [{ slaProperties: [{ property: 'latency', value: 'soon', unit: 'd' }] }, 'no stretch of time'],
    [{ slaProperties: [{ property: 'retention', value: 3, unit: 'y' }] }, 'Only how new'],
    [{ price: { priceAmount: 9 } }, 'promises nothing'],
  ])('%j', (more, reason) => {
    expect(
      lossesOf(more)
        .map((loss) => loss.reason)
        .join(' '),
    ).toContain(reason)
  })
})

describe('a change is compatible or breaking', () => {
  const [table] = loans.tables
  const changed = (change: Partial<Contract['tables'][number]>): Contract => ({ ...loans, tables: table ? [{ ...table, ...change }] : [] })
  const columns = table?.columns ?? []
  const classes = (after: Contract) => compareContracts(loans, after).map((one) => [one.class, one.says])

  test.each([
    ['a new column', changed({ columns: [...columns, { name: 'desk', type: 'string', checks: [] }] }), 'compatible', 'The column loan.desk is new.'],
    ['a column that is gone', changed({ columns: columns.slice(0, 2) }), 'breaking', 'The column loan.reader is gone.'],
    [
      'a wider number',
      changed({ columns: columns.map((one) => (one.name === 'days' ? { ...one, type: 'number' as const } : one)) }),
      'compatible',
      'loan.days goes from integer to number.',
    ],
    [
      'another type',
      changed({ columns: columns.map((one) => (one.name === 'days' ? { ...one, type: 'string' as const } : one)) }),
      'breaking',
      'loan.days goes from integer to string.',
    ],
    ['a table that is gone', { ...loans, tables: [] }, 'breaking', 'The table loan is gone.'],
    ['older rows', { ...loans, freshness: [{ days: 3, element: 'loan.lent_on' }] }, 'breaking', 'The newest loan.lent_on may be 3 days old instead of 1.'],
    ['a promise that is dropped', changed({ checks: table?.checks.slice(1) ?? [] }), 'breaking', 'loan no longer promises rowCount mustBeBetween 10,1000.'],
    ['the end', { ...loans, status: 'deprecated' }, 'breaking', 'The status goes from active to deprecated.'],
  ])('%s', (_, after, kind, says) => {
    expect(classes(after)).toEqual([[kind, says]])
  })

  test('what is lost one way is won the other way: every pair has as many changes in both directions', () => {
    fc.assert(
      fc.property(contract, contract, (a, b) => {
        const names = (from: Contract, to: Contract) =>
          compareContracts(from, to).filter(({ says }) => says.endsWith('is gone.') || says.endsWith('is new.')).length
        expect(names(a, b)).toBe(names(b, a))
      }),
    )
  })

  test('a breaking change needs a new first number', () => {
    const after = { ...loans, version: '1.3.0', tables: [] }
    expect(versionSays(loans, after, compareContracts(loans, after))).toContain('needs a new first number')
    expect(versionSays(loans, { ...after, version: '2.0.0' }, compareContracts(loans, after))).toBeNull()
    expect(versionSays(loans, loans, [])).toBeNull()
  })
})
