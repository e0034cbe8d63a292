import { join } from 'node:path'
import { root } from '../../test/structure/source.ts'

/** The server as `npm run bench` has built it, which is what people run. */
export const program = join(root, 'dist/server/main.js')
