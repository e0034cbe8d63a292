import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The web app: sources in src/web, bundle in dist/web. In development the server mounts vite as middleware. */
const config = defineConfig({
  root: 'src/web',
  base: '/',
  publicDir: false,
  plugins: [react(), firstLoadBudget(200_000)],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
})
export { config as default }

/** Prints what a first visit downloads, and fails the build when its JavaScript is larger than the budget (bytes, gzip). */
function firstLoadBudget(budget: number): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])))
      const sizeOf = (name: string) => gzipSync(chunks.get(name)?.code ?? '').length
      const first = new Set<string>()
      const visit = (name: string) => {
        if (first.has(name)) return
        first.add(name)
        for (const next of chunks.get(name)?.imports ?? []) visit(next)
      }
      for (const [name, chunk] of chunks) if (chunk.isEntry) visit(name)
      for (const [name, chunk] of chunks) if (chunk.facadeModuleId?.endsWith('/TodayView.tsx')) visit(name)
      const total = [...first].reduce((sum, name) => sum + sizeOf(name), 0)
      const lazy = [...chunks.keys()].filter((name) => !first.has(name)).map((name) => `${name} ${kB(sizeOf(name))}`)
      console.info(`First load: ${kB(total)} gzip of ${kB(budget)} allowed, in ${first.size} files. Later: ${lazy.join(', ')}`)
      if (total > budget) this.error(`The first load is ${kB(total)} gzip; ${kB(budget)} are allowed. Load the new part lazily.`)
    },
  }
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
