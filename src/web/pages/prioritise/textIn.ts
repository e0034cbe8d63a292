/** What a file says: as UTF-8, or as Windows-1252 where it is not, as spreadsheets of Windows still save CSV. */
export function textIn(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
