/**
 * What a file says: in UTF-16 by its byte order mark or by its NUL bytes, as Excel writes “Unicode text”; else as UTF-8, or as Windows-1252 where it is
 * not, as spreadsheets of Windows still save CSV. Files that go to the server as they are, are read there by the same order.
 */
export function textIn(file: ArrayBuffer): string {
  const bytes = new Uint8Array(file)
  const wide = wideIn(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function wideIn(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 4096)
  const nuls = (odd: 0 | 1): number => head.filter((byte, at) => byte === 0 && at % 2 === odd).length / (head.length / 2)
  if (nuls(1) > 0.4 && nuls(0) < 0.1) return 'utf-16le'
  return nuls(0) > 0.4 && nuls(1) < 0.1 ? 'utf-16be' : null
}
