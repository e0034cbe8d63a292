#!/usr/bin/env node
/** The command line (`npx throughline ...` in a checkout). Silent on standard output: that belongs to the command. */
import { become, ensureInstalled, ensureServer, ensureWeb, program } from './setup.js'

const args = process.argv.slice(2)

await ensureInstalled()
await Promise.all([ensureServer(), args[0] === 'serve' && ensureWeb()])
await become([program, ...args])
