import { between, deliveryOf, horizonOf, timeframeOf, type Delivery } from './say.ts'
import { filled, titled, type Tool } from './tool.ts'

/** Issues of Linear, as a team, a view or the workspace exports them: each project becomes a bet, each issue a requirement of it. */
export const linearIssues: Tool = {
  name: 'Linear issues',
  signs: [['id', 'identifier'], ['team'], ['title'], ['status'], ['project', 'project_id'], ['cycle_number', 'cycle_name', 'cycle', 'creator']],
  uses: {
    id: 'id at the source',
    title: 'title',
    description: 'problem',
    status: 'delivery and sourceStatus',
    started: 'delivery',
    completed: 'delivery',
    canceled: 'delivery',
    team: 'teams',
    assignee: 'owner',
    labels: 'labels',
    project: 'initiative',
    parent_issue: 'parent',
    due_date: 'timeframe',
  },
  read(row, { dates }) {
    const [id, given] = [row.one('id', 'identifier'), row.one('title')]
    if (id === null) return { fault: 'The issue has no id.', column: 'ID' }
    if (given === null) return { fault: 'The issue has no title.', column: 'Title' }
    const labels = row.all('labels')
    if (labels.some((label) => /^bug$/i.test(label))) return { leftOut: 'bug' }
    const { title, body } = titled(given, row.one('description'))
    const project = row.one('project')
    const bet = project === null ? [] : [{ noun: 'initiative' as const, id: `project/${project}`, values: { title: titled(project, null).title } }]
    const values = {
      title,
      level: 'requirement',
      problem: body,
      delivery: isSaid(row.one('canceled'), row.one('completed'), row.one('started')) ?? deliveryOf(row.one('status')),
      sourceStatus: row.one('status')?.slice(0, 80) ?? null,
      teams: row.all('team'),
      labels,
      timeframe: timeframeOf(row.one('due_date'), dates),
      beside: row.others(new Set([...Object.keys(linearIssues.uses), ...idle])),
    }
    const above = row.one('parent_issue') ?? (project === null ? null : `project/${project}`)
    return { told: [...bet, { noun: 'feature', id, values: filled(values), owner: row.one('assignee'), above }] }
  },
}

/** The days on which it changed hands say more than the name of a state, which every team chooses. */
const isSaid = (canceled: string | null, completed: string | null, started: string | null): Delivery | null =>
  canceled ? 'cancelled' : completed ? 'done' : started ? 'doing' : null

const idle = ['creator', 'created', 'updated', 'triaged', 'archived', 'project_id', 'project_milestone_id', 'cycle_number', 'cycle_start', 'cycle_end']

/** Projects of Linear: the bets of a team that has no other roadmap. */
export const linearProjects: Tool = {
  name: 'Linear projects',
  signs: [['name', 'project'], ['lead'], ['target_date'], ['status', 'state'], ['milestones', 'teams', 'initiatives', 'health', 'members']],
  uses: {
    name: 'title',
    summary: 'hypothesis',
    description: 'hypothesis',
    status: 'horizon',
    lead: 'owner',
    teams: 'teams',
    start_date: 'timeframe',
    target_date: 'timeframe',
  },
  read(row, { dates }) {
    const name = row.one('name', 'project')
    if (name === null) return { fault: 'The project has no name.', column: 'Name' }
    const { title, body } = titled(name, row.one('description', 'summary'))
    const status = row.one('status', 'state')
    const values = {
      title,
      hypothesis: body,
      horizon: horizonOf(status, deliveryOf(status)),
      sourceStatus: status?.slice(0, 80) ?? null,
      teams: row.all('teams', 'team'),
      timeframe: between(timeframeOf(row.one('start_date', 'started_at'), dates), timeframeOf(row.one('target_date'), dates)),
      beside: row.others(new Set([...Object.keys(linearProjects.uses), 'creator', 'created_at', 'updated_at', 'members'])),
    }
    return { told: [{ noun: 'initiative', id: `project/${name}`, values: filled(values), owner: row.one('lead') }] }
  },
}
