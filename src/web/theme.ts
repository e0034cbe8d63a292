import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
prefersDark.addEventListener('change', tell)

/** The theme that the person chose; the system's when nothing was chosen. */
export function chosenTheme(): Theme {
  const stored = localStorage.getItem('throughline.theme')
  return themes.find((theme) => theme === stored) ?? 'system'
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem('throughline.theme')
  else localStorage.setItem('throughline.theme', theme)
  applyTheme()
  tell()
}

/** Sets the root's theme; called once before the first paint. */
export function applyTheme(): void {
  const theme = chosenTheme()
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** What is drawn now, for charts that need real colours. */
export function useDrawnTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () => {
    const theme = chosenTheme()
    if (theme === 'system') return prefersDark.matches ? 'dark' : 'light'
    return theme
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
