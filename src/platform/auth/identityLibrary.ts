import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { Kysely, PostgresDialect, type KyselyPlugin } from 'kysely'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '#kernel'
import type { Pool } from '../postgres/pool.ts'
import { makeKeyText } from './keyText.ts'

export const sessionDays = 30
export const passwordLength = { min: 10, max: 200 } as const
/** The header in which createIdentity tells the library the network of a request; a client's own header of that name is never passed on. */
export const networkHeader = 'x-throughline-network'

export type IdentityLibrary = ReturnType<typeof identityLibrary>

/**
 * better-auth on the schema `identity`, for passwords, cookies, sessions and keys. None of its routes is served: createIdentity calls its
 * functions. The cookie cache is off, so that a revoked session is dead at the next request. Sessions end 30 days after sign-in
 * (`sessions.ts` adds the idle limit), and passwords are kept by scrypt with the library's parameters.
 */
export function identityLibrary({ pool, secret, baseUrl }: { readonly pool: Pool; readonly secret: string; readonly baseUrl: string }) {
  const isSecure = baseUrl.startsWith('https://')
  return betterAuth({
    database: {
      db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool.driver }) }).withPlugin(instants).withSchema('identity'),
      type: 'postgres',
    },
    secret,
    baseURL: baseUrl,
    basePath: '/identity',
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: passwordLength.min, maxPasswordLength: passwordLength.max },
    user: { modelName: 'person' },
    account: { modelName: 'credential' },
    session: { expiresIn: sessionDays * 86_400, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      useSecureCookies: false, // the library's own prefix is __Secure-; ours is stricter and written out
      cookies: { session_token: { name: cookieName(isSecure), attributes: { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } } },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: [networkHeader] },
    },
    rateLimit: { enabled: false }, // throttle.ts, because no route of the library is served
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      apiKey({
        defaultPrefix: 'tl_',
        customKeyGenerator: makeKeyText,
        startingCharactersConfig: { charactersLength: 8 },
        keyExpiration: { maxExpiresIn: 366 },
        rateLimit: { enabled: false },
        enableMetadata: true,
        requireName: true,
        maximumNameLength: 120,
      }),
      passwordless,
    ],
  })
}

/** `__Host-` binds the cookie to this host and to https; plain http on localhost cannot carry it. */
export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-throughline' : 'throughline')

/** A session without a password, for one-time links; callable from this process only. */
const passwordless = {
  id: 'throughline-passwordless',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ personId: z.string() }) }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId)
      if (!user) throw new Problem('missing', 'This person is not known here.')
      const session = await ctx.context.internalAdapter.createSession(user.id)
      await setSessionCookie(ctx, { session, user })
      return { token: session.token }
    }),
  },
} as const

const instantColumns = new Set(['createdAt', 'updatedAt', 'expiresAt', 'lastRequest', 'lastRefillAt', 'accessTokenExpiresAt', 'refreshTokenExpiresAt'])

/** Our pools hand instants over as ISO texts; the library compares them as dates. */
const instants: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withDates) }),
}

const withDates = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, instantColumns.has(name) && typeof value === 'string' ? new Date(value) : value]))
