import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '#kernel'
import { codeOf } from '../codes.ts'

/** The data folder: THROUGHLINE_HOME, or the place that this system keeps such things in. Root's own home is closed to the database's user, hence /var/lib. */
export function chooseHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env['THROUGHLINE_HOME']) return resolve(env['THROUGHLINE_HOME'])
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'Throughline')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Throughline')
  if (process.getuid?.() === 0) return '/var/lib/throughline'
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'throughline')
}

/** Makes a folder of ours, closed to other people; `mode` 0o711 lets the database's user walk through it. Throws a Problem that names the folder. */
export function makeFolder(folder: string, mode = 0o700): string {
  try {
    mkdirSync(folder, { recursive: true, mode })
    return folder
  } catch (error) {
    const why = {
      EACCES: 'this user may not write there',
      EROFS: 'it is on a read-only disk',
      ENOTDIR: 'a part of its path is a file',
      EEXIST: 'a file has its name',
    }
    const reason = Object.entries(why).find(([code]) => code === codeOf(error))?.[1] ?? `the system answers ${codeOf(error)}`
    throw new Problem('unavailable', `The folder ${folder} cannot be made: ${reason}.`, 'Set THROUGHLINE_HOME to a folder that this user may write.')
  }
}
