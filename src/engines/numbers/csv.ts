/** Rows as CSV (RFC 4180): CRLF between lines, every text quoted, numbers bare with a point, null empty. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string => rows.map((cells) => cells.map(csvCell).join(',')).join('\r\n')

/** Quoted, and with an apostrophe before anything that a spreadsheet would run as a formula (OWASP, CSV injection). A number is written as it is. */
export function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return `"${(/^[=+\-@\t\r\n\0]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`
}
