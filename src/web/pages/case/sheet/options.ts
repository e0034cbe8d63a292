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

/** The sheet without the option at a place, and without its figures unless another option of its name has them too. */
export function withoutOption(sheet: Sheet, at: number): Sheet {
  const [name, options] = [sheet.options[at]?.name, sheet.options.toSpliced(at, 1)]
  if (options.some((one) => one.name === name)) return { ...sheet, options }
  return {
    ...sheet,
    options,
    proposes: sheet.proposes === name ? null : sheet.proposes,
    lines: sheet.lines.filter(({ option }) => option !== name),
    stages: sheet.stages.filter(({ option }) => option !== name),
  }
}

/** The option at a place by another name, its figures with it; another option of its former name has them too, and keeps them. */
export function renamedOption(sheet: Sheet, at: number, to: string): Sheet {
  const [name, from] = [to.trim(), sheet.options[at]?.name]
  const isShared = sheet.options.some((one, place) => place !== at && one.name === from)
  const moved = (row: SheetRow): SheetRow[] => {
    if (row.option !== from || name === from) return [row]
    return isShared ? [row, { ...row, option: name }] : [{ ...row, option: name }]
  }
  return {
    ...sheet,
    options: sheet.options.map((one, place) => (place === at ? { ...one, name } : one)),
    proposes: sheet.proposes === from ? name : sheet.proposes,
    lines: sheet.lines.flatMap(moved),
    stages: sheet.stages.flatMap(moved),
  }
}

/** Exactly one option is doing nothing. */
export const nothingIs = (sheet: Sheet, at: number): Sheet => ({
  ...sheet,
  options: sheet.options.map((one, place) => ({ ...one, isNothing: place === at })),
})
