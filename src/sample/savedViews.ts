import type { SampleObject } from './sampleObject.ts'

/** How people look at the roadmap again and again. */
export const savedViews: readonly SampleObject[] = [
  ['goals', 'Timeline by objective', 'timeline', {}, 'goal'],
  ['growth', 'Growth by worth', 'matrix', { investment: 'growth' }, null],
].map(([key, name, kind, filter, group]) => ({
  noun: 'view',
  externalId: `view:${String(key)}`,
  values: { name, kind, of: 'initiative', filter, group, audience: 'workspace', owner: 'member:vera' },
}))
