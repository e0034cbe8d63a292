import { between, deliveryOf, horizonOf, timeframeOf } from './say.ts'
import { external, filled, releaseOf, titled, type Told, type Tool } from './tool.ts'

const workItems = /sub-?task|bug|defect|incident|test|support/
const bets = /initiative|theme|idea|portfolio/

/** Issues of Jira, and ideas of Jira Product Discovery, as the issue navigator exports them (all fields or the filter’s). */
export const jira: Tool = {
  name: 'Jira issues',
  signs: [['issue_key'], ['issue_type'], ['summary'], ['status']],
  uses: {
    issue_key: 'id at the source',
    issue_id: 'id at the source',
    issue_type: 'initiative, feature and its level',
    summary: 'title',
    description: 'problem, hypothesis',
    status: 'delivery and sourceStatus',
    status_category: 'delivery',
    parent: 'parent, initiative',
    parent_key: 'parent, initiative',
    custom_field_epic_link: 'parent, initiative',
    project_key: 'product',
    project_name: 'product',
    assignee: 'owner',
    due_date: 'timeframe',
    custom_field_start_date: 'timeframe',
    custom_field_target_end: 'timeframe',
    custom_field_roadmap: 'horizon',
    roadmap: 'horizon',
    labels: 'labels',
    fix_versions: 'release and its features',
    fix_version_s: 'release and its features',
    fix_version: 'release and its features',
  },
  read(row, { dates }) {
    const [id, summary, kind] = [row.one('issue_key'), row.one('summary'), (row.one('issue_type') ?? '').toLowerCase()]
    if (id === null) return { fault: 'The issue has no key.', column: 'Issue key' }
    if (summary === null) return { fault: 'The issue has no summary.', column: 'Summary' }
    if (workItems.test(kind)) return { leftOut: kind }
    const { title, body } = titled(summary, row.one('description'))
    const status = row.one('status')
    const delivery = deliveryOf(row.one('status_category') ?? status)
    const day = (...names: string[]) => timeframeOf(row.one(...names), dates)
    const timeframe = between(day('custom_field_start_date', 'start_date'), day('due_date', 'custom_field_target_end', 'custom_field_end_date'))
    const project = row.one('project_key') ?? id.split('-')[0] ?? id
    const product: Told = { noun: 'product', id: `project/${project}`, values: { name: (row.one('project_name') ?? project).slice(0, 140), kind: 'product' } }
    const common = { title, timeframe, products: [external(product.id)], beside: row.others(new Set([...Object.keys(jira.uses), ...idle])) }
    const alias = row.one('issue_id')
    const above = row.one('parent_key', 'custom_field_epic_link', 'epic_link') ?? numbered(row.one('parent', 'parent_id'))
    const who = { owner: row.one('assignee'), above, ...(alias === null ? {} : { alias: `#${alias}` }) }
    const lane = row.one('custom_field_roadmap', 'roadmap', 'custom_field_horizon')
    const isBet = bets.test(kind)
    const versions = isBet ? [] : row.all('fix_versions', 'fix_version_s', 'fix_version')
    const own = isBet
      ? { hypothesis: body, horizon: horizonOf(lane, delivery), sourceStatus: status?.slice(0, 80) ?? null }
      : {
          level: kind.includes('epic') ? 'epic' : /feature|capability/.test(kind) ? 'feature' : 'requirement',
          problem: body,
          delivery,
          sourceStatus: status?.slice(0, 80) ?? null,
          labels: row.all('labels'),
          releases: versions,
        }
    const carried = versions.map((name) => releaseOf({ product: product.id, name, feature: id }))
    return { told: [product, ...carried, { noun: isBet ? 'initiative' : 'feature', id, values: filled({ ...common, ...own }), ...who }] }
  },
}

/** Who wrote it and when it was touched stands in Jira; here it would only be noise. */
const idle = [
  'issue_id',
  'project_type',
  'project_lead',
  'project_description',
  'project_url',
  'reporter',
  'creator',
  'created',
  'updated',
  'last_viewed',
  'assignee_id',
  'reporter_id',
  'creator_id',
  'project_lead_id',
  'watchers',
  'watchers_id',
  'custom_field_rank',
  'parent_summary',
  'epic_link',
  'epic_name',
  'custom_field_epic_name',
  'custom_field_epic_color',
  'comment',
  'log_work',
  'attachment',
]

/** In this export “Parent” is the number of an issue, not its key. */
const numbered = (parent: string | null): string | null => (parent !== null && /^\d+$/.test(parent) ? `#${parent}` : parent)
