import { between, deliveryOf, timeframeOf } from './say.ts'
import { external, filled, releaseOf, titled, type Told, type Tool } from './tool.ts'

/** Work items of Plane: each module becomes a bet, each item a requirement of it. */
export const plane: Tool = {
  name: 'Plane work items',
  signs: [['module_name', 'modules', 'module'], ['cycle_name', 'cycles', 'cycle'], ['state', 'state_name'], ['name', 'title'], ['priority']],
  uses: {
    id: 'id at the source',
    name: 'title',
    description: 'problem',
    state: 'delivery and sourceStatus',
    state_name: 'delivery and sourceStatus',
    project: 'product',
    project_name: 'product',
    module_name: 'initiative',
    module: 'initiative',
    modules: 'initiative',
    module_start_date: 'timeframe of the initiative',
    module_target_date: 'timeframe of the initiative',
    parent: 'parent',
    assignee: 'owner',
    assignees: 'owner',
    labels: 'labels',
    start_date: 'timeframe',
    target_date: 'timeframe',
    release: 'release and its features',
    releases: 'release and its features',
    release_name: 'release and its features',
  },
  read(row, { dates }) {
    const [id, name] = [row.one('id', 'identifier', 'sequence_id'), row.one('name', 'title')]
    if (id === null) return { fault: 'The work item has no id.', column: 'ID' }
    if (name === null) return { fault: 'The work item has no name.', column: 'Name' }
    const { title, body } = titled(name, row.one('description'))
    const [project, module, state] = [
      row.one('project', 'project_name'),
      row.all('module_name', 'modules', 'module')[0] ?? null,
      row.one('state', 'state_name'),
    ]
    const day = (heading: string) => timeframeOf(row.one(heading), dates)
    const above = module === null ? null : `module/${project ?? ''}/${module}`
    const told: Told[] = []
    if (project !== null) told.push({ noun: 'product', id: `project/${project}`, values: { name: project.slice(0, 140), kind: 'product' } })
    const products = project === null ? [] : [external(`project/${project}`)]
    if (module !== null && above !== null) {
      const timeframe = between(day('module_start_date'), day('module_target_date'))
      told.push({ noun: 'initiative', id: above, values: filled({ title: titled(module, null).title, timeframe, products }) })
    }
    const versions = row.all('release', 'releases', 'release_name')
    if (project !== null) told.push(...versions.map((name) => releaseOf({ product: `project/${project}`, name, feature: id })))
    const values = {
      title,
      level: 'requirement',
      problem: body,
      releases: versions,
      delivery: deliveryOf(state),
      sourceStatus: state?.slice(0, 80) ?? null,
      products,
      labels: row.all('labels'),
      timeframe: between(day('start_date'), day('target_date')),
      beside: row.others(new Set([...Object.keys(plane.uses), ...idle])),
    }
    const who = { owner: row.all('assignee', 'assignees')[0] ?? null, above: row.one('parent', 'parent_id') ?? above }
    return { told: [...told, { noun: 'feature', id, values: filled(values), ...who }] }
  },
}

const idle = ['created_by', 'created_at', 'updated_at', 'completed_at', 'archived_at', 'cycle_start_date', 'cycle_end_date']
