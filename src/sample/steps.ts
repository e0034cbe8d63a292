import type { SampleObject, SampleVerb } from './sampleObject.ts'

export interface SampleStep extends Omit<SampleVerb, 'on'> {
  readonly noun: string
  readonly externalId: string
  readonly since?: string
}

/** Every verb in the order in which it is performed: what is read and what is agreed between squads comes before what is committed on it. */
export function stepsOf(objects: readonly SampleObject[]): readonly SampleStep[] {
  const all = objects.flatMap(({ noun, externalId, since, verbs = [] }) =>
    verbs.map(({ on, ...step }): SampleStep => ({ noun, externalId, ...(since === undefined ? {} : { since }), ...on, ...step })),
  )
  return [...all.filter(isEarly), ...all.filter((step) => !isEarly(step))]
}

const isEarly = ({ noun, verb }: SampleStep): boolean => noun === 'dependency' || verb === 'bind'
