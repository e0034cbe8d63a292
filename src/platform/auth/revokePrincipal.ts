import type { Pool } from '../postgres/pool.ts'

/**
 * Everything that lets somebody in as a person without asking for the password, by table and by the column that names the person. A new kind of
 * credential joins here; a test walks the catalog and fails for a table with a person in it that is in neither list.
 */
export const credentialKinds = {
  session: { table: 'session', person: '"userId"' },
  key: { table: 'apikey', person: '"referenceId"' },
  link: { table: 'link', person: 'person' },
} as const

/** Tables that name a person and let nobody in by themselves: the password has to be typed, and then the workspace's members decide. */
export const harmlessTables = ['credential'] as const

export type Revoked = Record<keyof typeof credentialKinds, number>

/** The only kill switch: ends every session, key and link of a person in one transaction, and answers how many of each there were. */
export async function revokePrincipal(pool: Pool, personId: string): Promise<Revoked> {
  return pool.transaction({ workspace: null }, async (tx) => {
    const kill = async ({ table, person }: (typeof credentialKinds)[keyof typeof credentialKinds]): Promise<number> =>
      (await tx.query(`delete from identity.${table} where ${person} = $1`, [personId])).rowCount
    return { session: await kill(credentialKinds.session), key: await kill(credentialKinds.key), link: await kill(credentialKinds.link) }
  })
}
