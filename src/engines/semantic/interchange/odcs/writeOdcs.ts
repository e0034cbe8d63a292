import { has } from '../../model.ts'
import type { Contract, ContractCheck, ContractColumn, ContractTable } from './contract.ts'

type Members = Readonly<Record<string, unknown>>

/** Writes a contract as ODCS 3.1. Reading it gives the same contract. */
export function writeOdcs({ id, version, status, name, tables, freshness, owners }: Contract): Members {
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id,
    ...has({ name }),
    version,
    status,
    ...(tables.length > 0 ? { schema: tables.map(tableOut) } : {}),
    ...(owners.length > 0 ? { team: { members: owners.map(({ name: username, role }) => ({ username, ...has({ role }) })) } } : {}),
    ...(freshness.length > 0
      ? { slaProperties: freshness.map(({ days, element }) => ({ property: 'latency', value: days, unit: 'd', ...has({ element }) })) }
      : {}),
  }
}

const tableOut = ({ name, physicalName, description, columns, checks }: ContractTable): Members => ({
  name,
  logicalType: 'object',
  ...has({ physicalName, description }),
  ...(columns.length > 0 ? { properties: columns.map(columnOut) } : {}),
  ...(checks.length > 0 ? { quality: checks.map(checkOut) } : {}),
})

const columnOut = ({ name, type, description, isRequired, isUnique, keyPlace, classification, checks }: ContractColumn): Members => ({
  name,
  ...has({ logicalType: type, description, required: isRequired, unique: isUnique, classification }),
  ...(keyPlace === undefined ? {} : { primaryKey: true, primaryKeyPosition: keyPlace }),
  ...(checks.length > 0 ? { quality: checks.map(checkOut) } : {}),
})

function checkOut(check: ContractCheck): Members {
  const { name, description, severity } = check
  const told = has({ name, description, severity })
  if (check.type === 'text') return { ...told, type: 'text' }
  if (check.type === 'custom') return { ...told, type: 'custom', engine: check.engine, implementation: check.implementation }
  const limit = check.limit ? { [check.limit.operator]: check.limit.value } : {}
  if (check.type === 'sql') return { ...told, type: 'sql', query: check.query, ...limit }
  return { ...told, type: 'library', metric: check.metric, ...limit, ...has({ unit: check.unit, arguments: check.arguments }) }
}
