import type { Check, Fact } from '#kernel'
import { compareContracts, versionSays, type ContractChange } from '#engines/semantic/interchange/odcs/compareContracts.ts'
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
    tables: facts.map(tableOf),
    freshness: [],
    owners: [],
  }
}

const tableOf = ({ fact, says, columns, key }: Fact): ContractTable => ({
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
  checks: [],
})

/** The contract to hand to whoever sends the facts: what they promise and the checks that their rows are held to, as ODCS 3.1. */
export function writtenContract(facts: readonly Fact[]): SourceText {
  const contract = factContract(facts)
  const tables = contract.tables.map((table, place) => ({ ...table, checks: checksOf(facts[place]) }))
  return { file: 'facts.odcs.yaml', text: yamlOf(writeOdcs({ ...contract, tables })) }
}

const none = { operator: 'mustBe', value: 0 } as const

/** Checks that the standard can run anywhere are told in its own words, rules between rows and between facts in ours. */
const checksOf = (fact: Fact | undefined): ContractCheck[] =>
  fact
    ? [{ name: 'duplicate-id', type: 'library', metric: 'duplicateValues', limit: none, arguments: { properties: fact.key } }, ...fact.checks.map(checkOf)]
    : []

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
  const named = new Set(after.contract.tables.map(({ name }) => name))
  const before = older ? contractIn(older).contract : { ...factContract(facts.filter(({ fact }) => named.has(fact))), status: after.contract.status }
  const changes = compareContracts(before, after.contract)
  return { changes, version: older ? versionSays(before, after.contract, changes) : null, losses: after.losses }
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
