import { isIPv6 } from 'node:net'
import { Problem } from '#kernel'
import type { Clock } from '../clock.ts'

export interface Throttle {
  /** Counts an attempt before its password is looked at, so that parallel guesses are counted too. Throws a Problem with the seconds to wait. */
  attempt(account: string, network: string): void
  /** Forgives the account's attempts after a success; those of the network stay counted. */
  forgive(account: string, network: string): void
}

export interface ThrottleLimits {
  readonly windowMinutes: number
  /** Failures of one account from one network, from anywhere, and of one network with any account. */
  readonly perPair: number
  readonly perAccount: number
  readonly perNetwork: number
}

const usual: ThrottleLimits = { windowMinutes: 15, perPair: 8, perAccount: 60, perNetwork: 80 }

/**
 * Slows guessing of passwords, by account and by network, whether the account exists or not. The pair is stricter than the account, so that a
 * stranger cannot lock somebody out from afar with a few guesses. Kept in memory: a restart forgets, and each process counts alone.
 */
export function createThrottle(clock: Clock, limits: ThrottleLimits = usual): Throttle {
  const counted = new Map<string, { count: number; until: number }>()
  const keysOf = (account: string, network: string) => {
    const net = networkOf(network)
    return [
      { key: `pair ${account} ${net}`, limit: limits.perPair },
      { key: `account ${account}`, limit: limits.perAccount },
      { key: `network ${net}`, limit: limits.perNetwork },
    ]
  }
  const sweep = (now: number): void => {
    if (counted.size < 50_000) return
    for (const [key, { until }] of counted) if (until <= now) counted.delete(key)
    for (const key of counted.keys()) {
      if (counted.size < 50_000) return
      counted.delete(key)
    }
  }
  return {
    attempt: (account, network) => {
      const now = clock.millis()
      sweep(now)
      const keys = keysOf(account, network).map((one) => ({ ...one, window: currentWindow(counted.get(one.key), now, limits) }))
      const blocked = keys.filter(({ window, limit }) => window.count >= limit)
      if (blocked.length > 0) throw tooMany(Math.max(...blocked.map(({ window }) => window.until)) - now)
      for (const { key, window } of keys) counted.set(key, { count: window.count + 1, until: window.until })
    },
    forgive: (account, network) => {
      for (const { key } of keysOf(account, network).slice(0, 2)) counted.delete(key)
    },
  }
}

const currentWindow = (found: { count: number; until: number } | undefined, now: number, { windowMinutes }: ThrottleLimits) =>
  found && found.until > now ? found : { count: 0, until: now + windowMinutes * 60_000 }

/** A household has a /64 of IPv6; counting single addresses would count nothing. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address.replace(/^::ffff:/, '')
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = address.includes('::') ? [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right] : left
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function tooMany(millis: number): Problem {
  const seconds = Math.max(1, Math.ceil(millis / 1000))
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return new Problem('refused', 'Too many attempts to sign in.', `Wait ${wait}, then try again.`, { code: 'too-many-attempts', more: { retryAfter: seconds } })
}
