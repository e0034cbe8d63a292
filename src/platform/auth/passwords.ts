import { Problem } from '#kernel'
import { acceptablePassword, passwordHashOf, personById, storePassword, type Person } from './people.ts'
import { badCredentials, openSession, type OpenedSession, type SessionParts, type Visitor } from './sessions.ts'

export interface NewPassword {
  readonly personId: string
  /** Required when there is a password already. */
  readonly current?: string
  readonly next: string
}

/** Sets or changes a password. Every session of the person ends, and a new one is opened for this visitor. Throws a Problem: invalid, refused. */
export async function setPassword(parts: SessionParts, { personId, current, next }: NewPassword, visitor: Visitor): Promise<OpenedSession> {
  const person = await personById(parts.pool, personId)
  if (!person) throw new Problem('missing', 'This person is not known here.')
  const password = acceptablePassword(next)
  if (person.hasPassword) await checkPassword(parts, person, current ?? '', visitor)
  const hash = await (await parts.library.$context).password.hash(password)
  await parts.pool.transaction({ workspace: null }, async (tx) => {
    await storePassword(tx, personId, hash)
    await tx.query('delete from identity.session where "userId" = $1', [personId])
  })
  return openSession(parts, personId, visitor)
}

/** Throws the same Problem as a failed sign-in when the password is not the person's, after the same work. Counted by the throttle. */
export async function checkPassword({ library, pool, throttle }: SessionParts, person: Person, password: string, visitor: Visitor): Promise<void> {
  throttle.attempt(person.email, visitor.network)
  const { password: scrypt } = await library.$context
  const hash = await passwordHashOf(pool, person.id)
  const isRight = hash ? await scrypt.verify({ hash, password }) : (await scrypt.hash(password)) === ''
  if (!isRight) throw badCredentials()
  throttle.forgive(person.email, visitor.network)
}
