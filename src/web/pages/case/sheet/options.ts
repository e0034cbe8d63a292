import type { Sheet, SheetRow } from './sheet.ts'

export const mostOptions = 20

/** Why an option cannot be called so; null when it can. */
export function nameFault({ options }: Sheet, name: string): string | null {
  const bare = name.trim()
  if (bare === '') return 'Name it.'
  if (bare.length > 120) return 'A name has 120 characters at the most.'
  return options.some((one) => one.name.toLocaleLowerCase() === bare.toLocaleLowerCase()) ? `“${bare}” is an option already.` : null
}

/** The sheet with one more option. The first is proposed until another is. */
export const withOption = (sheet: Sheet, name: string): Sheet => ({
  ...sheet,
  options: [...sheet.options, { name: name.trim(), isNothing: false, summary: null }],
  proposes: sheet.proposes ?? name.trim(),
})

/** The sheet without an option and all its figures. */
export const withoutOption = (sheet: Sheet, name: string): Sheet => ({
  ...sheet,
  options: sheet.options.filter((one) => one.name !== name),
  proposes: sheet.proposes === name ? null : sheet.proposes,
  lines: sheet.lines.filter(({ option }) => option !== name),
  stages: sheet.stages.filter(({ option }) => option !== name),
})

/** An option by another name, its figures with it. */
export function renamedOption(sheet: Sheet, from: string, to: string): Sheet {
  const name = to.trim()
  const moved = (row: SheetRow): SheetRow => (row.option === from ? { ...row, option: name } : row)
  return {
    ...sheet,
    options: sheet.options.map((one) => (one.name === from ? { ...one, name } : one)),
    proposes: sheet.proposes === from ? name : sheet.proposes,
    lines: sheet.lines.map(moved),
    stages: sheet.stages.map(moved),
  }
}

/** Exactly one option is doing nothing. */
export const nothingIs = (sheet: Sheet, name: string): Sheet => ({
  ...sheet,
  options: sheet.options.map((one) => ({ ...one, isNothing: one.name === name })),
})
