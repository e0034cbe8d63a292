import type { Check, Fact } from '#kernel'
import { compareContracts, said, versionSays, type ContractChange } from '#engines/semantic/interchange/odcs/compareContracts.ts'
import type { Contract, ContractCheck, ContractTable, LogicalType } from '#engines/semantic/interchange/odcs/contract.ts'
import { readOdcs } from '#engines/semantic/interchange/odcs/readOdcs.ts'
import { writeOdcs } from '#engines/semantic/interchange/odcs/writeOdcs.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import { faultProblem } from './importDefinitions.ts'
import { parseTexts, yamlOf, type SourceText } from './documents.ts'

const types: Readonly<Record<string, LogicalType>> = {
  VARCHAR: 'string',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  BIGINT: 'integer',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
  JSON: 'object',
  'VARCHAR[]': 'array',
}

/** What the facts promise to those who read them, as a contract. */
export function factContract(facts: readonly Fact[]): Contract {
  return {
    id: 'throughline-facts',
    version: '1.0.0',
    status: 'active',
    name: 'Facts of the workspace',
    tables: facts.map((fact) => ({ ...tableOf(fact), checks: checksOf(fact) })),
    freshness: [],
    owners: [],
  }
}

const tableOf = ({ fact, says, columns, key }: Fact): Omit<ContractTable, 'checks'> => ({
  name: fact,
  description: says,
  columns: Object.entries(columns).map(([name, { columnar, says: words, required, class: classification }]) => {
    const type = types[columnar ?? '']
    const place = key.indexOf(name)
    return {
      name,
      ...(type ? { type } : {}),
      ...(words === '' ? {} : { description: words }),
      ...(required ? { isRequired: true } : {}),
      ...(place < 0 ? {} : { keyPlace: place + 1 }),
      classification,
      checks: [],
    }
  }),
})

/** The contract to hand to whoever sends the facts: what they promise and the checks that their rows are held to, as ODCS 3.1. */
export const writtenContract = (facts: readonly Fact[]): SourceText => ({ file: 'facts.odcs.yaml', text: yamlOf(writeOdcs(factContract(facts))) })

const none = { operator: 'mustBe', value: 0 } as const

/** Checks that the standard can run anywhere are told in its own words, rules between rows and between facts in ours. */
const checksOf = ({ key, checks }: Fact): ContractCheck[] => [
  { name: 'duplicate-id', type: 'library', metric: 'duplicateValues', limit: none, arguments: { properties: key } },
  ...checks.map(checkOf),
]

function checkOf(check: Check): ContractCheck {
  const told = { name: check.id, description: check.says, severity: check.severity === 'error' ? 'error' : 'warning' }
  if (check.rule === 'present') return { ...told, type: 'library', metric: 'nullValues', limit: none, arguments: { properties: [check.column] } }
  if (check.rule !== 'oneOf') return { ...told, type: 'text' }
  return { ...told, type: 'library', metric: 'invalidValues', limit: none, arguments: { properties: [check.column], validValues: check.choices } }
}

export interface ComparedContract {
  readonly changes: readonly ContractChange[]
  /** What the version number should have said. */
  readonly version: string | null
  readonly losses: readonly Loss[]
}

/** A contract held against an older one, or against the facts of its tables: what is compatible, and what breaks. */
export function compareContract(source: SourceText, older: SourceText | null, facts: readonly Fact[]): ComparedContract {
  const after = contractIn(source)
  const before = older ? contractIn(older).contract : askedOf(after.contract, facts)
  const changes = compareContracts(before, after.contract)
  return { changes, version: older ? versionSays(before, after.contract, changes) : null, losses: after.losses }
}

/** What the facts ask of the tables that a contract has. Rows are held to our checks here, whether their source promises them or not. */
function askedOf({ tables, status }: Contract, facts: readonly Fact[]): Contract {
  const promised = new Map(tables.map(({ name, checks }) => [name, new Set(checks.map(said))]))
  const ours = factContract(facts.filter(({ fact }) => promised.has(fact)))
  return {
    ...ours,
    status,
    tables: ours.tables.map((table) => ({ ...table, checks: table.checks.filter((check) => promised.get(table.name)?.has(said(check))) })),
  }
}

function contractIn(source: SourceText): { readonly contract: Contract; readonly losses: readonly Loss[] } {
  const { files, faults } = parseTexts([source])
  const [broken] = faults
  if (broken) throw faultProblem(broken)
  const { contract, losses } = readOdcs(source.file, files[0]?.contents[0])
  if (contract) return { contract, losses }
  const [first] = losses.filter(({ action }) => action === 'refused')
  throw faultProblem({
    file: source.file,
    path: first?.path ?? '',
    message: first?.reason ?? 'It is no contract.',
    hint: 'A contract has apiVersion, kind, id, version and status.',
  })
}
