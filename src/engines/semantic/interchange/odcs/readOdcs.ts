import { has } from '../../model.ts'
import { isRecord, partOf, type Loss, type Part } from '../loss.ts'
import { refused } from '../readModels.ts'
import { logicalTypes, type Contract, type ContractColumn, type ContractTable, type Freshness, type Owner } from './contract.ts'
import { readChecks } from './readChecks.ts'

export interface ReadContract {
  /** Undefined when it lacks what every contract has. */
  readonly contract: Contract | undefined
  readonly losses: readonly Loss[]
}

/** Words for people, prices and places: told, not kept. */
const passedOver = [
  'apiVersion',
  'kind',
  'tenant',
  'tags',
  'servers',
  'dataProduct',
  'description',
  'domain',
  'support',
  'price',
  'roles',
  'slaDefaultElement',
  'authoritativeDefinitions',
  'customProperties',
  'contractCreatedTs',
] as const

/** Reads an ODCS 3.x contract. Its library checks can be run here; sql and custom checks are kept and shown; everything else is told. */
export function readOdcs(file: string, content: unknown): ReadContract {
  const losses: Loss[] = []
  const part = partOf(content, file, losses)
  const [id, version, status, kind, api] = ['id', 'version', 'status', 'kind', 'apiVersion'].map((key) => part.text(key))
  const missing = Object.entries({ id, version, status, kind, apiVersion: api }).find(([, value]) => value === undefined)?.[0]
  if (missing !== undefined || id === undefined || version === undefined || status === undefined)
    return { contract: refused(losses, `${file}.${missing ?? ''}`, missing ?? 'contract', `Every contract has ${missing ?? 'an id'}.`), losses }
  if (kind !== 'DataContract') return { contract: refused(losses, `${file}.kind`, 'kind', `“${String(kind)}” is no DataContract.`), losses }
  if (!api?.startsWith('v3.'))
    losses.push({ path: `${file}.apiVersion`, construct: 'apiVersion', action: 'approximated', reason: `${String(api)} is read as 3.1.` })
  const contract: Contract = {
    id,
    version,
    status,
    ...has({ name: part.text('name') }),
    tables: part.parts('schema').flatMap((one) => readTable(one, losses) ?? []),
    freshness: part.parts('slaProperties').flatMap((one) => readSla(one, losses)),
    owners: readTeam(part, losses),
  }
  pass(part, passedOver, losses)
  part.rest()
  return { contract, losses }
}

function pass(part: Part, keys: readonly string[], losses: Loss[]): void {
  for (const key of keys) {
    if (!part.has(key)) continue
    part.raw(key)
    if (!['apiVersion', 'kind'].includes(key))
      losses.push({ path: `${part.path}.${key}`, construct: key, action: 'approximated', reason: 'It promises nothing that is measured here; it is not kept.' })
  }
}

const tableWords = ['id', 'physicalType', 'businessName', 'tags', 'dataGranularityDescription', 'authoritativeDefinitions', 'customProperties'] as const

function readTable(part: Part, losses: Loss[]): ContractTable | undefined {
  const name = part.text('name')
  if (name === undefined) return refused(losses, part.path, 'schema', 'A table needs a name.')
  const table: ContractTable = {
    name,
    ...has({ physicalName: part.text('physicalName'), description: part.text('description') }),
    columns: part.parts('properties').flatMap((one) => readColumn(one, losses) ?? []),
    checks: readChecks(part, losses),
  }
  if (part.has('logicalType')) part.text('logicalType') // a table is an object, and nothing else
  relationships(part, losses)
  pass(part, tableWords, losses)
  part.rest()
  return table
}

function relationships(part: Part, losses: Loss[]): void {
  if (!part.has('relationships')) return
  part.raw('relationships')
  losses.push({ path: `${part.path}.relationships`, construct: 'relationships', action: 'approximated', reason: 'Joins follow the facts’ own keys.' })
}

const columnWords = [
  'id',
  'physicalName',
  'physicalType',
  'businessName',
  'logicalTypeOptions',
  'partitioned',
  'partitionKeyPosition',
  'encryptedName',
  'transformSourceObjects',
  'transformLogic',
  'transformDescription',
  'examples',
  'criticalDataElement',
  'tags',
  'authoritativeDefinitions',
  'customProperties',
  'items',
  'properties',
] as const

function readColumn(part: Part, losses: Loss[]): ContractColumn | undefined {
  const [name, type] = [part.text('name'), part.text('logicalType')]
  if (name === undefined) return refused(losses, part.path, 'property', 'A column needs a name.')
  const known = logicalTypes.find((one) => one === type)
  if (type !== undefined && !known)
    losses.push({ path: `${part.path}.logicalType`, construct: 'logicalType', action: 'refused', reason: `“${type}” is none of ${logicalTypes.join(', ')}.` })
  const [isKey, place] = [part.flag('primaryKey'), part.number('primaryKeyPosition')]
  const column: ContractColumn = {
    name,
    ...has({
      type: known,
      description: part.text('description'),
      isRequired: part.flag('required') === true ? true : undefined,
      isUnique: part.flag('unique') === true ? true : undefined,
      keyPlace: isKey === true ? (place !== undefined && place > 0 ? place : 1) : undefined,
      classification: part.text('classification'),
    }),
    checks: readChecks(part, losses),
  }
  relationships(part, losses)
  pass(part, columnWords, losses)
  part.rest()
  return column
}

const days: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  h: 1 / 24,
  hour: 1 / 24,
  hours: 1 / 24,
  m: 1 / 1440,
  min: 1 / 1440,
  minutes: 1 / 1440,
  w: 7,
  week: 7,
  weeks: 7,
  y: 365,
  yr: 365,
  years: 365,
}

/** latency and freshness promise how new the rows are; other promises are told. */
function readSla(part: Part, losses: Loss[]): Freshness[] {
  const [property, unit = 'd', element] = [part.text('property'), part.text('unit'), part.text('element')]
  const given = part.raw('value')
  for (const key of ['id', 'valueExt', 'driver', 'description', 'scheduler', 'schedule']) if (part.has(key)) part.raw(key)
  part.rest()
  const scale = days[unit]
  const isFreshness = ['latency', 'ly', 'freshness', 'fy'].includes(property ?? '')
  if (isFreshness && scale !== undefined && Number(given) > 0) return [{ days: Number(given) * scale, ...has({ element }) }]
  losses.push({
    path: part.path,
    construct: property ?? 'slaProperty',
    action: isFreshness ? 'refused' : 'approximated',
    reason: isFreshness ? `“${String(given)} ${unit}” is no stretch of time.` : 'Only how new the rows must be is measured here.',
  })
  return []
}

/** A team of 3.1 has members; before, it was the list of them. */
function readTeam(part: Part, losses: Loss[]): Owner[] {
  const given = part.raw('team')
  const members: readonly unknown[] = Array.isArray(given) ? given : isRecord(given) && Array.isArray(given['members']) ? given['members'] : []
  return members.flatMap((one, place): Owner[] => {
    const name = isRecord(one) ? (one['username'] ?? one['name']) : undefined
    if (isRecord(one) && typeof name === 'string') {
      if (typeof one['dateOut'] === 'string') return []
      return [{ name, ...has({ role: typeof one['role'] === 'string' ? one['role'] : undefined }) }]
    }
    losses.push({ path: `${part.path}.team.${place}`, construct: 'member', action: 'refused', reason: 'A member has a username or a name.' })
    return []
  })
}
