import { basename } from 'node:path'

const mostBytes = 180
/** What Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A name that a stranger gave to a file, made one that may be written anywhere: without folders, not hidden, in letters of any script, at most 180 bytes
 * long, its end kept for the sake of its extension. When nothing is left of it, `otherwise`.
 */
export function safeName(name: string, otherwise: string): string {
  const own = basename(name.replaceAll('\\', '/'))
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_.\- ]+/gu, '_')
    .replace(/[. ]+$/, '')
  const letters = [...own].slice(-mostBytes)
  while (Buffer.byteLength(letters.join('')) > mostBytes) letters.shift()
  const short = letters.join('').replace(/^[. ]+/, '')
  if (short === '') return otherwise
  return devices.test(short) ? `_${short}` : short
}
