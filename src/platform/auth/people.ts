import { randomUUID } from 'node:crypto'
import { Problem } from '#kernel'
import type { Pool, Transaction } from '../postgres/pool.ts'
import { passwordLength } from './identityLibrary.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly hasPassword: boolean
}

/** A person as a link or an administrator names one; `passwordHash` is the library's. */
export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly passwordHash: string | null
}

/** One form for comparing and keeping: trimmed, NFC, lower case. Throws a Problem when it is no address. */
export function normalEmail(email: string): string {
  const normal = email.trim().normalize('NFC').toLowerCase()
  if (/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(normal)) return normal
  throw new Problem('invalid', `“${email.slice(0, 80)}” is not an e-mail address.`, 'Write it as name@company.com.', { at: { field: 'email' } })
}

/** Length is the only rule (NIST SP 800-63B §5.1.1.2): rules on kinds of characters make worse passwords. */
export function acceptablePassword(password: string): string {
  const { length } = [...password]
  if (length >= passwordLength.min && password.length <= passwordLength.max) return password
  const wrong = length < passwordLength.min ? `shorter than ${passwordLength.min}` : `longer than ${passwordLength.max}`
  throw new Problem('invalid', `The password is ${wrong} characters.`, 'Three or four words that you will remember make a good one.', {
    at: { field: 'password' },
  })
}

/** Throws a Problem when the address is taken. */
export async function addPerson(tx: Transaction, { name, email, passwordHash }: NewPerson): Promise<Person> {
  const id = randomUUID()
  const { rowCount } = await tx.query(
    `insert into identity.person (id, name, email, "emailVerified") values ($1, $2, $3, false) on conflict (email) do nothing`,
    [id, name.trim(), normalEmail(email)],
  )
  if (rowCount === 0)
    throw new Problem('conflict', `${email} belongs to somebody already.`, 'Sign in, or use another address.', { code: 'email-taken', at: { field: 'email' } })
  if (passwordHash) await storePassword(tx, id, passwordHash)
  return { id, name: name.trim(), email: normalEmail(email), hasPassword: passwordHash !== null }
}

/** The library looks for a password under provider `credential` with the person's own id as the account. */
export async function storePassword(tx: Transaction, personId: string, passwordHash: string): Promise<void> {
  await tx.query(
    `insert into identity.credential (id, "accountId", "providerId", "userId", password) values ($1, $2::text, 'credential', $2::uuid, $3)
     on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = now()`,
    [randomUUID(), personId, passwordHash],
  )
}

export const personByEmail = (pool: Pool, email: string): Promise<Person | null> =>
  findPerson(pool, 'p.email = $1', email.trim().normalize('NFC').toLowerCase())
export const personById = (pool: Pool, id: string): Promise<Person | null> => findPerson(pool, 'p.id::text = $1', id)

async function findPerson(pool: Pool, where: 'p.email = $1' | 'p.id::text = $1', value: string): Promise<Person | null> {
  const { rows } = await pool.query<{ id: string; name: string; email: string; hasPassword: boolean }>(
    `select p.id, p.name, p.email, exists (select from identity.credential c where c."userId" = p.id and c.password is not null) as "hasPassword"
     from identity.person p where ${where}`,
    [value],
  )
  return rows[0] ?? null
}

/** The hash that the library checks, or null for a person without a password. */
export async function passwordHashOf(pool: Pool, personId: string): Promise<string | null> {
  const { rows } = await pool.query<{ password: string | null }>(
    `select password from identity.credential where "providerId" = 'credential' and "accountId" = $1`,
    [personId],
  )
  return rows[0]?.password ?? null
}
