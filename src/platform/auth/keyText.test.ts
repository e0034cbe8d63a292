import { expect, test } from 'vitest'
import { isKeyText, makeKeyText } from './keyText.ts'

test('a key is recognised by its checksum, and any single changed character is noticed', () => {
  const key = makeKeyText()
  expect(key).toMatch(/^tl_[0-9A-Za-z]{46}$/)
  expect(isKeyText(key)).toBe(true)
  for (let at = 3; at < key.length; at += 1) {
    const other = key[at] === 'x' ? 'y' : 'x'
    expect(isKeyText(key.slice(0, at) + other + key.slice(at + 1))).toBe(false)
  }
  expect(isKeyText(`${key}0`)).toBe(false)
  expect(makeKeyText()).not.toBe(key)
})

test('the checksum is CRC-32 in base 62, as scanners compute it', () => {
  // CRC-32 of forty zeros is 0x963fbb8e, by zlib; in base 62 with the digits 0-9A-Za-z that is 2kaqcA.
  expect(isKeyText(`tl_${'0'.repeat(40)}2kaqcA`)).toBe(true)
})
