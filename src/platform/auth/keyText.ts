import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 40

/**
 * A new API key: `tl_`, 40 random characters of base 62 (238 bits), and 6 characters of base 62 with their CRC-32, so that
 * scanners for leaked secrets find keys without a false alarm. Pattern: `tl_[0-9A-Za-z]{46}`.
 */
export function makeKeyText(): string {
  const random = Array.from({ length }, () => digits[randomInt(62)]).join('')
  return `tl_${random}${checksum(random)}`
}

/** Whether a text is shaped like a key of ours and its checksum holds; no store is asked for anything else. */
export function isKeyText(text: string): boolean {
  const found = /^tl_([0-9A-Za-z]{40})([0-9A-Za-z]{6})$/.exec(text)
  return found !== null && checksum(found[1] ?? '') === found[2]
}

function checksum(text: string): string {
  let rest = crc32(text)
  let shown = ''
  for (let place = 0; place < 6; place += 1) {
    shown = `${digits[rest % 62]}${shown}`
    rest = Math.floor(rest / 62)
  }
  return shown
}
