import type { Entity, SemanticModel } from '../../model.ts'
import type { Loss, Part } from '../loss.ts'

/** Gives both datasets of a relationship an entity of one name: that of the target, or of the relationship where the target is reached twice. */
export function placeRelationships(models: readonly SemanticModel[], relationships: readonly Part[], losses: Loss[]): SemanticModel[] {
  const entities = new Map(models.map((model) => [model.name, [...model.entities]]))
  for (const part of relationships) {
    const [name = '', from = '', to = ''] = [part.text('name'), part.text('from'), part.text('to')]
    const [mine, theirs] = [part.list('from_columns').map(String), part.list('to_columns').map(String)]
    for (const key of ['ai_context', 'custom_extensions']) if (part.has(key)) part.raw(key)
    part.rest()
    const [ours, target] = [entities.get(from), entities.get(to)]
    const refuse = (reason: string): void => void losses.push({ path: part.path, construct: 'relationship', action: 'refused', reason })
    const [column, key] = [mine[0], theirs[0]]
    if (!ours || !target) refuse(`There is no dataset “${ours ? to : from}”.`)
    else if (column === undefined || key === undefined || mine.length !== theirs.length) refuse('Both sides need the same number of columns.')
    else if (mine.length > 1) refuse('Joins are by one column.')
    else if (!joined(ours, column, target, key)) join(ours, column, target, { name, to, key })
  }
  return models.map((model) => ({ ...model, entities: entities.get(model.name) ?? model.entities }))
}

const columnOf = ({ name, expr }: Entity): string => expr ?? name

/** A pair of entities that says so already. */
const joined = (ours: readonly Entity[], column: string, target: readonly Entity[], key: string): boolean =>
  ours.some((one) => columnOf(one) === column && target.some((other) => other.name === one.name && columnOf(other) === key && other.type !== 'foreign'))

function join(ours: Entity[], column: string, target: Entity[], { name, to, key }: { readonly name: string; readonly to: string; readonly key: string }): void {
  const found = target.find((one) => one.type !== 'foreign' && columnOf(one) === key)
  const isTaken = ours.some((one) => one.name === (found?.name ?? to))
  const shared = isTaken ? name : (found?.name ?? to)
  if (!found || isTaken) target.push(entity(shared, 'unique', key))
  ours.push(entity(shared, 'foreign', column))
}

const entity = (name: string, type: Entity['type'], column: string): Entity => ({ name, type, ...(column === name ? {} : { expr: column }) })
