import { spawnSync } from 'node:child_process'
import { chownSync, readFileSync } from 'node:fs'

/** The system account that PostgreSQL runs as: ourselves, or `nobody` when we are root, because PostgreSQL refuses root. */
export type Account = { readonly uid: number; readonly gid: number } | null

export function databaseAccount(): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null
  const line = passwd().find((fields) => fields[0] === 'nobody')
  return { uid: Number(line?.[2] ?? 65_534), gid: Number(line?.[3] ?? 65_534) }
}

/** Can the account make a file in this folder? Tried, not computed: it sees through access lists, mounts and containers. */
export function canWrite(account: Account, folder: string): boolean {
  if (account === null) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$0" && : > .probe && rm .probe', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}

/** Hands a file or folder of ours to the account. */
export function giveTo(account: Account, path: string): void {
  if (account) chownSync(path, account.uid, account.gid)
}

const passwd = (): string[][] => {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}
