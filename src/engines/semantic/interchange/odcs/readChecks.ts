import { has } from '../../model.ts'
import type { Loss, Part } from '../loss.ts'
import { refused } from '../readModels.ts'
import { libraryMetrics, operators, type ContractCheck, type Limit } from './contract.ts'

/** The quality checks of a table or a column. */
export function readChecks(part: Part, losses: Loss[]): ContractCheck[] {
  return part.parts('quality').flatMap((one) => readCheck(one, losses) ?? [])
}

const words = ['id', 'businessImpact', 'customProperties', 'dimension', 'method', 'schedule', 'scheduler', 'tags', 'authoritativeDefinitions'] as const

function readCheck(part: Part, losses: Loss[]): ContractCheck | undefined {
  const told = has({ name: part.text('name'), description: part.text('description'), severity: part.text('severity') })
  const [metric, rule] = [part.text('metric'), part.text('rule')]
  const type = part.text('type') ?? 'library'
  for (const key of words) if (part.has(key)) part.raw(key)
  const check = typed(part, type, metric ?? rule, losses)
  part.rest()
  return check ? { ...told, ...check } : undefined
}

function typed(part: Part, type: string, metric: string | undefined, losses: Loss[]): ContractCheck | undefined {
  if (type === 'text') return { type }
  if (type === 'sql') return sqlCheck(part, losses)
  if (type === 'custom') {
    const engine = part.text('engine')
    const implementation = part.raw('implementation')
    if (engine === undefined || implementation === undefined) return refused(losses, part.path, 'custom', 'A custom check has an engine and an implementation.')
    losses.push({ path: part.path, construct: 'custom', action: 'carried_as_extension', reason: `It is kept for ${engine}, and not run here.` })
    return { type, engine, implementation }
  }
  if (type !== 'library') return refused(losses, part.path, 'type', `“${type}” is no type of check.`)
  const known = libraryMetrics.find((one) => one === metric)
  if (!known) return refused(losses, part.path, 'metric', `“${metric ?? ''}” is none of ${libraryMetrics.join(', ')}.`)
  const limit = limitOf(part, losses)
  const [unit, own] = [part.text('unit'), part.record('arguments')]
  return limit ? { type, metric: known, limit, ...has({ unit, arguments: own }) } : refused(losses, part.path, known, 'It says no limit: mustBe and its kin.')
}

function sqlCheck(part: Part, losses: Loss[]): ContractCheck | undefined {
  const query = part.text('query')
  const limit = limitOf(part, losses)
  if (part.has('unit')) part.text('unit')
  if (query === undefined) return refused(losses, part.path, 'sql', 'A check by SQL has a query.')
  losses.push({ path: part.path, construct: 'sql', action: 'carried_as_extension', reason: 'It is kept and shown, and never run.' })
  return { type: 'sql', query, ...has({ limit }) }
}

function limitOf(part: Part, losses: Loss[]): Limit | undefined {
  const found = operators.filter((one) => part.has(one))
  const [operator] = found
  if (operator === undefined) return undefined
  const value = part.raw(operator)
  for (const other of found.slice(1)) {
    part.raw(other)
    losses.push({ path: `${part.path}.${other}`, construct: other, action: 'refused', reason: `A check has one limit; ${operator} is taken.` })
  }
  const isPair = operator === 'mustBeBetween' || operator === 'mustNotBeBetween'
  if (isPair) {
    const pair = Array.isArray(value) ? value.map(Number) : []
    return pair.length === 2 && pair.every(Number.isFinite)
      ? { operator, value: pair }
      : refused(losses, `${part.path}.${operator}`, operator, 'It needs two numbers.')
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { operator, value }
    : refused(losses, `${part.path}.${operator}`, operator, 'It needs a value.')
}
