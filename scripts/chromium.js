/** The browser of the journeys: one that the machine has, or Debian's package when we may install it. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capture, say, seconds } from './setup.js'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

export const howToGetChromium = 'no Chromium or Chrome was found: install one (Debian: apt-get install chromium) or set THROUGHLINE_CHROMIUM to its path'

/** The path of a browser, or undefined. THROUGHLINE_CHROMIUM wins. */
export function findChromium() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const candidates = [process.env.THROUGHLINE_CHROMIUM, ...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere]
  return candidates.find((path) => path && isExecutable(path))
}

/** Installs Debian's chromium when we are root on a system with apt; otherwise does nothing. */
export async function installChromium() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const since = Date.now()
  say('Installing chromium with apt-get ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await capture('apt-get', ['update', '-q'], { env })
  const { code, output } = await capture('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { env })
  say(code === 0 ? `Installed in ${seconds(since)} s.` : output.slice(-2000))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
