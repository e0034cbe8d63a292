#!/usr/bin/env node
/** The command line (`npx throughline ...` in a checkout). Silent on standard output: that belongs to the command. */
import { join } from 'node:path'
import { become, ensureInstalled, ensureWeb, root } from './setup.js'

const args = process.argv.slice(2)

await ensureInstalled()
if (args[0] === 'serve') await ensureWeb()
await become([join(root, 'src', 'main.ts'), ...args])
