/**
 * `npm run licences`: every installed package with its licence, and a failure when one is not permissive. `--list` prints
 * them all. What is allowed beyond the permissive ones is named here, package by package, with the reason.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, say } from './setup.js'

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
  'Python-2.0',
  'PostgreSQL',
])

/** MPL-2.0 reaches only changes to the package's own files, and we ship these unchanged. */
const unchangedUnderMpl = /^(lightningcss(-.*)?|axe-core|@axe-core\/.*)$/

/** Packages whose package.json is silent or inexact; the licence was read in the file that is named. */
const read = {
  chainsaw: 'MIT', // package.json says MIT/X11, the older name of the same text
}

const packages = installed()
const refused = packages.filter(({ name, licence }) => !isAllowed(name, licence))

if (process.argv.includes('--list')) for (const { name, version, licence } of packages) console.log(`${name}@${version}\t${licence}`)
console.log(`${packages.length} packages: ${tally(packages)}`)
for (const { name, version, licence } of refused)
  say(`${name}@${version}: ${licence} is not permissive. Choose another package, or write down why it is allowed.`)
process.exit(refused.length > 0 ? 1 : 0)

function installed() {
  const { packages: entries } = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8'))
  return Object.keys(entries)
    .filter((path) => path.startsWith('node_modules/') && !entries[path].link)
    .map((path) => {
      const { name = path, version, license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
      return { name, version, licence: read[name] ?? spdx(license ?? licenses) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Old packages give an object or a list of them. */
function spdx(value) {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(spdx).join(' OR ')
  return value?.type ?? 'none given'
}

function isAllowed(name, licence) {
  const isFine = (one) => permissive.has(one) || (one === 'MPL-2.0' && unchangedUnderMpl.test(name))
  const choices = licence.replace(/[()]/g, '').split(/\s+OR\s+/)
  return choices.some((choice) => choice.split(/\s+AND\s+/).every(isFine))
}

function tally(list) {
  const counts = new Map()
  for (const { licence } of list) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([licence, count]) => `${count} ${licence}`)
    .join(', ')
}
