/** One metric's value under each version of its definition in each period: rows are versions, columns periods. */
export type VersionTable = {
  readonly oldVersion: { readonly before: number; readonly after: number }
  readonly newVersion: { readonly before: number; readonly after: number }
}

export type VersionSplit = {
  /** From the old version's value before to the new version's value after: what a reader of the two reports sees. */
  readonly change: number
  /** What happened, averaged over both definitions. */
  readonly world: number
  /** What the new words did, averaged over both periods. */
  readonly definition: number
  /** How much more the world moved under the new definition than under the old: 0 when the two ways of telling agree. */
  readonly interaction: number
}

/**
 * A change in definition apart from a change in the world: both factors are switched in either order and averaged (Shapley), so that world + definition is the change
 * seen. Needs the old version measured after and the new one before; a version that cannot be measured in both periods cannot be told apart.
 */
export function versionSplit({ oldVersion, newVersion }: VersionTable): VersionSplit {
  const [worldOld, worldNew] = [oldVersion.after - oldVersion.before, newVersion.after - newVersion.before]
  return {
    change: newVersion.after - oldVersion.before,
    world: (worldOld + worldNew) / 2,
    definition: (newVersion.before - oldVersion.before + (newVersion.after - oldVersion.after)) / 2,
    interaction: worldNew - worldOld,
  }
}
