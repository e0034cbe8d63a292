import type { Contract, ContractCheck, ContractColumn, ContractTable } from './contract.ts'

/** compatible: who reads the tables as promised before still can. breaking: somebody must change what they do. */
export interface ContractChange {
  readonly path: string
  readonly class: 'compatible' | 'breaking'
  readonly says: string
}

/** What a new version of a contract changes, told by table and column; a contract is accepted when it is known what breaks. */
export function compareContracts(before: Contract, after: Contract): ContractChange[] {
  const changes: ContractChange[] = []
  const add = (kind: ContractChange['class'], path: string, says: string): void => void changes.push({ path, class: kind, says })
  const [old, now] = [byName(before.tables), byName(after.tables)]
  for (const [name] of old) if (!now.has(name)) add('breaking', name, `The table ${name} is gone.`)
  for (const [name, table] of now) {
    const was = old.get(name)
    if (was) compareTables(was, table, add)
    else add('compatible', name, `The table ${name} is new.`)
  }
  compareFreshness(before, after, add)
  if (before.status !== after.status)
    add(['deprecated', 'retired'].includes(after.status) ? 'breaking' : 'compatible', 'status', `The status goes from ${before.status} to ${after.status}.`)
  return changes
}

/** Whether the version number says what the change is: a breaking one needs a new first number (semantic versioning). */
export function versionSays(before: Contract, after: Contract, changes: readonly ContractChange[]): string | null {
  const [old, now] = [before.version, after.version].map((version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? Number.NaN))
  const breaks = changes.filter((one) => one.class === 'breaking').length
  if (breaks === 0 || old === undefined || now === undefined || Number.isNaN(old) || Number.isNaN(now) || now > old) return null
  return `${breaks} of its changes break, but the version goes from ${before.version} to ${after.version}: a breaking change needs a new first number.`
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((one) => [one.name, one]))
type Add = (kind: ContractChange['class'], path: string, says: string) => void

function compareTables(before: ContractTable, after: ContractTable, add: Add): void {
  const [old, now] = [byName(before.columns), byName(after.columns)]
  const at = (column: string): string => `${after.name}.${column}`
  for (const [name] of old) if (!now.has(name)) add('breaking', at(name), `The column ${at(name)} is gone.`)
  for (const [name, column] of now) {
    const was = old.get(name)
    if (was) compareColumns(was, column, at(name), add)
    else add('compatible', at(name), `The column ${at(name)} is new.`)
  }
  if ((before.physicalName ?? before.name) !== (after.physicalName ?? after.name))
    add('breaking', after.name, `The table ${after.name} stands under another name.`)
  if (keyOf(before) !== keyOf(after)) add('breaking', after.name, `The key of ${after.name} goes from ${keyOf(before) || 'none'} to ${keyOf(after) || 'none'}.`)
  compareChecks(before.checks, after.checks, after.name, add)
}

const keyOf = ({ columns }: ContractTable): string =>
  columns
    .filter(({ keyPlace }) => keyPlace !== undefined)
    .toSorted((a, b) => (a.keyPlace ?? 0) - (b.keyPlace ?? 0))
    .map(({ name }) => name)
    .join(', ')

function compareColumns(before: ContractColumn, after: ContractColumn, at: string, add: Add): void {
  if (before.type !== after.type) {
    const widened = before.type === 'integer' && after.type === 'number'
    add(widened ? 'compatible' : 'breaking', at, `${at} goes from ${before.type ?? 'no type'} to ${after.type ?? 'no type'}.`)
  }
  if (before.isRequired && !after.isRequired) add('breaking', at, `${at} may be empty now.`)
  if (!before.isRequired && after.isRequired) add('compatible', at, `${at} is always filled now.`)
  if (before.isUnique && !after.isUnique) add('breaking', at, `${at} may repeat now.`)
  if (!before.isUnique && after.isUnique) add('compatible', at, `${at} never repeats now.`)
  compareChecks(before.checks, after.checks, at, add)
}

/** What a check promises, whatever it is called: equal for two that promise the same. */
export const said = (check: ContractCheck): string =>
  JSON.stringify(Object.entries(check).filter(([key, value]) => value !== undefined && !['name', 'description'].includes(key)))

/** A promise that is dropped breaks; one that is added does not. */
function compareChecks(before: readonly ContractCheck[], after: readonly ContractCheck[], at: string, add: Add): void {
  const [old, now] = [new Set(before.map(said)), new Set(after.map(said))]
  for (const check of before) if (check.type !== 'text' && !now.has(said(check))) add('breaking', at, `${at} no longer promises ${promiseOf(check)}.`)
  for (const check of after) if (check.type !== 'text' && !old.has(said(check))) add('compatible', at, `${at} promises ${promiseOf(check)}.`)
}

function promiseOf(check: ContractCheck): string {
  if (check.type === 'library') return `${check.metric} ${check.limit.operator} ${String(check.limit.value)}${check.unit ? ` ${check.unit}` : ''}`
  return check.description ?? check.name ?? `a check of type ${check.type}`
}

function compareFreshness(before: Contract, after: Contract, add: Add): void {
  const now = new Map(after.freshness.map(({ element = '', days }) => [element, days]))
  for (const { element = '', days } of before.freshness) {
    const next = now.get(element)
    const what = element === '' ? 'The newest row' : `The newest ${element}`
    if (next === undefined) add('breaking', `slaProperties.${element}`, `${what} is no longer promised within ${days} days.`)
    else if (next > days) add('breaking', `slaProperties.${element}`, `${what} may be ${next} days old instead of ${days}.`)
    else if (next < days) add('compatible', `slaProperties.${element}`, `${what} is promised within ${next} days instead of ${days}.`)
  }
}
